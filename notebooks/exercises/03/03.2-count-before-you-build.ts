/** Exercise 03.2: count before you build. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Count before you build',
  difficulty: 1,
  task: `
The network of the first exercise reads **color** images, 32 × 32 × 3. Its first convolution (5 × 5) has 16 filters, its
second (3 × 3) has 32. The last maps, 4 × 4 each, are flattened and go into a dense layer of 10 units. How many parameters
have the two convolutions and the dense layer, biases included?`,
  answer: 'parameters',
  placeholder: `
const parameters: number[] | undefined = undefined; // [convolution, convolution, dense]`,
  hints: [
    'A convolution has $k \\cdot k \\cdot C \\cdot F$ weights and $F$ biases. $C$ is what comes in, $F$ what goes out.',
    'The first layer: $C = 3$, $F = 16$. The second: its $C$ is the number of filters of the first. Pooling changes no channels.',
    'The flattened maps hold $4 \\cdot 4 \\cdot 32$ numbers.',
  ],
  check(answer, report) {
    const [first, second, dense] = report.numbers(answer, undefined, { length: 3 });
    const bias = 'The biases are missing: one for each filter or unit.';
    const channels = 'A kernel has weights for every channel that comes in.';
    report.close(first, 1216, {
      what: 'The first convolution',
      mistakes: [
        { gives: 1200, says: bias },
        { gives: 416, says: channels },
      ],
    });
    report.close(second, 4640, {
      what: 'The second convolution',
      mistakes: [
        { gives: 4608, says: bias },
        { gives: 320, says: channels },
        { gives: 896, says: 'The color image has passed the first layer: 16 channels come in.' },
      ],
    });
    report.close(dense, 5130, {
      what: 'The dense layer',
      mistakes: [
        { gives: 5120, says: bias },
        { gives: 170, says: 'There are 32 maps of 4 × 4, and all are flattened.' },
      ],
    });
    report.remark(
      'No count depends on the 32 × 32 pixels, except that of the dense layer, through 4 × 4.',
    );
  },
});

export function solution() {
  const parameters: number[] | undefined = [
    5 * 5 * 3 * 16 + 16,
    3 * 3 * 16 * 32 + 32,
    4 * 4 * 32 * 10 + 10,
  ];
  return parameters;
}
