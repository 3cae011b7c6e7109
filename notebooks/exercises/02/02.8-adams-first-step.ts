/** Exercise 02.8: Adam's first two steps, on paper. */
import { defineExercise } from 'dlts/dist/learn/author';
import { checkOnPaper } from './on-paper';

const ROOT = Math.sqrt(0.001);
const UNCORRECTED = -0.1 / ROOT;
const FLIPPED = 1 / 19; // 0.01 / 0.19

export const exercise = defineExercise({
  title: 'The first two steps of Adam, on paper',
  difficulty: 2,
  task: `
Both of Adam's means start at 0, $\\beta_1 = 0.9$, $\\beta_2 = 0.999$, and $\\epsilon$ may be neglected. A weight has a gradient
$g > 0$ in the first step. In the second step the gradient has flipped to $-g$. Derive how far the weight moves, in units of
$\\eta$ and with its sign: (a) in the first step, with the corrections $1 - \\beta^t$ of the chapter; (b) in the first step,
without them; (c) in the second step, with them. Write \`[a, b, c]\`.`,
  answer: 'firstSteps',
  placeholder: `
const firstSteps: number[] | undefined = undefined; // [a, b, c], in units of η`,
  hints: [
    'After one step $m = (1 - \\beta_1)\\, g$ and $v = (1 - \\beta_2)\\, g^2$.',
    'With corrections both factors cancel. Without them, $m / \\sqrt v$ keeps $(1 - \\beta_1)$ above and $\\sqrt{1 - \\beta_2}$ below. Where does $g$ go?',
    'A weight moves *against* its gradient, and $\\sqrt{0.001} = 0.0316$.',
    'For (c): $m = 0.9 \\cdot 0.1\\, g - 0.1\\, g$, to be divided by $1 - 0.9^2$. Both squares are $g^2$, and so is their corrected mean.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 3 });
    checkOnPaper(report, values, [-1, UNCORRECTED, FLIPPED], {
      names: ['(a)', '(b)', '(c)'],
      tolerance: 2e-3,
      slips: [
        {
          gives: [1, -UNCORRECTED, -FLIPPED],
          says: 'Descent goes against the gradient: mind the sign.',
        },
        { gives: [UNCORRECTED, -1, FLIPPED], says: '(a) and (b) are exchanged.' },
        {
          gives: [-1, -100, FLIPPED],
          says: 'The root is missing: the mean of the *squares* is below a root.',
        },
        { gives: [-1, -0.1, FLIPPED], says: 'What becomes of the root of v?' },
        {
          gives: [-1, UNCORRECTED, 1],
          says: 'That would be a step without a memory: m still holds most of the first gradient.',
        },
        {
          gives: [-1, UNCORRECTED, -FLIPPED],
          says: 'After the flip m is slightly negative. Which way does the weight go?',
        },
        {
          gives: [-1, UNCORRECTED, 0.01 / Math.sqrt(0.001999)],
          says: 'The corrections are missing; at step 2 they are $1 - \\beta^2$.',
        },
      ],
    });
    report.remark(
      'Without the corrections the first step would be three times too *long*. And one change of sign leaves a nineteenth of η: this is how Adam slows down where gradients disagree.',
    );
  },
});

export function solution() {
  // (a) m̂ = g and v̂ = g², so −g/√g² = −1. (b) −0.1·g / √(0.001·g²).
  // (c) m = 0.09·g − 0.1·g = −0.01·g, m̂ = −0.01·g / 0.19, v̂ = g².
  const firstSteps: number[] | undefined = [-1, -0.1 / Math.sqrt(0.001), 0.01 / 0.19];
  return firstSteps;
}
