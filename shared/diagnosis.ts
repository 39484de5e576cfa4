import { z } from 'zod';
import { diagnosisSteps } from './diagnosis-steps.ts';
import { stepOutcomeSchema } from './test-step.ts';

/** Decision 41: one step of "Diagnose…" that has ended. */
export const diagnosisStepSchema = stepOutcomeSchema.extend({ step: z.enum(diagnosisSteps) });
export type DiagnosisStep = z.infer<typeof diagnosisStepSchema>;
