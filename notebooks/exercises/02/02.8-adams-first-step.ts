/** Exercise 02.8: Adam's first step, on paper. */
import { defineExercise } from 'dlts/dist/learn/author';
import { checkOnPaper } from './on-paper';

const ROOT = Math.sqrt(0.001);

export const exercise = defineExercise({
  title: 'The first step of Adam, on paper',
  difficulty: 2,
  task: `
A weight has a gradient $g > 0$ in the first step. Both of Adam's means start at 0, $\\beta_1 = 0.9$, $\\beta_2 = 0.999$, and
$\\epsilon$ may be neglected. Derive how far the weight moves, in units of $\\eta$ and with its sign: (a) with the
corrections $1 - \\beta^t$ of the chapter, (b) without them. Write \`[a, b]\`.`,
  answer: 'firstSteps',
  placeholder: `
const firstSteps: number[] | undefined = undefined; // [with, without], in units of η`,
  hints: [
    'After one step $m = (1 - \\beta_1)\\, g$ and $v = (1 - \\beta_2)\\, g^2$.',
    'With corrections both factors cancel. Without them, $m / \\sqrt v$ keeps $(1 - \\beta_1)$ above and $\\sqrt{1 - \\beta_2}$ below. Where does $g$ go?',
    'A weight moves *against* its gradient, and $\\sqrt{0.001} = 0.0316$.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 2 });
    checkOnPaper(report, values, [-1, -0.1 / ROOT], {
      names: ['(a)', '(b)'],
      tolerance: 5e-3,
      slips: [
        { gives: [1, 0.1 / ROOT], says: 'Descent goes against the gradient: mind the sign.' },
        { gives: [-0.1 / ROOT, -1], says: 'The two cases are exchanged.' },
        {
          gives: [-1, -100],
          says: 'The root is missing: the mean of the *squares* is below a root.',
        },
        { gives: [-1, -0.1], says: 'What becomes of the root of v?' },
      ],
    });
    report.remark(
      'So the correction also keeps the first step from being three times too *long*: v starts further below its mean than m.',
    );
  },
});

export function solution() {
  // With: m̂ = g and v̂ = g², so −η·g/√g² = −η. Without: −η · 0.1·g / √(0.001·g²).
  const firstSteps: number[] | undefined = [-1, -0.1 / Math.sqrt(0.001)];
  return firstSteps;
}
