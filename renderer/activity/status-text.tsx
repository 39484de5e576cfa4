import Box from '@mui/material/Box';

/** A response code; that it is an error is told by its number, and by colour on top of it. */
export function StatusText({ status }: { status: number | null }) {
  if (status === null) return null;
  return (
    <Box component="span" sx={{ fontWeight: 600, color: status >= 400 ? 'error.main' : 'success.main' }}>
      {status}
    </Box>
  );
}
