import { readFileSync, realpathSync, statSync } from 'node:fs';
import { NbwssError } from '../../shared/error-catalogue.ts';
import {
  defaultProperties,
  definitionOf,
  isPropertyKey,
  type Properties,
  type PropertyKey,
  propertyDefinitions,
  propertyKeys,
  propertyProblem,
  type ReadProperties,
  readProperties,
  shippedPropertiesFile,
  shownValue,
} from '../../shared/properties.ts';
import { editProperties } from '../../shared/properties-edit.ts';
import type { PropertiesReport } from '../../shared/properties-report.ts';
import type { Clock, Timer } from './clock.ts';
import { replaceFile } from './durable-file.ts';
import type { Log } from './log.ts';
import { isDanglingLink } from './plain-file.ts';

/** How often the file is looked at, in milliseconds. By its state rather than by events, which not every file system has. */
const usualLookPeriod = 1000;
/** After a change it is read this many times more: its time stamp is too coarse to tell two edits in quick succession. */
const repeatedLooks = 3;
/** A larger file is not read: whatever it is, it is not a properties file. */
const maxBytes = 1024 * 1024;

export interface PropertiesFileOptions {
  /** Its path. */
  file: string;
  clock: Clock;
  log: Log;
  /** Milliseconds between two looks at the file; default: one second. */
  lookPeriod?: number;
  /** after an edit, by hand or by {@link PropertiesFile.set}; the values may be the same, and the warnings others. */
  changed: (former: Properties) => void;
}

/** What was found where the file is to be. */
type Found = { kind: 'text'; bytes: Buffer } | { kind: 'missing' } | { kind: 'unreadable'; reason: string };

/** `nbwss.properties`: what is in force, edits of it by hand and by the console (R-1, R-3, R-5, decision 45). */
export class PropertiesFile {
  readonly #options: PropertiesFileOptions;
  #properties: Properties = defaultProperties;
  #warnings: readonly string[] = [];
  #namedWarnings: readonly string[] = [];
  #given: ReadProperties['given'] = {};
  #timer: Timer | undefined;
  /** State of the file when it was read last, and what was found then. */
  #state = '';
  #found: Found = { kind: 'missing' };
  #looksLeft = 0;

  constructor(options: PropertiesFileOptions) {
    this.#options = options;
  }

  /** The values in force. */
  get properties(): Properties {
    return this.#properties;
  }

  /** A sentence for each value that is not used, each line that is not read, and a file that is not there. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** The same sentences for where those of other files stand beside them: each names the file. */
  get namedWarnings(): readonly string[] {
    return this.#namedWarnings;
  }

  /** What the console shows of it. */
  get report(): PropertiesReport {
    return {
      file: this.#options.file,
      entries: propertyKeys.map((key) => this.#entry(key)),
      warnings: [...this.#warnings],
    };
  }

  #entry(key: PropertyKey): PropertiesReport['entries'][number] {
    const given = this.#given[key];
    const inForce = String(this.#properties[key]);
    return {
      key,
      inForce,
      inFile: given === undefined ? null : shownValue(given),
      problem: given === undefined ? null : (propertyProblem(key, given) ?? null),
      default: definitionOf(key).default,
      changed: inForce !== definitionOf(key).default,
    };
  }

  /**
   * Reads the file, writing the shipped one first when there is none, and watches it from then on. A file that cannot be
   * read gives the defaults and a warning.
   */
  start(): void {
    this.stop();
    this.#state = stateOf(this.#options.file);
    let found = find(this.#options.file);
    let notWritten: string | undefined;
    if (found.kind === 'missing') {
      try {
        replaceFile(this.#options.file, shippedPropertiesFile);
      } catch (error) {
        notWritten = `nbwss.properties cannot be written (${codeOf(error)}); the defaults are used`;
      }
      found = { kind: 'text', bytes: Buffer.from(shippedPropertiesFile) };
    }
    this.#properties = defaultProperties;
    this.#take(found, 'the defaults are used');
    if (notWritten !== undefined) this.#warn([notWritten]);
    this.#looksLeft = repeatedLooks;
    this.#plan();
  }

  /** Ends the watch. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #plan(): void {
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#plan();
      this.#look();
    }, this.#options.lookPeriod ?? usualLookPeriod);
  }

  /** an edit by hand; also a file that was replaced, deleted or made anew. */
  #look(): void {
    const state = stateOf(this.#options.file);
    if (state === this.#state && this.#looksLeft === 0) return;
    this.#looksLeft = state === this.#state ? this.#looksLeft - 1 : repeatedLooks;
    this.#state = state;
    this.#apply(find(this.#options.file));
  }

  #apply(found: Found): void {
    if (isSame(found, this.#found)) return;
    const former = this.#properties;
    this.#take(found, 'the values in force stay');
    this.#options.log.info('properties read');
    this.#options.changed(former);
  }

  #take(found: Found, otherwise: string): void {
    this.#found = found;
    if (found.kind === 'text') {
      const { properties, warnings, given } = readProperties(found.bytes.toString('utf8'));
      this.#properties = properties;
      this.#given = given;
      this.#warn(
        warnings,
        warnings.map((warning) => `nbwss.properties: ${warning}`),
      );
      return;
    }
    this.#given = {};
    this.#warn([
      found.kind === 'missing'
        ? `nbwss.properties is missing; ${otherwise}, and the next start writes the shipped file`
        : `nbwss.properties cannot be read (${found.reason}); ${otherwise}`,
    ]);
  }

  #warn(warnings: readonly string[], named = warnings): void {
    this.#warnings = warnings;
    this.#namedWarnings = named;
    for (const warning of warnings) this.#options.log.warn('property not valid', { detail: warning });
  }

  /**
   * Decision 45: sets values in the file, leaving everything else of it as it is, and applies them. A file that has vanished is
   * made anew with the values in force.
   * @param changes key → value
   * @throws NbwssError `propertiesNotValid` with the reason for each key; `propertiesNotWritten`. Nothing has changed then.
   */
  set(changes: Readonly<Record<string, string>>): void {
    const { file, log } = this.#options;
    const checked = checkChanges(changes);
    const found = find(file);
    if (found.kind === 'unreadable') throw notWritten(`nbwss.properties cannot be read (${found.reason})`);
    const text = found.kind === 'text' ? found.bytes.toString('latin1') : this.#shippedWithValuesInForce();
    const edited = Buffer.from(editProperties(text, checked), 'latin1');
    try {
      // A link stays one: what it leads to is replaced.
      replaceFile(found.kind === 'text' ? realpathSync(file) : file, edited);
    } catch (error) {
      throw notWritten(`nbwss.properties cannot be written (${codeOf(error)})`, error);
    }
    log.info('properties changed', {
      detail: Object.entries(checked)
        .map((change) => change.join('='))
        .join(' '),
    });
    this.#state = stateOf(file);
    this.#looksLeft = repeatedLooks;
    this.#apply({ kind: 'text', bytes: edited });
  }

  #shippedWithValuesInForce(): string {
    const inForce = propertyKeys
      .filter((key) => key in propertyDefinitions || this.#properties[key] !== defaultProperties[key])
      .map((key) => [key, String(this.#properties[key])] as const);
    return editProperties(shippedPropertiesFile, Object.fromEntries(inForce));
  }
}

/** What changes when the file does; no content is read for it. */
function stateOf(file: string): string {
  try {
    const { ino, size, mode, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    return [ino, size, mode, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    return codeOf(error);
  }
}

function find(file: string): Found {
  try {
    const state = statSync(file);
    if (state.isDirectory()) return { kind: 'unreadable', reason: 'EISDIR' };
    if (!state.isFile()) return { kind: 'unreadable', reason: 'it is no file' }; // a pipe would hold us up for ever
    if (state.size > maxBytes) return { kind: 'unreadable', reason: 'it is larger than 1 MiB' };
    return { kind: 'text', bytes: readFileSync(file) };
  } catch (error) {
    const code = codeOf(error);
    if (isDanglingLink(file)) return { kind: 'unreadable', reason: 'it is a link that leads nowhere' };
    return code === 'ENOENT' ? { kind: 'missing' } : { kind: 'unreadable', reason: code };
  }
}

function isSame(one: Found, other: Found): boolean {
  if (one.kind === 'text') return other.kind === 'text' && one.bytes.equals(other.bytes);
  if (one.kind === 'missing') return other.kind === 'missing';
  return other.kind === 'unreadable' && one.reason === other.reason;
}

/** The values as they are to be written. @throws NbwssError `propertiesNotValid` */
function checkChanges(changes: Readonly<Record<string, string>>): Record<string, string> {
  const checked: Record<string, string> = {};
  const fields: Record<string, string> = {};
  for (const [key, given] of Object.entries(changes)) {
    const value = given.trim();
    const problem = isPropertyKey(key) ? propertyProblem(key, value) : 'is no property of NBWSS';
    if (problem !== undefined) fields[key] = problem;
    else checked[key] = /^\d+$/.test(value) ? String(Number(value)) : value.toLowerCase();
  }
  if (Object.keys(fields).length > 0) throw new NbwssError('propertiesNotValid', { fields });
  return checked;
}

function notWritten(cause: string, error?: unknown): NbwssError {
  return new NbwssError('propertiesNotWritten', { causes: [cause] }, { cause: error });
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
