/**
 * Decoding sessions: feed tokens, get next-token logits, with keys and values of earlier steps cached.
 *
 * Axes: N rows decoded side by side · T new steps · D model size · V vocabulary.
 */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import {
  PositionalEncoding,
  PositionEmbedding,
  TransformerDecoderBlock,
  TransformerEncoderBlock,
  type DecoderBlockCache,
  type KeyValueCache,
  type Position,
} from '../layers';
import { LAYER_NAMES, type SequenceName } from './transformer-names';

/** A decoding in progress. */
export interface Decoding {
  /**
   * Appends the same number of tokens to each row.
   *
   * @param tokens N rows of T ≥ 1 new tokens
   * @returns next-token logits, `[N, V]` row by row.
   */
  feed(tokens: readonly number[][]): Promise<Float32Array[]>;
  /** Frees everything the session holds. The model stays. */
  dispose(): void;
}

/** A decoding whose rows can change places. */
export interface DecodingSession extends Decoding {
  /** Makes row i continue from what row `rows[i]` was; the number of rows may change. */
  reorder(rows: readonly number[]): void;
}

/** Splits `[N, V]` into rows, and disposes it. */
export async function readRows(logits: tf.Tensor2D): Promise<Float32Array[]> {
  const [rows, width] = logits.shape;
  const values = await logits.data<'float32'>();
  logits.dispose();
  return Array.from({ length: rows }, (_, row) => values.slice(row * width, (row + 1) * width));
}

function tokenTensor(tokens: readonly (readonly number[])[]): tf.Tensor2D {
  return tf.tensor2d(
    tokens.map((row) => [...row]),
    undefined,
    'int32',
  );
}

/**
 * Runs the whole model on the whole text at every step: slow, simple, works for any model from token ids
 * `[N, T]` to logits `[N, T, V]`.
 *
 * @param window longest text the model can take; older tokens are dropped
 */
export function plainSession(model: tf.LayersModel, window: number): DecodingSession {
  let rows: number[][] = [];
  return {
    feed(tokens) {
      rows = tokens.map((added, row) => [...(rows[row] ?? []), ...added]);
      const last = tf.tidy(() => {
        const input = tokenTensor(rows.map((row) => row.slice(-window)));
        const logits = onlyOutput(model.predict(input)); // [N, T, V]
        return lastStep(logits);
      });
      return readRows(last);
    },
    reorder(order) {
      rows = order.map((row) => [...(rows[row] ?? [])]);
    },
    dispose() {},
  };
}

function onlyOutput(output: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return itemAt([output].flat(), 0);
}

/** `[N, T, V]` → `[N, V]` */
function lastStep(x: tf.Tensor): tf.Tensor2D {
  return tf.squeeze<tf.Tensor2D>(x.slice([0, itemAt(x.shape, 1) - 1], [-1, 1]), [1]);
}

/** The layers of a model that decoding needs, found by the names the model was created with. */
export interface DecoderParts {
  embed(tokens: tf.Tensor, begin: Position): tf.Tensor;
  blocks: TransformerDecoderBlock[];
  /** `[N, 1, D]` → `[N, V]` */
  logits(x: tf.Tensor): tf.Tensor2D;
  /** Longest text, in tokens. */
  window: number;
}

function layerNamed(model: tf.LayersModel, name: string): tf.layers.Layer | undefined {
  return model.layers.find((layer) => layer.name === name);
}

function call(layer: tf.layers.Layer, x: tf.Tensor): tf.Tensor {
  return onlyOutput(layer.call(x, {}));
}

/** The decoder inside `model`, or `undefined` when it has none that is known. */
export function decoderParts(
  model: tf.LayersModel,
  sequence: SequenceName,
): DecoderParts | undefined {
  const embedding = layerNamed(model, LAYER_NAMES.embedding(sequence));
  const positions = layerNamed(model, LAYER_NAMES.positions(sequence));
  const blocks = model.layers.filter(
    (layer): layer is TransformerDecoderBlock => layer instanceof TransformerDecoderBlock,
  );
  const known = positions instanceof PositionEmbedding || positions instanceof PositionalEncoding;
  if (!embedding || !(known || !positions) || blocks.length === 0) return undefined;
  const norm = layerNamed(model, LAYER_NAMES.decoderNorm);
  const output = layerNamed(model, LAYER_NAMES.logits) ?? embedding;
  return {
    blocks,
    window: positions instanceof PositionEmbedding ? positions.maxSequenceLength : Infinity,
    embed: (tokens, begin) => {
      const embedded = call(embedding, tokens);
      return positions ? positions.addPositions(embedded, begin) : embedded;
    },
    logits: (x) => {
      const normalized = norm ? call(norm, x) : x;
      return tf.squeeze<tf.Tensor2D>(call(output, normalized), [1]);
    },
  };
}

/** What an encoder–decoder's encoder made of the source. */
type Encoded = {
  /** `[N, S]` */
  mask: tf.Tensor;
  /** Keys and values for each block's cross-attention. */
  cross: KeyValueCache[];
};

function disposeCache(cache: DecoderBlockCache): void {
  tf.dispose([cache.self ?? [], cache.cross ?? []]);
}

/** Session of a decoder with cached keys and values. */
export class CachedSession implements DecodingSession {
  private rows: number[][] = [];
  private caches: DecoderBlockCache[];
  private mask: tf.Tensor | undefined;

  constructor(
    private readonly parts: DecoderParts,
    encoded?: Encoded,
  ) {
    this.caches = encoded?.cross.map((cross) => ({ cross })) ?? parts.blocks.map(() => ({}));
    this.mask = encoded?.mask;
  }

  feed(tokens: readonly number[][]): Promise<Float32Array[]> {
    const before = this.rows[0]?.length ?? 0;
    this.rows = tokens.map((added, row) => [...(this.rows[row] ?? []), ...added]);
    const length = this.rows[0]?.length ?? 0;
    const { window } = this.parts;
    if (length <= window) return readRows(this.advance(tokens, before));
    // Positions move when the oldest tokens drop out, so nothing cached holds any more.
    this.forget();
    return readRows(
      this.advance(
        this.rows.map((row) => row.slice(-window)),
        0,
      ),
    );
  }

  private advance(tokens: readonly number[][], begin: number): tf.Tensor2D {
    const { parts, caches, mask } = this;
    const { logits, selves } = tf.tidy(() => {
      const selves: KeyValueCache[] = [];
      let x = parts.embed(tokenTensor(tokens), begin); // [N, T, D]
      for (const [index, block] of parts.blocks.entries()) {
        const step = block.step(x, caches[index] ?? {}, mask);
        selves.push(step.self);
        x = step.output; // [N, T, D]
      }
      const last = x.slice([0, itemAt(x.shape, 1) - 1], [-1, 1]); // [N, 1, D]
      return { logits: parts.logits(last), selves };
    });
    this.caches = caches.map((cache, index) => {
      tf.dispose(cache.self ?? []);
      return { ...cache, self: itemAt(selves, index) };
    });
    return logits;
  }

  /** Hands over keys and values of each block, which are the caller's from now on. */
  release(): KeyValueCache[] {
    const selves = this.caches.flatMap(({ self }) => self ?? []);
    this.caches = [];
    return selves;
  }

  private forget(): void {
    this.caches = this.caches.map(({ self, ...cache }) => {
      tf.dispose(self ?? []);
      return cache;
    });
  }

  reorder(order: readonly number[]): void {
    const pick = <T extends tf.Tensor>(x: T) => {
      const picked = tf.tidy(() => tf.gather(x, tf.tensor1d([...order], 'int32')));
      x.dispose();
      return picked;
    };
    this.rows = order.map((row) => [...(this.rows[row] ?? [])]);
    this.caches = this.caches.map(({ self, cross }) => ({
      ...(self ? { self: { key: pick(self.key), value: pick(self.value) } } : {}),
      ...(cross ? { cross: { key: pick(cross.key), value: pick(cross.value) } } : {}),
    }));
    if (this.mask) this.mask = pick(this.mask);
  }

  dispose(): void {
    this.caches.forEach(disposeCache);
    this.caches = [];
    this.mask?.dispose();
    this.mask = undefined;
  }
}

/** Longest text that `model` can take, in tokens. */
function windowOf(model: tf.LayersModel): number {
  const lengths = model.layers.map((layer) =>
    layer instanceof PositionEmbedding ? layer.maxSequenceLength : Infinity,
  );
  return Math.min(Infinity, ...lengths);
}

/**
 * Starts a decoding of a model from token ids `[N, T]` to logits `[N, T, V]`.
 *
 * @param useCache `true` caches keys and values where the model is a GPT; `false` never does. Same numbers.
 * @returns a session; caller disposes.
 */
export function languageSession(model: tf.LayersModel, useCache: boolean): DecodingSession {
  const parts = useCache ? decoderParts(model, 'token') : undefined;
  return parts ? new CachedSession(parts) : plainSession(model, windowOf(model));
}

function encodeSources(model: tf.LayersModel, parts: DecoderParts, sources: number[][]): Encoded {
  const named = (name: string) => {
    const layer = layerNamed(model, name);
    if (layer) return layer;
    throw new TypeError(
      `decode: expected a model made by createEncoderDecoder; got one without a layer "${name}"; build it with createEncoderDecoder.`,
    );
  };
  const blocks = model.layers.filter((layer) => layer instanceof TransformerEncoderBlock);
  return tf.tidy(() => {
    const tokens = tokenTensor(sources);
    const mask = call(named(LAYER_NAMES.sourceMask), tokens);
    const embedded = call(named(LAYER_NAMES.embedding('source')), tokens);
    let x = call(named(LAYER_NAMES.positions('source')), embedded); // [N, S, D]
    for (const block of blocks) x = onlyOutput(block.call([x, mask], {})); // [N, S, D]
    const norm = layerNamed(model, LAYER_NAMES.encoderNorm);
    const encoded = norm ? call(norm, x) : x;
    return { mask, cross: parts.blocks.map((block) => block.encoderCache(encoded)) };
  });
}

/**
 * Starts translating sources with a model of `createEncoderDecoder`.
 *
 * @param sources N rows of equal length
 * @returns a session; caller disposes.
 * @throws TypeError for any other model.
 */
export function translationSession(model: tf.LayersModel, sources: number[][]): DecodingSession {
  const parts = decoderParts(model, 'target');
  if (!parts)
    throw new TypeError(
      'decode: expected a model made by createEncoderDecoder; got another; ' +
        'use generate() for models with one input.',
    );
  return new CachedSession(parts, encodeSources(model, parts, sources));
}
