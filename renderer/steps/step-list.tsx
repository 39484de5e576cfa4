import Box from '@mui/material/Box';
import type { StepOutcome } from '../../shared/test-step.ts';
import { StepRow } from './step-row.tsx';
import type { StepCourse } from './use-step-course.ts';

interface StepListProps<Name extends string> {
  /** Accessible name. */
  label: string;
  /** Every step in its order, with what it is called. */
  names: Readonly<Record<Name, string>>;
  course: StepCourse<StepOutcome & { step: Name }>;
}

/** Steps that are tried one after another: those that have ended, the one that runs, and those that wait. */
export function StepList<Name extends string>({
  label,
  names,
  course: { steps, isRunning, since },
}: StepListProps<Name>) {
  const order = Object.keys(names) as Name[];
  const last = Math.max(-1, ...steps.map(({ step }) => order.indexOf(step)));
  // One that was passed over, such as the proxy where there is none, is not waited for.
  const shown = order.filter((step, index) => index > last || steps.some((each) => each.step === step));
  return (
    <Box
      component="ol"
      aria-label={label}
      sx={{ listStyle: 'none', m: 0, p: 0, border: 1, borderColor: 'divider', borderRadius: 1 }}
    >
      {shown.map((step, index) => (
        <StepRow
          key={step}
          name={names[step]}
          ended={steps.find((each) => each.step === step)}
          since={isRunning && index === steps.length ? since : undefined}
        />
      ))}
    </Box>
  );
}
