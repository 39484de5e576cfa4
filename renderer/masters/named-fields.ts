import type { Problem } from '../client/problem.ts';
import { texts } from '../texts.ts';

const { name, origin, credentials, apiKey, userName, password } = texts.masterDialog;
const { domainName, domainType, token, pollSeconds, certificate: trust } = texts.masterDialog;
/** Of the settings, as the service names them. */
const names: Readonly<Record<string, string>> = {
  ...{ name, origin, credentials, apiKey, userName, password },
  ...{ domainName, domainType, token, pollSeconds, trust },
};

/** A refusal of settings whose causes name the fields as the form does: `Address: must not be empty`. */
export function withNamedFields(problem: Problem): Problem {
  const causes = problem.causes.map((cause) =>
    cause.replace(/^(\w+): /, (start, field: string) => (names[field] === undefined ? start : `${names[field]}: `)),
  );
  return { ...problem, causes };
}
