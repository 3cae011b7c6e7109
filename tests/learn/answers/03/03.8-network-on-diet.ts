/** Foreseen wrong answers to exercise 03.8, each with a part of what the check must say. */
import { createCnn, createMlp, loadMnist, losses, setSeed, tf, train } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const setup = 'const mnist = await loadMnist({ limit: 10_000 });';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'at most 6,000',
    make: () => createCnn(),
  },
  {
    says: 'Train it first',
    make: () => createCnn({ filters: [8, 16], denseUnits: 0 }),
  },
  {
    says: '[N, 28, 28, 1]',
    make() {
      setSeed(1);
      return createMlp({ hiddenUnits: [7] });
    },
  },
  {
    says: 'A convolution shares',
    async make() {
      const mnist = await loadMnist({ limit: 10_000 });
      setSeed(1);
      const dietModel = tf.sequential({
        layers: [
          tf.layers.flatten({ inputShape: [28, 28, 1] }),
          tf.layers.dense({ units: 7, activation: 'relu' }),
          tf.layers.dense({ units: 10 }),
        ],
      });
      await train(dietModel, mnist.train, {
        epochs: 2,
        loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }),
      });
      return dietModel;
    },
  },
  {
    says: 'trained on one of them',
    async make() {
      const { validation } = await loadMnist();
      setSeed(1);
      const dietModel = createCnn({ filters: [8, 16], denseUnits: 0 });
      await train(dietModel, validation, {
        epochs: 30,
        optimizer: tf.train.adam(3e-3),
        loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }),
      });
      return dietModel;
    },
  },
  {
    says: 'ten logits',
    make: () => createCnn({ filters: [4, 8], denseUnits: 0, outputUnits: 1 }),
  },
  {
    says: 'must be a model',
    make: () => createCnn({ filters: [8, 16], denseUnits: 0 }).countParams(),
  },
];
