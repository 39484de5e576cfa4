import { posix } from 'node:path';
import type { Finding } from './finding.ts';
import { type KeptOut, keptOut, type Zone, zones } from './import-zones.ts';
import type { ImportedModule, SourceFile } from './source-file.ts';

/** Everything that breaks the import rules: a forbidden import, a cycle, a package that gets where it has no place. */
export function breachesOf(sources: readonly SourceFile[]): Finding[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return [
    ...sources.flatMap(forbiddenImports),
    ...cycles(byPath),
    ...keptOut.flatMap((rule) => packagesKeptOut(byPath, rule)),
  ];
}

function forbiddenImports(source: SourceFile): Finding[] {
  const zone = zones.find(({ path }) =>
    typeof path === 'string' ? source.path.startsWith(path) : path.test(source.path),
  );
  if (zone === undefined) {
    return source.path.startsWith('test/')
      ? []
      : [{ file: source.path, line: 1, problem: 'is in a folder without import rules' }];
  }
  return source.imports.flatMap((imported) => {
    const allowed = isRelative(imported)
      ? mayImportFile(source, zone, targetOf(source, imported))
      : mayImportPackage(zone, imported.specifier);
    return allowed ? [] : [{ file: source.path, line: imported.line, problem: `may not import ${imported.specifier}` }];
  });
}

function mayImportFile(source: SourceFile, zone: Zone, target: string): boolean {
  const own = typeof zone.path === 'string' && zone.path.endsWith('/') ? zone.path : `${source.path}/`;
  return [own, ...zone.project].some((allowed) =>
    typeof allowed === 'string'
      ? target === allowed || (allowed.endsWith('/') && target.startsWith(allowed))
      : allowed.test(target),
  );
}

function mayImportPackage(zone: Zone, specifier: string): boolean {
  return zone.packages.some((allowed) =>
    /[:/]$/.test(allowed) ? specifier.startsWith(allowed) : packageOf(specifier) === allowed,
  );
}

/** Imports that lead back to where they started, also through types alone: a part that cannot be read by itself. */
function cycles(byPath: ReadonlyMap<string, SourceFile>): Finding[] {
  const findings: Finding[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    const source = byPath.get(path);
    if (start >= 0 && source) {
      const circle = [...trail.slice(start), path].join(' → ');
      findings.push({ file: path, line: 1, problem: `imports itself in a circle: ${circle}` });
    } else if (source && !done.has(path)) {
      for (const imported of source.imports.filter(isRelative)) visit(targetOf(source, imported), [...trail, path]);
      done.add(path);
    }
  };
  for (const path of byPath.keys()) visit(path, []);
  return findings;
}

/** Imports of values that are followed to the end: none may get to a package that is kept out. */
function packagesKeptOut(byPath: ReadonlyMap<string, SourceFile>, { from, packages, where }: KeptOut): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const source = byPath.get(path);
    if (!source || seen.has(path)) return;
    seen.add(path);
    for (const imported of source.imports) {
      if (imported.typeOnly) continue;
      if (isRelative(imported)) visit(targetOf(source, imported), [...trail, path]);
      else if (packages.includes(packageOf(imported.specifier))) {
        const way = [...trail, path].join(' → ');
        findings.push({ file: path, line: imported.line, problem: `brings ${imported.specifier} ${where}: ${way}` });
      }
    }
  };
  for (const path of byPath.keys()) if (from.test(path)) visit(path, []);
  return findings;
}

function isRelative({ specifier }: ImportedModule): boolean {
  return specifier.startsWith('.');
}

function targetOf(source: SourceFile, { specifier }: ImportedModule): string {
  return posix.join(posix.dirname(source.path), specifier);
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
