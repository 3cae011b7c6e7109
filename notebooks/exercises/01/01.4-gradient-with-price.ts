/** Exercise 01.4: the gradient with a price. */
import { tf } from 'dlts';
import { defineExercise, type Report } from 'dlts/dist/learn/author';

const X = [
  [1, 0, 2],
  [0, 3, 1],
  [2, 1, 0],
  [1, 1, 4],
  [3, 0, 1],
];

export const exercise = defineExercise({
  title: 'The gradient with a price',
  difficulty: 2,
  task: `
Write \`ridgeGradient(x, y, w, b, lambda)\` that returns \`{ w, b }\`, the gradient of

$$J = \\frac1N \\sum_{i=1}^N (\\mathbf x_i \\mathbf w + b - y_i)^2 + \\lambda \\sum_{j=1}^D w_j^2 .$$

\`x\` is \`[N, D]\`, \`y\` is \`[N, 1]\`, \`w\` is \`[D, 1]\`, \`b\` is a scalar, \`lambda\` is a number. The check compares it
with finite differences.`,
  answer: 'ridgeGradient',
  placeholder: `
function ridgeGradient(
  x: tf.Tensor2D,
  y: tf.Tensor2D,
  w: tf.Tensor2D,
  b: tf.Scalar,
  lambda: number,
): { w: tf.Tensor; b: tf.Tensor } {
  return todo(); // your code
}`,
  hints: [
    'Without the second sum it is `gradient` of the chapter. A derivative of a sum is the sum of the derivatives.',
    'The derivative of $\\lambda w_j^2$ by $w_j$ is $2 \\lambda w_j$. The bias does not occur in the second sum.',
    'Add `w.mul(2 * lambda)` to the gradient of the weights.',
  ],
  check(answer, report) {
    const ridgeGradient = report.function(answer);
    const [x, y] = [tf.tensor2d(X), tf.tensor2d([1, 4, 2, 7, 3], [5, 1])];
    const [w, b, lambda] = [tf.tensor2d([0.5, -1, 0.25], [3, 1]), tf.scalar(0.75), 0.3];
    const result = report.object(ridgeGradient(x, y, w, b, lambda), ['w', 'b'], 'What it returns');
    const ofW = report.tensor(result.w, { shape: [3, 1] }, '`w` of the result');
    const ofB = report.tensor(result.b, { shape: [] }, '`b` of the result');
    const error = x.matMul(w).add(b).sub(y);
    const loss = tf.matMul(x, error, true).mul(2 / 5);
    const price = w.mul(2 * lambda);
    report.close(ofW, loss.add(price), {
      what: '`w` of the result',
      mistakes: [
        { gives: loss, says: 'That is the gradient of the loss alone; the price is missing.' },
        { gives: loss.add(price.div(2)), says: 'The derivative of $\\lambda w^2$ has a factor 2.' },
        {
          gives: price.sub(loss),
          says: 'The sign of the loss is reversed: the error is prediction minus target.',
        },
        {
          gives: loss.add(price).neg(),
          says: 'The sign is reversed: return the uphill direction.',
        },
      ],
    });
    checkBias(ofB, error.mean().mul(2), b.mul(2 * lambda), report);
    const difference = finiteDifference(x, y, w, b, lambda);
    report.close(ofW, difference, { what: '`w` against finite differences', tolerance: 1e-2 });
  },
});

export function solution() {
  function ridgeGradient(
    x: tf.Tensor2D,
    y: tf.Tensor2D,
    w: tf.Tensor2D,
    b: tf.Scalar,
    lambda: number,
  ): { w: tf.Tensor; b: tf.Tensor } {
    return tf.tidy(() => {
      const error = x.matMul(w).add(b).sub(y); // [N, 1]
      const ofLoss = tf.matMul(x, error, true).mul(2 / x.shape[0]); // [D, 1]
      return { w: ofLoss.add(w.mul(2 * lambda)), b: error.mean().mul(2) };
    });
  }
  return ridgeGradient;
}

/** Central differences of the ridge objective by each weight, `[D, 1]`. */
function finiteDifference(
  x: tf.Tensor2D,
  y: tf.Tensor2D,
  w: tf.Tensor2D,
  b: tf.Scalar,
  lambda: number,
): tf.Tensor {
  const step = 0.01;
  const objective = (weights: tf.Tensor): number =>
    tf
      .add(
        x
          .matMul(weights as tf.Tensor2D)
          .add(b)
          .sub(y)
          .square()
          .mean(),
        weights.square().sum().mul(lambda),
      )
      .dataSync()[0] as number;
  const values = Array.from(w.dataSync(), (_, j) => {
    const nudge = tf
      .oneHot(tf.tensor1d([j], 'int32'), w.shape[0])
      .reshape(w.shape)
      .mul(step);
    return (objective(w.add(nudge)) - objective(w.sub(nudge))) / (2 * step);
  });
  return tf.tensor2d(values, w.shape);
}

/** `price` is what a penalty on the bias would add. */
function checkBias(given: tf.Tensor, right: tf.Tensor, price: tf.Tensor, report: Report): void {
  report.close(given, right, {
    what: '`b` of the result',
    mistakes: [
      {
        gives: right.add(price),
        says: 'The sum runs over the weights only: the bias pays nothing.',
      },
      { gives: right.neg(), says: 'The sign is reversed.' },
    ],
  });
}
