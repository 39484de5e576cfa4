/**
 * Decision 19: which commands a cloud application may have carried out. No schema library: the window tries calls out with
 * it before they are saved.
 */

export const commandMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type CommandMethod = (typeof commandMethods)[number];

/** One rule: a method (`*` for any) and the path that the call must lie at or under, such as `/netbackup/admin/jobs`. */
export interface CommandRule {
  method: CommandMethod | '*';
  pathPrefix: string;
}

export type CommandPolicy =
  | { kind: 'allow all' }
  /** GET, HEAD, and POST /netbackup/login. */
  | { kind: 'read-only' }
  /** What no rule allows is refused. */
  | { kind: 'rules'; rules: CommandRule[] };

export const defaultCommandPolicy: CommandPolicy = { kind: 'allow all' };

const pathOf = (uri: string) => uri.split('?', 1)[0] ?? '';

/** A prefix ends where a segment ends: `/netbackup/admin` allows `/netbackup/admin/jobs`, not `/netbackup/administrators`. */
function liesUnder(path: string, prefix: string): boolean {
  const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return path === prefix || path.startsWith(folder);
}

/**
 * Whether a call may be carried out. Path and prefix are compared as they stand: a path in another spelling
 * (percent-encoded letters, another case) matches no rule, and so is refused.
 * @param uri path and query, as checked by decision 15
 */
export function isAllowed(policy: CommandPolicy, method: string, uri: string): boolean {
  const path = pathOf(uri);
  switch (policy.kind) {
    case 'allow all':
      return true;
    case 'read-only':
      return method === 'GET' || method === 'HEAD' || (method === 'POST' && path === '/netbackup/login');
    case 'rules':
      return policy.rules.some(
        (rule) => (rule.method === '*' || rule.method === method) && liesUnder(path, rule.pathPrefix),
      );
  }
}

/** Why a rule cannot be used; `undefined` when it can. */
export function ruleProblem({ pathPrefix }: CommandRule): string | undefined {
  const [root, first] = pathPrefix.split('/', 2);
  if (root !== '' || first !== 'netbackup') return 'The path must begin with /netbackup.';
  if (!/^[\x21-\x7e]*$/.test(pathPrefix)) return 'The path must not contain blanks or characters other than ASCII.';
  if (/[?#\\]/.test(pathPrefix)) return 'The path must not contain ?, # or a backslash.';
  return pathPrefix.split('/').some((segment) => segment === '.' || segment === '..')
    ? 'The path must not contain . or .. as a segment.'
    : undefined;
}
