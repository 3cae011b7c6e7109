/** Exercise 00b.1: a gradient and a slope in a direction, on paper. */
import { defineExercise } from 'dlts/dist/learn/author';
import { checkOnPaper } from '../02/on-paper';

export const exercise = defineExercise({
  title: 'A slope in a direction, on paper',
  difficulty: 1,
  task: `
Take $f(x, y) = x^2 y + 3y$ and the place $(2, 1)$. With pen and paper, find both partial derivatives there, and the
slope if you walk toward $(3, 4)$, that is, three to the right for every four up.`,
  answer: 'onAHill',
  placeholder: `
const onAHill: number[] | undefined = undefined; // [∂f/∂x, ∂f/∂y, slope toward (3, 4)]`,
  hints: [
    'For $\\partial f / \\partial x$ the letter $y$ is a constant, for $\\partial f / \\partial y$ the letter $x$ is one.',
    'The gradient is $(2xy,\\; x^2 + 3)$. The slope is its dot product with a direction *of length 1*.',
    'The length of $(3, 4)$ is 5, so the direction is $(0.6, 0.8)$.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 3 });
    checkOnPaper(report, values, [4, 7, 8], {
      names: ['$\\partial f/\\partial x$', '$\\partial f/\\partial y$', 'the slope'],
      slips: [
        {
          gives: [4, 7, 40],
          says: 'Your direction is $(3, 4)$ itself, which is 5 long. A slope is per unit of way: make it 1 long first.',
        },
        {
          gives: [4, 7, Math.sqrt(65)],
          says: 'That is the length of the gradient, the slope in the *steepest* direction.',
        },
        {
          gives: [4, 7, 11],
          says: 'You added the two slopes; each counts with its share of the way.',
        },
        { gives: [4, 7, 7.7], says: 'Only one of the two shares was used; look at both.' },
        {
          gives: [4, 7, 7.4],
          says: 'The direction is the wrong way around: three to the right, four up.',
        },
        {
          gives: [4, 4],
          says: 'The derivative of $3y$ by $y$ is 3; it is missing in the second one.',
        },
        {
          gives: [7, 4],
          says: 'The two are swapped: the first lets $x$ move, the second lets $y$ move.',
        },
      ],
    });
    report.remark(
      'The steepest slope there is $\\sqrt{65} = 8.06$: the direction $(3, 4)$ is nearly that of the gradient.',
    );
  },
});

export function solution() {
  // ∂f/∂x = 2xy = 4;  ∂f/∂y = x² + 3 = 7;  (4, 7) · (3, 4) / 5
  const onAHill: number[] | undefined = [4, 7, (4 * 3 + 7 * 4) / 5];
  return onAHill;
}
