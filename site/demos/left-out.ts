/** Says which characters of a typed text a model does not read; nothing when it reads them all. */
export function leftOut(typed: string, read: string): string {
  const unread = [...new Set(typed)].filter((character) => !read.includes(character));
  const names = unread.map((character) => (character === ' ' ? 'spaces' : `“${character}”`));
  return names.length > 0 ? `Left out, unknown to the model: ${names.join(', ')}.` : '';
}
