import type { Problem } from '../client/problem.ts';
import { texts } from '../texts.ts';

const names: Readonly<Record<string, string>> = texts.masterDialog.fieldNames;

/** A refusal of settings whose causes name the fields as the form does: `Address: must not be empty`. */
export function withNamedFields(problem: Problem): Problem {
  const causes = problem.causes.map((cause) =>
    cause.replace(/^(\w+): /, (start, field: string) => (names[field] === undefined ? start : `${names[field]}: `)),
  );
  return { ...problem, causes };
}
