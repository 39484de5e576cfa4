import { type CommandMethod, commandMethods } from '../../shared/command-policy.ts';
import { texts } from '../texts.ts';

/** The HTTP methods for a choice; `*` stands for any of them. */
export const methodOptions = (withAny: boolean): (readonly [value: string, name: string])[] => [
  ...(withAny ? [['*', texts.policy.anyMethod] as const] : []),
  ...commandMethods.map((method) => [method, method] as const),
];

/** The method that a choice gave; `undefined` for `*`. */
export const methodOf = (value: string): CommandMethod | undefined => commandMethods.find((method) => method === value);
