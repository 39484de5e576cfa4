import Button from '@mui/material/Button';
import type { ReadDetails } from '../../shared/endpoint-details.ts';
import { Notice } from '../feedback/notice.tsx';
import { WarningLines } from '../feedback/warning-lines.tsx';
import { texts } from '../texts.ts';

interface DetailsWarningsProps {
  read: ReadDetails | undefined;
  disabled: boolean;
  onRenew(hostName: string): void;
}

/** What is odd about the details; where their host is saved already, its renewal is offered (decisions 36 and 38). */
export function DetailsWarnings({ read, disabled, onRenew }: DetailsWarningsProps) {
  if (!read || read.warnings.length === 0) return null;
  const { renewable } = read;
  return (
    <Notice severity="warning">
      <WarningLines warnings={read.warnings} />
      {renewable !== undefined && (
        <Button variant="outlined" disabled={disabled} sx={{ mt: 0.75 }} onClick={() => onRenew(renewable)}>
          {texts.menu.renew}
        </Button>
      )}
    </Notice>
  );
}
