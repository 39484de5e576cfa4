/** What a check found: where, and what is wrong there. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly problem: string;
}

export function asText({ file, line, problem }: Finding): string {
  return `${file}:${line} ${problem}`;
}
