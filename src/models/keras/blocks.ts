/** Transformer blocks → layers of Keras: attention, normalization, dense layers, sums. */
import { itemAt } from '../../host/item-at';
import type { tf } from '../../engine';
import { addLayers, expectPlain, expectUnmasked, type GraphBuilder } from './builder';
import {
  attentionLayer,
  denseLayer,
  dropoutLayer,
  normLayer,
  partName,
  widthOf,
  type AttentionInputs,
  type Whole,
} from './parts';
import { gatedPart, refuseRotary, truthOf, wholeOf } from './special';
import type { KerasTensor } from './types';

/** Options of a block that count here. */
export interface BlockConfig {
  intermediateDim: number;
  numHeads: number;
  numKeyValueHeads: number | null;
  dropout: number;
  activation: string;
  normalizeFirst: boolean;
  epsilon: number;
  useBias: boolean;
  normalization: 'layer' | 'rms';
  feedForward: 'dense' | 'gated';
  rotary: unknown;
}

/** One block while it is translated. */
class Block {
  private readonly whole: Whole;
  private readonly config: BlockConfig;

  constructor(layer: tf.layers.Layer, builder: GraphBuilder) {
    this.whole = wholeOf(layer, builder);
    this.config = layer.getConfig() as unknown as BlockConfig;
    refuseRotary(this.whole.place, this.config.rotary);
  }

  /** x + part(norm(x)), or norm(x + part(x)) when normalizing last. */
  private residual(
    name: string,
    x: KerasTensor,
    part: (x: KerasTensor) => KerasTensor,
  ): KerasTensor {
    const { whole, config } = this;
    const rms = config.normalization === 'rms';
    // The normalization's weights come before those of its part.
    const weights = whole.weights.take('vars/0', ...(rms ? [] : ['vars/1']));
    const norm = normLayer(whole, `${name}_norm`, { rms, epsilon: config.epsilon, weights });
    const change = part(config.normalizeFirst ? norm(x) : x);
    const kept = dropoutLayer(whole, `${name}_dropout`, change, config.dropout);
    const sum = addLayers(whole.builder, partName(whole.place.name, `${name}_sum`), [x, kept]);
    return config.normalizeFirst ? sum : norm(sum);
  }

  private attend(name: string, inputs: AttentionInputs, useCausalMask: boolean): KerasTensor {
    const { whole, config } = this;
    const { numHeads, numKeyValueHeads, dropout, useBias } = config;
    const keyDim = widthOf(inputs.query) / numHeads;
    const sizes = { numHeads, numKeyValueHeads, keyDim, valueDim: keyDim, outputDim: null };
    const options = { ...sizes, dropout, useBias, useCausalMask, returnAttentionScores: false };
    return itemAt(attentionLayer(whole, partName(whole.place.name, name), inputs, options), 0);
  }

  private feedForward(x: KerasTensor): KerasTensor {
    const { whole, config } = this;
    const { intermediateDim: units, activation, useBias } = config;
    if (config.feedForward === 'gated') return gatedPart(whole, 'feed_forward_', x, config);
    const inner = denseLayer(whole, 'feed_forward_intermediate', x, { units, activation, useBias });
    return denseLayer(whole, 'feed_forward_output', inner, { units: widthOf(x), useBias });
  }

  private end(x: KerasTensor): KerasTensor[] {
    return [this.residual('feed_forward', x, (input) => this.feedForward(input))];
  }

  private check(...tensors: Array<KerasTensor | undefined>): void {
    expectPlain(this.whole.place, ...tensors);
    expectUnmasked(this.whole.place, ...tensors);
  }

  encode([x, mask]: KerasTensor[]): KerasTensor[] {
    const input = itemAt([x ?? []].flat(), 0);
    this.check(input);
    const truth = truthOf(this.whole, mask);
    const attended = this.residual('self_attention', input, (query) =>
      this.attend('self_attention', { query, value: query, mask: truth }, false),
    );
    return this.end(attended);
  }

  decode([x, encoder, mask]: KerasTensor[]): KerasTensor[] {
    const input = itemAt([x ?? []].flat(), 0);
    this.check(input, encoder);
    const truth = truthOf(this.whole, mask);
    let output = this.residual('self_attention', input, (query) =>
      this.attend('self_attention', { query, value: query }, true),
    );
    if (encoder)
      output = this.residual('cross_attention', output, (query) =>
        this.attend('cross_attention', { query, value: encoder, mask: truth }, false),
      );
    return this.end(output);
  }
}

/** Applies what a block is made of, or gives `undefined` for other layers. */
export function translateBlock(
  layer: tf.layers.Layer,
  inputs: KerasTensor[],
  builder: GraphBuilder,
): KerasTensor[] | undefined {
  const className = layer.getClassName();
  if (className === 'TransformerEncoderBlock') return new Block(layer, builder).encode(inputs);
  if (className === 'TransformerDecoderBlock') return new Block(layer, builder).decode(inputs);
  return undefined;
}
