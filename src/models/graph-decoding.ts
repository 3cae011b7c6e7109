/**
 * Decoding of one text with one graph for every step: keys and values stay in the engine, in windows of a fixed
 * length, and a step is given its token and its position only.
 */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { compiledFunction, findCompiler, type CompiledFunction } from '../engine/trace';
import { windowOf, type KeyValueCache } from '../layers';
import {
  CachedSession,
  decoderParts,
  languageSession,
  readRows,
  type DecoderParts,
  type Decoding,
} from './decoding';

/** Windows are this long, or twice, four times, … as long: texts of similar lengths get graphs of one shape. */
const LEAST_WINDOW = 64;
/** A graph costs about as much time as this many tokens without one. */
const LEAST_TOKENS = 16;

/** What is known of a decoding before it begins. */
export interface DecodingPlan {
  useCache: boolean;
  traced: boolean;
  /** Tokens given. */
  prompt: number;
  /** Most tokens to be added. */
  maxTokens: number;
}

/** Decodes one text with a graph where model and engine allow it and it pays, else as `languageSession` does. */
export function textSession(model: tf.LayersModel, plan: DecodingPlan): Decoding {
  const parts = plan.useCache && plan.traced ? decoderParts(model, 'token') : undefined;
  const worthIt = plan.maxTokens >= LEAST_TOKENS && findCompiler().backend !== undefined;
  if (!parts || !worthIt) return languageSession(model, plan.useCache);
  const title = `The generation with '${model.name}'`;
  return new GraphSession(parts, windowFor(plan.prompt + plan.maxTokens, parts.window), title);
}

/** The shortest window that holds `length` tokens, or all that the model can take. */
function windowFor(length: number, longest: number): number {
  const doublings = Math.ceil(Math.log2(Math.max(1, length / LEAST_WINDOW)));
  return Math.min(LEAST_WINDOW * 2 ** doublings, longest);
}

/** One decoding. The prompt runs without a graph, and so does what does not fit into the window. */
class GraphSession implements Decoding {
  private tokens: number[] = [];
  private eager: CachedSession | undefined;
  private step: GraphStep | undefined;

  constructor(
    private readonly parts: DecoderParts,
    private readonly length: number,
    private readonly title: string,
  ) {}

  feed(rows: readonly number[][]): Promise<Float32Array[]> {
    const [added = []] = rows;
    const position = this.tokens.length;
    this.tokens = [...this.tokens, ...added];
    const [token, ...more] = added;
    const fits = this.tokens.length <= this.length;
    if (token !== undefined && more.length === 0 && position > 0 && fits)
      return readRows(this.graph().run(token, position));
    return this.feedEagerly(added);
  }

  private graph(): GraphStep {
    if (!this.step && this.eager) {
      this.step = new GraphStep(this.parts, this.eager.release(), this.length, this.title);
      this.eager = undefined;
    }
    if (this.step) return this.step;
    throw new Error('generate: expected a prompt before the first step; got none; feed it first.');
  }

  private feedEagerly(added: number[]): Promise<Float32Array[]> {
    if (this.eager) return this.eager.feed([added]);
    this.step?.dispose();
    this.step = undefined;
    this.eager = new CachedSession(this.parts);
    return this.eager.feed([this.tokens]);
  }

  dispose(): void {
    this.eager?.dispose();
    this.step?.dispose();
    this.eager = undefined;
    this.step = undefined;
  }
}

/** The graph, and its windows of keys and values, two for each block. */
class GraphStep {
  private readonly windows: Array<Record<'key' | 'value', tf.Variable<tf.Rank.R2>>>;
  private readonly compute: CompiledFunction;

  constructor(
    private readonly parts: DecoderParts,
    caches: KeyValueCache[],
    private readonly length: number,
    title: string,
  ) {
    this.windows = caches.map((cache) => {
      const { key, value } = windowOf(cache, length);
      const window = { key: tf.variable(key, false), value: tf.variable(value, false) };
      tf.dispose([cache, key, value]);
      return window;
    });
    const state = this.windows.flatMap(({ key, value }) => [key, value]);
    this.compute = compiledFunction(
      ({ token, index }) => this.logits(token as tf.Tensor, index as tf.Tensor1D),
      // The first step already: numbers of the same graph repeat bit for bit.
      { title, state, eagerRuns: 0, parts: 1 },
    );
  }

  private logits(token: tf.Tensor, index: tf.Tensor1D): tf.Tensor2D {
    const { parts, windows, length } = this;
    let x = parts.embed(token, { index, window: length }); // [1, 1, D]
    for (const [i, block] of parts.blocks.entries()) {
      const { key, value } = itemAt(windows, i);
      const step = block.stepInWindow(x, { key, value, index, length });
      key.assign(step.key);
      value.assign(step.value);
      x = step.output; // [1, 1, D]
    }
    return parts.logits(x); // [1, V]
  }

  /** Next-token logits `[1, V]` after `token` at `position`; caller disposes. */
  run(token: number, position: number): tf.Tensor2D {
    const feeds = {
      token: tf.tensor2d([[token]], [1, 1], 'int32'),
      index: tf.tensor1d([position], 'int32'),
    };
    try {
      return this.compute.run(feeds) as tf.Tensor2D;
    } finally {
      tf.dispose(feeds);
    }
  }

  dispose(): void {
    this.compute.dispose();
    tf.dispose(this.windows);
  }
}
