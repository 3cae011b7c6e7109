/** Exercises and self-test of chapter 01: linear regression, from one step on paper to features of one's own. */
import { parseCsv } from '../../data/csv';
import { readBundledText } from '../../data/files';
import { kFold } from '../../data/kfold';
import { take } from '../../data/parts';
import { standardScaler } from '../../data/scale';
import { split } from '../../data/split';
import type { Car, CarRecord } from '../../data/tables';
import { tf } from '../../engine/tensorflow';
import type { ChapterDefinition, ExerciseDefinition } from '../definitions';
import type { Report } from '../report';

const secondStep: ExerciseDefinition = {
  id: '01.1',
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
  solution: `
// ∂L/∂w = 2/4 · (0·−0.4 + 1·−0.15 + 2·−0.9 + 3·−0.65) = −1.95
// ∂L/∂b = 2/4 · (−0.4 − 0.15 − 0.9 − 0.65) = −1.05
const secondStep: number[] | undefined = [1.25 + 0.195, 0.6 + 0.105];`,
  wrongAnswers: [
    { code: 'const secondStep = [1.055, 0.495];', says: 'along the gradient' },
    { code: 'const secondStep = [1.3475, 0.6525];', says: 'factor 2' },
    { code: 'const secondStep = [2.03, 1.02];', says: 'divide by the number of rides' },
    { code: 'const secondStep = [-1.95, -1.05];', says: 'the gradient itself' },
    { code: 'const secondStep = [1.4, 0.9];', says: 'the bottom of the bowl' },
    { code: 'const secondStep = 1.445;', says: 'must be an array' },
    { code: 'const secondStep = [1.445];', says: 'must hold 2 numbers' },
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 2 });
    report.close(values, [1.445, 0.705], {
      mistakes: [
        { gives: [1.055, 0.495], says: 'You walked along the gradient, uphill. Subtract it.' },
        { gives: [1.3475, 0.6525], says: 'The factor 2 of the squared error is missing.' },
        { gives: [2.03, 1.02], says: 'The loss is a mean: divide by the number of rides.' },
        { gives: [-1.95, -1.05], says: 'That is the gradient itself; take a step with it.' },
        {
          gives: [1.4, 0.9],
          says: 'That is the bottom of the bowl, where many more steps would end. Take one.',
        },
      ],
    });
    report.remark(
      'The slope has overshot 1.4 while the bias still lags behind 0.9: the walls of the valley are steep, its floor is flat.',
    );
  },
};

const otherUnits: ExerciseDefinition = {
  id: '01.2',
  title: 'The same model in other units',
  difficulty: 1,
  task: `
A model of fuel economy has an MSE of 9 mpg² and $R^2 = 0.85$. A colleague in Europe wants the numbers in kilometers per
liter; 1 mpg is 0.425 km/L. All predictions and targets are multiplied by 0.425. Write the new numbers as
\`[mse, rmse, r2]\`.`,
  answer: 'inKilometersPerLiter',
  placeholder: `
const inKilometersPerLiter: number[] | undefined = undefined; // [mse, rmse, r2]`,
  hints: [
    'Every error is multiplied by 0.425. What happens to its square?',
    'The RMSE has the unit of the target; the MSE has the square of that unit.',
    '$R^2$ is a ratio of two sums of squares. Both are multiplied by the same factor.',
  ],
  solution: `
const inKilometersPerLiter: number[] | undefined = [9 * 0.425 ** 2, 3 * 0.425, 0.85];`,
  wrongAnswers: [
    { code: 'const inKilometersPerLiter = [9 * 0.425, 3 * 0.425, 0.85];', says: 'squared unit' },
    {
      code: 'const inKilometersPerLiter = [9 * 0.425 ** 2, 9 * 0.425, 0.85];',
      says: 'the root of the MSE',
    },
    {
      code: 'const inKilometersPerLiter = [9 * 0.425 ** 2, 3 * 0.425, 0.85 * 0.425];',
      says: 'has no unit',
    },
    { code: 'const inKilometersPerLiter = [1.625625];', says: 'must hold 3 numbers' },
  ],
  check(answer, report) {
    const [mse, rmse, r2] = report.numbers(answer, undefined, { length: 3 });
    report.close(mse, 9 * 0.425 ** 2, {
      what: 'The MSE',
      tolerance: 1e-3,
      mistakes: [{ gives: 9 * 0.425, says: 'The MSE has the squared unit of the target.' }],
    });
    report.close(rmse, 3 * 0.425, {
      what: 'The RMSE',
      tolerance: 1e-3,
      mistakes: [{ gives: 9 * 0.425, says: 'Start from the root of the MSE, 3 mpg.' }],
    });
    report.close(r2, 0.85, {
      what: '$R^2$',
      mistakes: [
        { gives: 0.85 * 0.425, says: '$R^2$ has no unit: the factor cancels.' },
        { gives: 0.85 * 0.425 ** 2, says: '$R^2$ has no unit: the factor cancels.' },
      ],
    });
    report.remark('So never compare MSEs of different units, and always write the unit.');
  },
};

const standardizeBoth: ExerciseDefinition = {
  id: '01.3',
  title: 'Scale without leaking',
  difficulty: 2,
  task: `
Write \`standardizeBoth(train, other)\` for two tables \`[N, D]\` and \`[M, D]\`. Return \`{ train, other }\`, both
standardized with the mean and the standard deviation (with $1/N$) of **train** only. A column that is constant in
\`train\` must come out as \`column − mean\`, without a division by zero.`,
  answer: 'standardizeBoth',
  placeholder: `
function standardizeBoth(
  train: tf.Tensor2D,
  other: tf.Tensor2D,
): { train: tf.Tensor; other: tf.Tensor } {
  return todo(); // your code
}`,
  hints: [
    '`tf.moments(train, 0)` gives `mean` and `variance`, each `[D]`. Nothing about `other` may be measured.',
    'A constant column has variance 0. Replace a deviation of 0 by 1 before you divide: `tf.where(condition, a, b)`.',
    '`const deviation = variance.sqrt(); const safe = tf.where(deviation.equal(0), tf.onesLike(deviation), deviation);`',
  ],
  solution: `
function standardizeBoth(
  train: tf.Tensor2D,
  other: tf.Tensor2D,
): { train: tf.Tensor; other: tf.Tensor } {
  return tf.tidy(() => {
    const { mean, variance } = tf.moments(train, 0); // both [D]
    const deviation = variance.sqrt();
    const safe = tf.where(deviation.equal(0), tf.onesLike(deviation), deviation);
    return { train: train.sub(mean).div(safe), other: other.sub(mean).div(safe) };
  });
}`,
  wrongAnswers: [
    {
      code: `
function standardizeBoth(train: tf.Tensor2D, other: tf.Tensor2D) {
  const scaled = (x: tf.Tensor2D) => {
    const { mean, variance } = tf.moments(x, 0);
    const deviation = variance.sqrt();
    return x.sub(mean).div(tf.where(deviation.equal(0), tf.onesLike(deviation), deviation));
  };
  return { train: scaled(train), other: scaled(other) };
}`,
      says: 'its own mean',
    },
    {
      code: `
function standardizeBoth(train: tf.Tensor2D, other: tf.Tensor2D) {
  const { mean, variance } = tf.moments(tf.concat([train, other], 0), 0);
  const deviation = variance.sqrt();
  const safe = tf.where(deviation.equal(0), tf.onesLike(deviation), deviation);
  return { train: train.sub(mean).div(safe), other: other.sub(mean).div(safe) };
}`,
      says: 'both tables together',
    },
    {
      code: `
function standardizeBoth(train: tf.Tensor2D, other: tf.Tensor2D) {
  const { mean, variance } = tf.moments(train, 0);
  return { train: train.sub(mean).div(variance.sqrt()), other: other.sub(mean).div(variance.sqrt()) };
}`,
      says: 'constant column',
    },
    {
      code: `
function standardizeBoth(train: tf.Tensor2D, other: tf.Tensor2D) {
  return { train };
}`,
      says: 'lacks `other`',
    },
  ],
  check(answer, report) {
    const standardizeBoth = report.function(answer);
    const given = {
      train: [
        [1, 10, 4],
        [3, 30, 4],
        [8, 80, 4],
      ],
      other: [
        [2, 50, 4],
        [5, 90, 6],
      ],
    };
    const [train, other] = [tf.tensor2d(given.train), tf.tensor2d(given.other)];
    const result = report.object(
      standardizeBoth(train, other),
      ['train', 'other'],
      'What it returns',
    );
    const on = JSON.stringify(given);
    for (const part of ['train', 'other'] as const) {
      const table = report.tensor(result[part], { shape: [given[part].length, 3] }, `\`${part}\``);
      report.demand(
        !tf.isNaN(table).any().dataSync()[0] && !tf.isInf(table).any().dataSync()[0],
        `\`${part}\` holds numbers that are not finite. Did the constant column of \`train\` divide by zero?`,
      );
    }
    const scaled = (x: tf.Tensor2D, measured: tf.Tensor2D): tf.Tensor => {
      const { mean, variance } = tf.moments(measured, 0);
      return x.sub(mean).div(tf.where(variance.equal(0), tf.onesLike(variance), variance.sqrt()));
    };
    const both = tf.concat([train, other], 0);
    report.close(result.train, scaled(train, train), {
      what: '`train`',
      on,
      mistakes: [
        {
          gives: scaled(train, both),
          says: 'You measured both tables together: that leaks `other` into the scaler.',
        },
      ],
    });
    report.close(result.other, scaled(other, train), {
      what: '`other`',
      on,
      mistakes: [
        {
          gives: scaled(other, other),
          says: '`other` was standardized by its own mean and deviation. Then the same car gets different features in different company.',
        },
      ],
    });
    report.remark(
      'The library calls this `standardScaler(train)`, with `.transform` for every other part.',
    );
  },
};

const ridgeGradient: ExerciseDefinition = {
  id: '01.4',
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
  solution: `
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
}`,
  wrongAnswers: [
    {
      code: `
function ridgeGradient(x: tf.Tensor2D, y: tf.Tensor2D, w: tf.Tensor2D, b: tf.Scalar, lambda: number) {
  const error = x.matMul(w).add(b).sub(y);
  return { w: tf.matMul(x, error, true).mul(2 / x.shape[0]), b: error.mean().mul(2) };
}`,
      says: 'the price is missing',
    },
    {
      code: `
function ridgeGradient(x: tf.Tensor2D, y: tf.Tensor2D, w: tf.Tensor2D, b: tf.Scalar, lambda: number) {
  const error = x.matMul(w).add(b).sub(y);
  return {
    w: tf.matMul(x, error, true).mul(2 / x.shape[0]).add(w.mul(2 * lambda)),
    b: error.mean().mul(2).add(b.mul(2 * lambda)),
  };
}`,
      says: 'the bias pays nothing',
    },
    {
      code: `
function ridgeGradient(x: tf.Tensor2D, y: tf.Tensor2D, w: tf.Tensor2D, b: tf.Scalar, lambda: number) {
  const error = tf.sub(y, x.matMul(w).add(b));
  return {
    w: tf.matMul(x, error, true).mul(2 / x.shape[0]).add(w.mul(2 * lambda)),
    b: error.mean().mul(2),
  };
}`,
      says: 'sign',
    },
    {
      code: `
function ridgeGradient(x: tf.Tensor2D, y: tf.Tensor2D, w: tf.Tensor2D, b: tf.Scalar, lambda: number) {
  const error = x.matMul(w).add(b).sub(y);
  return {
    w: tf.matMul(x, error, true).mul(2 / x.shape[0]).add(w.mul(lambda)),
    b: error.mean().mul(2),
  };
}`,
      says: 'factor 2',
    },
    {
      code: `
function ridgeGradient(x: tf.Tensor2D, y: tf.Tensor2D, w: tf.Tensor2D, b: tf.Scalar, lambda: number) {
  const error = x.matMul(w).add(b).sub(y);
  return { w: x.mul(error).mean(0).mul(2).add(w.mul(2 * lambda)), b: error.mean().mul(2) };
}`,
      says: 'has shape [3, 3]',
    },
  ],
  check(answer, report) {
    const ridgeGradient = report.function(answer);
    const [x, y] = [
      tf.tensor2d([
        [1, 0, 2],
        [0, 3, 1],
        [2, 1, 0],
        [1, 1, 4],
        [3, 0, 1],
      ]),
      tf.tensor2d([1, 4, 2, 7, 3], [5, 1]),
    ];
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
        {
          gives: loss.add(w.mul(lambda)),
          says: 'The derivative of $\\lambda w^2$ has a factor 2.',
        },
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
    report.close(ofB, error.mean().mul(2), {
      what: '`b` of the result',
      mistakes: [
        {
          gives: error
            .mean()
            .mul(2)
            .add(b.mul(2 * lambda)),
          says: 'The sum runs over the weights only: the bias pays nothing.',
        },
        { gives: error.mean().mul(-2), says: 'The sign is reversed.' },
      ],
    });
    const difference = finiteDifference(x, y, w, b, lambda);
    report.close(ofW, difference, { what: '`w` against finite differences', tolerance: 1e-2 });
  },
};

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

const lassoSlope: ExerciseDefinition = {
  id: '01.5',
  title: 'Exactly zero',
  difficulty: 2,
  task: `
Write \`lassoSlope(x, y, lambda)\` for two lists of numbers: the slope $w$ that minimizes
$\\frac1N \\sum_i (w x_i + b - y_i)^2 + \\lambda |w|$ with the best $b$. It must be exactly 0 when $\\lambda$ is large
enough, and it must also be right when the slope is **negative**.`,
  answer: 'lassoSlope',
  placeholder: `
function lassoSlope(x: number[], y: number[], lambda: number): number {
  return todo(); // your code
}`,
  hints: [
    'Start from $S_{xy} = \\sum_i (x_i - \\bar x)(y_i - \\bar y)$ and $S_{xx}$ as in the worked example.',
    'For a positive slope the chapter found $(S_{xy} - N\\lambda/2) / S_{xx}$ while that is positive, then 0. For a negative one, mirror it.',
    'Take $\\max(0, |S_{xy}| - N \\lambda / 2)$ and give it the sign of $S_{xy}$: `Math.sign(sxy) * Math.max(0, …)`.',
  ],
  solution: `
function lassoSlope(x: number[], y: number[], lambda: number): number {
  const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [xMean, yMean] = [average(x), average(y)];
  const sxy = x.reduce((sum, value, i) => sum + (value - xMean) * ((y[i] ?? 0) - yMean), 0);
  const sxx = x.reduce((sum, value) => sum + (value - xMean) ** 2, 0);
  return (Math.sign(sxy) * Math.max(0, Math.abs(sxy) - (x.length * lambda) / 2)) / sxx;
}`,
  setup: `
const averageOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const sumsOf = (x: number[], y: number[]) => ({
  sxy: x.reduce((sum, value, i) => sum + (value - averageOf(x)) * ((y[i] ?? 0) - averageOf(y)), 0),
  sxx: x.reduce((sum, value) => sum + (value - averageOf(x)) ** 2, 0),
});`,
  wrongAnswers: [
    {
      code: `
function lassoSlope(x: number[], y: number[], lambda: number): number {
  const { sxy, sxx } = sumsOf(x, y);
  return sxy / (sxx + x.length * lambda);
}`,
      says: 'the slope of L2',
    },
    {
      code: `
function lassoSlope(x: number[], y: number[], lambda: number): number {
  const { sxy, sxx } = sumsOf(x, y);
  return (sxy - (x.length * lambda) / 2) / sxx;
}`,
      says: 'passes through zero',
    },
    {
      code: `
function lassoSlope(x: number[], y: number[], lambda: number): number {
  const { sxy, sxx } = sumsOf(x, y);
  return Math.max(0, sxy - (x.length * lambda) / 2) / sxx;
}`,
      says: 'negative slope',
    },
    {
      code: `
function lassoSlope(x: number[], y: number[], lambda: number): number {
  const { sxy, sxx } = sumsOf(x, y);
  return (Math.sign(sxy) * Math.max(0, Math.abs(sxy) - x.length * lambda)) / sxx;
}`,
      says: 'twice the price',
    },
    {
      code: `
function lassoSlope(x: number[], y: number[], lambda: number): number {
  const { sxy, sxx } = sumsOf(x, y);
  return (Math.sign(sxy) * Math.max(0, Math.abs(sxy) - lambda / 2)) / sxx;
}`,
      says: 'mean of $N$',
    },
  ],
  check(answer, report) {
    const lassoSlope = report.function(answer);
    const [x, y] = [
      [0, 1, 2, 3],
      [1, 2, 4, 5],
    ];
    const slope = (target: number[], lambda: number): number =>
      report.number(lassoSlope([...x], target, lambda), 'The result');
    const on = (lambda: number): string => `lassoSlope([0, 1, 2, 3], [1, 2, 4, 5], ${lambda})`;
    report.close(slope([...y], 0), 1.4, { what: 'The slope', on: on(0) });
    report.close(slope([...y], 1), 1, {
      what: 'The slope',
      on: on(1),
      mistakes: [
        { gives: 7 / 9, says: 'That is the slope of L2, which divides; L1 subtracts.' },
        {
          gives: 3 / 5,
          says: 'You paid twice the price: the square brings a factor 2, the absolute value none.',
        },
        {
          gives: 6.5 / 5,
          says: 'The loss is a mean of $N$ squares and $S_{xy}$ a sum: multiply $\\lambda$ by $N$.',
        },
      ],
    });
    report.close(slope([...y], 5), 0, {
      what: 'The slope',
      on: on(5),
      mistakes: [
        {
          gives: -3 / 5,
          says: 'It passes through zero. A price can remove a slope, not reverse it.',
        },
      ],
    });
    report.close(
      slope(
        y.map((value) => -value),
        1,
      ),
      -1,
      {
        what: 'The slope',
        on: 'lassoSlope([0, 1, 2, 3], [-1, -2, -4, -5], 1)',
        mistakes: [
          { gives: 0, says: 'A negative slope must survive too: shrink its size, keep its sign.' },
          {
            gives: -9 / 5,
            says: 'The price made the slope steeper. Shrink its size, keep its sign.',
          },
        ],
      },
    );
    report.remark(
      'This function is called *soft thresholding*; coordinate descent applies it to one feature after the other.',
    );
  },
};

const foldsByHand: ExerciseDefinition = {
  id: '01.6',
  title: 'Cut your own folds',
  difficulty: 2,
  task: `
Write \`cutFolds(order, k)\`. \`order\` holds the positions of the examples, already shuffled. Return \`k\` objects
\`{ train, validation }\` of positions such that each position validates exactly once, trains in all other folds, and
the sizes of the validation parts differ by at most one.`,
  answer: 'cutFolds',
  placeholder: `
function cutFolds(order: number[], k: number): { train: number[]; validation: number[] }[] {
  return todo(); // your code
}`,
  hints: [
    'Let the example at place $i$ of `order` validate in one fold, chosen by $i$ and $k$.',
    'The remainder `i % k` deals the examples out like cards: sizes differ by at most one by themselves.',
    '`order.filter((_, i) => i % k === fold)` is one validation part; the rest is its training part.',
  ],
  solution: `
function cutFolds(order: number[], k: number): { train: number[]; validation: number[] }[] {
  return Array.from({ length: k }, (_, fold) => ({
    train: order.filter((_, i) => i % k !== fold),
    validation: order.filter((_, i) => i % k === fold),
  }));
}`,
  wrongAnswers: [
    {
      code: `
function cutFolds(order: number[], k: number) {
  const size = Math.floor(order.length / k);
  return Array.from({ length: k }, (_, fold) => ({
    train: order.filter((_, i) => i < fold * size || i >= (fold + 1) * size),
    validation: order.slice(fold * size, (fold + 1) * size),
  }));
}`,
      says: 'never validate',
    },
    {
      code: `
function cutFolds(order: number[], k: number) {
  return Array.from({ length: k }, (_, fold) => ({
    train: order,
    validation: order.filter((_, i) => i % k === fold),
  }));
}`,
      says: 'both trains and validates',
    },
    {
      code: `
function cutFolds(order: number[], k: number) {
  const size = Math.ceil(order.length / k);
  return Array.from({ length: k }, (_, fold) => ({
    train: order.filter((_, i) => i < fold * size || i >= (fold + 1) * size),
    validation: order.slice(fold * size, (fold + 1) * size),
  }));
}`,
      says: 'differ by at most one',
    },
    {
      code: `
function cutFolds(order: number[], k: number) {
  return Array.from({ length: k }, (_, fold) => ({
    train: order.map((_, i) => i).filter((i) => i % k !== fold),
    validation: order.map((_, i) => i).filter((i) => i % k === fold),
  }));
}`,
      says: 'places in `order`',
    },
    {
      code: `
function cutFolds(order: number[], k: number) {
  return [{ train: order.slice(k), validation: order.slice(0, k) }];
}`,
      says: 'expected 4 folds',
    },
  ],
  check(answer, report) {
    const cutFolds = report.function(answer);
    for (const [order, k] of [
      [[40, 10, 30, 20, 60, 50, 80, 70, 90], 4],
      [[5, 3, 7, 1, 9], 5],
    ] as const)
      checkFolds(cutFolds([...order], k), order, k, report);
    report.remark(
      'The library calls this `kFold`; it can also keep groups together, or the order of time.',
    );
  },
};

function checkFolds(result: unknown, order: readonly number[], k: number, report: Report): void {
  const on = `\`cutFolds(${JSON.stringify(order)}, ${k})\``;
  report.demand(Array.isArray(result), `${on} must return an array of folds.`);
  const found = (result as unknown[]).map((fold, i) => {
    const { train, validation } = report.object(fold, ['train', 'validation'], `Fold ${i}`);
    return {
      train: report.numbers(train, `\`train\` of fold ${i}`),
      validation: report.numbers(validation, `\`validation\` of fold ${i}`),
    };
  });
  report.demand(
    found.length === k,
    `${on} returned ${found.length} fold${found.length === 1 ? '' : 's'}; expected ${k} folds.`,
  );
  const known = found.flatMap((fold) => [...fold.train, ...fold.validation]);
  report.demand(
    known.every((position) => order.includes(position)),
    `${on} returned places in \`order\` (0, 1, 2, …); the positions that stand there are wanted.`,
  );
  for (const position of order) {
    const times = found.filter(({ validation }) => validation.includes(position)).length;
    report.demand(
      times === 1,
      `On ${on}: ${position} validates ${times} times instead of once.${times === 0 ? ' Some examples never validate: look at the end of the list.' : ''}`,
    );
  }
  found.forEach(({ train, validation }, i) => {
    const double = train.find((position) => validation.includes(position));
    report.demand(
      double === undefined,
      `On ${on}: ${double} both trains and validates in fold ${i}. Its score would be worthless.`,
    );
    report.demand(
      train.length + validation.length === order.length,
      `On ${on}: fold ${i} holds ${train.length + validation.length} of ${order.length} examples.`,
    );
  });
  const sizes = found.map(({ validation }) => validation.length);
  report.demand(
    Math.max(...sizes) - Math.min(...sizes) <= 1,
    `On ${on}: the validation parts have ${sizes.join(', ')} examples; they must differ by at most one.`,
  );
}

/** What exercise 01.7 asks for. */
const WANTED_RMSE = 2.9;
const MOST_FEATURES = 14;

const ownFeatures: ExerciseDefinition = {
  id: '01.7',
  title: 'Features of your own',
  difficulty: 3,
  task: `
Design \`myFeatures(car)\`: a list of at most ${MOST_FEATURES} numbers for each car. The check fits ordinary least squares
(scaled, in 10 folds of the training and validation cars) and wants an RMSE of at most **${WANTED_RMSE.toFixed(2)} mpg**; the
eight plain features reach 3.4. \`car.milesPerGallon\` is hidden. Look at the residuals and at the worst mistakes first:
what do these cars have in common?`,
  answer: 'myFeatures',
  placeholder: `
function myFeatures(car: Car): number[] {
  return todo(); // for example [car.weight, car.year]
}`,
  hints: [
    'The residuals were curved. Squares of centered features bend the line: `((car.weight - 3000) / 1000) ** 2`.',
    'Fuel *per mile* is nearly proportional to weight, so miles per gallon go with one over it: try `1000 / car.weight` and `100 / car.horsepower`.',
    "The largest mistake of all was a diesel. The names know: `car.name.includes('diesel') ? 1 : 0`. And the years improved faster toward the end.",
  ],
  solution: `
function myFeatures(car: Car): number[] {
  const year = (car.year - 1976) / 4;
  const weight = 1000 / car.weight; // fuel per mile grows with weight
  const power = 100 / car.horsepower;
  return [
    car.weight, car.horsepower, car.displacement, car.cylinders, car.acceleration, year,
    car.origin === 'Europe' ? 1 : 0, car.origin === 'Japan' ? 1 : 0,
    year ** 2, weight, power, weight * year,
    car.name.includes('diesel') ? 1 : 0,
  ];
}`,
  setup: `
type Car = import('dlts').Car;`,
  wrongAnswers: [
    {
      code: `
function myFeatures(car: Car): number[] {
  return [car.weight, car.horsepower, car.displacement, car.cylinders, car.acceleration, car.year,
    car.origin === 'Europe' ? 1 : 0, car.origin === 'Japan' ? 1 : 0];
}`,
      says: 'bend',
    },
    {
      code: `
function myFeatures(car: Car): number[] {
  return [car.weight, 100 / car.milesPerGallon];
}`,
      says: 'hidden',
    },
    {
      code: `
function myFeatures(car: Car): number[] {
  return Array.from({ length: 20 }, (_, power) => (car.weight / 3000) ** power);
}`,
      says: 'at most 14',
    },
    {
      code: `
function myFeatures(car: Car): number[] {
  return [car.weight, car.weight, car.year];
}`,
      says: 'mixture of the others',
    },
    {
      code: `
function myFeatures(car: Car): any[] {
  return [car.weight, car.origin];
}`,
      says: 'must be a number',
    },
    {
      code: `
function myFeatures(car: Car): number[] {
  return [car.weight, Math.log(car.cylinders - 4)];
}`,
      says: 'logarithm',
    },
    {
      code: `
function myFeatures(car: Car): number[] {
  return car.name.split(' ').map((word) => word.length);
}`,
      says: 'as many features',
    },
  ],
  check(answer, report) {
    const myFeatures = report.function(answer);
    const { cars, targets, folds } = carsForDesign();
    const first = cars[0] as Car;
    report.demand(
      !usesTarget(myFeatures, first),
      '`car.milesPerGallon` is hidden in this exercise: it is what you predict.',
    );
    const width = report.numbers(myFeatures({ ...first }), 'the list that it returns').length;
    report.demand(
      width >= 1 && width <= MOST_FEATURES,
      `\`myFeatures\` returns ${width} features; at most ${MOST_FEATURES} are allowed (and at least one).`,
    );
    const x = cars.map((car) => {
      const list = report.numbers(myFeatures({ ...car }), `the list for the ${car.name}`);
      report.demand(
        list.length === width,
        `\`myFeatures\` must return as many features for every car; ${list.length} for the ${car.name}, ${width} before.`,
      );
      return list;
    });
    const rmse = crossValidatedError(x, targets, folds);
    report.demand(
      Number.isFinite(rmse),
      'Least squares has no single answer: one feature is constant or a mixture of the others in some fold. Leave it out.',
    );
    report.demand(
      rmse <= WANTED_RMSE,
      `Your ${width} features reach ${rmse.toFixed(2)} mpg; ${WANTED_RMSE.toFixed(2)} is wanted. ` +
        (rmse > 3.3 ? 'Straight lines stop at about 3.4: bend something.' : 'You are on the way.'),
    );
    report.remark(
      `Your ${width} features reach ${rmse.toFixed(2)} mpg. The 41 of the chapter, with a price, reached 2.88.`,
    );
  },
};

/** Training and validation cars of the chapter, without their targets, and ten folds. */
function carsForDesign(): {
  cars: Car[];
  targets: number[];
  folds: ReturnType<typeof kFold>;
} {
  const all = parseCsv<CarRecord>(readBundledText('exercise 01.7', 'cars.csv'));
  const complete = all.filter((car): car is Car =>
    Object.values(car).every((value) => value !== null),
  );
  const { train, validation } = split(complete, { validationSize: 0.2, testSize: 0.2, seed: 42 });
  const cars = [...train, ...validation];
  return {
    cars: cars.map((car) => ({ ...car, milesPerGallon: NaN })),
    targets: cars.map((car) => car.milesPerGallon),
    folds: kFold(cars, { k: 10, seed: 42 }),
  };
}

/** Whether a feature changes with the target. */
function usesTarget(features: (car: Car) => unknown, car: Car): boolean {
  const [hidden, shown] = [NaN, 20].map((milesPerGallon) => features({ ...car, milesPerGallon }));
  return (
    Array.isArray(hidden) &&
    Array.isArray(shown) &&
    hidden.some((value, i) => !Object.is(value, shown[i]))
  );
}

/** Mean over the folds of the RMSE of least squares; not finite when some fold has no single solution. */
function crossValidatedError(x: number[][], y: number[], folds: ReturnType<typeof kFold>): number {
  const errors = folds.map(({ train, validation }) => {
    const scaler = standardScaler(take(x, train));
    const z = leastSquares(withOne(scaler.transform(take(x, train))), take(y, train));
    const unseen = withOne(scaler.transform(take(x, validation)));
    const squares = unseen.map((row, i) => (dot(row, z) - (y[validation[i] ?? 0] ?? NaN)) ** 2);
    return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length);
  });
  return errors.reduce((sum, value) => sum + value, 0) / errors.length;
}

const withOne = (rows: number[][]): number[][] => rows.map((row) => [...row, 1]);
const dot = (a: number[], b: number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);

/** Least squares by elimination; NaN when two columns carry the same information. */
function leastSquares(x: number[][], y: number[]): number[] {
  const width = x[0]?.length ?? 0;
  const column = (j: number): number[] => x.map((row) => row[j] ?? NaN);
  const equations = Array.from({ length: width }, (_, j) => [
    ...Array.from({ length: width }, (_, k) => dot(column(j), column(k))),
    dot(column(j), y),
  ]);
  for (const [k, pivot] of equations.entries()) {
    // Standardized columns have size N: a pivot that lost ten digits of it is rounding error.
    const scale = (pivot[k] ?? 0) > 1e-10 * x.length ? (pivot[k] ?? NaN) : NaN;
    pivot.forEach((value, j) => (pivot[j] = value / scale));
    for (const [i, row] of equations.entries()) {
      const factor = row[k] ?? NaN;
      if (i !== k) row.forEach((value, j) => (row[j] = value - factor * (pivot[j] ?? NaN)));
    }
  }
  return equations.map((row) => row[width] ?? NaN);
}

/** Chapter 01. */
export const chapter: ChapterDefinition = {
  id: '01',
  exercises: [
    secondStep,
    otherUnits,
    standardizeBoth,
    ridgeGradient,
    lassoSlope,
    foldsByHand,
    ownFeatures,
  ],
  quiz: [
    {
      question:
        'The loss of a run reads 3.1, 4.6, 6.9, 10.4, 15.6, … with every step. What do you do first?',
      options: [
        {
          text: 'Wait: the loss is noisy at the beginning',
          because:
            'A constant factor per step (here 1.5) is not noise. It is what a step beyond $2 / \\Lambda$ does, and it never ends by itself.',
        },
        {
          text: 'Lower the learning rate, and look whether the features are scaled',
          right: true,
          because:
            'The distance to the bottom is multiplied by $1 - \\eta \\Lambda$ in each step; its size is above 1, so $\\eta$ is too large for the steepest direction. Scaling makes that direction less steep.',
        },
        {
          text: 'Use more training data',
          because: 'More data hardly change the curvature of the bowl, and that is what decides.',
        },
        {
          text: 'Add regularization',
          because:
            'A price on the weights makes the bowl steeper, not flatter. It answers overfitting, which is another illness.',
        },
      ],
    },
    {
      question: 'On new cars your model has R² = −0.2. What does that mean?',
      options: [
        {
          text: 'A programming error: a square cannot be negative',
          because:
            'In spite of its name it is no square here but $1 - \\text{MSE} / \\text{variance}$, and that may be negative.',
        },
        {
          text: 'The feature and the target are negatively correlated',
          because: 'The sign of a correlation does not show in R².',
        },
        {
          text: 'Always guessing the mean of these cars would have been better',
          right: true,
          because: 'The MSE is 1.2 times the variance, and the variance is the MSE of the mean.',
        },
      ],
    },
    {
      question:
        '`yPred` has shape `[100, 1]`, `y` has shape `[100]`. What is `yPred.sub(y).square().mean()`?',
      options: [
        {
          text: 'The mean squared error',
          because: 'It would be if both had the shape `[100, 1]`.',
        },
        {
          text: 'The mean over all 10,000 pairs of a prediction and a target',
          right: true,
          because:
            'Broadcasting makes a table `[100, 100]`. A model that minimizes this predicts the mean for everybody, without any error message.',
        },
        {
          text: 'An error: the shapes differ',
          because: 'Broadcasting aligns from the right and stretches both. That is the trap.',
        },
      ],
    },
    {
      question: 'What does a larger λ do to a model with L2 regularization?',
      options: [
        {
          text: 'It raises the complexity of the model',
          because:
            'This has been printed, and it is wrong: the effective number of parameters falls.',
        },
        {
          text: 'It lowers the error on the training data',
          because:
            'The fit without a price is the best possible on the training data. Any price makes that worse.',
        },
        {
          text: 'It sets the weights of useless features to exactly zero',
          because: 'L1 does that. L2 divides, so a weight becomes small and never zero.',
        },
        {
          text: 'It makes the fit stiffer: smaller weights, a larger training error, often a smaller error on new data',
          right: true,
          because:
            'How much λ is right cannot be seen on the training data; cross-validation tells.',
        },
      ],
    },
    {
      question:
        'You tried 50 settings, kept the one with the best test score, and report that score. What is wrong?',
      options: [
        {
          text: 'Nothing, as long as no model was trained on the test set',
          because:
            'Choosing is a kind of training. The winner of 50 is partly the one that was luckiest on these examples.',
        },
        {
          text: 'The score is too optimistic: the test set has served as a validation set',
          right: true,
          because:
            'Choose by validation or cross-validation, then measure once on examples that had no part in any choice.',
        },
        {
          text: 'Fifty settings are too few',
          because: 'More attempts would make the winner luckier, and the report more wrong.',
        },
      ],
    },
  ],
};
