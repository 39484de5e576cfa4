/**
 * A group ID or URL as it is shown, whoever it came from: characters that cannot be seen, or that turn the letters around them (U+202E),
 * are written out. Two identifiers that differ are shown differently.
 */
export const shownIdentifier = (text: string): string =>
  text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`,
  );
