/** Exercise 03.3: convolve by hand. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Convolve by hand',
  difficulty: 1,
  task: `
Compute the feature map of

$$\\mathbf X = \\begin{bmatrix} 1 & 2 & 0 & 1 \\\\ 0 & 1 & 3 & 1 \\\\ 2 & 1 & 0 & 0 \\\\ 1 & 0 & 1 & 2 \\end{bmatrix}, \\qquad
\\mathbf K = \\begin{bmatrix} 1 & 0 & 2 \\\\ 0 & -1 & 0 \\\\ 0 & 0 & 1 \\end{bmatrix}, \\qquad b = -3,$$

without padding, with stride 1, and with a **ReLU** after it. On paper; write the two rows.`,
  answer: 'featureMap',
  placeholder: `
const featureMap: number[][] | undefined = undefined; // [[…, …], [… , …]]`,
  hints: [
    'The window fits at four places. Only four of its nine weights are not zero.',
    'Upper left: $1 \\cdot 1 + 2 \\cdot 0 - 1 \\cdot 1 + 1 \\cdot 0 = 0$. Then the bias: $-3$. Then the ReLU: 0.',
    'Before bias and ReLU the four sums are 0, 1, 6 and 5.',
  ],
  check(answer, report) {
    report.close(answer, [
      [0, 0],
      [3, 2],
    ], {
      mistakes: [
        { gives: [[-3, -2], [3, 2]], says: 'The ReLU is missing: negative numbers become 0.' },
        { gives: [[0, 1], [6, 5]], says: 'The bias is missing.' },
        { gives: [[1, 0], [0, 0]], says: 'You flipped the kernel, as mathematicians do; here it stays as it is.' },
        { gives: [[0, 3], [0, 2]], says: 'Look again at rows and columns: yours are exchanged.' },
      ],
    }); // prettier-ignore
  },
});

export function solution() {
  // Sums 0, 1, 6, 5; with the bias −3, −2, 3, 2; after the ReLU:
  const featureMap: number[][] | undefined = [
    [0, 0],
    [3, 2],
  ];
  return featureMap;
}
