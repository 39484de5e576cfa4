/** Words for the steps of "Test connection" and "Diagnose…". */
export const stepsTexts = {
  steps: {
    verdicts: {
      passed: 'Passed',
      warning: 'Warning',
      failed: 'Failed',
      'not tried': 'Not tried',
      running: 'Running…',
      waiting: 'Waiting',
    },
    duration: (milliseconds: number) => `${milliseconds} ms`,
    elapsed: (seconds: number) => `${seconds} s`,
  },
} as const;
