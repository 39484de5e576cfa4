import Button, { type ButtonProps } from '@mui/material/Button';
import { type CatalogueEntry, errorCatalogue } from '../../shared/error-catalogue.ts';
import type { MasterHeader } from '../../shared/masters.ts';
import { useOwnConsole } from '../client/own-console.ts';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { isAdded } from './use-master-actions.ts';

interface MasterRemedyProps extends Pick<ButtonProps, 'tabIndex' | 'sx'> {
  master: Pick<MasterHeader, 'id' | 'name' | 'problem'>;
}

/** The one button that helps with what is wrong with a master server; nothing where there is none. */
export function MasterRemedy({ master: { id, name, problem }, ...rest }: MasterRemedyProps) {
  const { open, perform } = useShell();
  const own = useOwnConsole();
  if (!problem || !isAdded({ id })) return null;
  const { remedy }: CatalogueEntry = errorCatalogue[problem.code];
  const askNow = () =>
    void perform(async () => {
      await own.call((client) => client.masters.askNow({ ids: [id] }));
      return texts.masters.asked(1);
    });
  const [text, act] =
    problem.code === 'masterNotTrusted'
      ? [texts.masters.accept, () => open({ kind: 'accept-master', id })]
      : remedy === 'edit-master'
        ? [texts.masters.edit, () => open({ kind: 'edit-master', id })]
        : [texts.remedies.retry, askNow];
  return (
    <Button variant="outlined" aria-label={`${text} (${name})`} {...rest} onClick={act}>
      {text}
    </Button>
  );
}
