import Alert, { type AlertProps } from '@mui/material/Alert';
import type { ReactNode } from 'react';

/** Something worth a look that is not an error: never role `alert`, which is kept for errors. */
export function Notice({
  severity,
  children,
  ...rest
}: { severity: 'info' | 'warning' | 'success'; children: ReactNode } & Pick<AlertProps, 'action'>) {
  return (
    <Alert
      {...rest}
      role="note"
      severity={severity}
      variant="outlined"
      sx={{
        color: 'text.primary',
        bgcolor: 'background.paper',
        py: 0,
        '& .MuiAlert-icon': { pt: '7px', fontSize: 18 },
        '& .MuiAlert-message': { py: '6px' },
      }}
    >
      {children}
    </Alert>
  );
}
