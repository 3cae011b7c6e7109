/** Exercise 01b.1: the gradient with a penalty. */
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
  title: 'The gradient with a penalty',
  difficulty: 2,
  task: `
Write \`ridgeGradient(x, y, w, b, lambda)\` that returns \`{ w, b, l1 }\`: \`w\` and \`b\` are the gradient of

$$J = \\frac1N \\sum_{i=1}^N (\\mathbf x_i \\mathbf w + b - y_i)^2 + \\lambda \\sum_{j=1}^D w_j^2 .$$

\`x\` is \`[N, D]\`, \`y\` is \`[N, 1]\`, \`w\` is \`[D, 1]\`, \`b\` is a scalar, \`lambda\` is a number. The check compares it
with finite differences. \`l1\` is the gradient by the weights when the penalty is
$\\lambda \\sum_j |w_j|$ instead. At $w_j = 0$ the absolute value has a kink, and every slope from −1 to 1 is a
*subgradient* of it: take 0.`,
  answer: 'ridgeGradient',
  placeholder: `
function ridgeGradient(
  x: tf.Tensor2D,
  y: tf.Tensor2D,
  w: tf.Tensor2D,
  b: tf.Scalar,
  lambda: number,
): { w: tf.Tensor; b: tf.Tensor; l1: tf.Tensor } {
  return todo(); // your code
}`,
  hints: [
    'Without the second sum it is `gradient` of the chapter. A derivative of a sum is the sum of the derivatives.',
    'The derivative of $\\lambda w_j^2$ by $w_j$ is $2 \\lambda w_j$. The bias does not occur in the second sum.',
    'Add `w.mul(2 * lambda)` to the gradient of the weights. For `l1`, the slope of $|w|$ is the sign of $w$.',
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
    const penalty = w.mul(2 * lambda);
    report.close(ofW, loss.add(penalty), {
      what: '`w` of the result',
      mistakes: [
        { gives: loss, says: 'That is the gradient of the loss alone; the penalty is missing.' },
        {
          gives: loss.add(penalty.div(2)),
          says: 'The derivative of $\\lambda w^2$ has a factor 2.',
        },
        {
          gives: penalty.sub(loss),
          says: 'The sign of the loss is reversed: the error is prediction minus target.',
        },
        {
          gives: loss.add(penalty).neg(),
          says: 'The sign is reversed: return the uphill direction.',
        },
      ],
    });
    checkBias(ofB, error.mean().mul(2), b.mul(2 * lambda), report);
    const difference = finiteDifference(x, y, w, b, lambda);
    report.close(ofW, difference, { what: '`w` against finite differences', tolerance: 1e-2 });
    const kinked = tf.tensor2d([0.5, 0, -0.25], [3, 1]);
    const { l1 } = report.object(ridgeGradient(x, y, kinked, b, lambda), ['l1'], 'What it returns');
    const plain = tf.matMul(x, x.matMul(kinked).add(b).sub(y), true).mul(2 / 5);
    report.close(
      report.tensor(l1, { shape: [3, 1] }, '`l1` of the result'),
      plain.add(kinked.sign().mul(lambda)),
      {
        what: '`l1` of the result',
        on: 'w = [[0.5], [0], [-0.25]]',
        mistakes: [
          { gives: plain.add(lambda), says: 'The slope of $|w|$ is −1 for negative weights.' },
          { gives: plain.add(kinked.mul(2 * lambda)), says: 'That is the L2 penalty again.' },
        ],
      },
    );
  },
});

export function solution() {
  function ridgeGradient(
    x: tf.Tensor2D,
    y: tf.Tensor2D,
    w: tf.Tensor2D,
    b: tf.Scalar,
    lambda: number,
  ): { w: tf.Tensor; b: tf.Tensor; l1: tf.Tensor } {
    return tf.tidy(() => {
      const error = x.matMul(w).add(b).sub(y); // [N, 1]
      const ofLoss = tf.matMul(x, error, true).mul(2 / x.shape[0]); // [D, 1]
      const l1 = ofLoss.add(w.sign().mul(lambda)); // the sign of 0 is 0
      return { w: ofLoss.add(w.mul(2 * lambda)), b: error.mean().mul(2), l1 };
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

/** `penalty` is what a penalty on the bias would add. */
function checkBias(given: tf.Tensor, right: tf.Tensor, penalty: tf.Tensor, report: Report): void {
  report.close(given, right, {
    what: '`b` of the result',
    mistakes: [
      {
        gives: right.add(penalty),
        says: 'The sum runs over the weights only: the bias is not penalized.',
      },
      { gives: right.neg(), says: 'The sign is reversed.' },
    ],
  });
}
