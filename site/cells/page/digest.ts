/** A short name for a text, by which what is known of a cell is found again as long as the cell stays the same. */

/** FNV-1a, 32 bits, as eight hexadecimal digits. @see http://www.isthe.com/chongo/tech/comp/fnv/ */
export function digestOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
