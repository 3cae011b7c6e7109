/** Exercise 01.1: the second step, on paper. */
import { defineExercise, type Report } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'The second step, on paper',
  difficulty: 1,
  task: `
After one step from zero the taxi line stood at $w = 1.25$ and $b = 0.6$, with errors
$\\mathbf e = (-0.4, -0.15, -0.9, -0.65)$ at the distances $x = 0, 1, 2, 3$. Compute the **next** step with
$\\eta = 0.1$, on paper, and write the new values as \`[w, b]\`.`,
  answer: 'secondStep',
  placeholder: `
const secondStep: number[] | undefined = undefined; // [w, b]`,
  hints: [
    'You need both derivatives at the current place: $\\partial L / \\partial w = \\frac2N \\sum_i x_i e_i$ and $\\partial L / \\partial b = \\frac2N \\sum_i e_i$, with $N = 4$.',
    '$\\sum_i x_i e_i = 0 - 0.15 - 1.8 - 1.95 = -3.9$ and $\\sum_i e_i = -2.1$.',
    'The derivatives are $-1.95$ and $-1.05$. Subtract a tenth of each.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 2 });
    judge(values, [1.445, 0.705], report, [
      { gives: [1.055, 0.495], says: 'You walked along the gradient, uphill. Subtract it.' },
      { gives: [1.3475, 0.6525], says: 'The factor 2 of the squared error is missing.' },
      { gives: [2.03, 1.02], says: 'The loss is a mean: divide by the number of rides.' },
      { gives: [-1.95, -1.05], says: 'That is the gradient itself; take a step with it.' },
      {
        gives: [1.4, 0.9],
        says: 'That is the bottom of the bowl, where many more steps would end. Take one.',
      },
    ]);
    report.remark(
      'The slope has overshot 1.4 while the bias still lags behind 0.9: the walls of the valley are steep, its floor is flat.',
    );
  },
});

/** Says what went wrong, but not what is right. */
function judge(
  values: readonly number[],
  right: readonly number[],
  report: Report,
  mistakes: readonly { gives: readonly number[]; says: string }[],
): void {
  const near = (wanted: readonly number[]) =>
    wanted.every((each, i) => Math.abs(each - (values[i] ?? NaN)) < 0.002);
  if (near(right)) return;
  const foreseen = mistakes.find(({ gives }) => near(gives));
  report.wrong(
    foreseen?.says ?? 'Not yet. Compute both derivatives first, then take one step; a hint helps.',
  );
}

export function solution() {
  // ∂L/∂w = 2/4 · (0·−0.4 + 1·−0.15 + 2·−0.9 + 3·−0.65) = −1.95
  // ∂L/∂b = 2/4 · (−0.4 − 0.15 − 0.9 − 0.65) = −1.05
  const secondStep: number[] | undefined = [1.25 + 0.195, 0.6 + 0.105];
  return secondStep;
}
