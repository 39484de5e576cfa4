import type { Finding } from './finding.ts';

/** What package.json says of packages. */
export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** What package-lock.json says of each package in the tree; the project itself is `''`. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}

/** What has been looked at and written down. */
export interface Known {
  readonly reasons: Readonly<Record<string, string>>;
  readonly installScripts: Readonly<Record<string, string>>;
  readonly licences: ReadonlySet<string>;
}

/** Where the dependencies are told to people. */
export const dependenciesFile = 'docs/dependencies.md';

/** A table of the direct dependencies, and everything that is wrong with them or with what they bring along. */
export function dependenciesOf(
  manifest: Manifest,
  lock: Lock,
  npmrc: string,
  known: Known,
): { markdown: string; findings: Finding[] } {
  const groups = [
    { title: 'In the product', packages: manifest.dependencies },
    { title: 'The Node that runs the commands', packages: manifest.optionalDependencies },
    { title: 'For building, checking and testing', packages: manifest.devDependencies },
  ];
  const direct = groups.flatMap(({ packages }) => Object.entries(packages));
  const findings = [
    ...direct.flatMap(([name, version]) => directFindings(name, version, lock, known)),
    ...Object.keys(known.reasons)
      .filter((name) => !direct.some(([other]) => other === name))
      .map((name) => finding('test/checks/dependency-reasons.ts', `gives a reason for ${name}, which is not there`)),
    ...Object.entries(lock.packages).flatMap(([path, locked]) =>
      path === '' ? [] : lockFindings(path, locked, known),
    ),
    ...Object.keys(known.installScripts)
      .filter(
        (name) =>
          !Object.entries(lock.packages).some(
            ([path, { hasInstallScript }]) => hasInstallScript && nameOf(path) === name,
          ),
      )
      .map((name) =>
        finding('test/checks/dependency-reasons.ts', `knows an install script of ${name}, which has none`),
      ),
    ...(/^ignore-scripts=true$/m.test(npmrc) ? [] : [finding('.npmrc', 'lets install scripts run')]),
  ];
  return { markdown: markdownOf(groups, lock, known), findings };
}

const finding = (file: string, problem: string): Finding => ({ file, line: 1, problem });
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

function directFindings(name: string, version: string, lock: Lock, known: Known): Finding[] {
  const locked = lock.packages[`node_modules/${name}`]?.version;
  const isExact = /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version);
  return [
    ...(isExact ? [] : [finding('package.json', `${name} has no exact version`)]),
    ...(isExact && locked !== version ? [finding('package-lock.json', `holds ${name} ${locked}, not ${version}`)] : []),
    ...(known.reasons[name] ? [] : [finding('test/checks/dependency-reasons.ts', `gives no reason for ${name}`)]),
  ];
}

function lockFindings(path: string, { integrity, resolved, license, hasInstallScript }: LockedPackage, known: Known) {
  const name = nameOf(path);
  const licences = (license ?? 'no licence').split(/ (?:OR|AND|WITH) |[()]/).filter((part) => part !== '');
  const isOneOf = (license ?? '').includes(' OR ');
  const isKnown = isOneOf
    ? licences.some((part) => known.licences.has(part))
    : licences.every((part) => known.licences.has(part));
  return [
    ...(integrity?.startsWith('sha512-') ? [] : [finding('package-lock.json', `has no SHA-512 of ${path}`)]),
    ...(resolved === undefined ? [] : [finding('package-lock.json', `takes ${path} from ${resolved}`)]),
    ...(isKnown ? [] : [finding('package-lock.json', `holds ${path} under ${license}`)]),
    ...(hasInstallScript && !(name in known.installScripts)
      ? [finding('package-lock.json', `${name} has an install script that nobody has looked at`)]
      : []),
  ];
}

function markdownOf(
  groups: readonly { title: string; packages: Readonly<Record<string, string>> }[],
  lock: Lock,
  known: Known,
): string {
  const tables = groups.map(({ title, packages }) => {
    const rows = Object.entries(packages).map(
      ([name, version]) =>
        `| ${name} | ${version} | ${lock.packages[`node_modules/${name}`]?.license ?? '?'} | ${known.reasons[name] ?? '?'} |`,
    );
    return `## ${title}\n\n| package | version | licence | reason |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  const scripts = Object.entries(known.installScripts).map(([name, why]) => `| ${name} | ${why} |`);
  return [
    '# Dependencies',
    'Written by `npm run check -- --write` from package.json, package-lock.json and `test/checks/dependency-reasons.ts`. Versions are',
    `exact. The lock file holds ${Object.keys(lock.packages).length - 1} packages, each with its SHA-512; \`npm run check\` fails on one without, on a licence that is`,
    'not known yet, and on an install script that nobody has looked at.',
    '',
    tables.join('\n'),
    '## Install scripts',
    '',
    'None is run: `.npmrc` says `ignore-scripts`, and nothing that is installed here needs one. These packages have one:',
    '',
    '| package | is |',
    '| --- | --- |',
    ...scripts,
    '',
  ]
    .join('\n')
    .replace('# Dependencies\n', '# Dependencies\n\n');
}
