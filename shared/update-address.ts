// Apart from the schemas: the window has no schema library.

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Why an address cannot be asked for updates; `undefined` when it can: https, or http on this computer. */
export function updateUrlProblem(text: string): string | undefined {
  const url = parsed(text);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.has(url.hostname));
  if (!url || !isSafe) return 'must be an https address, such as https://updates.example.com/nbwss';
  if (url.username !== '' || url.password !== '') return 'must hold no user name and no password';
  return url.search !== '' || url.hash !== '' ? 'must end with the path' : undefined;
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined; // what is typed is no address yet
  }
}
