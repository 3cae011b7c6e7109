/** Compiles a trace into a graph that TensorFlow runs, with its variables tied to `tf.Variable`s. */
import { itemAt } from '../../host/item-at';
import type { NativeBackend, NativeTensor } from '../binding';
import type { tf } from '../tensorflow';
import { DataType } from './attribute';
import { TURNS, writeLoop, writeOnce, type Turns, type Update } from './body';
import { GraphBuilder } from './graph';
import { tensorNumber } from './recording';
import { Session } from './session';
import { simplify } from './simplify';
import { GraphState } from './state';
import { variableName, type Feeds, type FeedSpec, type Trace } from './trace';
import { splitVectorProducts } from './vector-product';
import { isLittle } from './work';

/** What {@link compile} is told besides the trace. */
export interface CompileOptions {
  /** Name of the fed number to which constants of the program may be proportional, see `difference`. */
  rate?: string;
  update?: Update | undefined;
  /** Has one run compute several times, its result, a vector, each time a row. */
  turns?: Turns | undefined;
  /** Cores that products of one row with a matrix may share. Default 1. */
  cores?: number;
}

/** The numbers of a tensor. */
export type Values = Float32Array | Int32Array | Uint8Array;

/**
 * Makes a graph of a trace: simplified, written, loaded.
 *
 * @param specs all that may be fed; only what the graph uses is asked for at a run
 * @returns the graph, whose result is the first of the trace. Dispose it.
 * @throws Error if TensorFlow refuses the graph.
 */
export function compile(
  backend: NativeBackend,
  recorded: Trace,
  specs: FeedSpec[],
  { rate, update, turns, cores = 1 }: CompileOptions = {},
): CompiledGraph {
  const { binding } = backend;
  const simple = simplify(recorded.program, binding);
  const traced = { ...recorded, program: splitVectorProducts(simple, binding, cores) };
  const builder = new GraphBuilder(binding);
  const updated = new Set([...traced.updated, ...(update?.variables ?? [])]);
  const variables = new Map(traced.variables);
  for (const variable of updated) variables.set(variableName(variable), variable);
  const plan = { traced, specs, variables: variables.values(), update, rate };
  if (turns) writeLoop(backend, builder, plan, turns);
  else writeOnce(backend, builder, plan);

  const session = new Session(backend, builder.savedModel(), isLittle(simple));
  setLargeConstants(backend, session, builder);
  const entries = [...variables].map(([name, variable]) => ({
    ...{ name, variable, dtype: backend.tensorMap.get(variable.dataId).dtype },
    updated: updated.has(variable),
  }));
  const inputs = [...usedFeeds(traced, specs, rate), ...(turns ? [TURNS] : [])];
  return new CompiledGraph(backend, session, new GraphState(backend, session, entries), inputs);
}

/** A loaded graph. Made by {@link compile}; dispose it. */
export class CompiledGraph {
  private readonly feedNames: string;

  constructor(
    private readonly backend: NativeBackend,
    private readonly session: Session,
    private readonly state: GraphState,
    private readonly inputs: string[],
  ) {
    this.feedNames = inputs.map((name) => `${name}:0`).join(',');
  }

  /** Runs the graph once. @returns the numbers of its result. */
  run(feeds: Feeds): Values {
    const { binding } = this.backend;
    const { id } = this.runOnce(feeds);
    const values = binding.tensorDataSync(id);
    binding.deleteTensor(id);
    return values;
  }

  /** Runs the graph once. @returns its result; caller disposes. */
  runToTensor(feeds: Feeds): tf.Tensor {
    return this.backend.createOutputTensor(this.runOnce(feeds));
  }

  private runOnce(feeds: Feeds): NativeTensor {
    const ids = this.inputs.map((name) => {
      const tensor = feeds[name];
      if (tensor) return tensorNumber(this.backend, tensor);
      throw new Error(
        `CompiledGraph.run: expected a tensor for ${name}; got none; feed all inputs.`,
      );
    });
    this.state.push();
    const outputs = this.session.run(ids, this.feedNames, 'result:0');
    this.state.pull();
    return itemAt(outputs, 0);
  }

  /** Has variables that took over a name take part from the next run on. */
  rebind(variables: ReadonlyMap<string, tf.Variable>): void {
    this.state.rebind(variables);
  }

  /** Lets go of the values of all variables until the next run. */
  release(): void {
    this.state.release();
  }

  /** Brings all variables up to date. */
  sync(): void {
    this.state.sync();
  }

  dispose(): void {
    this.state.sync();
    this.session.dispose();
  }
}

function setLargeConstants(backend: NativeBackend, session: Session, builder: GraphBuilder): void {
  const { binding } = backend;
  const feeds = builder.large.map(({ name, constant: { shape, dtype, bytes } }) => ({
    name,
    id: binding.createTensor(shape, dtype, typed(dtype, bytes)),
  }));
  session.assign(feeds);
  for (const { id } of feeds) binding.deleteTensor(id);
}

function typed(dtype: number, bytes: Uint8Array): Values {
  if (dtype === DataType.int32) return new Int32Array(bytes.buffer);
  return dtype === DataType.float ? new Float32Array(bytes.buffer) : bytes;
}

function usedFeeds(traced: Trace, specs: FeedSpec[], rate: string | undefined): string[] {
  const { nodes, results } = traced.program;
  const sources = [...nodes.flatMap((node) => node.inputs), ...results];
  const used = new Set(sources.flatMap((source) => (source.kind === 'leaf' ? [source.name] : [])));
  return specs.flatMap(({ name }) => (used.has(name) || name === rate ? [name] : []));
}
