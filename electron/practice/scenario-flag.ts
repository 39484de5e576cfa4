import {
  type GivenScenario,
  type ScenarioName,
  scenarioEntry,
  scenarioNames,
  scenarioProblem,
} from '../../shared/practice-scenarios.ts';

/** How a scenario is written as a flag: `burst[:JOBS]`, `outage[:SECONDS][@1|2]`. */
export function scenarioForm(name: ScenarioName): string {
  const { at, amount } = scenarioEntry(name);
  return `${name}${amount ? `[:${amount.unit.toUpperCase()}]` : ''}${at === 'cloud application' ? '[@1|2]' : ''}`;
}

/**
 * `--scenario`: a name, `:` and a number where it takes one, `@` and the cloud application where it is for one.
 * @throws RangeError one line for people, which lists what there is when the name is unknown
 */
export function readScenario(text: string): GivenScenario {
  const [, name, number, application] = /^([^:@]*)(?::([^@]*))?(?:@(.*))?$/.exec(text) ?? [];
  const scenario = scenarioNames.find((candidate) => candidate === name);
  if (!scenario) {
    const forms = scenarioNames.map(scenarioForm).join(', ');
    throw new RangeError(`there is no scenario ${JSON.stringify(text.slice(0, 60))}; there are ${forms}`);
  }
  // A number in digits alone: 1e3 and an empty one are none.
  const amount = number === undefined ? undefined : /^\d{1,9}$/.test(number) ? Number(number) : Number.NaN;
  const given: GivenScenario = {
    scenario,
    ...(amount === undefined ? {} : { amount }),
    ...(application === undefined ? {} : { application }),
  };
  const problem = scenarioProblem(given);
  if (problem !== undefined) throw new RangeError(problem);
  if (application !== undefined && application !== '1' && application !== '2')
    throw new RangeError(`${scenario}: the cloud applications are 1 and 2`);
  return given;
}

/** `--list-scenarios`: a line for each, with what it does. */
export function scenarioList(): string {
  const width = Math.max(...scenarioNames.map((name) => scenarioForm(name).length));
  return scenarioNames
    .map((name) => {
      const { does, amount } = scenarioEntry(name);
      const range = amount ? ` ${amount.least} to ${amount.most} ${amount.unit}, preset ${amount.preset}.` : '';
      return `${scenarioForm(name).padEnd(width)}  ${does('N')}${range}`;
    })
    .join('\n');
}
