import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useEffect, useState } from 'react';
import type { MasterStatus, RemoteMasterKind } from '../../shared/masters.ts';
import { useOwnConsole } from '../client/own-console.ts';
import { type Problem, problemOf } from '../client/problem.ts';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { StepProgress } from '../feedback/step-progress.tsx';
import { texts } from '../texts.ts';
import { MasterCertificateDialog } from './master-certificate-dialog.tsx';
import type { AcceptedTrust } from './master-draft.ts';
import { usePresented } from './use-presented.ts';

interface AcceptMasterDialogProps {
  master: MasterStatus & { kind: RemoteMasterKind; origin: string };
  onClose(): void;
  onAccepted(): void;
}

/** Another certificate than the accepted one: shows both, and asks whether it is accepted. */
export function AcceptMasterDialog({ master, onClose, onAccepted }: AcceptMasterDialogProps) {
  const own = useOwnConsole();
  const { presenting, fetch } = usePresented();
  const [problem, setProblem] = useState<Problem>();
  const { id, kind, origin, trust } = master;
  useEffect(() => void fetch(kind, origin), [fetch, kind, origin]);
  const accept = async ({ trust: how, certificate }: AcceptedTrust) => {
    try {
      await own.call((client) => client.masters.acceptCertificate({ id, trust: { trust: how, certificate } }));
      onAccepted();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  if (presenting.step === 'presented' && !problem)
    return (
      <MasterCertificateDialog
        presented={presenting.presented}
        accepted={trust}
        onAccept={(accepted) => void accept(accepted)}
        onReject={onClose}
      />
    );
  const failed = problem ?? (presenting.step === 'failed' ? presenting.problem : undefined);
  return (
    <Dialog open onClose={onClose} aria-labelledby="accept-master-title" maxWidth="sm" fullWidth>
      <DialogTitle id="accept-master-title">{texts.masterCertificate.title}</DialogTitle>
      <DialogContent tabIndex={0}>
        {failed ? <ProblemAlert problem={failed} /> : <StepProgress text={texts.masterDialog.fetching} />}
      </DialogContent>
      <DialogActions>
        {failed && (
          <Button
            variant="contained"
            onClick={() => {
              setProblem(undefined);
              void fetch(kind, origin);
            }}
          >
            {texts.remedies.retry}
          </Button>
        )}
        <Button onClick={onClose}>{texts.common.cancel}</Button>
      </DialogActions>
    </Dialog>
  );
}
