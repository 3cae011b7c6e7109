/** Language models of the Llama family from GGUF files. */
import type { GgufFile } from '../../data';
import { tf } from '../../engine';
import { createGpt } from '../gpt';
import { LAYER_NAMES } from '../transformer-names';
import type { GptOptions } from '../transformer-options';

/**
 * A GPT with the sizes and the weights that a GGUF file of architecture `llama` holds.
 *
 * @returns an ordinary model of `createGpt`; caller disposes.
 * @throws RangeError if the file is one of another architecture, or lacks a size or a tensor.
 */
export function gptFromGguf(caller: string, file: GgufFile): tf.LayersModel {
  const options = optionsOf(caller, file);
  const model = createGpt(options);
  try {
    loadWeights(model, file, options);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

function loadWeights(model: tf.LayersModel, file: GgufFile, sizes: Sizes): void {
  const load = (layer: string, weights: () => tf.Tensor[]) => {
    tf.tidy(() => model.getLayer(layer).setWeights(weights()));
  };
  load(LAYER_NAMES.embedding('token'), () => [
    tf.tensor(file.tensor('token_embd.weight').values(), embeddingShape(sizes)),
  ]);
  const scratch = new Float32Array(sizes.hiddenDim * sizes.intermediateDim);
  for (let number = 1; number <= sizes.numLayers; number++)
    load(LAYER_NAMES.decoderBlock(number), () => blockWeights(file, number - 1, sizes, scratch));
  load(LAYER_NAMES.decoderNorm, () => [vector(file, 'output_norm')]);
}

type Sizes = GptOptions &
  Record<'hiddenDim' | 'intermediateDim' | 'numLayers' | 'numHeads' | 'numKeyValueHeads', number>;

function embeddingShape({ vocabularySize, hiddenDim }: Sizes): [number, number] {
  return [vocabularySize, hiddenDim];
}

function optionsOf(caller: string, file: GgufFile): Sizes {
  const architecture = file.metadata.get('general.architecture');
  if (architecture !== 'llama' || file.tensors.has('output.weight'))
    throw new RangeError(
      `${caller}: expected a file of architecture llama whose output is its embedding; ` +
        `got ${JSON.stringify(String(architecture))}; use that of SmolLM2.`,
    );
  const number = (key: string): number => {
    const value = file.metadata.get(`llama.${key}`);
    if (typeof value === 'number') return value;
    throw new RangeError(
      `${caller}: expected the number llama.${key} in the file; got ${String(value)}; use a whole file.`,
    );
  };
  return {
    vocabularySize: file.tensor('token_embd.weight').shape[0] ?? 0,
    hiddenDim: number('embedding_length'),
    numLayers: number('block_count'),
    numHeads: number('attention.head_count'),
    numKeyValueHeads: number('attention.head_count_kv'),
    intermediateDim: number('feed_forward_length'),
    epsilon: number('attention.layer_norm_rms_epsilon'),
    positions: 'rotary',
    // The file's writer has put the two numbers of each pair side by side.
    rotary: { base: number('rope.freq_base'), pairs: 'interleaved' },
    normalization: 'rms',
    feedForward: 'gated',
    useBias: false,
    // Weights are about to be loaded: random numbers would be drawn in vain.
    kernelInitializer: 'zeros',
  };
}

/** Weights of one block in the order of the block's own. `scratch` has room for the numbers of any kernel. */
function blockWeights(
  file: GgufFile,
  index: number,
  sizes: Sizes,
  scratch: Float32Array,
): tf.Tensor[] {
  const { numHeads, numKeyValueHeads, hiddenDim } = sizes;
  const size = hiddenDim / numHeads;
  const name = (part: string) => `blk.${index}.${part}`;
  const matrix = (part: string) => kernel(file, name(part), scratch);
  const heads = (part: string, count: number) => matrix(part).reshape([hiddenDim, count, size]); // [D, H, K]
  return [
    vector(file, name('attn_norm')),
    heads('attn_q', numHeads),
    heads('attn_k', numKeyValueHeads),
    heads('attn_v', numKeyValueHeads),
    matrix('attn_output').reshape([numHeads, size, hiddenDim]), // [H, V, D]
    vector(file, name('ffn_norm')),
    matrix('ffn_gate'),
    matrix('ffn_up'),
    matrix('ffn_down'),
  ];
}

function vector(file: GgufFile, name: string): tf.Tensor1D {
  return tf.tensor1d(file.tensor(`${name}.weight`).values());
}

/**
 * The file has `[outputs, inputs]`; layers have `[inputs, outputs]`. Turning them makes a copy, so that all kernels can
 * be decoded into one array: 30 blocks of new ones would be half a gigabyte until it is collected.
 */
function kernel(file: GgufFile, name: string, scratch: Float32Array): tf.Tensor2D {
  const stored = file.tensor(`${name}.weight`);
  const [outputs = 0, inputs = 0] = stored.shape;
  return tf.tidy(() => tf.tensor2d(stored.values(scratch), [outputs, inputs]).transpose());
}
