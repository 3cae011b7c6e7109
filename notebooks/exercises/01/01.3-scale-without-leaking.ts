/** Exercise 01.3: scale without leaking. */
import { tf } from 'dlts';
import { defineExercise } from 'dlts/dist/learn/author';

const TABLES = {
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

export const exercise = defineExercise({
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
  check(answer, report) {
    const standardizeBoth = report.function(answer);
    const [train, other] = [tf.tensor2d(TABLES.train), tf.tensor2d(TABLES.other)];
    const scaledBoth = standardizeBoth(train, other);
    const result = report.object(scaledBoth, ['train', 'other'], 'What it returns');
    const on = JSON.stringify(TABLES);
    for (const part of ['train', 'other'] as const) {
      const table = report.tensor(result[part], { shape: [TABLES[part].length, 3] }, `\`${part}\``);
      report.demand(
        !tf.isNaN(table).any().dataSync()[0] && !tf.isInf(table).any().dataSync()[0],
        `\`${part}\` holds numbers that are not finite. Did the constant column of \`train\` divide by zero?`,
      );
    }
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
});

export function solution() {
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
  }
  return standardizeBoth;
}

/** `x` standardized by what is measured on another table. */
function scaled(x: tf.Tensor2D, measured: tf.Tensor2D): tf.Tensor {
  const { mean, variance } = tf.moments(measured, 0);
  return x.sub(mean).div(tf.where(variance.equal(0), tf.onesLike(variance), variance.sqrt()));
}
