/** Exercise 02.6: backward through a layer. */
import { tf } from 'dlts';
import { defineExercise } from 'dlts/dist/learn/author';

const X = [0.5, -1, 2, 1, 0.3, -0.7, -1.5, 0.2, 0.9, 0, 1, -1, 0.4, 0.8, 0.1];
const SQUARE =
  'It is 1 minus the square of $\\mathbf H$, the output of the tanh, not of its argument.';

export const exercise = defineExercise({
  title: 'Backward through a layer',
  difficulty: 3,
  task: `
A layer has computed $\\mathbf H = \\tanh(\\mathbf X \\mathbf W + \\mathbf b)$, kept $\\mathbf H$ and forgotten $\\mathbf b$ and
the sums. From above comes \`fromAbove\`, $\\partial L / \\partial \\mathbf H$ of shape \`[N, out]\`. Write
\`tanhLayerBack(x, w, h, fromAbove)\` that returns \`{ x, w, b }\`, the derivatives of $L$ by the inputs \`[N, in]\`, the
weights \`[in, out]\` and the biases \`[out]\`. You never see $\\mathbf b$, so there is nothing to hand to automatic differentiation: derive.`,
  answer: 'tanhLayerBack',
  placeholder: `
function tanhLayerBack(
  x: tf.Tensor2D,
  w: tf.Tensor2D,
  h: tf.Tensor2D,
  fromAbove: tf.Tensor2D,
): { x: tf.Tensor; w: tf.Tensor; b: tf.Tensor } {
  return todo(); // your code
}`,
  hints: [
    'Two steps: from $\\mathbf H$ to $\\mathbf Z = \\mathbf X \\mathbf W + \\mathbf b$ by the derivative of tanh, element by element; then from $\\mathbf Z$ by the three formulas of the chapter.',
    '$\\Delta = \\partial L / \\partial \\mathbf Z = \\partial L / \\partial \\mathbf H \\odot (1 - \\mathbf H^2)$, of shape `[N, out]`.',
    '`w`: `x.matMul(delta, true)`; `b`: `delta.sum(0)`; `x`: `delta.matMul(w, false, true)`.',
  ],
  check(answer, report) {
    const tanhLayerBack = report.function(answer);
    const x = tf.tensor2d(X, [5, 3]);
    const w = tf.tensor2d([0.2, -0.5, 0.7, 0.1, -0.3, 0.6], [3, 2]);
    const b = tf.tensor1d([0.1, -0.2]);
    const fromAbove = tf.tensor2d([1, -2, 0.5, 0.3, -1, 0.8, 2, 0.1, -0.4, 0.6], [5, 2]);
    const keys = ['x', 'w', 'b'] as const;
    const result = report.object(
      tanhLayerBack(x, w, x.matMul(w).add(b).tanh(), fromAbove),
      keys,
      'What it returns',
    );
    const layer = (...[a, c, d]: tf.Tensor[]) => a.matMul(c).add(d).tanh().mul(fromAbove).sum();
    const [ofX, ofW, ofB] = tf.grads(layer)([x, w, b]);
    const z = x.matMul(w).add(b);
    const ofZ = fromAbove.mul<tf.Tensor2D>(tf.sub(1, z.square()));
    const guessed = x.matMul(w).tanh(); // by someone who leaves the bias out
    const noBias = fromAbove.mul<tf.Tensor2D>(tf.sub(1, guessed.square()));
    const toX = (delta: tf.Tensor2D) => delta.matMul(w, false, true);
    const parts = [
      {
        key: 'w',
        right: ofW,
        open: x.matMul(fromAbove, true),
        inner: x.matMul(ofZ, true),
        without: x.matMul(noBias, true),
      },
      { key: 'b', right: ofB, open: fromAbove.sum(0), inner: ofZ.sum(0), without: noBias.sum(0) },
      { key: 'x', right: ofX, open: toX(fromAbove), inner: toX(ofZ), without: toX(noBias) },
    ] as const;
    for (const { key, right, open, inner, without } of parts) {
      const what = `\`${key}\` of the result`;
      const given = report.tensor(result[key], { shape: right.shape }, what);
      report.close(given, right, {
        what,
        mistakes: [
          { gives: open, says: 'The derivative of tanh is missing: go from H to Z first.' },
          { gives: inner, says: SQUARE },
          {
            gives: without,
            says: 'You computed the forward pass again, without the bias. `h` is all you need.',
          },
          { gives: right.div(5), says: 'Sum over the examples; do not average.' },
          { gives: right.neg(), says: 'The sign is reversed.' },
        ],
      });
    }
    report.remark(
      'These lines, once for each kind of layer, are all that a framework needs to know about it.',
    );
  },
});

export function solution() {
  function tanhLayerBack(
    x: tf.Tensor2D,
    w: tf.Tensor2D,
    h: tf.Tensor2D,
    fromAbove: tf.Tensor2D,
  ): { x: tf.Tensor; w: tf.Tensor; b: tf.Tensor } {
    return tf.tidy(() => {
      const delta = fromAbove.mul<tf.Tensor2D>(tf.sub(1, h.square())); // ∂L/∂Z: [N, out]
      return { x: delta.matMul(w, false, true), w: x.matMul(delta, true), b: delta.sum(0) };
    });
  }
  return tanhLayerBack;
}
