/** A token of the same length, with the same kinds of characters, that is another one. */
export function wrongToken(token: string): string {
  const turned = token.replace(/[a-z0-9]/gi, (character) => {
    const first = /\d/.test(character) ? 48 : /[a-z]/.test(character) ? 97 : 65;
    const count = first === 48 ? 10 : 26;
    return String.fromCharCode(first + ((character.charCodeAt(0) - first + count / 2) % count));
  });
  return turned === token ? `${token.startsWith('x') ? 'y' : 'x'}${token.slice(1)}` : turned;
}
