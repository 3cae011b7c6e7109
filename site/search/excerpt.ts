/** A piece of a section's text around the words that were looked for. */

/** A piece of text; `isFound` where it is one of the words. */
export interface Piece {
  text: string;
  isFound: boolean;
}

const LENGTH = 190;
/** Characters before the first found word. */
const LEAD = 50;

/** Matches the words wherever one begins, in texts as they are written. */
export function patternOf(words: readonly string[]): RegExp {
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})`, 'giu');
}

/** Cuts a text into found words and what stands between them. */
export function pieces(text: string, words: readonly string[]): Piece[] {
  if (words.length === 0) return [{ text, isFound: false }];
  const result: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(patternOf(words))) {
    if (match.index > end) result.push({ text: text.slice(end, match.index), isFound: false });
    result.push({ text: match[0], isFound: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) result.push({ text: text.slice(end), isFound: false });
  return result;
}

/** The part of the text with the most of the words, cut between words. */
export function excerpt(text: string, words: readonly string[]): string {
  if (text.length <= LENGTH) return text;
  const places = words.length > 0 ? [...text.matchAll(patternOf(words))] : [];
  const starts = [0, ...places.map(({ index }) => Math.max(0, index - LEAD))];
  const worth = (start: number): number => {
    const inside = places.filter(({ index }) => index >= start && index < start + LENGTH);
    return new Set(inside.map(([word]) => word.toLowerCase())).size;
  };
  const best = starts.reduce((top, start) => (worth(start) > worth(top) ? start : top), 0);
  const from = best === 0 ? 0 : text.indexOf(' ', best) + 1;
  const cut = text.slice(from, from + LENGTH);
  const to = from + LENGTH >= text.length ? cut.length : Math.max(cut.lastIndexOf(' '), 1);
  return `${from > 0 ? '… ' : ''}${cut.slice(0, to)}${from + to < text.length ? ' …' : ''}`;
}
