import Button, { type ButtonProps } from '@mui/material/Button';

/**
 * A button that has nothing to do at times. Other than a disabled one it keeps the focus then, so that who works by keyboard does
 * not lose the place with the click that did it.
 */
export function SteadyButton({ idle, onClick, ...rest }: Omit<ButtonProps, 'disabled'> & { idle: boolean }) {
  return (
    <Button
      {...rest}
      aria-disabled={idle}
      onClick={(event) => {
        if (idle) event.preventDefault();
        else onClick?.(event);
      }}
      sx={idle ? { opacity: 0.5, cursor: 'default' } : {}}
    />
  );
}
