/** A function of tensors that runs as a graph where the engine can, and operation by operation elsewhere. */
import { itemAt } from '../../host/item-at';
import { engineInfo, nativeBackend } from '../backend';
import type { NativeBackend } from '../binding';
import { isNative } from '../native';
import { tf } from '../tensorflow';
import {
  allNearlyEqual,
  GraphCache,
  type GraphMaker,
  type Recorded,
  type RecordingPlan,
} from './cache';
import { compile, type CompiledGraph } from './compiled';
import { feedsKey, feedSpecs, takeName, trace, type Feeds } from './trace';

/** Calls of one shape that run eagerly first, unless told otherwise: compiling does not pay for fewer. */
const EAGER_RUNS = 3;

/**
 * What a {@link compiledFunction} computes. It must not change variables but those named as its `state`.
 *
 * @param feeds the inputs; axis 0 of each counts rows
 * @param parts into which it may split the rows, to run on several cores
 */
export type TensorFunction = (feeds: Feeds, parts: number) => tf.Tensor;

/** Options of {@link compiledFunction}. */
export interface CompiledFunctionOptions {
  /** What is computed, as the beginning of a sentence. */
  title: string;
  /** `false` never compiles. Default true. */
  trace?: boolean | undefined;
  /**
   * Calls of one shape that run eagerly before a graph is compiled for the rest. Default 3. Graph and eager
   * operations round differently: 0 repeats bit for bit whatever was computed before.
   */
  eagerRuns?: number | undefined;
  /** Variables that it may change: their new values stay in the graph from run to run. Default none. */
  state?: readonly tf.Variable[] | undefined;
  /** Most parts into which rows are split. Default one for each core, where there is enough to compute. */
  parts?: number | undefined;
  /** Whether the result in parts is that of the whole. Default: every number is, to rounding. */
  agree?: GraphMaker<Feeds, Recorded>['agree'];
}

/** Runs a function of tensors as fast as the engine can. Dispose it. */
export interface CompiledFunction {
  /** Parts into which rows are split at most: give it that many times the rows that suit one core. */
  readonly parts: number;
  /** Why it runs eagerly, when it cannot be compiled; `undefined` also before that is known. */
  readonly reason: string | undefined;
  /** @returns the result; caller disposes. */
  run(feeds: Feeds): tf.Tensor;
  /** Lets go of all values of variables, until `resume`. Dispose the state only now: its last values are read here. */
  suspend(): void;
  /**
   * Goes on after `suspend` with other variables as its state: as many, of the same shapes. Graphs
   * stay if a new recording, one for each, shows that the function is still what they compute.
   */
  resume(state: readonly tf.Variable[]): void;
  dispose(): void;
}

/** The backend that compiles, or why there is none. */
export function findCompiler(): { backend?: NativeBackend; reason?: string } {
  const backend = nativeBackend();
  if (backend && isNative()) return { backend };
  return { reason: `only the native engine traces, and ${engineInfo().name} runs` };
}

/** Makes a function that is compiled once for each shape of its inputs. */
export function compiledFunction(
  compute: TensorFunction,
  options: CompiledFunctionOptions,
): CompiledFunction {
  const found = options.trace === false ? {} : findCompiler();
  if (found.backend) return new GraphFunction(found.backend, compute, options);
  return {
    parts: 1,
    reason: found.reason,
    run: (feeds) => tf.tidy(() => compute(feeds, 1)),
    suspend: () => undefined,
    resume: () => undefined,
    dispose: () => undefined,
  };
}

class GraphFunction implements CompiledFunction, GraphMaker<Feeds, Recorded> {
  readonly title: string;
  readonly parts: number;
  readonly agree: GraphMaker<Feeds, Recorded>['agree'];
  readonly key = feedsKey;
  private readonly eagerRuns: number;
  readonly keepsPrograms: boolean;
  private state: readonly tf.Variable[];
  private readonly graphs: GraphCache<Feeds>;

  constructor(
    private readonly backend: NativeBackend,
    private readonly compute: TensorFunction,
    options: CompiledFunctionOptions,
  ) {
    const { title, eagerRuns = EAGER_RUNS, agree = allNearlyEqual, state = [] } = options;
    this.title = title;
    this.parts = options.parts ?? engineInfo().threads.interOp;
    this.state = state;
    this.keepsPrograms = state.length > 0;
    this.eagerRuns = eagerRuns;
    this.agree = agree;
    this.graphs = new GraphCache(this, this.parts, options.parts !== undefined);
  }

  get reason(): string | undefined {
    return this.graphs.reason;
  }

  run(feeds: Feeds): tf.Tensor {
    const graph = this.graphs.find(feeds);
    if (graph) return graph.runToTensor(feeds);
    const result = tf.tidy(() => this.compute(feeds, 1));
    this.graphs.announce();
    return result;
  }

  suspend(): void {
    this.graphs.suspend();
  }

  resume(state: readonly tf.Variable[]): void {
    if (state.length !== this.state.length || this.state.some(({ isDisposed }) => !isDisposed))
      throw new Error(
        `CompiledFunction.resume: expected ${this.state.length} variables for as many disposed ones; ` +
          `got ${state.length}, or former ones in use; dispose those first.`,
      );
    state.forEach((variable, i) => takeName(variable, itemAt(this.state, i)));
    this.state = state;
  }

  dispose(): void {
    this.graphs.dispose();
  }

  isDue(_feeds: Feeds, runs: number): boolean {
    return runs > this.eagerRuns;
  }

  whole(feeds: Feeds): ArrayLike<number> {
    return this.compute(reversedRows(feeds), 1).dataSync();
  }

  record(feeds: Feeds, { parts, altered }: RecordingPlan): Recorded {
    const given = altered ? reversedRows(feeds) : feeds;
    const results: tf.Tensor[] = [];
    const traced = trace(this.backend, given, () => {
      results.push(this.compute(given, parts));
      return results;
    });
    if (traced.updated.some((variable) => !this.state.includes(variable)))
      traced.obstacle ??= 'it changes variables';
    return { trace: traced, values: altered ? (results[0]?.dataSync() ?? []) : [] };
  }

  load({ trace: traced }: Recorded, feeds: Feeds): CompiledGraph {
    const cores = engineInfo().threads.interOp;
    return compile(this.backend, traced, feedSpecs(this.backend, feeds), { cores });
  }
}

/** The same tensors with their rows in reverse order; the surrounding scope disposes. */
export function reversedRows(feeds: Feeds): Feeds {
  const reversed = Object.entries(feeds).map(([name, tensor]) => [
    name,
    tensor.rank === 0 ? tensor : tf.reverse(tensor, 0),
  ]);
  return Object.fromEntries(reversed) as Feeds;
}
