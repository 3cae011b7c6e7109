/** Graphs that compute one token each, and wait for the next text of their model. */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { compiledFunction, findCompiler, type CompiledFunction } from '../engine/trace';
import { windowOf, type KeyValueCache } from '../layers';
import type { DecoderParts } from './decoding';

/** Graphs of one model that wait at most: two lengths, or two texts that were written at once. */
const MOST_WAITING = 2;

/** A window of keys and one of values for each block, as one graph changes them. */
type Windows = Array<Record<'key' | 'value', tf.Variable<tf.Rank.R2>>>;

function windowsOf(caches: KeyValueCache[], length: number): Windows {
  return caches.map((cache) => {
    const { key, value } = windowOf(cache, length);
    const window = { key: tf.variable(key, false), value: tf.variable(value, false) };
    tf.dispose([cache, key, value]);
    return window;
  });
}

function stateOf(windows: Windows): tf.Variable[] {
  return windows.flatMap(({ key, value }) => [key, value]);
}

/** The graph of one token. It has windows of keys and values while a text is written, and no numbers in between. */
export class GraphStep {
  /** The engine that has the graph. */
  readonly backend = findCompiler().backend;
  private windows: Windows;
  private readonly compute: CompiledFunction;
  private failed = false;

  constructor(
    private parts: DecoderParts,
    caches: KeyValueCache[],
    readonly length: number,
    title: string,
  ) {
    this.windows = windowsOf(caches, length);
    this.compute = compiledFunction(
      ({ token, index }) => this.logits(token as tf.Tensor, index as tf.Tensor1D),
      // The first step already: numbers of the same graph repeat bit for bit.
      { title, state: stateOf(this.windows), eagerRuns: 0, parts: 1 },
    );
  }

  /** Begins with another text, whose keys and values so far it takes and disposes. */
  begin(parts: DecoderParts, caches: KeyValueCache[]): void {
    this.parts = parts;
    this.windows = windowsOf(caches, this.length);
    this.compute.resume(stateOf(this.windows));
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
    } catch (error) {
      this.failed = true;
      throw error;
    } finally {
      tf.dispose(feeds);
    }
  }

  /** Frees the windows. @returns whether `begin` may follow. */
  end(): boolean {
    const usable = !this.failed && this.compute.reason === undefined;
    if (usable) this.compute.suspend();
    tf.dispose(this.windows);
    return usable;
  }

  dispose(): void {
    tf.dispose(this.windows);
    this.compute.dispose();
  }
}

/** The graphs of one model that nobody uses now. A text takes one for itself alone, and gives it back. */
export class WaitingGraphs {
  private steps: GraphStep[] = [];
  private closed = false;

  constructor(private readonly title: string) {}

  /** A graph for windows of `length`, one that waits or a new one. It takes `caches` and disposes them. */
  take(parts: DecoderParts, caches: KeyValueCache[], length: number): GraphStep {
    const { backend } = findCompiler();
    const waiting = this.steps.find((step) => step.length === length && step.backend === backend);
    if (!waiting) return new GraphStep(parts, caches, length, this.title);
    this.steps = this.steps.filter((step) => step !== waiting);
    waiting.begin(parts, caches);
    return waiting;
  }

  /** Takes a graph back. The one that has waited longest makes room. */
  giveBack(step: GraphStep): void {
    if (step.end() && !this.closed) this.steps.push(step);
    else step.dispose();
    if (this.steps.length > MOST_WAITING) this.steps.shift()?.dispose();
  }

  /** Frees the graphs that wait now, and those given back from now on. */
  close(): void {
    this.closed = true;
    for (const step of this.steps) step.dispose();
    this.steps = [];
  }
}

/** Weak: a model that is forgotten takes its graphs along, whose memory TensorFlow gets back then. */
const graphs = new WeakMap<tf.LayersModel, WaitingGraphs>();

/** The graphs of a model, which are freed when it is disposed. */
export function graphsOf(model: tf.LayersModel): WaitingGraphs {
  const known = graphs.get(model);
  if (known) return known;
  const waiting = new WaitingGraphs(`The generation with '${model.name}'`);
  graphs.set(model, waiting);
  const dispose = model.dispose.bind(model);
  model.dispose = () => {
    model.dispose = dispose;
    graphs.delete(model);
    waiting.close();
    return dispose();
  };
  return waiting;
}
