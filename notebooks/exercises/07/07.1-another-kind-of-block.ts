/** Exercise 07.1: another kind of block. */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

const [SCALE, ZERO] = [0.25, 8];
const value = (q: number): number => (q - ZERO) * SCALE;

const WANTED: { what: string; right: number; mistakes: Mistake[] }[] = [
  {
    what: 'Number 0',
    right: value(12),
    mistakes: [
      {
        gives: value(3),
        says: 'Number 0 is the **low** half of the first byte, the second hexadecimal digit.',
      },
      { gives: 12 * SCALE, says: 'The 8 is not subtracted.' },
    ],
  },
  {
    what: 'Number 1',
    right: value(1),
    mistakes: [
      {
        gives: value(3),
        says: 'The high half of the first byte is number 16. Number 1 is in the second byte.',
      },
      { gives: value(15), says: 'Number 1 is the **low** half of the second byte.' },
    ],
  },
  {
    what: 'Number 16',
    right: value(3),
    mistakes: [
      { gives: value(12), says: 'That is the low half of the first byte, number 0.' },
      {
        gives: value(1),
        says: 'Bytes do not alternate: number 16 shares the first byte with number 0.',
      },
    ],
  },
  {
    what: 'The bits for each number',
    right: 4.5,
    mistakes: [
      { gives: 4, says: 'The scale takes room too.' },
      { gives: 5, says: 'That is `Q4_1`, which stores a minimum as well.' },
      { gives: 18, says: 'That is the number of bytes of the block.' },
    ],
  },
];

export const exercise = defineExercise({
  title: 'Another kind of block',
  difficulty: 1,
  task: `
A block of type \`Q4_0\` has 18 bytes for 32 numbers: a scale $s$ as a 16-bit float, then 16 bytes, whose low halves are numbers
0 to 15 and whose high halves are numbers 16 to 31. There is no minimum: a stored $q$ means $(q - 8)\\, s$. A block begins with

\`00 34 3c f1 …\`

(little-endian; the scale comes first). With pencil and paper: what are numbers 0, 1 and 16, and how many bits does this
type need for each number?`,
  answer: 'decoded',
  placeholder: `
const decoded: number[] | undefined = undefined; // [number 0, number 1, number 16, bits each]`,
  hints: [
    'The scale is 0x3400, in binary `0 01101 0000000000`: sign, five bits of exponent, ten of fraction.',
    'The exponent is $13 - 15 = -2$ and the fraction is 0, so $s = 2^{-2}$.',
    'The first byte of numbers is 3c: its low half is c, which is 12; its high half is 3.',
    '18 bytes are 144 bits, for 32 numbers.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 4 });
    for (const [i, { what, right, mistakes }] of WANTED.entries())
      report.close(values[i], right, { what, tolerance: 1e-6, mistakes });
    report.remark(
      'Half a bit less than Q4_1, at a price: the levels lie around 0, whether the weights of the block do or not.',
    );
  },
});

export function solution() {
  const s = 2 ** (13 - 15); // 0x3400
  const decoded: number[] | undefined = [(12 - 8) * s, (1 - 8) * s, (3 - 8) * s, (18 * 8) / 32];
  return decoded;
}
