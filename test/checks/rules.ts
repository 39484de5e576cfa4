/** How many rules each section of the requirements has. */
const sections = { E: 17, D: 18, P: 10, C: 17, M: 10, X: 9, N: 20, R: 5, L: 4, T: 25, Z: 3 } as const;

type Section = keyof typeof sections;

/** Every rule of the requirements, in their order. */
export const ruleIds: readonly string[] = Object.entries(sections).flatMap(([section, count]) =>
  Array.from({ length: count }, (_, index) => `${section}-${index + 1}`),
);

const known = new Set(ruleIds);
const citation = /(?<![\w-])([EDPCMXNRLTZ])-(\d{1,2})(?![\w-]*\w)(?:\s?(?:…|\.\.\.?|–|to)\s?(?:\1-)?(\d{1,2})(?!\w))?/g;

export interface Citations {
  readonly rules: readonly string[];
  /** Cited as rules, but there are none of that number. */
  readonly unknown: readonly string[];
}

/** The rules that a text cites: `C-5`, or all of a range such as `E-1…E-17`, `E-1 to E-5`, `E-1..5`. */
export function citedIn(text: string): Citations {
  const cited = [...text.matchAll(citation)].flatMap(([, section, first, last]) => {
    const from = Number(first);
    const to = last === undefined ? from : Number(last);
    return Array.from({ length: Math.max(1, to - from + 1) }, (_, index) => `${section as Section}-${from + index}`);
  });
  return { rules: cited.filter((id) => known.has(id)), unknown: cited.filter((id) => !known.has(id)) };
}
