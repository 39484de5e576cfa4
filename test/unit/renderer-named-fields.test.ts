import { expect, it } from 'vitest';
import { withNamedFields } from '../../renderer/masters/named-fields.ts';

it('a refusal names the fields as the form does; what names none stays as it is', () => {
  const problem = { lines: ['x'], actions: [], causes: ['origin: must not be empty', 'other: words', 'Status 500.'] };
  expect(withNamedFields(problem)).toEqual({
    ...problem,
    causes: ['Address: must not be empty', 'other: words', 'Status 500.'],
  });
});
