/** What encoder and decoder blocks share. */
import { checkFraction, checkWholeNumber } from '../host/checks';
import { tf } from '../engine';
import { CompositeLayer } from './composite';
import { FeedForward, GatedFeedForward } from './feed-forward';
import { MultiHeadAttention } from './multi-head-attention';
import { dropoutMask } from './noise';
import { layerNormalization } from './normalization';
import { rmsNormalization } from './rms-normalization';
import { rotaryFrom, type RotaryOptions } from './rotary';
import {
  activationNamed,
  initializerConfig,
  initializerFrom,
  lastAxis,
  shapeList,
  callLayer,
  type InitializerLike,
  type Tensors,
} from './registry';
import { NO_MASK } from './masks';
import { checkOptions } from '../host/options';

/** Options of both blocks; names follow KerasHub. */
export interface TransformerBlockArgs {
  /** Size of the hidden layer of the feed-forward part. */
  intermediateDim: number;
  /** Attention heads; must divide the model size. */
  numHeads: number;
  /** Fraction of values dropped after each part, and of attention weights. Default 0. */
  dropout?: number;
  /** Activation of the feed-forward part. Default `relu`, as in the paper; of a gated one `silu`. */
  activation?: string;
  /** `true` normalizes before each part (GPT), `false` (default) after it (the paper). */
  normalizeFirst?: boolean;
  /** Added to the variance, or to the mean of the squares, in normalization. Default 1e-5. */
  epsilon?: number;
  /** `layer` (default) normalization, or `rms`: by the root mean square alone, as in Llama. */
  normalization?: 'layer' | 'rms';
  /** `dense` (default): two dense layers; `gated`: three, one of them a gate, see `layers.gatedFeedForward`. */
  feedForward?: 'dense' | 'gated';
  /** Heads of keys and values; must divide `numHeads`, whose queries share them. Default `numHeads`. */
  numKeyValueHeads?: number | null;
  /** Turns queries and keys of self-attention by their positions; see {@link RotaryOptions}. Default not. */
  rotary?: RotaryOptions | null;
  /** Whether attention and feed-forward part add biases. Default `true`. */
  useBias?: boolean;
  /** Start of all kernels. Default `glorotUniform`. */
  kernelInitializer?: InitializerLike;
  name?: string;
  trainable?: boolean;
}

/** What both blocks share: parts, residual connections and normalization. */
export abstract class TransformerBlock extends CompositeLayer {
  protected readonly args: Required<Omit<TransformerBlockArgs, 'name' | 'trainable'>>;
  private feedForward: FeedForward | GatedFeedForward | undefined;
  private readonly norms = new Map<string, tf.layers.Layer>();

  protected constructor(caller: string, args: TransformerBlockArgs) {
    super(args);
    this.args = { ...withDefaults(args), ...checkedParts(caller, args) };
    const { intermediateDim, numHeads, dropout, activation } = this.args;
    checkWholeNumber(caller, 'intermediateDim', intermediateDim);
    checkWholeNumber(caller, 'numHeads', numHeads);
    checkFraction(caller, 'dropout', dropout, 'it is the fraction of values to drop');
    activationNamed(caller, activation);
    this.supportsMasking = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return shapeList(inputShape)[0];
  }

  override computeMask(_inputs: Tensors, mask?: Tensors): tf.Tensor {
    return [mask ?? []].flat()[0] ?? NO_MASK;
  }

  protected addAttention(name: string, shape: tf.Shape, valueShape?: tf.Shape): MultiHeadAttention {
    const { numHeads, numKeyValueHeads, dropout, useBias, kernelInitializer } = this.args;
    const width = lastAxis(this.name, shape);
    if (width % numHeads !== 0)
      throw new RangeError(
        `${this.name}: expected numHeads to divide the model size ${width}; got ${numHeads}; ` +
          'choose a divisor, for example 4 heads for a size of 128.',
      );
    const attention = new MultiHeadAttention({
      // The block's name makes the attention weights of each block distinct.
      name: `${this.name}_${name}`,
      numHeads,
      numKeyValueHeads,
      keyDim: width / numHeads,
      // Positions of two sequences cannot be compared.
      rotary: valueShape ? null : this.args.rotary,
      dropout,
      useBias,
      kernelInitializer,
    });
    const shapes = valueShape ? [shape, valueShape] : [shape];
    this.addNorm(name, shape);
    return this.adopt(attention, ...shapes);
  }

  protected addFeedForward(shape: tf.Shape): void {
    const { intermediateDim, useBias, feedForward, activation } = this.args;
    this.addNorm('feed_forward', shape);
    const kernelInitializer = initializerFrom(this.name, this.args.kernelInitializer);
    const args = { name: 'feed_forward', intermediateDim, useBias, kernelInitializer };
    const layer =
      feedForward === 'gated'
        ? new GatedFeedForward({ ...args, activation })
        : new FeedForward({ ...args, activation: activationNamed(this.name, activation) });
    this.feedForward = this.adopt<FeedForward | GatedFeedForward>(layer, shape);
  }

  private addNorm(name: string, shape: tf.Shape): void {
    const { normalization, epsilon } = this.args;
    const factory = normalization === 'rms' ? rmsNormalization : layerNormalization;
    const norm = factory({ name: `${name}_norm`, epsilon });
    this.norms.set(name, this.adopt(norm, shape));
  }

  /** x + part(norm(x)), or norm(x + part(x)) when normalizing last. */
  protected residual(
    name: string,
    x: tf.Tensor,
    training: boolean,
    part: (x: tf.Tensor) => tf.Tensor,
  ): tf.Tensor {
    const { normalizeFirst, dropout } = this.args;
    const layer = built(this.name, this.norms.get(name));
    const change = part(normalizeFirst ? callLayer(layer, x) : x); // [B, T, D]
    const sum = x.add(training && dropout > 0 ? dropoutMask(change, dropout) : change); // [B, T, D]
    return normalizeFirst ? sum : callLayer(layer, sum);
  }

  protected runFeedForward(x: tf.Tensor, training: boolean): tf.Tensor {
    const layer = built(this.name, this.feedForward);
    return this.residual('feed_forward', x, training, (input) => layer.call(input, {}));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { kernelInitializer, rotary, ...rest } = this.args;
    const initializer = initializerFrom(this.name, kernelInitializer);
    return {
      ...super.getConfig(),
      ...rest,
      rotary: rotary && { ...rotary },
      kernelInitializer: initializerConfig(initializer),
    };
  }
}

type Args = TransformerBlock['args'];

function withDefaults(args: TransformerBlockArgs): Omit<Args, 'rotary' | 'kernelInitializer'> {
  const { normalization = 'layer', feedForward = 'dense' } = args;
  return {
    intermediateDim: args.intermediateDim,
    numHeads: args.numHeads,
    numKeyValueHeads: args.numKeyValueHeads ?? null,
    dropout: args.dropout ?? 0,
    activation: args.activation ?? (feedForward === 'gated' ? 'silu' : 'relu'),
    normalizeFirst: args.normalizeFirst ?? false,
    epsilon: args.epsilon ?? 1e-5,
    useBias: args.useBias ?? true,
    normalization,
    feedForward,
  };
}

/** @throws RangeError for parts that do not exist. */
function checkedParts(
  caller: string,
  args: TransformerBlockArgs,
): Pick<Args, 'rotary' | 'kernelInitializer'> {
  const { normalization = 'layer', feedForward = 'dense' } = args;
  if (normalization !== 'layer' && normalization !== 'rms')
    throw new RangeError(
      `${caller}: expected normalization to be 'layer' or 'rms'; got ${String(normalization)}; leave it out for 'layer'.`,
    );
  if (feedForward !== 'dense' && feedForward !== 'gated')
    throw new RangeError(
      `${caller}: expected feedForward to be 'dense' or 'gated'; got ${String(feedForward)}; leave it out for 'dense'.`,
    );
  return {
    rotary: rotaryFrom(caller, args.rotary) ?? null,
    kernelInitializer: initializerFrom(caller, args.kernelInitializer ?? 'glorotUniform'),
  };
}

/** A part that `build` has made. @throws Error before. */
export function built<T>(name: string, part: T | undefined): T {
  if (part !== undefined) return part;
  throw new Error(
    `${name}: expected a built layer; got one without weights; apply it to an input first.`,
  );
}

const KNOWN = {
  activation: true,
  dropout: true,
  epsilon: true,
  feedForward: true,
  intermediateDim: true,
  kernelInitializer: true,
  name: true,
  normalization: true,
  normalizeFirst: true,
  numHeads: true,
  numKeyValueHeads: true,
  rotary: true,
  trainable: true,
  useBias: true,
} satisfies Record<keyof TransformerBlockArgs, true>;

/** @throws RangeError for an option that no block has. */
export function checkBlockOptions(caller: string, args: TransformerBlockArgs): void {
  checkOptions(caller, args, KNOWN);
}
