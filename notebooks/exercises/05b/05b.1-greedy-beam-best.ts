/** Exercise 05b.1: greedy, beam, best. */
import { defineExercise } from 'dlts/dist/learn/author';

const LETTERS = ['a', 'b', 'c'] as const;

/** Probability of the next letter, after the start (first row), a, b and c. */
const NEXT = [
  [0.4, 0.35, 0.25],
  [0.15, 0.45, 0.4],
  [0.25, 0.3, 0.45],
  [0.05, 0.15, 0.8],
];

/** Probability of a text of letter numbers. */
function likelihood(text: readonly number[]): number {
  return text.reduce((p, letter, i) => p * (NEXT[(text[i - 1] ?? -1) + 1]?.[letter] ?? 0), 1);
}

/** The likeliest text of three letters that beam search finds. */
function searched(width: number): string {
  let beams: number[][] = [[]];
  for (let step = 0; step < 3; step++) {
    const candidates = beams.flatMap((text) => [0, 1, 2].map((letter) => [...text, letter]));
    candidates.sort((x, y) => likelihood(y) - likelihood(x));
    beams = candidates.slice(0, width);
  }
  return (beams[0] ?? []).map((letter) => LETTERS[letter]).join('');
}

/** The three texts: each is what a beam of some width finds. */
const WANTED = [
  {
    what: 'The greedy text',
    width: 1,
    mistakes: [
      {
        gives: 'aaa',
        says: 'After the first **a**, look into the row of that letter: its largest number is not under a.',
      },
      {
        gives: 'ccc',
        says: 'Greedy starts with the largest number of the first row. Which letter is that?',
      },
      {
        gives: 'acc',
        says: 'Greedy looks at only the next step: which number in the row of **a** is the largest?',
      },
    ],
  },
  {
    what: 'The text of the beam',
    width: 2,
    mistakes: [
      {
        gives: 'bcc',
        says: 'That is what **b** leads to by itself. In a beam all six candidates compete: after two steps none that begins with **b** is left.',
      },
      {
        gives: 'abc',
        says: 'That is greedy again. The beam keeps two texts after the second step. Continue both, and compare all six results.',
      },
      {
        gives: 'ccc',
        says: 'A beam of 2 cannot find it: **c** was dropped after the first step.',
      },
    ],
  },
  {
    what: 'The likeliest text',
    width: 27,
    mistakes: [
      {
        gives: 'acc',
        says: 'That is the best that the beam of 2 finds, and it dropped some beginnings early. Try those as well.',
      },
    ],
  },
];

export const exercise = defineExercise({
  title: 'Greedy, beam, best',
  difficulty: 2,
  task: `
A tiny language model knows three letters; the next one depends only on the one before. Texts have exactly three letters.

| after | a | b | c |
|---|---|---|---|
| start | 0.40 | 0.35 | 0.25 |
| a | 0.15 | 0.45 | 0.40 |
| b | 0.25 | 0.30 | 0.45 |
| c | 0.05 | 0.15 | 0.80 |

Write three texts: the one that **greedy** decoding gives, the one that **beam search** with a width of 2 gives, and the
likeliest of all 27.`,
  answer: 'decoded',
  placeholder: `
const decoded: string[] | undefined = undefined; // [greedy, beam of 2, likeliest]`,
  hints: [
    'Greedy: take the largest number of each row, and go on in the row of that letter. The probability of a text is the product of its three numbers.',
    'The beam keeps **a** (0.40) and **b** (0.35) after the first step. The second step has six candidates; compare all six with one another.',
    'They are aa 0.06, ab 0.18, ac 0.16, ba 0.0875, bb 0.105, bc 0.1575. Two stay, and their six continuations compete again.',
    'For the likeliest of all: which letter, once reached, loses the least? Start there, although 0.25 is the smallest first step.',
  ],
  check(answer, report) {
    report.demand(
      Array.isArray(answer) && answer.length === 3,
      '`decoded` must be an array of three texts: greedy, beam of 2, likeliest.',
    );
    const texts = (answer as unknown[]).map((each, i) => report.string(each, `Text ${i + 1}`));
    for (const [i, { what, width, mistakes }] of WANTED.entries())
      report.equal(texts[i].trim().toLowerCase(), searched(width), { what, mistakes });
    report.remark(
      '0.081, 0.128 and 0.160: a wider beam finds more, and guarantees nothing. A beam of 3 would have found **ccc**.',
    );
  },
});

export function solution() {
  // Greedy: a 0.4, ab 0.18, abc 0.081. Beam: ab 0.18 and ac 0.16 stay; abc 0.081, acc 0.128.
  // Best: c 0.25, cc 0.2, ccc 0.16
  const decoded: string[] | undefined = ['abc', 'acc', 'ccc'];
  return decoded;
}
