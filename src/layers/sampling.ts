/** The layer that draws from a normal distribution which a network describes. */
import { shapeText } from '../host/checks';
import { checkOptions } from '../host/options';
import { drawForPart, tf } from '../engine';
import { statelessNormal } from '../engine/kernels';
import { register, shapeList, tensorList, type Tensors } from './registry';

/** Options of {@link gaussianSampling}. */
export interface GaussianSamplingArgs {
  name?: string;
}

const CALLER = 'gaussianSampling';

/** See {@link gaussianSampling}. */
class GaussianSampling extends tf.layers.Layer {
  static className = 'GaussianSampling';

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return shapeList(inputShape)[0];
  }

  override call(inputs: Tensors): tf.Tensor {
    const [mean, logVariance, ...more] = tensorList(inputs);
    if (!logVariance || more.length > 0 || String(mean.shape) !== String(logVariance.shape))
      throw new RangeError(
        `${CALLER}: expected a mean and a logarithm of the variance of one shape; got ` +
          `${[inputs]
            .flat()
            .map(({ shape }) => shapeText(shape))
            .join(' and ')}; ` + // prettier-ignore
          'apply it to [mean, logVariance].',
      );
    return tf.tidy(() => {
      const noise = drawForPart(mean.shape, statelessNormal);
      return mean.add(logVariance.mul(0.5).exp().mul(noise));
    });
  }
}
register(GaussianSampling);

const KNOWN = { name: true } satisfies Record<keyof GaussianSamplingArgs, true>;

/**
 * Draws mean + σ · ε with σ = exp(logVariance / 2) and ε from the standard normal distribution, so that gradients reach
 * mean and variance.
 *
 * It draws at **every** call, in training and out of it: a loss measured at the mean instead is that of another model.
 * Where the mean is wanted, use the mean.
 *
 * Axes: … whatever the two inputs share.
 *
 * @param args a name, if wanted
 * @returns a layer from `[mean, logVariance]`, `[…]` float32 each, to `[…]` float32.
 * @throws RangeError if the two inputs differ in shape, or for an unknown option.
 * @see Kingma, Welling 2013, section 2.4. https://arxiv.org/abs/1312.6114
 * @example
 * const certain = tf.fill([1, 2], -100);
 * layers.gaussianSampling().apply([tf.tensor2d([[1, 2]]), certain]); // [ [ 1, 2 ] ]
 */
export function gaussianSampling(args: GaussianSamplingArgs = {}): tf.layers.Layer {
  checkOptions(CALLER, args, KNOWN);
  return new GaussianSampling(args);
}
