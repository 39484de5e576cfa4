import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type FormEvent, type Ref, useEffect, useRef } from 'react';
import type { MasterStatus } from '../../shared/masters.ts';
import type { Problem } from '../client/problem.ts';
import { focusUnlessElsewhere } from '../feedback/focus.ts';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { SteadyButton } from '../feedback/steady-button.tsx';
import { StepProgress } from '../feedback/step-progress.tsx';
import { CaSources } from '../netbackup/ca-sources.tsx';
import { CaSummary } from '../netbackup/ca-summary.tsx';
import { StepList } from '../steps/step-list.tsx';
import { texts } from '../texts.ts';
import { MasterCertificateDialog } from './master-certificate-dialog.tsx';
import { isPlain, isSameOrigin, isTyped, openedDraft, trustInForce } from './master-draft.ts';
import { AccountFields, AddressFields, PeriodField } from './master-fields.tsx';
import { type MasterDialogCourse, useMasterDialog } from './use-master-dialog.ts';

const label = texts.masterDialog;

interface MasterDialogProps {
  /** The one that is edited; `undefined` adds one. */
  saved?: MasterStatus;
  onClose(): void;
  onSaved(id: string, name: string): void;
}

/** Adds a master server, or edits one: what it is, where, by which account, and whom to trust there. */
export function MasterDialog({ saved, onClose, onSaved }: MasterDialogProps) {
  const dialog = useMasterDialog(saved, onSaved);
  const { draft, change, fields, isSaving, isFetching } = dialog;
  const typed = isTyped(draft, openedDraft(saved));
  const isAsked = dialog.presented !== undefined;
  const hasTrust = trustInForce(draft) !== undefined;
  const wasAsked = useRef(false);
  const saveButton = useRef<HTMLButtonElement>(null);
  const fetchButton = useRef<HTMLButtonElement>(null);
  // The button that asked for the certificate was away or disabled meanwhile, and lost the focus with that.
  useEffect(() => {
    if (wasAsked.current && !isAsked) focusUnlessElsewhere((hasTrust ? saveButton : fetchButton).current);
    wasAsked.current = isAsked;
  }, [isAsked, hasTrust]);
  const isIdle = isSaving || isFetching || (saved !== undefined && !typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isIdle) dialog.save();
  };
  const given = { draft, saved, fields, onChange: change };
  return (
    <Dialog
      open
      onClose={(_event, reason) => reason === 'escapeKeyDown' && onClose()}
      aria-labelledby="master-dialog-title"
      maxWidth="sm"
      fullWidth
    >
      <DialogTitle id="master-dialog-title">{saved ? label.edit : label.add}</DialogTitle>
      <DialogContent tabIndex={0}>
        <Box
          component="form"
          id="master-form"
          noValidate
          onSubmit={submit}
          sx={{ display: 'flex', flexDirection: 'column', gap: 1.75, pt: 0.5 }}
        >
          {saved && <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{saved.name}</Box>}
          <AddressFields {...given} />
          <AccountFields {...given} />
          <CertificateField dialog={dialog} saved={saved} fetchButton={fetchButton} />
          <PeriodField {...given} />
          {dialog.problem && <Refusal problem={dialog.problem} />}
          <Test dialog={dialog} />
        </Box>
      </DialogContent>
      <DialogActions>
        {isSaving && <StepProgress text={label.saving} />}
        <SteadyButton ref={saveButton} variant="contained" type="submit" form="master-form" idle={isIdle}>
          {label.save}
        </SteadyButton>
        <Button onClick={onClose}>{texts.common.cancel}</Button>
      </DialogActions>
      {dialog.presented && (
        <MasterCertificateDialog
          presented={dialog.presented}
          accepted={isSameOrigin(draft.origin, saved?.origin ?? null) ? saved?.trust : undefined}
          onAccept={dialog.accept}
          onReject={dialog.reject}
        />
      )}
    </Dialog>
  );
}

/** In sight where it comes up: the form may be longer than the window. */
function Refusal({ problem }: { problem: Problem }) {
  const alert = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new problem is to be seen
  useEffect(() => {
    void alert.current?.scrollIntoView({ block: 'nearest' }); // newer browsers return a promise, which an effect must not
  }, [problem]);
  return (
    <div ref={alert}>
      <ProblemAlert problem={problem} />
    </div>
  );
}

interface CertificateFieldProps {
  dialog: MasterDialogCourse;
  saved: MasterStatus | undefined;
  fetchButton: Ref<HTMLButtonElement>;
}

/** Whom to trust there: what was accepted, and the way to it. */
function CertificateField({ dialog, saved, fetchButton }: CertificateFieldProps) {
  const { draft, fields, isFetching, fetchCertificate, stopFetching, readCa } = dialog;
  const pending = trustInForce(draft);
  const kept = saved?.trust && isSameOrigin(draft.origin, saved.origin) ? saved.trust : undefined;
  const trust = pending ?? kept;
  const refusal = fields['trust'];
  return (
    <Box
      role="group"
      aria-label={label.certificate}
      sx={{
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        p: 1.5,
        display: 'flex',
        flexDirection: 'column',
        gap: 1,
      }}
    >
      <Box sx={{ fontWeight: 600 }}>{label.certificate}</Box>
      {isPlain(draft) ? (
        <Box>{label.certificatePlain}</Box>
      ) : (
        <>
          {trust ? (
            <>
              <Box>
                {trust.trust === 'issuer'
                  ? texts.masterCertificate.trustIssuer
                  : texts.masterCertificate.trustCertificate}
              </Box>
              {trust.certificates.length > 0 && <CaSummary certificates={trust.certificates} />}
              {pending && (
                <Box sx={{ color: 'success.main' }}>
                  {pending.from === undefined ? label.certificatePending : texts.netBackup.caPending(pending.from)}
                </Box>
              )}
            </>
          ) : (
            <Box>{label.certificateNone}</Box>
          )}
          {refusal !== undefined && <Box sx={{ color: 'error.main' }}>{label.problem(label.certificate, refusal)}</Box>}
          <Box sx={{ color: 'text.secondary' }}>{label.certificateHint}</Box>
          <CaSources read={readCa}>
            {isFetching ? (
              <StepProgress text={label.fetching} onStop={stopFetching} />
            ) : (
              <Button
                ref={fetchButton}
                variant="outlined"
                disabled={draft.origin.trim() === ''}
                onClick={fetchCertificate}
              >
                {label.fetch}
              </Button>
            )}
          </CaSources>
        </>
      )}
    </Box>
  );
}

/** "Test connection", and its steps as they end. */
function Test({ dialog: { course, said, test, stopTest, isFetching } }: { dialog: MasterDialogCourse }) {
  const isRunning = course?.isRunning ?? false;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1 }}>
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
        <Button variant="outlined" disabled={isFetching} onClick={isRunning ? stopTest : test}>
          {isRunning ? texts.common.stop : label.test.button}
        </Button>
        <Box role="status" sx={{ color: 'text.secondary', flex: 1, minWidth: 0 }}>
          {isRunning ? label.test.running : said === '' ? label.test.hint : said}
        </Box>
      </Box>
      {course && <StepList label={label.test.steps} names={label.test.names} course={course} />}
    </Box>
  );
}
