import Typography from '@mui/material/Typography';
import { texts } from '../texts.ts';
import { InsteadOfTheConsole } from './instead-of-the-console.tsx';

/** Without the token the service tells nothing. */
export function TokenNeeded({ link }: { link: 'token-needed' | 'token-wrong' }) {
  const text = texts.link[link];
  return (
    <InsteadOfTheConsole title={text.title}>
      <Typography>{text.body}</Typography>
      <Typography sx={{ color: 'text.secondary' }}>{text.hint}</Typography>
    </InsteadOfTheConsole>
  );
}
