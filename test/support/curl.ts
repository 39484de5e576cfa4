import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface CurlAnswer {
  readonly status: number;
  readonly mediaType: string;
  readonly text: string;
}

/** The command line tool itself: what people's scripts use. @throws when curl is not there, or could not make the call */
export async function curl(...args: string[]): Promise<CurlAnswer> {
  const { stdout } = await run('curl', [
    '--silent',
    '--show-error',
    '--write-out',
    '\n%{http_code} %{content_type}',
    ...args,
  ]);
  const end = stdout.lastIndexOf('\n');
  const [status = '', ...mediaType] = stdout.slice(end + 1).split(' ');
  return { status: Number(status), mediaType: mediaType.join(' '), text: stdout.slice(0, end) };
}
