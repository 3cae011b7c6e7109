/** Exercise 03.7: is it equivariant?. */
import { tf } from 'dlts';
import { defineExercise } from 'dlts/dist/learn/author';

type ImageLayer = (x: tf.Tensor4D) => tf.Tensor4D;

export const exercise = defineExercise({
  title: 'Is it equivariant?',
  difficulty: 3,
  task: `
Write \`isEquivariant(layer, x)\`. \`layer\` is a function from images \`[N, H, W, C]\` to maps \`[N, H', W', F]\`, \`x\` is a
batch of images. Return \`true\` if moving the images by **one** pixel to the right (zeros come in) moves the maps by one pixel
to the right: no number may differ by more than $10^{-4}$. Compare only where the old map tells what to expect: not in the
first column of the new map.`,
  answer: 'isEquivariant',
  placeholder: `
function isEquivariant(layer: (x: tf.Tensor4D) => tf.Tensor4D, x: tf.Tensor4D): boolean {
  return todo(); // your code
}`,
  hints: [
    'You need `layer(shifted x)` and `layer(x)`. Column $j$ of the first must equal column $j - 1$ of the second.',
    'Shift with `tf.concat([tf.zeros([n, height, 1, channels]), x.slice([0, 0, 0, 0], [n, height, width - 1, channels])], 2)`.',
    'Let $W\\prime$ be the width of the maps. Compare `moved.slice([0, 0, 1, 0], …)` with `still.slice([0, 0, 0, 0], …)`, both $W\\prime - 1$ columns wide.',
  ],
  check(answer, report) {
    const isEquivariant = report.function(answer);
    const x = tf.tensor4d(values(2 * 8 * 10 * 3), [2, 8, 10, 3]);
    for (const { name, layer, right, advice } of judgedLayers()) {
      const result = report.boolean(isEquivariant(layer, x), 'what it returns');
      report.demand(
        result === right,
        `For ${name} your function returns ${String(result)}; expected ${String(right)}. ${advice}`,
      );
    }
    report.remark(
      'The ReLU passes this test too. Flatten and dense layers have no position left to move.',
    );
  },
});

export function solution() {
  function isEquivariant(layer: (x: tf.Tensor4D) => tf.Tensor4D, x: tf.Tensor4D): boolean {
    return tf.tidy(() => {
      const [n, height, width, channels] = x.shape;
      const kept = x.slice([0, 0, 0, 0], [n, height, width - 1, channels]);
      const shifted = tf.concat([tf.zeros([n, height, 1, channels]), kept], 2) as tf.Tensor4D;
      const [moved, still] = [layer(shifted), layer(x)];
      const [, rows, columns] = still.shape;
      const right = moved.slice([0, 0, 1, 0], [n, rows, columns - 1, -1]);
      const left = still.slice([0, 0, 0, 0], [n, rows, columns - 1, -1]);
      return right.sub(left).abs().max().dataSync()[0] < 1e-4;
    });
  }
  return isEquivariant;
}

const values = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => ((i * 53) % 97) / 97 - 0.5);

/** Layers with the right answer, and what to tell the learner whose function gives the other one. */
function judgedLayers(): { name: string; layer: ImageLayer; right: boolean; advice: string }[] {
  const kernel = tf.tensor4d(values(3 * 3 * 3 * 5), [3, 3, 3, 5]);
  const signs = Array.from({ length: 10 }, (_, j) => (j % 2 === 0 ? 1 : -1));
  const scale = tf.tensor4d(signs, [1, 1, 10, 1]);
  // Disturbs the layer in one image, row or channel only, and there by position.
  const only = (axis: number, index: number): ImageLayer => {
    return (y) => {
      const length = y.shape[axis] ?? 1;
      const shape = [1, 1, 1, 1].map((one, i) => (i === axis ? length : one));
      const mask = tf.oneHot([index], length).toFloat().reshape(shape);
      return y.mul(scale.sub(1).mul(mask).add(1));
    };
  };
  const single = [
    { name: 'a layer that spoils only the second image', layer: only(0, 1), advice: 'image' },
    { name: 'a layer that spoils only the last row', layer: only(1, 7), advice: 'row' },
    { name: 'a layer that spoils only the last channel', layer: only(3, 2), advice: 'channel' },
  ].map(({ advice, ...layer }) => ({
    ...layer,
    right: false,
    advice: `Compare every number: each image, row, column and channel. Here a single ${advice} decides.`,
  }));
  return [
    {
      name: 'a layer that changes nothing',
      layer: (y) => y.clone(),
      right: true,
      advice:
        'Equal outputs before and after the shift would be invariance; here the output must move along.',
    },
    {
      name: 'a convolution with bias',
      layer: (y) => tf.conv2d(y, kernel, 1, 'valid').add(0.5),
      right: true,
      advice: 'Leave out the first column of the new map: it depends on the zeros that came in.',
    },
    {
      name: 'max-pooling with stride 2',
      layer: (y) => tf.maxPool(y, 2, 2, 'valid'),
      right: false,
      advice: 'A shift by one pixel changes which pixels share a block.',
    },
    {
      name: 'a layer that weighs each column by +1 or −1',
      layer: (y) => y.mul(scale),
      right: false,
      advice:
        'It depends on the position. Compare every number: the largest difference, not the mean.',
    },
    ...single,
    {
      name: 'pooling with stride 1',
      layer: (y) => tf.maxPool(y, 2, 1, 'valid'),
      right: true,
      advice: 'It treats all positions alike.',
    },
  ];
}
