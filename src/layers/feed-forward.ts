/** The feed-forward part of a Transformer block, plain and gated. */
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { projectBy, type Adaptable } from './adapters';
import {
  activationNamed,
  initializerConfig,
  initializerFrom,
  lastAxis,
  onlyTensor,
  register,
  type Activation,
  type Initializer,
  type InitializerLike,
  type Kwargs,
  type Tensors,
} from './registry';

/** What both kinds have in common. */
interface FeedForwardArgs {
  intermediateDim: number;
  activation: Activation;
  useBias: boolean;
  kernelInitializer: Initializer;
  name?: string | undefined;
  trainable?: boolean | undefined;
}

interface Weights {
  kernel: tf.LayerVariable;
  bias: tf.LayerVariable | undefined;
}

/** Dense layers at every step, each by its name. */
abstract class StepwiseDense extends tf.layers.Layer implements Adaptable {
  protected readonly weightsOf = new Map<string, Weights>();
  protected readonly intermediateDim: number;
  protected readonly activation: Activation;
  protected readonly useBias: boolean;
  protected readonly kernelInitializer: Initializer;

  constructor({ name, trainable, ...args }: FeedForwardArgs) {
    super({
      ...(name === undefined ? {} : { name }),
      ...(trainable === undefined ? {} : { trainable }),
    });
    this.intermediateDim = args.intermediateDim;
    this.activation = args.activation;
    this.useBias = args.useBias;
    this.kernelInitializer = args.kernelInitializer;
    this.supportsMasking = true;
  }

  protected addDense(name: string, inputSize: number, outputSize: number): void {
    const { kernelInitializer } = this;
    const kernel = this.addWeight(
      `${name}_kernel`,
      [inputSize, outputSize],
      'float32',
      kernelInitializer,
    );
    const zeros = tf.initializers.zeros();
    const bias = this.useBias
      ? this.addWeight(`${name}_bias`, [outputSize], 'float32', zeros)
      : undefined;
    this.weightsOf.set(name, { kernel, bias });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  protected dense(name: string, x: tf.Tensor): tf.Tensor {
    const weights = this.weightsOf.get(name);
    if (!weights)
      throw new Error(
        `${this.name}: expected a built layer; got one without weights; apply it to an input first.`,
      );
    return projectBy(x, weights.kernel, weights.bias);
  }

  denseKernels(): ReturnType<Adaptable['denseKernels']> {
    return [...this.weightsOf.values()].map(({ kernel }) => ({ kernel, owner: this }));
  }
}

/** Two dense layers with an activation between them, applied at every step. */
export class FeedForward extends StepwiseDense {
  static className = 'FeedForward';

  override build(inputShape: tf.Shape): void {
    const width = lastAxis('transformer block', inputShape);
    this.addDense('intermediate', width, this.intermediateDim);
    this.addDense('output', this.intermediateDim, width);
    this.built = true;
  }

  override call(inputs: Tensors, _kwargs: Kwargs): tf.Tensor {
    const x = onlyTensor('transformer block', inputs); // [B, T, D]
    const inner = this.activation.apply(this.dense('intermediate', x)); // [B, T, F]
    return this.dense('output', inner); // [B, T, D]
  }
}

/** Options of {@link gatedFeedForward}. */
export interface GatedFeedForwardArgs {
  /** Size of the hidden layer. */
  intermediateDim: number;
  /** Activation of the gate: `silu` (default) makes SwiGLU, `gelu` GeGLU, `sigmoid` the original GLU. */
  activation?: string;
  /** Whether the three dense layers add a bias. Default `false`, as in Llama. */
  useBias?: boolean;
  /** Start of the kernels. Default `glorotUniform`. */
  kernelInitializer?: InitializerLike;
  name?: string;
  trainable?: boolean;
}

const CALLER = 'gatedFeedForward';

/** See {@link gatedFeedForward}. */
export class GatedFeedForward extends StepwiseDense {
  static className = 'GatedFeedForward';

  constructor(args: GatedFeedForwardArgs) {
    const { activation = 'silu', kernelInitializer = 'glorotUniform', useBias = false } = args;
    checkWholeNumber(CALLER, 'intermediateDim', args.intermediateDim);
    super({
      ...args,
      useBias,
      activation: activationNamed(CALLER, activation),
      kernelInitializer: initializerFrom(CALLER, kernelInitializer),
    });
  }

  override build(inputShape: tf.Shape): void {
    const width = lastAxis(CALLER, inputShape);
    this.addDense('gate', width, this.intermediateDim);
    this.addDense('intermediate', width, this.intermediateDim);
    this.addDense('output', this.intermediateDim, width);
    this.built = true;
  }

  override call(inputs: Tensors, _kwargs: Kwargs): tf.Tensor {
    const x = onlyTensor(CALLER, inputs); // […, D]
    return tf.tidy(() => {
      const gate = this.activation.apply(this.dense('gate', x)); // […, F]
      return this.dense('output', gate.mul(this.dense('intermediate', x))); // […, D]
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      intermediateDim: this.intermediateDim,
      activation: this.activation.getClassName(),
      useBias: this.useBias,
      kernelInitializer: initializerConfig(this.kernelInitializer),
    };
  }
}
register(GatedFeedForward);

const KNOWN = {
  activation: true,
  intermediateDim: true,
  kernelInitializer: true,
  name: true,
  trainable: true,
  useBias: true,
} satisfies Record<keyof GatedFeedForwardArgs, true>;

/**
 * Two dense layers side by side, one of them a gate for the other, and a third that maps back:
 * (activation(x·G) ⊙ x·W)·V.
 *
 * Axes: … leading axes · D model size · F `intermediateDim`.
 *
 * @param args see {@link GatedFeedForwardArgs}
 * @returns a layer from `[…, D]` to the same shape, with kernels `gate` `[D, F]`, `intermediate` `[D, F]` and
 *   `output` `[F, D]`.
 * @throws RangeError for options that do not fit or do not exist.
 * @see Shazeer 2020. https://arxiv.org/abs/2002.05202
 * @example
 * const layer = layers.gatedFeedForward({ intermediateDim: 3, activation: 'relu', kernelInitializer: 'ones' });
 * layer.apply(tf.tensor2d([[1, 1]])); // [ [ 12, 12 ] ]
 */
export function gatedFeedForward(args: GatedFeedForwardArgs): tf.layers.Layer {
  checkOptions(CALLER, args, KNOWN);
  return new GatedFeedForward(args);
}
