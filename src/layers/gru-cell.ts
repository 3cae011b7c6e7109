/**
 * A GRU's cell that can also apply its reset gate after the recurrent product (`resetAfter`), which TensorFlow.js
 * refuses and Keras, PyTorch and cuDNN do.
 *
 * Axes: N batch · I input size · H units. Gate order in the weights: z r h.
 */
import { tf } from '../engine';
import { dropoutMask } from './noise';
import type { PlainCell } from './recurrent-run';
import {
  maybeValueOf,
  register,
  registeredClass,
  tensorList,
  valueOf,
  type Activation,
  type Initializer,
  type Kwargs,
  type Tensors,
} from './registry';

interface PlainGruCell extends PlainCell {
  readonly recurrentActivation: Activation;
}

/** What `addWeight` takes after a weight's name and shape. */
type WeightOptions = [
  dtype?: tf.DataType,
  initializer?: Initializer,
  regularizer?: ReturnType<typeof tf.regularizers.l1>,
  trainable?: boolean,
  constraint?: ReturnType<typeof tf.constraints.nonNeg>,
  getInitializer?: () => Initializer,
];

/** Options that the cell adds to those of `tf.layers.gruCell`. */
export interface ResetAfterArgs {
  /**
   * Whether the reset gate acts after the recurrent product, with a bias of its own: h'·U + b₁, as in PyTorch and by
   * default in Keras. Default `false`, as in TensorFlow.js and the paper.
   */
  resetAfter?: boolean;
}

/** TensorFlow.js's `GRUCell`, and `resetAfter`. */
export class GruCell extends registeredClass<PlainGruCell>('GRUCell') {
  static override className = 'GRUCell';
  override readonly resetAfter: boolean;

  constructor(args: ResetAfterArgs) {
    super({ ...args, resetAfter: false });
    this.resetAfter = args.resetAfter === true;
  }

  /** The bias of the input and that of the recurrent product are one weight `[2, 3H]`, as in Keras. */
  protected override addWeight(
    name: string,
    shape: tf.Shape,
    ...rest: WeightOptions
  ): tf.LayerVariable {
    const twice = this.resetAfter && name === 'bias';
    return super.addWeight(name, twice ? [2, ...shape] : shape, ...rest);
  }

  override call(inputs: Tensors, kwargs: Kwargs): Tensors {
    if (!this.resetAfter) return super.call(inputs, kwargs);
    return tf.tidy(() => {
      const [x, state = x] = tensorList(inputs);
      const training = kwargs['training'] === true;
      const input = this.drop('dropoutMask', this.dropout, x, training);
      const before = this.drop('recurrentDropoutMask', this.recurrentDropout, state, training);
      const h = this.step(input, before);
      return [h, h];
    });
  }

  /** One mask for all steps of a call; the layer frees it afterwards. */
  private drop(
    name: 'dropoutMask' | 'recurrentDropoutMask',
    rate: number,
    x: tf.Tensor,
    training: boolean,
  ): tf.Tensor {
    if (!training || !(rate > 0 && rate < 1)) return x;
    this[name] ??= tf.keep(dropoutMask(tf.onesLike(x), rate));
    const [mask] = [this[name]].flat();
    return mask ? x.mul(mask) : x;
  }

  /** h = z ∘ h' + (1 − z) ∘ act(x·W + b₀ + r ∘ (h'·U + b₁)) */
  private step(x: tf.Tensor, before: tf.Tensor): tf.Tensor {
    const { units, activation, recurrentActivation } = this;
    const projected = tf.matMul(x, valueOf<tf.Tensor2D>(this.kernel)); // [N, 3H]
    const recurrent = tf.matMul(before, valueOf<tf.Tensor2D>(this.recurrentKernel)); // [N, 3H]
    const bias = maybeValueOf<tf.Tensor2D>(this.bias);
    const side = (product: tf.Tensor, row: number) =>
      tf.split(bias ? product.add(bias.slice([row], [1])) : product, [2 * units, units], 1);
    const [inputGates, inputCandidate] = side(projected, 0) as [tf.Tensor, tf.Tensor];
    const [gates, through] = side(recurrent, 1) as [tf.Tensor, tf.Tensor];
    const both = recurrentActivation.apply(inputGates.add(gates)); // [N, 2H]
    const [z, r] = tf.split(both, 2, 1) as [tf.Tensor, tf.Tensor];
    const candidate = activation.apply(inputCandidate.add(r.mul(through)));
    return candidate.add(z.mul(before.sub(candidate)));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), resetAfter: this.resetAfter };
  }
}
register(GruCell);
