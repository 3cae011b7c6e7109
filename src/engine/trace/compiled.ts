/** Compiles a trace into a graph that TensorFlow runs, with its variables tied to `tf.Variable`s. */
import { itemAt } from '../../host/item-at';
import type { NativeBackend, NativeTensor } from '../binding';
import { tf } from '../tensorflow';
import { after, attribute, DataType, GraphBuilder, type GraphVariable } from './graph';
import { writtenInPlace } from './in-place';
import { kindOf } from './program';
import { tensorNumber } from './recording';
import { Session } from './session';
import { simplify } from './simplify';
import { GraphState } from './state';
import { variableName, type Feeds, type FeedSpec, type Trace } from './trace';
import { splitVectorProducts } from './vector-product';

/** What an {@link Update} is emitted from. All names are those of tensors in the graph. */
export interface UpdateContext {
  builder: GraphBuilder;
  /** The trace's own results, see {@link Trace}. */
  results: string[];
  /** A fed tensor. */
  feed(name: string): string;
  /** The graph's variable of a `tf.Variable` among {@link Update.variables}. */
  variable(variable: tf.Variable): GraphVariable;
}

/** Changes of variables that are written into the graph by hand, in place of recorded ones. */
export interface Update {
  /** All variables that it changes. */
  variables: tf.Variable[];
  /** Adds the changes and returns the nodes to wait for, each as `^name`. */
  emit(context: UpdateContext): string[];
}

/** What {@link compile} is told besides the trace. */
export interface CompileOptions {
  /** Name of the fed number to which constants of the program may be proportional, see `difference`. */
  rate?: string;
  update?: Update | undefined;
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
  { rate, update, cores = 1 }: CompileOptions = {},
): CompiledGraph {
  const { binding } = backend;
  const simple = simplify(recorded.program, binding);
  const traced = { ...recorded, program: splitVectorProducts(simple, binding, cores) };
  const builder = new GraphBuilder(binding);
  const updated = new Set([...traced.updated, ...(update?.variables ?? [])]);
  const variables = new Map(traced.variables);
  for (const variable of updated) variables.set(variableName(variable), variable);

  const leaves = new Map<string, string>();
  for (const { name, dtype, shape } of specs)
    leaves.set(name, builder.placeholder(name, dtype, shape));
  const handles = addVariables(backend, builder, variables, leaves);
  const inPlace = new Map(
    [...writtenInPlace(traced)].map(([node, variable]) => [
      node,
      find(handles, variable, 'variable'),
    ]),
  );
  const results = builder.program(traced.program, leaves, rate && leaves.get(rate), inPlace);
  const waitFor = addUpdates(builder, traced, results, { handles, leaves, update, inPlace });
  addResult(builder, traced, itemAt(results, 0), waitFor);

  const session = new Session(backend, builder.savedModel());
  setLargeConstants(backend, session, builder);
  const entries = [...variables].map(([name, variable]) => ({
    ...{ name, variable },
    updated: updated.has(variable),
  }));
  const inputs = usedFeeds(traced, specs, rate);
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

  /** Brings all variables up to date. */
  sync(): void {
    this.state.sync();
  }

  dispose(): void {
    this.state.sync();
    this.session.dispose();
  }
}

/** Adds the variables, their values among the leaves. */
function addVariables(
  backend: NativeBackend,
  builder: GraphBuilder,
  variables: ReadonlyMap<string, tf.Variable>,
  leaves: Map<string, string>,
): Map<tf.Variable, GraphVariable> {
  const handles = new Map<tf.Variable, GraphVariable>();
  for (const [name, variable] of variables) {
    const { dtype } = backend.tensorMap.get(variable.dataId);
    const graphVariable = builder.variable(name, dtype, variable.shape);
    handles.set(variable, graphVariable);
    leaves.set(name, graphVariable.read);
  }
  return handles;
}

interface Names {
  handles: ReadonlyMap<tf.Variable, GraphVariable>;
  leaves: ReadonlyMap<string, string>;
  update: Update | undefined;
  inPlace: ReadonlyMap<number, GraphVariable>;
}

/** @returns nodes to wait for, each as `^name`. */
function addUpdates(
  builder: GraphBuilder,
  traced: Trace,
  results: string[],
  { handles, leaves, update, inPlace }: Names,
): string[] {
  const variable = (wanted: tf.Variable) => find(handles, wanted, wanted.name);
  const firstUpdated = results.length - traced.updated.length;
  const written = new Set(inPlace.values());
  const recorded = traced.updated.map((item, i) => {
    const value = itemAt(results, firstUpdated + i);
    return written.has(variable(item)) ? after(value) : builder.assign(variable(item), value);
  });
  if (!update) return recorded;
  const feed = (name: string) => find(leaves, name, name);
  const own = results.slice(0, firstUpdated);
  return [...recorded, ...update.emit({ builder, results: own, feed, variable })];
}

function find<K, V>(map: ReadonlyMap<K, V>, key: K, name: string): V {
  const value = map.get(key);
  if (value !== undefined) return value;
  throw new Error(`the graph has no ${name}`);
}

function addResult(
  builder: GraphBuilder,
  { program }: Trace,
  result: string,
  waitFor: string[],
): void {
  const dtype = kindOf(program, program.results[0])?.dtype ?? DataType.float;
  builder.node('Identity', [result, ...waitFor], { T: attribute.type(dtype) }, 'result');
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
