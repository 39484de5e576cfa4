import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { CertificateDialog } from '../certificate/certificate-dialog.tsx';
import { useEndpoints } from '../client/use-console.ts';
import { droppedItems, holdsFiles } from '../endpoint-import/dropped-items.ts';
import { focusUnlessElsewhere } from '../feedback/focus.ts';
import { Notice } from '../feedback/notice.tsx';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { StepProgress } from '../feedback/step-progress.tsx';
import { RemedyButton } from '../frame/remedy-button.tsx';
import { useCapabilities } from '../masters/masters-context.ts';
import { texts } from '../texts.ts';
import { ClientCertificateField } from './client-certificate-field.tsx';
import { DetailsWarnings } from './details-warnings.tsx';
import { canSave, canValidate, type Flow, isBusy } from './flow.ts';
import { ServerInformation } from './server-information.tsx';
import { SourceChoice } from './source-choice.tsx';
import { type Opening, type Saved, useServerDialog } from './use-server-dialog.ts';

interface ServerDialogProps extends Opening {
  /** With several files: which one it is, and how it is passed over. */
  turn?: { readonly number: number; readonly count: number; onSkip(flow: Flow): void };
  /** Folders that were dropped along. */
  ignoredFolders?: readonly string[];
  /** @param flow how it stood */
  onClose(flow: Flow): void;
  /** @param renews the host that was renewed; `undefined` when one was added */
  onSaved(saved: Saved, renews: string | undefined): void;
}

/** D-1: the dialog "WebSocket Server", to add a host or to renew the credentials of one (decision 38). */
export function ServerDialog({ turn, ignoredFolders = [], onClose, onSaved, ...opening }: ServerDialogProps) {
  const dialog = useServerDialog(opening, onSaved);
  const { flow } = dialog;
  const { renews } = flow;
  const validateButton = useRef<HTMLButtonElement>(null);
  const saveButton = useRef<HTMLButtonElement>(null);
  const answer = flow.step.kind;
  // Validate was disabled while the certificate was asked for, and lost the focus with that.
  useEffect(() => {
    if (answer === 'accepted') focusUnlessElsewhere(saveButton.current);
    if (answer === 'rejected') focusUnlessElsewhere(validateButton.current);
  }, [answer]);
  const [dropping, setDropping] = useState(false);
  const busy = isBusy(flow);
  const can = useCapabilities();
  const endpoints = useEndpoints();
  const saved = endpoints.find(({ hostName }) => hostName === renews)?.clientCertificate ?? null;
  // The warning below the details leads there as well, and takes what was read along.
  const isOffered = turn !== undefined || flow.read?.renewable !== undefined;
  const known = endpoints.find(({ hostName }) => hostName === flow.read?.details.hostName);
  const renewedInstead = isOffered ? undefined : known?.hostName;

  const drop = (event: DragEvent) => {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    setDropping(false);
    const { files, folders } = droppedItems(event.dataTransfer);
    if (files.length === 0 && folders.length > 0) dialog.refuse(texts.endpointImport.onlyFolders(folders));
    else void dialog.chooseFiles(files);
  };
  const close = () => onClose(flow);
  /** The button that was clicked goes with its warning. */
  const renew = (hostName: string) => {
    dialog.renewInstead(hostName);
    validateButton.current?.focus();
  };

  return (
    <Dialog
      open
      onClose={(_event, reason) => reason === 'escapeKeyDown' && close()}
      aria-labelledby="server-dialog-title"
      {...(turn ? { 'aria-describedby': 'server-dialog-turn' } : {})}
      maxWidth="sm"
      fullWidth
      onDragOver={(event) => {
        if (!holdsFiles(event.dataTransfer)) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => event.currentTarget === event.target && setDropping(false)}
      onDrop={drop}
      slotProps={{ paper: { sx: dropping ? { outline: '2px dashed', outlineColor: 'primary.main' } : {} } }}
    >
      <DialogTitle id="server-dialog-title">{texts.serverDialog.title}</DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
        {turn && opening.chosen && (
          <Box id="server-dialog-turn" sx={{ overflowWrap: 'anywhere' }}>
            <Box component="span" sx={{ fontWeight: 600 }}>
              {texts.endpointImport.place(turn.number, turn.count)}:
            </Box>{' '}
            {opening.chosen.name}
          </Box>
        )}
        {ignoredFolders.length > 0 && (
          <Notice severity="info">{texts.endpointImport.foldersIgnored(ignoredFolders)}</Notice>
        )}
        {renews !== undefined && (
          <Box sx={{ overflowWrap: 'anywhere' }}>
            <Box sx={{ fontWeight: 600 }}>{texts.serverDialog.renews(renews)}</Box>
            {can.renew === 'delete and add' ? (
              <Notice severity="warning">{texts.serverDialog.renewsByDeleting}</Notice>
            ) : (
              <Box sx={{ color: 'text.secondary' }}>{texts.serverDialog.renewsHint}</Box>
            )}
          </Box>
        )}
        <SourceChoice
          flow={flow}
          onOption={dialog.chooseOption}
          onFiles={(files) => void dialog.chooseFiles(files)}
          onUrl={dialog.changeUrl}
          onEnter={() => canValidate(flow) && void dialog.validate()}
        />
        {can.clientCertificate && (
          <ClientCertificateField
            chosen={flow.clientCertificate}
            saved={saved}
            disabled={busy}
            onFile={(file) => void dialog.chooseClientCertificate(file)}
            onChange={dialog.changeClientCertificate}
          />
        )}
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, minHeight: 32 }}>
          <Button
            ref={validateButton}
            variant="outlined"
            disabled={!canValidate(flow)}
            onClick={() => void dialog.validate()}
          >
            {texts.serverDialog.validate}
          </Button>
          {busy ? <StepProgress text={progressText(flow)} onStop={dialog.stop} /> : <Hint flow={flow} />}
        </Box>
        {flow.problem && (
          <ProblemAlert
            problem={flow.problem}
            remedy={<RemedyButton problem={flow.problem} onRetry={again(flow, dialog)} hostName={renewedInstead} />}
          />
        )}
        <ServerInformation details={flow.read?.details} />
        <DetailsWarnings read={flow.read} disabled={busy} onRenew={renew} />
      </DialogContent>
      <DialogActions>
        <Button ref={saveButton} variant="contained" disabled={!canSave(flow)} onClick={dialog.save}>
          {renews === undefined
            ? texts.serverDialog.addHost
            : can.renew === 'delete and add'
              ? texts.serverDialog.deleteAndAdd
              : texts.serverDialog.renew}
        </Button>
        {turn && (
          <Button disabled={flow.step.kind === 'saving'} onClick={() => turn.onSkip(flow)}>
            {texts.endpointImport.skip}
          </Button>
        )}
        <Button onClick={close}>{texts.common.cancel}</Button>
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
            warnings: flow.step.validation.warnings,
          }}
          onAccept={dialog.accept}
          onReject={dialog.reject}
        />
      )}
    </Dialog>
  );
}

/** The step that failed, once more. */
function again(flow: Flow, { save, validate }: ReturnType<typeof useServerDialog>): (() => void) | undefined {
  if (canSave(flow)) return save;
  return canValidate(flow) ? () => void validate() : undefined;
}

function progressText({ step, option, renews }: Flow): string {
  const { reading, adding, renewing, fetching, validating } = texts.serverDialog;
  if (step.kind === 'reading') return reading;
  if (step.kind === 'saving') return renews === undefined ? adding : renewing;
  return option === 'URL' ? fetching : validating;
}

/** Says what stands between the details that are shown and Add Host or Renew. */
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
