import { describe, expect, it } from 'vitest';
import { type CommandPolicy, isAllowed, ruleProblem } from '../../shared/command-policy.ts';
import { commandPolicySchema } from '../../shared/command-policy-schema.ts';

const readOnly: CommandPolicy = { kind: 'read-only' };
const rules: CommandPolicy = {
  kind: 'rules',
  rules: [
    { method: 'GET', pathPrefix: '/netbackup/admin' },
    { method: '*', pathPrefix: '/netbackup/config/servers/' },
    { method: 'POST', pathPrefix: '/netbackup/login' },
  ],
};

describe('decision 19: the command policy', () => {
  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])('decision 19 allow all: %s passes', (method) => {
    expect(isAllowed({ kind: 'allow all' }, method, '/netbackup/admin/jobs')).toBe(true);
  });

  it.each([
    ['GET', '/netbackup/admin/jobs', true],
    ['HEAD', '/netbackup/admin/jobs?a=b', true],
    ['POST', '/netbackup/login', true],
    ['POST', '/netbackup/login?x=1', true],
    ['POST', '/netbackup/login/', false],
    ['POST', '/netbackup/login;x=1', false],
    ['POST', '/netbackup/Login', false],
    ['POST', '/netbackup/logout', false],
    ['POST', '/netbackup/admin/jobs?x=/netbackup/login', false],
    ['PUT', '/netbackup/login', false],
    ['PATCH', '/netbackup/admin/jobs', false],
    ['DELETE', '/netbackup/admin/jobs/1', false],
  ])('decision 19 read-only: %s %s: %s', (method, uri, allowed) => {
    expect(isAllowed(readOnly, method, uri)).toBe(allowed);
  });

  it.each([
    ['GET', '/netbackup/admin', true],
    ['GET', '/netbackup/admin?x=1', true],
    ['GET', '/netbackup/admin/jobs/7', true],
    ['GET', '/netbackup/administrators', false],
    ['GET', '/netbackup/Admin/jobs', false],
    ['GET', '/netbackup/%61dmin/jobs', false],
    ['GET', '/netbackup//admin/jobs', false],
    ['GET', '/netbackup/x?/netbackup/admin', false],
    ['POST', '/netbackup/admin/jobs', false],
    ['DELETE', '/netbackup/config/servers/vmservers/a', true],
    ['DELETE', '/netbackup/config/servers', false],
    ['POST', '/netbackup/login', true],
    ['GET', '/netbackup/ping', false],
  ])('decision 19 rules: %s %s: %s', (method, uri, allowed) => {
    expect(isAllowed(rules, method, uri)).toBe(allowed);
  });

  it('decision 19: without a rule nothing passes', () => {
    expect(isAllowed({ kind: 'rules', rules: [] }, 'GET', '/netbackup/ping')).toBe(false);
  });

  it.each([
    ['/netbackup', undefined],
    ['/netbackup/admin/', undefined],
    ['', 'must begin'],
    ['netbackup/admin', 'must begin'],
    ['/admin', 'must begin'],
    ['/netbackupx', 'must begin'],
    ['/netbackup/a b', 'blanks'],
    ['/netbackup/ü', 'ASCII'],
    ['/netbackup/a?b', '?'],
    ['/netbackup/../x', '. or ..'],
  ])('decision 19: a rule for %j: %j', (pathPrefix, problem) => {
    const found = ruleProblem({ method: '*', pathPrefix });
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
    const policy = { kind: 'rules', rules: [{ method: '*', pathPrefix }] };
    expect(commandPolicySchema.safeParse(policy).success).toBe(problem === undefined);
  });
});
