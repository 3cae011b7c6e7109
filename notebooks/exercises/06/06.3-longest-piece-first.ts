/** Exercise 06.3: longest piece first. */
import { defineExercise } from 'dlts/dist/learn/author';

const VOCABULARY = ['un', 'una', '##a', '##b', '##ble', '##fa', '##fai', '##ir', '##r', 'fair', '##fair', '##ly', 'whale', '##s', 'w', '##hales', '##ing', 'sing']; // prettier-ignore
const WORDS = [
  'fair',
  'unfair',
  'whales',
  'unfairly',
  'unable',
  'sings',
  'unz',
  'singing',
  'zebra',
];

/** Pieces of a word, or those of a mistaken version. */
function cut(word: string, known: ReadonlySet<string>, { marks = true, shortest = false, rest = false } = {}): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < word.length; ) {
    const mark = marks && from > 0 ? '##' : '';
    const ends = Array.from({ length: word.length - from }, (_, i) => (shortest ? from + 1 + i : word.length - i));
    const end = ends.find((to) => known.has(mark + word.slice(from, to)));
    if (end === undefined) return rest ? [...pieces, '[UNK]'] : ['[UNK]'];
    pieces.push(mark + word.slice(from, end));
    from = end;
  }
  return pieces;
} // prettier-ignore

export const exercise = defineExercise({
  title: 'Longest piece first',
  difficulty: 2,
  task: `
Write \`pieces(word, vocabulary)\`: cut a word into pieces as BERT does. Always take the longest piece of the vocabulary that
fits, from the left; a piece that continues the word is looked up with \`##\` before it. If any rest of the word can't be cut,
the *whole word* becomes \`['[UNK]']\`. Lists of strings, no tensors, and not the function of section 5 with another name: try it from
memory.`,
  answer: 'pieces',
  placeholder: `
function pieces(word: string, vocabulary: Set<string>): string[] {
  return todo(); // your code
}`,
  hints: [
    'Keep a place `from`. Try the ends from the last letter back to `from + 1`, and take the first one that is known.',
    'The mark is empty at the beginning of the word and `##` everywhere else.',
    "If no end fits, return `['[UNK]']` at once, and forget the pieces found so far.",
  ],
  check(answer, report) {
    const pieces = report.function(answer);
    const known = new Set(VOCABULARY);
    for (const word of WORDS)
      report.equal(pieces(word, new Set(known)), cut(word, known), {
        what: `The pieces of "${word}"`,
        mistakes: [
          { gives: cut(word, known, { shortest: true }), says: 'Take the *longest* piece that fits, not the shortest.' },
          { gives: cut(word, known, { marks: false }), says: 'A piece that continues a word is looked up with `##` before it.' },
          { gives: cut(word, known, { rest: true }), says: 'If a rest stays, the *whole* word is unknown.' },
          { gives: cut(word, known).map((piece) => piece.replace('##', '')), says: 'The marks belong to the pieces: give them back as the vocabulary writes them.' },
        ],
      }); // prettier-ignore
    report.remark(
      'Greedy isn’t always wise: a word is unknown if its longest first piece leads into a dead end, even if a shorter one would have worked.',
    );
  },
});

export function solution() {
  function pieces(word: string, vocabulary: Set<string>): string[] {
    const found: string[] = [];
    let from = 0;
    while (from < word.length) {
      const mark = from > 0 ? '##' : '';
      let to = word.length;
      while (to > from && !vocabulary.has(mark + word.slice(from, to))) to--;
      if (to === from) return ['[UNK]'];
      found.push(mark + word.slice(from, to));
      from = to;
    }
    return found;
  }
  return pieces;
}
