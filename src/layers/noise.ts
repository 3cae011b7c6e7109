/**
 * Dropout and its relatives: new noise at every call, the same again after `setSeed`, also in a traced step.
 *
 * TensorFlow.js's own layers repeat one mask when given a seed, and draw numbers one by one in JavaScript.
 */
import { drawForPart, tf } from '../engine';
import { statelessNormal, statelessUniform } from '../engine/kernels';
import { onlyTensor, register, registeredClass } from './registry';

interface PlainDropout extends tf.layers.Layer {
  readonly rate: number;
  readonly seed?: number;
  getNoiseShape(input: tf.Tensor): number[] | undefined;
}

type Kwargs = Record<string, unknown>;

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

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor {
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
    const [batch, , channels] = input.shape as [number, number, number];
    return [batch, 1, channels];
  }
}
register(SpatialDropout1D);

class GaussianNoise extends registeredClass<tf.layers.Layer & { readonly stddev: number }>(
  'GaussianNoise',
) {
  static override className = 'GaussianNoise';

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor {
    const input = onlyTensor('gaussianNoise', inputs);
    if (kwargs['training'] !== true) return input;
    return tf.tidy(() => input.add(drawForPart(input.shape, statelessNormal).mul(this.stddev)));
  }
}
register(GaussianNoise);

class GaussianDropout extends registeredClass<PlainDropout>('GaussianDropout') {
  static override className = 'GaussianDropout';

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor {
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

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor {
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
 * @see {@link dropoutMask}
 */
export function dropout(args: DropoutArgs): ReturnType<typeof tf.layers.dropout> {
  return new Dropout(args) as unknown as ReturnType<typeof tf.layers.dropout>;
}

/** `tf.layers.spatialDropout1d` with sound randomness. */
export function spatialDropout1d(
  args: Parameters<typeof tf.layers.spatialDropout1d>[0],
): tf.layers.Layer {
  return new SpatialDropout1D(args);
}

/** `tf.layers.gaussianNoise` with sound randomness. */
export function gaussianNoise(
  args: Parameters<typeof tf.layers.gaussianNoise>[0],
): tf.layers.Layer {
  return new GaussianNoise(args);
}

/** `tf.layers.gaussianDropout` with sound randomness. */
export function gaussianDropout(
  args: Parameters<typeof tf.layers.gaussianDropout>[0],
): tf.layers.Layer {
  return new GaussianDropout(args);
}

/** `tf.layers.alphaDropout` with sound randomness. */
export function alphaDropout(args: Parameters<typeof tf.layers.alphaDropout>[0]): tf.layers.Layer {
  return new AlphaDropout(args);
}
