import Typography from '@mui/material/Typography';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import { useOwnFramePart } from '../client/own-console.ts';
import { CopyButton } from '../feedback/copy-button.tsx';
import { Fact, Facts } from '../feedback/facts.tsx';
import { texts } from '../texts.ts';
import { HelpDialog } from './help-dialog.tsx';

/** For a ticket: a line each. */
function asText({ version, versions, dataFolder, protection }: ConsoleFrame): string {
  const label = texts.about;
  return [
    `${texts.product} ${version}`,
    ...Object.entries(versions).map(([name, value]) => `${name} ${value}`),
    `${label.dataFolder}: ${dataFolder}`,
    `${label.protection}: ${protection}`,
  ].join('\n');
}

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
          {Object.entries(frame.versions).map(([name, version]) => (
            <Fact key={name} name={name}>
              {version}
            </Fact>
          ))}
          <Fact name={label.dataFolder}>{frame.dataFolder}</Fact>
          <Fact name={label.protection}>{frame.protection}</Fact>
          <Fact name={label.licence}>{label.licenceText}</Fact>
        </Facts>
      )}
      {frame && <CopyButton name={label.versionsCopied} label={label.copyAll} value={asText(frame)} />}
    </HelpDialog>
  );
}
