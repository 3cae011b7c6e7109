/** Normalization by the root mean square; options, weight and name of Keras. */
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { rmsNormalization as kernel } from '../engine/kernels';
import { maskFor } from './masks';
import { onlyTensor, register, valueOf, type Kwargs, type Tensors } from './registry';

/** Options of {@link rmsNormalization}; names and defaults are those of Keras. */
export interface RmsNormalizationArgs {
  /** The axis whose numbers are normalized together, one of features. Default −1, the last. */
  axis?: number;
  /** Added to the mean of the squares. Default 1e-6. */
  epsilon?: number;
  /** Shape of an example, where the layer is the first of a model. */
  inputShape?: tf.Shape;
  name?: string;
  trainable?: boolean;
}

const CALLER = 'rmsNormalization';

/** See {@link rmsNormalization}. */
class RmsNormalization extends tf.layers.Layer {
  static className = 'RMSNormalization';
  private readonly axis: number;
  private readonly epsilon: number;
  private scale: tf.LayerVariable | undefined;

  constructor({ axis = -1, epsilon = 1e-6, ...args }: RmsNormalizationArgs = {}) {
    super(args);
    if (!Number.isInteger(axis))
      throw new RangeError(
        `${CALLER}: expected axis to be a whole number; got ${String(axis)}; use -1 for the last axis.`,
      );
    if (!(epsilon >= 0))
      throw new RangeError(
        `${CALLER}: expected epsilon to be 0 or more; got ${String(epsilon)}; leave it out for 1e-6.`,
      );
    this.axis = axis;
    this.epsilon = epsilon;
    this.supportsMasking = true;
  }

  /** The axis, counted from 0. */
  private axisIn(shape: tf.Shape): number {
    const axis = this.axis < 0 ? this.axis + shape.length : this.axis;
    if (axis > 0 && axis < shape.length) return axis;
    throw new RangeError(
      `${CALLER}: expected axis to be one of an input with ${shape.length} axes, and not that of examples; ` +
        `got ${this.axis}; use -1 for the last axis.`,
    );
  }

  override build(inputShape: tf.Shape): void {
    const size = inputShape[this.axisIn(inputShape)] ?? null;
    if (size === null)
      throw new RangeError(
        `${CALLER}: expected the size of axis ${this.axis} to be known; got null; ` +
          'give the input a shape in which it is fixed.',
      );
    this.scale = this.addWeight('scale', [size], 'float32', tf.initializers.ones());
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: Tensors, kwargs: Kwargs): tf.Tensor {
    const x = onlyTensor(CALLER, inputs);
    if (!this.scale)
      throw new Error(
        `${this.name}: expected a built layer; got one without weights; apply it to an input first.`,
      );
    const scale = valueOf<tf.Tensor1D>(this.scale);
    const axis = this.axisIn(x.shape);
    if (axis === x.rank - 1) return kernel(x, scale, this.epsilon);
    this.refuseMask(x, axis, kwargs);
    const order = [...x.shape.keys()].filter((other) => other !== axis).concat(axis);
    const back = order.map((_, position) => order.indexOf(position));
    return tf.tidy(() => kernel(x.transpose(order), scale, this.epsilon).transpose(back));
  }

  private refuseMask(x: tf.Tensor, axis: number, kwargs: Kwargs): void {
    const mask = maskFor(x, kwargs);
    if (!mask || axis >= mask.rank) return;
    throw new Error(
      `${this.name}: expected an input without a mask, because it normalizes across steps; ` +
        `got one of ${itemAt(mask.shape, axis)} steps; normalize over the last axis, or leave out maskZero.`,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), axis: this.axis, epsilon: this.epsilon };
  }
}
register(RmsNormalization);

const KNOWN = {
  axis: true,
  epsilon: true,
  inputShape: true,
  name: true,
  trainable: true,
} satisfies Record<keyof RmsNormalizationArgs, true>;

/**
 * Divides each example's features by the root of the mean of their squares: layer normalization without centering
 * and shift, as in Llama.
 *
 * Axes: … leading axes · D features.
 *
 * @param args see {@link RmsNormalizationArgs}
 * @returns a layer from `[…, D]` to the same shape, with one weight, `scale` `[D]`.
 * @throws RangeError for options that do not fit or do not exist.
 * @see Zhang, Sennrich 2019. https://arxiv.org/abs/1910.07467
 * @example
 * const norm = layers.rmsNormalization({ epsilon: 0 });
 * norm.apply(tf.tensor2d([[2, -2]])); // [ [ 1, -1 ] ]
 */
export function rmsNormalization(args: RmsNormalizationArgs = {}): tf.layers.Layer {
  checkOptions(CALLER, args, KNOWN);
  return new RmsNormalization(args);
}
