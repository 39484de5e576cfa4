/** As JavaScript writes it. */
const written = (character: string) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`;

/**
 * A group ID or URL as it is shown, whoever it came from: characters that cannot be seen, or that turn the letters around them (U+202E),
 * are written out. Two identifiers that differ are shown differently.
 */
export const shownIdentifier = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, written);

/**
 * A text that others wrote as it is shown: of a peer, of a file, of NetBackup. What turns the letters around it is written out, so that
 * the line reads as it stands; line breaks stay, and so do characters that a language or an emoji needs.
 */
export const shownText = (text: string): string => text.replace(/\p{Bidi_Control}/gu, written);
