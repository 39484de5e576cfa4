import Typography from '@mui/material/Typography';
import { useOwnFramePart } from '../client/own-console.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { texts } from '../texts.ts';
import { HelpDialog } from './help-dialog.tsx';

/** Version, where the data lies, and which protection of saved secrets is in force (decision 42). */
export function AboutDialog({ onClose }: { onClose(): void }) {
  const frame = useOwnFramePart((own) => own);
  const label = texts.about;
  return (
    <HelpDialog title={label.title} width="sm" onClose={onClose}>
      <Typography variant="h2" component="p">
        {texts.product}
      </Typography>
      {frame && (
        <Facts>
          <Fact name={label.version}>{frame.version}</Fact>
          <Fact name={label.dataFolder}>{frame.dataFolder}</Fact>
          <Fact name={label.protection}>{frame.protection}</Fact>
        </Facts>
      )}
    </HelpDialog>
  );
}
