/** Exercise 02.1: the second gradient, on paper. */
import { defineExercise } from 'dlts/dist/learn/author';
import { checkOnPaper } from './on-paper';

export const exercise = defineExercise({
  title: 'The second gradient, on paper',
  difficulty: 1,
  task: `
After one step the neuron of the chapter has $w_1 = 0.65$, $w_2 = 1.3$ and $b = -0.85$; still $x_1 = 1$, $x_2 = 2$ and
$y = 3$. Compute the gradient there, on paper, forward and then backward, and write it as \`[∂L/∂w₁, ∂L/∂w₂, ∂L/∂b]\`.`,
  answer: 'secondGradient',
  placeholder: `
const secondGradient: number[] | undefined = undefined; // [∂L/∂w₁, ∂L/∂w₂, ∂L/∂b]`,
  hints: [
    'Forward: $z = 0.65 \\cdot 1 + 1.3 \\cdot 2 - 0.85$. It is positive, so $h = z$.',
    'Backward: $\\partial L / \\partial h = 2 (h - y)$, and the ReLU lets it through unchanged.',
    '$\\partial L / \\partial z = -1.2$. Each weight gets that times its input, the bias gets it as it is.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 3 });
    checkOnPaper(report, values, [-1.2, -2.4, -1.2], {
      names: [
        '$\\partial L/\\partial w_1$',
        '$\\partial L/\\partial w_2$',
        '$\\partial L/\\partial b$',
      ],
      slips: [
        {
          gives: [1.2, 2.4, 1.2],
          says: 'The sign is reversed: $h - y$ is negative, because the neuron says too little.',
        },
        { gives: [-0.6, -1.2, -0.6], says: 'The factor 2 of the square is missing.' },
        { gives: [-3, -6, -3], says: 'That is the first gradient; the weights have moved since.' },
        {
          gives: [-1.2, -1.2, -1.2],
          says: 'Each weight gets $\\partial L / \\partial z$ times its own input, and $x_2$ is 2.',
        },
        {
          gives: [-0.78, -1.56, -1.2],
          says: 'You multiplied by the weight; the derivative of $w x$ by $w$ is $x$.',
        },
        {
          gives: [0.71, 1.42, -0.79],
          says: 'You took the step as well. Only the gradient is asked for.',
        },
      ],
    });
    report.remark(
      'It is 2.5 times as short as the first one: near the bottom the steps become small by themselves.',
    );
  },
});

export function solution() {
  // z = 0.65 + 2.6 − 0.85 = 2.4 = h;  ∂L/∂z = 2 · (2.4 − 3) = −1.2
  const secondGradient: number[] | undefined = [-1.2 * 1, -1.2 * 2, -1.2];
  return secondGradient;
}
