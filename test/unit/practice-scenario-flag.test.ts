import { describe, expect, test } from 'vitest';
import { readScenario, scenarioForm, scenarioList } from '../../electron/practice/scenario-flag.ts';
import { givenScenarioSchema } from '../../shared/practice.ts';
import { scenarioEntry, scenarioNames } from '../../shared/practice-scenarios.ts';

describe('decision 47: scenarios as flags, and as the Console API takes them', () => {
  test.each([
    ['backup', { scenario: 'backup' }],
    ['burst', { scenario: 'burst' }],
    ['burst:200', { scenario: 'burst', amount: 200 }],
    ['burst:2000', { scenario: 'burst', amount: 2000 }],
    ['outage:30', { scenario: 'outage', amount: 30 }],
    ['outage:30@2', { scenario: 'outage', amount: 30, application: '2' }],
    ['lost-pongs@1', { scenario: 'lost-pongs', application: '1' }],
  ])('%s', (text, given) => {
    expect(readScenario(text)).toEqual(given);
    expect(givenScenarioSchema.parse(given)).toEqual(given);
  });

  test.each([
    ['burst:0', 'burst takes 1 to 2000 jobs'],
    ['burst:2001', 'burst takes 1 to 2000 jobs'],
    ['burst:', 'burst takes 1 to 2000 jobs'],
    ['burst:1e3', 'burst takes 1 to 2000 jobs'],
    ['outage:1.5', 'outage takes 1 to 3600 seconds'],
    ['outage:-1', 'outage takes 1 to 3600 seconds'],
    ['backup:1', 'backup takes no number'],
    ['backup@1', 'backup is for NetBackup, not for a cloud application'],
    ['outage@3', 'outage: the cloud applications are 1 and 2'],
    ['outage@', 'outage: the cloud applications are 1 and 2'],
  ])('%s is refused', (text, problem) => {
    expect(() => readScenario(text)).toThrow(new RangeError(problem));
  });

  test.each(['', 'nope', 'Backup', ' backup', 'backup ', 'constructor', 'burst:1:2', 'outage@1@2', 'x'.repeat(5000)])(
    '%j is refused, and what there is is listed',
    (text) => {
      const refused = () => readScenario(text);
      if (/^(burst:1:2|outage@1@2)$/.test(text)) expect(refused).toThrow(RangeError);
      else for (const name of scenarioNames) expect(refused).toThrow(scenarioForm(name));
      expect(refused).not.toThrow(/.{1000}/);
    },
  );

  test.each([
    { scenario: 'burst', amount: 0 },
    { scenario: 'burst', amount: 1.5 },
    { scenario: 'burst', amount: '200' },
    { scenario: 'backup', amount: 1 },
    { scenario: 'backup', application: '1' },
    { scenario: 'nope' },
    {},
  ])('the Console API refuses %j', (given) => {
    expect(givenScenarioSchema.safeParse(given).success).toBe(false);
  });

  test('each preset lies within its bounds, and the list names each scenario once with what it does', () => {
    const lines = scenarioList().split('\n');
    expect(lines).toHaveLength(scenarioNames.length);
    for (const [index, name] of scenarioNames.entries()) {
      const { amount, does } = scenarioEntry(name);
      if (amount) expect(readScenario(`${name}:${amount.preset}`).amount).toBe(amount.preset);
      expect(lines[index]).toContain(scenarioForm(name));
      expect(lines[index]).toContain(does('N'));
    }
  });
});
