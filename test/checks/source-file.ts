import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Comment, type Program, parseSync } from 'oxc-parser';

/** One import, export from or dynamic import. */
export interface ImportedModule {
  readonly specifier: string;
  readonly line: number;
  /** Gone at run time: every name in it is a type. */
  readonly typeOnly: boolean;
}

/** A source file as the checks see it. Paths are relative to the project, with slashes. */
export interface SourceFile {
  readonly path: string;
  readonly imports: readonly ImportedModule[];
  readonly comments: readonly Comment[];
  readonly program: Program;
  lineOf(offset: number): number;
}

const sourceName = /\.(ts|tsx|mjs)$/;

/** All source files under the given folders of a project, parsed. */
export function readSources(project: string, folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) => sourcesUnder(project, join(project, folder)));
}

function sourcesUnder(project: string, folder: string): SourceFile[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourcesUnder(project, path);
      return sourceName.test(entry.name)
        ? [parse(relative(project, path).split(sep).join('/'), readFileSync(path, 'utf8'))]
        : [];
    });
}

/** Throws where the text is not valid TypeScript: a check must not pass over a file that it cannot read. */
export function parse(path: string, text: string): SourceFile {
  const { module, comments, program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const lineOf = (offset: number): number => lineStarts.findLastIndex((start) => start <= offset) + 1;
  const imports: ImportedModule[] = [
    ...module.staticImports.map(({ moduleRequest, start, entries }) => ({
      specifier: moduleRequest.value,
      line: lineOf(start),
      typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
    })),
    ...module.staticExports.flatMap(({ entries, start }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest ? [{ specifier: moduleRequest.value, line: lineOf(start), typeOnly: isType }] : [],
      ),
    ),
    ...module.dynamicImports.map(({ moduleRequest, start }) => ({
      specifier: text.slice(moduleRequest.start, moduleRequest.end).replace(/^['"`]|['"`]$/g, ''),
      line: lineOf(start),
      typeOnly: false,
    })),
  ];
  return { path, imports, comments, program, lineOf };
}
