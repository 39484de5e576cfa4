import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import { useEffect, useState } from 'react';

/** How long the service's state may lag behind the end of a call, in milliseconds. */
const lag = 1000;

interface ServiceSwitchProps {
  label: string;
  title?: string;
  /** As the service has it. */
  checked: boolean;
  /** Resolves when the service has done it, or refused. */
  onSwitch(checked: boolean): Promise<void>;
}

/** A switch for something that the service does: it shows at once what was chosen, and goes back when that was refused. */
export function ServiceSwitch({ label, title, checked, onSwitch }: ServiceSwitchProps) {
  const [chosen, setChosen] = useState<{ checked: boolean; settled: boolean }>();
  useEffect(() => {
    if (chosen?.checked === checked) setChosen(undefined);
    if (!chosen?.settled) return;
    const timer = setTimeout(() => setChosen(undefined), lag);
    return () => clearTimeout(timer);
  }, [chosen, checked]);
  const change = async (next: boolean) => {
    setChosen({ checked: next, settled: false });
    await onSwitch(next);
    setChosen((now) => now && { ...now, settled: true });
  };
  return (
    <FormControlLabel
      control={<Switch checked={chosen?.checked ?? checked} onChange={(event) => void change(event.target.checked)} />}
      label={label}
      title={title}
      sx={{ mr: 0 }}
    />
  );
}
