/** Writes a trace, and the changes of variables that go with it, into a graph: once, or as the inside of a loop. */
import { itemAt } from '../../host/item-at';
import type { NativeBackend } from '../binding';
import type { tf } from '../tensorflow';
import { attribute, DataType } from './attribute';
import { after, type GraphBuilder, type GraphVariable } from './graph';
import { writtenInPlace } from './in-place';
import { Loop } from './loop';
import { kindOf } from './program';
import type { TensorKind } from './recording';
import { variableName, type FeedSpec, type Trace } from './trace';

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

/** Name of the fed number of turns, an int32 scalar. */
export const TURNS = 'turns';

/** What a graph is written from. */
export interface GraphPlan {
  traced: Trace;
  /** All that may be fed. */
  specs: FeedSpec[];
  /** Variables that the graph reads or changes. */
  variables: Iterable<tf.Variable>;
  update: Update | undefined;
  /** Name of the fed number to which constants may be proportional. */
  rate: string | undefined;
}

type Handles = ReadonlyMap<tf.Variable, GraphVariable>;

/** Writes a graph that computes once. Its result is named `result`. */
export function writeOnce(backend: NativeBackend, builder: GraphBuilder, plan: GraphPlan): void {
  const leaves = new Map(
    plan.specs.map(({ name, dtype, shape }) => [name, builder.placeholder(name, dtype, shape)]),
  );
  const handles = addVariables(backend, builder, plan.variables);
  const { result, waitFor } = writeBody(builder, plan, leaves, handles);
  addResult(builder, result, resultOf(plan).dtype, waitFor);
}

/** How a graph computes several times in one run. */
export interface Turns {
  /** Names of the feeds of which each turn has its own: all of them are given along a new first axis. */
  feeds: readonly string[];
  /** How many of the first numbers of the result must be finite; the turn after which one is not is the last. */
  sound: number;
}

/** Writes a graph that computes several times. Its result, named `result`, has a row of each turn. */
export function writeLoop(
  backend: NativeBackend,
  builder: GraphBuilder,
  plan: GraphPlan,
  { feeds, sound }: Turns,
): void {
  const handles = addVariables(backend, builder, plan.variables);
  const loop = new Loop(builder, builder.placeholder(TURNS, DataType.int32, []));
  const leaves = new Map(
    plan.specs.map(({ name, dtype, shape }) => {
      if (!feeds.includes(name))
        return [name, loop.bring(builder.placeholder(name, dtype, shape), dtype)];
      return [name, loop.rowOf(builder.placeholder(name, dtype, [-1, ...shape]), dtype)];
    }),
  );
  const inside = new Map<tf.Variable, GraphVariable>();
  for (const [variable, outside] of handles)
    inside.set(variable, builder.variableInside(loop, outside, dtypeOf(backend, variable)));
  const { result, waitFor } = builder.inside(loop, () => writeBody(builder, plan, leaves, inside));
  const [length = 1] = resultOf(plan).shape;
  addResult(builder, loop.collect(result, length, sound, waitFor), DataType.float, []);
}

/** Type and shape of the trace's first result. */
function resultOf({ traced: { program } }: GraphPlan): TensorKind {
  return kindOf(program, program.results[0]) ?? { dtype: DataType.float, shape: [] };
}

function addResult(builder: GraphBuilder, result: string, dtype: number, waitFor: string[]): void {
  builder.node('Identity', [result, ...waitFor], { T: attribute.type(dtype) }, 'result');
}

function dtypeOf(backend: NativeBackend, variable: tf.Variable): number {
  return backend.tensorMap.get(variable.dataId).dtype;
}

function addVariables(
  backend: NativeBackend,
  builder: GraphBuilder,
  variables: Iterable<tf.Variable>,
): Handles {
  const handles = new Map<tf.Variable, GraphVariable>();
  for (const variable of variables) {
    const { shape } = variable;
    const added = builder.variable(variableName(variable), dtypeOf(backend, variable), shape);
    handles.set(variable, added);
  }
  return handles;
}

/** @returns the first result, and nodes to wait for, each as `^name` */
function writeBody(
  builder: GraphBuilder,
  { traced, update, rate }: GraphPlan,
  feeds: ReadonlyMap<string, string>,
  handles: Handles,
): { result: string; waitFor: string[] } {
  const variable = (wanted: tf.Variable) => find(handles, wanted, wanted.name);
  const leaves = new Map(feeds);
  for (const [held, { read }] of handles) leaves.set(variableName(held), read);
  const inPlace = new Map(
    [...writtenInPlace(traced)].map(([node, written]) => [node, variable(written)]),
  );
  const results = builder.program(traced.program, leaves, rate && leaves.get(rate), inPlace);
  const firstUpdated = results.length - traced.updated.length;
  const written = new Set(inPlace.values());
  const waitFor = traced.updated.map((item, i) => {
    const value = itemAt(results, firstUpdated + i);
    return written.has(variable(item)) ? after(value) : builder.assign(variable(item), value);
  });
  const feed = (name: string) => find(leaves, name, name);
  const own = results.slice(0, firstUpdated);
  waitFor.push(...(update?.emit({ builder, results: own, feed, variable }) ?? []));
  return { result: itemAt(results, 0), waitFor };
}

function find<K, V>(map: ReadonlyMap<K, V>, key: K, name: string): V {
  const value = map.get(key);
  if (value !== undefined) return value;
  throw new Error(`the graph has no ${name}`);
}
