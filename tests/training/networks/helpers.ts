/** A small autoencoder and data for the tests of this room. */
import { setSeed, tf } from '../../../src/engine';
import { layers } from '../../../src/layers';
import { gaussianSampling } from '../../../src/layers/sampling';
import type { Network } from '../../../src/training/networks';

/** Points `[size, 5]` that depend on the seed alone. */
export function points(size = 23, seed = 3): tf.Tensor2D {
  setSeed(seed);
  return tf.randomNormal([size, 5]);
}

/** Two networks: 5 numbers to mean and logarithm of the variance of 2, and back. */
export function coder(seed = 7): { encoder: tf.LayersModel; decoder: tf.LayersModel } {
  setSeed(seed);
  const x = tf.input({ shape: [5] });
  const outputs = [0, 1].map(() => layers.dense({ units: 2 }).apply(x) as tf.SymbolicTensor);
  const encoder = tf.model({ inputs: x, outputs });
  const decoder = tf.sequential({ layers: [layers.dense({ units: 5, inputShape: [2] })] });
  return { encoder, decoder };
}

type Coder = Readonly<Record<'encoder' | 'decoder', Network>>;
const sampling = gaussianSampling();

/** Squared error of a noisy code's reconstruction, and divergence. */
export function objective({ encoder, decoder }: Coder, { x }: { x: tf.Tensor }) {
  const [mean, logVariance] = encoder<[tf.Tensor, tf.Tensor]>(x);
  const z = sampling.apply([mean, logVariance]) as tf.Tensor;
  const error = decoder(z).sub(x).square().sum(-1);
  const divergence = mean.square().add(logVariance.exp()).sub(logVariance).sub(1).sum(-1).mul(0.5);
  return { loss: error.add(divergence), error, divergence };
}
