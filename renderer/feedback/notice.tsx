import Alert, { type AlertProps } from '@mui/material/Alert';
import type { ReactNode } from 'react';

/** Something worth a look that is not an error: never role `alert`, which is kept for errors. */
export function Notice({ severity, children, ...rest }: { severity: 'info' | 'warning' | 'success'; children: ReactNode } & Pick<AlertProps, 'action'>) {
  return (
    <Alert
      {...rest}
      role="note"
      severity={severity}
      variant="outlined"
      sx={{ color: 'text.primary', bgcolor: 'background.paper', '& .MuiAlert-icon': { pt: '5px' } }}
    >
      {children}
    </Alert>
  );
}
