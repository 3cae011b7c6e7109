/** Exercise 07b.3: the bill. */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

const [HOURS, WATTS, PARAMETERS, TOKENS, PEAK] = [184_320, 400, 7e9, 2e12, 312e12];
const ENERGY = (HOURS * WATTS) / 1e6;
const USED = (100 * 6 * PARAMETERS * TOKENS) / (HOURS * 3600 * PEAK);
const YEARS = HOURS / (24 * 365);

const WANTED: { what: string; right: number; mistakes: Mistake[] }[] = [
  {
    what: 'The energy',
    right: ENERGY,
    mistakes: [
      { gives: ENERGY * 1000, says: 'Those are kilowatt hours.' },
      { gives: ENERGY * 1e6, says: 'Those are watt hours.' },
    ],
  },
  {
    what: 'The share of the peak speed',
    right: USED,
    mistakes: [
      { gives: USED / 6, says: 'A parameter and a token take six operations, not one.' },
      { gives: USED * 3600, says: 'The peak is per second, the processors ran for hours.' },
      { gives: USED / 100, says: 'Give percent.' },
    ],
  },
  {
    what: 'The years',
    right: YEARS,
    mistakes: [{ gives: HOURS / 24, says: 'Those are days.' }],
  },
];

export const exercise = defineExercise({
  title: 'The bill',
  difficulty: 1,
  task: `
The Llama 2 paper (arXiv 2307.09288) states 184,320 GPU hours for the 7B model: $7 \\cdot 10^9$ parameters, $2 \\cdot 10^{12}$ tokens, A100
processors of 400 W with a peak of $312 \\cdot 10^{12}$ FLOP a second. How many megawatt hours is that at full power, what percentage of the
peak speed was used (with $C = 6ND$), and how many years of 365 days would a single processor have taken?`,
  answer: 'bill',
  placeholder: `
const bill: number[] | undefined = undefined; // [MWh, percent of the peak, years]`,
  hints: [
    'Hours times watts are watt hours; a million of them are a megawatt hour.',
    'Operations needed: $6 \\cdot 7 \\cdot 10^9 \\cdot 2 \\cdot 10^{12}$. Operations possible: hours · 3600 · peak.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 3 });
    for (const [i, { what, right, mistakes }] of WANTED.entries())
      report.close(values[i], right, { what, tolerance: 5e-3, mistakes });
    report.remark(
      'Much the same share as for the 70B model: the waiting is for memory and for other processors, whatever the size.',
    );
  },
});

export function solution() {
  const possible = 184_320 * 3600 * 312e12;
  const bill: number[] | undefined = [
    (184_320 * 400) / 1e6,
    (100 * 6 * 7e9 * 2e12) / possible,
    184_320 / 8_760,
  ];
  return bill;
}
