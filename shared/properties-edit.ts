import { propertyDefinitions } from './properties.ts';
import { type PropertyLine, propertyLines } from './properties-text.ts';

/**
 * Decision 45: sets values in the text of `nbwss.properties`. Every other line stays as it is: comments, order, unknown keys,
 * line ends, the hibernate keys and a missing last line end. Of a repeated key the last is changed, since the last counts; a
 * missing key is put behind the last one of its kin.
 * @param text as characters or, so that no byte of it changes, as bytes read as Latin-1
 * @param changes key → value, both ASCII, without line ends and without blanks around
 */
export function editProperties(text: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((edited, [key, value]) => setProperty(edited, key, value), text);
}

function setProperty(text: string, key: string, value: string): string {
  const lines = propertyLines(text);
  const texts = lines.map((line) => line.text);
  const at = lines.findLastIndex((line) => line.key === key && line.value !== undefined);
  const line = lines[at];
  if (line?.value !== undefined) {
    const after = line.text.slice(line.valueAt + line.value.length);
    texts[at] = `${line.text.slice(0, line.valueAt)}${value}${after}`;
    return texts.join('');
  }
  const behind = lastOfKin(lines, key);
  const former = lines[behind];
  const end = former?.end || lines[0]?.end || '\n';
  // A last line without an end gets one, and the new last line then has none.
  if (former?.end === '') texts.push(end, `${key}=${value}`);
  else texts.splice(behind + 1, 0, `${key}=${value}${end}`);
  return texts.join('');
}

/** The last line of a key that begins alike, else the last one of NBWSS, else the last line. */
function lastOfKin(lines: readonly PropertyLine[], key: string): number {
  const family = `${key.split('.')[0]}.`;
  const alike = lines.findLastIndex((line) => line.value !== undefined && line.key?.startsWith(family));
  if (alike !== -1) return alike;
  const ours = lines.findLastIndex(
    (line) => line.value !== undefined && Object.hasOwn(propertyDefinitions, line.key ?? ''),
  );
  return ours === -1 ? lines.length - 1 : ours;
}
