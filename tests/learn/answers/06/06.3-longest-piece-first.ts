/** Foreseen wrong answers to exercise 06.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

/** Pieces as the exercise has them, with one part changed. */
function cutting(find: (rest: string, mark: string, known: Set<string>) => number, marked = true, keep = false) {
  return (word: string, known: Set<string>): string[] => {
    const pieces: string[] = [];
    for (let rest = word; rest !== ''; ) {
      const mark = marked && pieces.length > 0 ? '##' : '';
      const length = find(rest, mark, known);
      if (length === 0) return keep ? [...pieces, '[UNK]'] : ['[UNK]'];
      pieces.push(mark + rest.slice(0, length));
      rest = rest.slice(length);
    }
    return pieces;
  };
} // prettier-ignore

function longest(rest: string, mark: string, known: Set<string>): number {
  let length = rest.length;
  while (length > 0 && !known.has(mark + rest.slice(0, length))) length--;
  return length;
}

function shortest(rest: string, mark: string, known: Set<string>): number {
  for (let length = 1; length <= rest.length; length++)
    if (known.has(mark + rest.slice(0, length))) return length;
  return 0;
}

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'not the shortest', answer: cutting(shortest) },
  { says: 'looked up with `##`', answer: cutting(longest, false) },
  { says: 'the *whole* word is unknown', answer: cutting(longest, true, true) },
];
