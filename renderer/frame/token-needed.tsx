import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { texts } from '../texts.ts';

/** Shown in place of everything else: without the token the service tells nothing. */
export function TokenNeeded({ link }: { link: 'token-needed' | 'token-wrong' }) {
  const text = texts.link[link];
  return (
    <Box
      component="main"
      sx={{
        minHeight: '100vh',
        display: 'flex',
        alignItems: 'center',
        justifyContent: 'center',
        p: 3,
        bgcolor: 'frame',
      }}
    >
      <Box
        sx={{
          maxWidth: 520,
          p: 3,
          bgcolor: 'background.paper',
          border: 1,
          borderColor: 'divider',
          borderRadius: 2,
          display: 'flex',
          flexDirection: 'column',
          gap: 1.25,
        }}
      >
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {texts.product}
        </Typography>
        <Typography variant="h1">{text.title}</Typography>
        <Typography>{text.body}</Typography>
        <Typography sx={{ color: 'text.secondary' }}>{text.hint}</Typography>
      </Box>
    </Box>
  );
}
