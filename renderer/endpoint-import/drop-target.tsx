import Box from '@mui/material/Box';
import { FileUploadOutlineIcon } from '../feedback/icons.tsx';
import { texts } from '../texts.ts';
import { useEndpointImport } from './endpoint-import.tsx';

/** Shows, while files are dragged over the window, that and where they can be dropped; the drop itself goes through it. */
export function DropTarget() {
  const { dragging } = useEndpointImport();
  if (!dragging) return null;
  return (
    <Box
      sx={{
        position: 'absolute',
        inset: 8,
        zIndex: 'modal',
        pointerEvents: 'none',
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'center',
        justifyContent: 'center',
        gap: 1,
        p: 3,
        textAlign: 'center',
        border: '2px dashed',
        borderColor: 'primary.main',
        borderRadius: 1,
        bgcolor: 'background.paper',
      }}
    >
      <FileUploadOutlineIcon aria-hidden="true" sx={{ fontSize: 40, color: 'primary.main' }} />
      <Box sx={{ fontSize: '1rem', fontWeight: 600 }}>{texts.endpointImport.dropHere}</Box>
      <Box sx={{ color: 'text.secondary' }}>{texts.endpointImport.dropHint}</Box>
    </Box>
  );
}
