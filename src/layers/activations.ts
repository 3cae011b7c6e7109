/** ReLU, GELU and SiLU activations with analytic gradients, under the names that TensorFlow.js knows. */
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { gelu as geluKernel, relu as reluKernel, silu as siluKernel } from '../engine/kernels';
import { register, registeredClass, type Activation } from './registry';

interface PlainActivation extends Activation {
  getConfig(): tf.serialization.ConfigDict;
}

/** `relu`: max(0, x). */
class Relu extends registeredClass<PlainActivation>('relu') {
  static override className = 'relu';

  override apply(x: tf.Tensor): tf.Tensor {
    return reluKernel(x);
  }
}
register(Relu);

/** `gelu`: x · Φ(x), exact. */
class Gelu extends registeredClass<PlainActivation>('gelu') {
  static override className = 'gelu';

  override apply(x: tf.Tensor): tf.Tensor {
    return geluKernel(x);
  }
}
register(Gelu);

/** `gelu_new`: the tanh formula, as GPT-2 uses it. */
class GeluNew extends registeredClass<PlainActivation>('gelu_new') {
  static override className = 'gelu_new';

  override apply(x: tf.Tensor): tf.Tensor {
    return geluKernel(x, { approximate: true });
  }
}
register(GeluNew);

/** What TensorFlow.js makes of the name `gelu_new` when it loads a saved model. */
class GeluNewLoaded extends GeluNew {
  static override className = 'geluNew';
}
register(GeluNewLoaded);

/** `silu`: x · σ(x), as gated feed-forward layers use it. */
class Silu extends registeredClass<PlainActivation>('swish') {
  static override className = 'silu';

  override apply(x: tf.Tensor): tf.Tensor {
    return siluKernel(x);
  }
}
register(Silu);

/** Options of {@link gelu}. */
export interface GeluLayerArgs {
  /** `true` uses the tanh formula. Default `false`. */
  approximate?: boolean;
  name?: string;
}

/**
 * GELU, x · Φ(x), as a layer of its own. `activation: 'gelu'` (or `'gelu_new'` for the tanh formula) does the same
 * inside a dense layer.
 *
 * @param args `approximate`: `true` uses the tanh formula; default `false`
 * @returns a layer of any shape.
 * @throws RangeError for an option that does not exist.
 * @see Hendrycks, Gimpel 2016. https://arxiv.org/abs/1606.08415
 * @example
 * (layers.gelu().apply(tf.tensor1d([-10, 0, 10])) as tf.Tensor).round(); // [ -0, 0, 10 ]
 */
export function gelu(args: GeluLayerArgs = {}): tf.layers.Layer {
  checkOptions('gelu', args, { approximate: true, name: true } satisfies Record<
    keyof GeluLayerArgs,
    true
  >);
  const { approximate = false, ...rest } = args;
  return tf.layers.activation({ ...rest, activation: approximate ? 'gelu_new' : 'gelu' });
}
