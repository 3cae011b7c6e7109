/** Where characters and words begin and end, in any script. */

/**
 * Scripts that write words without spaces between them; dictionaries find their words.
 * Letters without a script of their own (the Japanese long mark) go with their neighbors.
 */
const NO_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Words, emoji, numbers and marks. A word is a run of letters, also with apostrophes inside; an emoji is one mark
 * with all that belongs to it: skin tone, variation selector, further emoji joined to it, two letters of a flag.
 */
const PIECES =
  /\p{RI}\p{RI}|[\d#*]\uFE0F?\u20E3|\p{Extended_Pictographic}[\p{EMod}\uFE0F\u20E3]*(?:\u200D\p{Extended_Pictographic}[\p{EMod}\uFE0F]*)*|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu;

/** Characters that are one code point each, whatever their neighbors: ASCII, Latin, punctuation, currencies. */
const SINGLE = /^[\u0000-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*$/;

// One language for all machines: the language of the machine must not change the tokens.
let words: Intl.Segmenter | undefined;
let graphemes: Intl.Segmenter | undefined;

function wordsWithoutSpaces(text: string): string[] {
  words ??= new Intl.Segmenter('en', { granularity: 'word' });
  return Array.from(words.segment(text), ({ segment }) => segment);
}

/** Words, numbers and single marks of a text, in order; see `splitWords`. */
export function wordPieces(text: string): string[] {
  const pieces: string[] = text.normalize('NFC').match(PIECES) ?? [];
  return pieces.flatMap((piece) => (NO_SPACES.test(piece) ? wordsWithoutSpaces(piece) : [piece]));
}

/** Code units that are cut at a time: the time that a segmenter takes grows faster than the text. */
const WINDOW = 2048;

/** Grapheme clusters of a text of any length. */
function clusters(segmenter: Intl.Segmenter, text: string): string[] {
  const found: string[] = [];
  let window = WINDOW;
  for (let start = 0; start < text.length;) {
    // Both halves of a surrogate pair belong into one window.
    const end = start + window + (/[\ud800-\udbff]/.test(text[start + window - 1] ?? '') ? 1 : 0);
    const part = text.slice(start, end);
    const segments = Array.from(segmenter.segment(part), ({ segment }) => segment);
    // The last cluster may go on behind the window.
    const kept = end >= text.length ? segments : segments.slice(0, -1);
    window = kept.length > 0 ? WINDOW : 2 * window;
    found.push(...kept);
    start += kept.reduce((sum, segment) => sum + segment.length, 0);
  }
  return found;
}

/**
 * Characters as a reader counts them (grapheme clusters), each in one spelling (NFC): é is one character, however
 * it was typed, and so is an emoji of several code points. A line end of two characters stays two.
 *
 * @see Unicode Standard Annex 29. https://unicode.org/reports/tr29/
 */
export function characters(text: string): string[] {
  const composed = text.normalize('NFC');
  if (SINGLE.test(composed)) return [...composed];
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return clusters(graphemes, composed).flatMap((segment) =>
    segment === '\r\n' ? ['\r', '\n'] : [segment],
  );
}
