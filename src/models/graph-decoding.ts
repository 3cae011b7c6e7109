/**
 * Decoding of one text with one graph for every step: keys and values stay in the engine, in windows of a fixed
 * length, and a step is given its token and its position only. The graph serves later texts of the model too.
 */
import type { tf } from '../engine';
import { findCompiler } from '../engine/trace';
import {
  CachedSession,
  decoderParts,
  languageSession,
  readRows,
  type DecoderParts,
  type Decoding,
} from './decoding';
import { graphsOf, type GraphStep, type WaitingGraphs } from './graph-step';

/** Windows are this long, or twice, four times, … as long: texts of similar lengths get graphs of one shape. */
const LEAST_WINDOW = 64;
/**
 * A graph costs about as much time as this many tokens without one. Shorter texts get none, also where one waits: the
 * same text must not be rounded otherwise because of what was written before.
 */
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
  const length = windowFor(plan.prompt + plan.maxTokens, parts.window);
  return new GraphSession(parts, length, graphsOf(model));
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
    private readonly graphs: WaitingGraphs,
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
      this.step = this.graphs.take(this.parts, this.eager.release(), this.length);
      this.eager = undefined;
    }
    if (this.step) return this.step;
    throw new Error('generate: expected a prompt before the first step; got none; feed it first.');
  }

  private feedEagerly(added: number[]): Promise<Float32Array[]> {
    if (this.eager) return this.eager.feed([added]);
    this.giveBack();
    this.eager = new CachedSession(this.parts);
    return this.eager.feed([this.tokens]);
  }

  dispose(): void {
    this.eager?.dispose();
    this.eager = undefined;
    this.giveBack();
  }

  private giveBack(): void {
    if (this.step) this.graphs.giveBack(this.step);
    this.step = undefined;
  }
}
