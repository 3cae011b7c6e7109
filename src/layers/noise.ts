/**
 * Dropout and its relatives: new noise at every call, the same again after `setSeed`, also in a traced step.
 *
 * TensorFlow.js's own layers repeat one mask when given a seed, and draw numbers one by one in JavaScript.
 */
import { drawForPart, tf } from '../engine';
import { statelessNormal, statelessUniform } from '../engine/kernels';
import { itemAt } from '../host/item-at';
import { created } from './factories';
import { onlyTensor, register, registeredClass, type Kwargs, type Tensors } from './registry';

interface PlainDropout extends tf.layers.Layer {
  readonly rate: number;
  readonly seed?: number;
  getNoiseShape(input: tf.Tensor): number[] | undefined;
}

/**
 * Sets a random fraction `rate` of `x` to 0 and scales the rest by 1 / (1 − rate).
 *
 * @param x float32
 * @param rate fraction to drop, 0 ≤ rate < 1
 * @param noiseShape shape of the mask, broadcast to `x`. Default the shape of `x`.
 * @param seed changes the stream; masks still differ from call to call
 * @returns same shape; caller disposes. Differentiable.
 * @see Srivastava et al. 2014. https://jmlr.org/papers/v15/srivastava14a.html
 */
export function dropoutMask<T extends tf.Tensor>(
  x: T,
  rate: number,
  noiseShape: number[] = x.shape,
  seed = 0,
): T {
  return tf.tidy(() => {
    const draws = drawForPart(noiseShape, statelessUniform, seed);
    const mask = draws
      .greaterEqual(rate)
      .toFloat()
      .mul(1 / (1 - rate));
    return x.mul(mask);
  });
}

class Dropout extends registeredClass<PlainDropout>('Dropout') {
  static override className = 'Dropout';

  override call(inputs: Tensors, kwargs: Kwargs): tf.Tensor {
    const input = onlyTensor('dropout', inputs);
    if (kwargs['training'] !== true || this.rate === 0) return input;
    if (this.rate >= 1) return tf.zerosLike(input);
    return dropoutMask(input, this.rate, this.getNoiseShape(input), this.seed);
  }
}
register(Dropout);

/** Drops whole channels of `[N, T, C]`. */
class SpatialDropout1D extends Dropout {
  static override className = 'SpatialDropout1D';

  override getNoiseShape(input: tf.Tensor): number[] {
    return [itemAt(input.shape, 0), 1, itemAt(input.shape, 2)];
  }
}
register(SpatialDropout1D);

class GaussianNoise extends registeredClass<tf.layers.Layer & { readonly stddev: number }>(
  'GaussianNoise',
) {
  static override className = 'GaussianNoise';

  override call(inputs: Tensors, kwargs: Kwargs): tf.Tensor {
    const input = onlyTensor('gaussianNoise', inputs);
    if (kwargs['training'] !== true) return input;
    return tf.tidy(() => input.add(drawForPart(input.shape, statelessNormal).mul(this.stddev)));
  }
}
register(GaussianNoise);

class GaussianDropout extends registeredClass<PlainDropout>('GaussianDropout') {
  static override className = 'GaussianDropout';

  override call(inputs: Tensors, kwargs: Kwargs): tf.Tensor {
    const input = onlyTensor('gaussianDropout', inputs);
    if (kwargs['training'] !== true || this.rate <= 0 || this.rate >= 1) return input;
    const deviation = Math.sqrt(this.rate / (1 - this.rate));
    return tf.tidy(() =>
      input.mul(drawForPart(input.shape, statelessNormal).mul(deviation).add(1)),
    );
  }
}
register(GaussianDropout);

interface PlainAlphaDropout extends tf.layers.Layer {
  readonly rate: number;
  readonly noiseShape?: number[];
}

/**
 * Keeps mean and variance of standardized inputs, for SELU networks.
 *
 * TensorFlow.js's own layer sets dropped values to the limit with the wrong sign, which shifts the mean.
 *
 * @see Klambauer et al. 2017, section 3. https://arxiv.org/abs/1706.02515
 */
class AlphaDropout extends registeredClass<PlainAlphaDropout>('AlphaDropout') {
  static override className = 'AlphaDropout';

  override call(inputs: Tensors, kwargs: Kwargs): tf.Tensor {
    const input = onlyTensor('alphaDropout', inputs);
    if (kwargs['training'] !== true || this.rate <= 0 || this.rate >= 1) return input;
    const { rate } = this;
    const floor = -1.0507009873554805 * 1.6732632423543772; // SELU's lower limit
    const scale = 1 / Math.sqrt((1 - rate) * (1 + rate * floor * floor));
    return tf.tidy(() => {
      const noiseShape = this.noiseShape ?? input.shape;
      const keep = drawForPart(noiseShape, statelessUniform).greaterEqual(rate).toFloat();
      const dropped = input.mul(keep).add(tf.sub(1, keep).mul(floor));
      return dropped.mul(scale).add(-scale * floor * rate);
    });
  }
}
register(AlphaDropout);

/** Options of `tf.layers.dropout`; `seed` changes the stream, it does not freeze the mask. */
export type DropoutArgs = Parameters<typeof tf.layers.dropout>[0];

/**
 * Drops a random fraction `rate` of its input while training, and passes it on unchanged otherwise.
 *
 * What stays is scaled by 1 / (1 − `rate`). New numbers go at every call, and the same ones after `setSeed`.
 *
 * @param args `rate`, at least 0; `noiseShape` of the mask, by default that of the input; `seed`, …
 * @returns a layer of any shape.
 * @throws RangeError for an option that does not exist.
 * @see Srivastava et al. 2014. https://jmlr.org/papers/v15/srivastava14a.html
 * @example
 * layers.dropout({ rate: 0.5 }).apply(tf.tensor1d([1, 2])); // [ 1, 2 ]
 */
export function dropout(args: DropoutArgs): ReturnType<typeof tf.layers.dropout> {
  return created('dropout', Dropout, args);
}

/**
 * Drops whole channels of a sequence: `tf.layers.spatialDropout1d` with sound randomness.
 *
 * @param args `rate`, the fraction of channels to drop; `seed`, …
 * @returns a layer from `[N, T, C]` to the same shape.
 * @throws RangeError for an option that does not exist.
 * @example
 * layers.spatialDropout1d({ rate: 0.5 }).apply(tf.tensor3d([[[1, 2]]])); // [ [ [ 1, 2 ] ] ]
 */
export function spatialDropout1d(args: Omit<DropoutArgs, 'noiseShape'>): tf.layers.Layer {
  return created('spatialDropout1d', SpatialDropout1D, args);
}

/**
 * Adds normal noise while training: `tf.layers.gaussianNoise` with sound randomness.
 *
 * @param args `stddev`, the noise's standard deviation, …
 * @returns a layer of any shape.
 * @throws RangeError for an option that does not exist.
 * @example
 * layers.gaussianNoise({ stddev: 0.1 }).apply(tf.tensor1d([1, 2])); // [ 1, 2 ]
 */
export function gaussianNoise(
  args: Parameters<typeof tf.layers.gaussianNoise>[0],
): tf.layers.Layer {
  return created('gaussianNoise', GaussianNoise, args);
}

/**
 * Multiplies by normal noise of mean 1 while training: `tf.layers.gaussianDropout` with sound randomness.
 *
 * @param args `rate`; the noise has standard deviation √(rate / (1 − rate)), as dropout has
 * @returns a layer of any shape.
 * @throws RangeError for an option that does not exist.
 * @example
 * layers.gaussianDropout({ rate: 0.1 }).apply(tf.tensor1d([1, 2])); // [ 1, 2 ]
 */
export function gaussianDropout(
  args: Parameters<typeof tf.layers.gaussianDropout>[0],
): tf.layers.Layer {
  return created('gaussianDropout', GaussianDropout, args);
}

/**
 * Dropout that keeps mean and variance, for SELU networks: `tf.layers.alphaDropout`, mended.
 *
 * @param args `rate`, the fraction of values to drop; `noiseShape`, …
 * @returns a layer of any shape.
 * @throws RangeError for an option that does not exist.
 * @see Klambauer et al. 2017, section 3. https://arxiv.org/abs/1706.02515
 * @example
 * layers.alphaDropout({ rate: 0.1 }).apply(tf.tensor1d([1, 2])); // [ 1, 2 ]
 */
export function alphaDropout(args: Parameters<typeof tf.layers.alphaDropout>[0]): tf.layers.Layer {
  return created('alphaDropout', AlphaDropout, args);
}
