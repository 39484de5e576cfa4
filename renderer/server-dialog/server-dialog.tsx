import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type DragEvent, useState } from 'react';
import { Notice } from '../feedback/notice.tsx';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { texts } from '../texts.ts';
import { CertificateDialog } from './certificate-dialog.tsx';
import { canAdd, canValidate, type Flow, isBusy } from './flow.ts';
import { ServerInformation } from './server-information.tsx';
import { SourceChoice } from './source-choice.tsx';
import { StepProgress } from './step-progress.tsx';
import { type Added, useServerDialog } from './use-server-dialog.ts';

/** D-1: the dialog "WebSocket Server". */
export function ServerDialog({ onClose, onAdded }: { onClose(): void; onAdded(added: Added): void }) {
  const dialog = useServerDialog(onAdded);
  const { flow } = dialog;
  const [dropping, setDropping] = useState(false);
  const busy = isBusy(flow);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setDropping(false);
    void dialog.chooseFiles([...event.dataTransfer.files]);
  };

  return (
    <Dialog
      open
      onClose={(_event, reason) => reason === 'escapeKeyDown' && onClose()}
      aria-labelledby="server-dialog-title"
      maxWidth="sm"
      fullWidth
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => event.currentTarget === event.target && setDropping(false)}
      onDrop={drop}
      slotProps={{ paper: { sx: dropping ? { outline: '2px dashed', outlineColor: 'primary.main' } : {} } }}
    >
      <DialogTitle id="server-dialog-title">{texts.serverDialog.title}</DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
        <SourceChoice
          flow={flow}
          onOption={dialog.chooseOption}
          onFiles={(files) => void dialog.chooseFiles(files)}
          onUrl={dialog.changeUrl}
          onEnter={() => canValidate(flow) && void dialog.validate()}
        />
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, minHeight: 32 }}>
          <Button variant="outlined" disabled={!canValidate(flow)} onClick={() => void dialog.validate()}>
            {texts.serverDialog.validate}
          </Button>
          {busy ? <StepProgress flow={flow} onStop={dialog.stop} /> : <Hint flow={flow} />}
        </Box>
        {flow.problem && <ProblemAlert problem={flow.problem} />}
        <ServerInformation details={flow.read?.details} />
        {flow.read && flow.read.warnings.length > 0 && (
          <Notice severity="warning">
            {flow.read.warnings.map((warning) => (
              <div key={warning}>{warning}</div>
            ))}
          </Notice>
        )}
      </DialogContent>
      <DialogActions>
        <Button variant="contained" disabled={!canAdd(flow)} onClick={dialog.add}>
          {texts.serverDialog.addHost}
        </Button>
        <Button onClick={onClose}>{texts.common.cancel}</Button>
      </DialogActions>
      {flow.step.kind === 'details-server' && (
        <CertificateDialog
          key="details-server"
          certificate={flow.step.certificate}
          subject={{ kind: 'details-server', url: flow.step.url }}
          onAccept={dialog.accept}
          onReject={dialog.reject}
        />
      )}
      {flow.step.kind === 'presented' && (
        <CertificateDialog
          key="endpoint"
          certificate={flow.step.validation.certificate}
          subject={{
            kind: 'endpoint',
            hostName: flow.step.validation.details.hostName,
            url: flow.step.validation.details.url,
            wasDownloaded: flow.option === 'URL',
          }}
          onAccept={dialog.accept}
          onReject={dialog.reject}
        />
      )}
    </Dialog>
  );
}

/** Says what stands between the details that are shown and Add Host. */
function Hint({ flow }: { flow: Flow }) {
  const { step } = flow;
  const text =
    step.kind === 'accepted'
      ? texts.serverDialog.accepted
      : step.kind === 'rejected'
        ? texts.serverDialog.rejected
        : flow.read && !flow.problem
          ? texts.serverDialog.notValidated
          : '';
  return <Box sx={{ color: step.kind === 'accepted' ? 'success.main' : 'text.secondary', minWidth: 0 }}>{text}</Box>;
}
