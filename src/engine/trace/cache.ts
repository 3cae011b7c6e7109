/**
 * Keeps the graphs of one function, one for each shape of its inputs, and knows why there is none.
 *
 * A function is recorded twice, as it is called and on altered inputs. Where both recordings are the same
 * program, nothing in it hangs on numbers that JavaScript computes anew, and the recording may be replayed.
 */
import { notice } from '../../host/notice';
import type { CompiledGraph } from './compiled';
import { difference, type Program, type Rates } from './program';
import { variableName, withoutConsequences, type Trace } from './trace';
import { isLittle } from './work';

/** Most graphs that one cache keeps; calls of further shapes run without one. */
const MOST_GRAPHS = 16;

/** Largest difference, relative to the size of the numbers, that counts as rounding. */
const SPLIT_TOLERANCE = 1e-4;

/** How a call is to be recorded. */
export interface RecordingPlan {
  /** Parts into which the rows of the inputs are split, to run at once. */
  parts: number;
  /** Whether inputs and everything else that may differ from call to call are to be altered. */
  altered: boolean;
}

/** One recording of a call. */
export interface Recorded {
  trace: Trace;
  /** Numbers that must not depend on the split. Only read of altered recordings. */
  values: ArrayLike<number>;
}

/** What a {@link GraphCache} has to know about its function. */
export interface GraphMaker<Call, R extends Recorded> {
  /** What is computed, as the beginning of a sentence, e.g. `The prediction of 'gpt'`. */
  readonly title: string;
  /** The two rates of the recordings, when the function has a rate; see `difference`. */
  readonly rates?: Rates | undefined;
  /** Whether {@link GraphCache.suspend} is going to be called: programs are kept for it. */
  readonly keepsPrograms?: boolean;
  /** The same text for all calls that one graph serves. */
  key(call: Call): string;
  /** Whether a graph is worth its price when this call comes for the `runs`-th time, from 1. */
  isDue(call: Call, runs: number): boolean;
  /** Called once before the recordings of a call. */
  prepare?(): void;
  /** Runs the call and records it. Variables are put back, and tensors freed, by the caller. */
  record(call: Call, plan: RecordingPlan): R;
  /** The `values` of the altered call without a split, and without recording it. */
  whole(call: Call): ArrayLike<number>;
  /** Whether the values of the parts are those of the whole, to rounding. */
  agree(whole: ArrayLike<number>, parts: ArrayLike<number>): boolean;
  /** The recording as a graph. @throws Error if TensorFlow refuses it. */
  load(recorded: R, call: Call): CompiledGraph;
}

interface Entry {
  runs: number;
  graph?: CompiledGraph | undefined;
  /** What the graph computes, and in how many parts. */
  program?: KeptProgram;
  /** Whether the graph has to be compared with a new recording before it runs again. */
  doubtful?: boolean;
}

/** A program and the names of the variables that it changes, in the order of its last results. */
interface KeptProgram {
  program: Program;
  updated: string[];
  parts: number;
}

/** See the top of this file. Dispose it. */
export class GraphCache<Call, R extends Recorded = Recorded> {
  private readonly entries = new Map<string, Entry>();
  private why: string | undefined;
  private announced = false;

  /**
   * @param parts into which calls are split where that changes nothing but the speed
   * @param always splits also what one core computes faster
   */
  constructor(
    private readonly maker: GraphMaker<Call, R>,
    private parts: number,
    private readonly always = false,
  ) {}

  /** Why calls run operation by operation, when they cannot be compiled. */
  get reason(): string | undefined {
    return this.why;
  }

  /** The graph for a call, compiled now if that is due; `undefined` when the call has to run without. */
  find(call: Call): CompiledGraph | undefined {
    const key = this.maker.key(call);
    const entry: Entry = this.entries.get(key) ?? { runs: 0 };
    if (entry.doubtful) this.confirm(entry, call);
    if (entry.graph) return entry.graph;
    this.entries.set(key, entry);
    entry.runs++;
    const possible = this.why === undefined && this.graphs().length < MOST_GRAPHS;
    if (possible && this.maker.isDue(call, entry.runs)) this.compile(call, entry);
    return entry.graph;
  }

  /** Says the reason, once. Call it after a run without a graph: where that fails too, its error says more. */
  announce(): void {
    if (this.why === undefined || this.announced) return;
    this.announced = true;
    notice(`${this.maker.title} runs eagerly, which is slower: ${this.why}.`);
  }

  private graphs(): CompiledGraph[] {
    return [...this.entries.values()].flatMap(({ graph }) => (graph ? [graph] : []));
  }

  /**
   * Has every graph let go of its variables' values. Before its next run it is compared with a new recording: what it
   * computes may have changed.
   */
  suspend(): void {
    for (const graph of this.graphs()) graph.release();
    for (const entry of this.entries.values()) entry.doubtful = true;
  }

  /** Records the call once. A graph that computes something else is dropped. */
  private confirm(entry: Entry, call: Call): void {
    const { graph, program } = entry;
    entry.doubtful = false;
    if (!graph) return;
    try {
      const parts = program?.parts ?? 1;
      const { trace } = this.record(call, { parts, altered: false });
      if (program && trace.obstacle === undefined && sameProgram(program, keptOf(trace, parts)))
        return graph.rebind(trace.variables);
    } catch {
      // Compiling meets the same error, and says it.
    }
    graph.dispose();
    entry.graph = undefined;
  }

  private compile(call: Call, entry: Entry): void {
    const { maker } = this;
    try {
      maker.prepare?.();
      const [other, parts] = this.rehearse(call);
      const real = this.record(call, { parts, altered: false });
      this.why =
        real.trace.obstacle ?? difference(real.trace.program, other.trace.program, maker.rates);
      if (this.why !== undefined) return;
      if (maker.keepsPrograms) entry.program = keptOf(real.trace, parts);
      entry.graph = maker.load(real, call);
    } catch (error) {
      this.why = error instanceof Error ? error.message : String(error);
    }
  }

  private record(call: Call, plan: RecordingPlan): R {
    return withoutConsequences(() => this.maker.record(call, plan));
  }

  /** Records the altered call: in as many parts as planned where they make up the whole and it pays, else unsplit. */
  private rehearse(call: Call): [R, parts: number] {
    const { parts } = this;
    if (parts > 1) {
      const whole = withoutConsequences(() => this.maker.whole(call));
      const split = this.record(call, { parts, altered: true });
      const agree = this.maker.agree(whole, split.values);
      if (!agree) this.parts = 1;
      else if (this.always || !isLittle(split.trace.program)) return [split, parts];
    }
    return [this.record(call, { parts: 1, altered: true }), 1];
  }

  /** Brings all variables up to date. */
  sync(): void {
    for (const graph of this.graphs()) graph.sync();
  }

  /** Drops all graphs. Later calls are compiled anew. */
  clear(): void {
    for (const graph of this.graphs()) graph.dispose();
    this.entries.clear();
  }

  dispose(): void {
    this.clear();
  }
}

function keptOf({ program, updated }: Trace, parts: number): KeptProgram {
  return { program, updated: updated.map(variableName), parts };
}

function sameProgram(a: KeptProgram, b: KeptProgram): boolean {
  const leaves = ({ program }: KeptProgram) => JSON.stringify([...program.leaves]);
  return (
    difference(a.program, b.program) === undefined &&
    leaves(a) === leaves(b) &&
    a.updated.join() === b.updated.join()
  );
}

/** Whether two numbers are equal but for rounding, for numbers of about the size `scale`. */
export function nearlyEqual(value: number, expected: number, scale: number): boolean {
  return Math.abs(value - expected) <= SPLIT_TOLERANCE * scale;
}

/** Whether all numbers agree, to rounding of the largest. */
export function allNearlyEqual(whole: ArrayLike<number>, parts: ArrayLike<number>): boolean {
  const expected = Float64Array.from(whole);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return expected.every((value, i) => nearlyEqual(parts[i] ?? NaN, value, largest));
}
