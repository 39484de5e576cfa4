import {
  isPropertyKey,
  type PropertyDefinition,
  propertyDefinitions,
  propertyProblem,
  definitionOf as sharedDefinition,
} from '../../shared/properties.ts';
import type { PropertiesReport } from '../../shared/properties-report.ts';

export type PropertyEntry = PropertiesReport['entries'][number];

/** What was typed for a key, and what stood there when that began. */
export interface Typed {
  readonly text: string;
  readonly from: string;
}

/** Key → what was typed and not saved. */
export type Draft = Readonly<Record<string, Typed>>;

/** Key → value to save. */
export type Changes = Readonly<Record<string, string>>;

/** Of an entry of the service, whose keys are those that we know. */
export const definitionOf = ({ key }: PropertyEntry): PropertyDefinition | undefined =>
  isPropertyKey(key) ? sharedDefinition(key) : undefined;

/** Decision 48: an extension key is shown only when the file has it. */
export const isExtension = ({ key }: PropertyEntry): boolean => !(key in propertyDefinitions);

/** What is shown for a key as long as nothing is typed: what the file says, also when it cannot be used. */
export const standing = ({ inFile, inForce, problem }: PropertyEntry): string =>
  inFile !== null && problem !== null ? inFile : inForce;

export const shown = (entry: PropertyEntry, draft: Draft): string => draft[entry.key]?.text ?? standing(entry);

/** The value as it would be written. */
const normal = (text: string): string => {
  const value = text.trim();
  return /^\d+$/.test(value) ? String(Number(value)) : value.toLowerCase();
};

/** What would be saved: differs from the file, which a missing key always does. */
export const isTyped = (entry: PropertyEntry, draft: Draft): boolean => {
  const typed = draft[entry.key];
  if (!typed) return false;
  return entry.inFile === null || normal(typed.text) !== standing(entry);
};

/** Why what is shown cannot be used; `undefined` when it can. */
export function problemOf(entry: PropertyEntry, draft: Draft): string | undefined {
  return isPropertyKey(entry.key) ? propertyProblem(entry.key, shown(entry, draft).trim()) : undefined;
}

/** What stands there now, when it was changed by another hand while something was typed. */
export function changedMeanwhile(entry: PropertyEntry, draft: Draft): string | undefined {
  const typed = draft[entry.key];
  const now = standing(entry);
  return typed && isTyped(entry, draft) && typed.from !== now ? now : undefined;
}

/** @returns the draft with what is shown for a key now */
export function type(entry: PropertyEntry, draft: Draft, text: string): Draft {
  return { ...draft, [entry.key]: { text, from: draft[entry.key]?.from ?? standing(entry) } };
}

/**
 * Nothing that stands there already is kept, so that a later edit of the file shows; but what is typed for a key that is being
 * saved is, since what stands there now is on its way out.
 */
export function pruned(entries: readonly PropertyEntry[], draft: Draft, saving: Changes): Draft {
  const kept = entries.filter((entry) => entry.key in saving || isTyped(entry, draft)).map(({ key }) => key);
  if (Object.keys(draft).every((key) => kept.includes(key))) return draft;
  return Object.fromEntries(Object.entries(draft).filter(([key]) => kept.includes(key)));
}

/** The defaults, typed for each of these entries that has another value or that the file does not say. */
export function reset(entries: readonly PropertyEntry[], draft: Draft): Draft {
  return entries.reduce((all, entry) => (isDefault(entry, all) ? all : type(entry, all, entry.default)), draft);
}

/** Whether a reset would change nothing. */
export const isDefault = (entry: PropertyEntry, draft: Draft): boolean =>
  normal(shown(entry, draft)) === entry.default && (entry.inFile !== null || isTyped(entry, draft));

/** What was typed goes on from what was saved: that the file says so now is no news. */
export const savedBelow = (draft: Draft, saved: Changes): Draft =>
  Object.fromEntries(Object.entries(draft).map(([key, typed]) => [key, { ...typed, from: saved[key] ?? typed.from }]));

export function changesOf(entries: readonly PropertyEntry[], draft: Draft): Changes {
  const typed = entries.filter((entry) => isTyped(entry, draft));
  return Object.fromEntries(typed.map((entry) => [entry.key, normal(shown(entry, draft))]));
}

/** Whether the service shows these values as those of the file. */
export const arrived = (entries: readonly PropertyEntry[], changes: Changes): boolean =>
  entries.every(({ key, inFile }) => changes[key] === undefined || inFile?.toLowerCase() === changes[key]);
