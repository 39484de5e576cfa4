/** What "Diagnose…" does, in its order. No schema library: the window runs it. */
export const diagnosisSteps = [
  'name-resolution',
  'tcp',
  'proxy',
  'tls',
  'certificate',
  'upgrade',
  'connect',
  'ping',
] as const;
