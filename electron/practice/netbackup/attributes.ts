import { ApiError } from './api-error.ts';

/** A number, a text, or a time in epoch milliseconds. */
export type Value = number | string;

/** One attribute of a resource, as filters and sort orders see it. */
export interface Attribute<T> {
  readonly kind: 'number' | 'text' | 'date';
  of(item: T): Value;
}
export type Attributes<T> = Readonly<Record<string, Attribute<T>>>;

/** @throws ApiError 400 for a name that the resource does not have */
export function attributeNamed<T>(attributes: Attributes<T>, name: string): Attribute<T> {
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (!attribute)
    throw new ApiError(400, 'The attribute is not supported.', { [name.slice(0, 100)]: 'unknown attribute' });
  return attribute;
}

/** The API's way of writing a time. */
export const isoTime = (epochMilliseconds: number): string => new Date(epochMilliseconds).toISOString();
