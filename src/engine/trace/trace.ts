/** Records one run of a function and reduces it to a program over its inputs and variables. */
import { itemAt } from '../../host/item-at';
import type { NativeBackend } from '../binding';
import { tf } from '../tensorflow';
import { toProgram, type Program } from './program';
import { record, tensorNumber } from './recording';

/** Tensors that are given at every run, by name. */
export type Feeds = Readonly<Record<string, tf.Tensor>>;

/** Types, shapes and identities of feeds: a graph serves all feeds with the same key. */
export function feedsKey(feeds: Feeds): string {
  const tensors = Object.values(feeds);
  return Object.entries(feeds)
    .map(([name, { dtype, shape, dataId }]) => {
      const same = tensors.findIndex((tensor) => tensor.dataId === dataId);
      return `${name}:${dtype}[${shape.join(', ')}]=${same}`;
    })
    .join(' ');
}

/** Type and shape of a fed tensor. */
export interface FeedSpec {
  name: string;
  dtype: number;
  shape: number[];
}

/** Specifications of feeds, as a graph declares them. */
export function feedSpecs(backend: NativeBackend, feeds: Feeds): FeedSpec[] {
  return Object.entries(feeds).map(([name, tensor]) => {
    tensorNumber(backend, tensor);
    return { name, dtype: backend.tensorMap.get(tensor.dataId).dtype, shape: tensor.shape };
  });
}

/** What a recorded function computed: the first results are its own, then the new values of variables. */
export interface Trace {
  program: Program;
  /** Variables that the function reads or changes, by the name of their leaf in the program. */
  variables: Map<string, tf.Variable>;
  /** Variables that it changes, in the order of the program's last results. */
  updated: tf.Variable[];
  /** Why the recording must not be replayed. */
  obstacle: string | undefined;
}

/** All variables that exist. */
export function registeredVariables(): tf.Variable[] {
  return Object.values(tf.engine().registeredVariables as Record<string, tf.Variable>);
}

/** Names that variables took over. */
const takenOver = new WeakMap<tf.Variable, string>();

/** Name of a variable inside graphs. */
export function variableName(variable: tf.Variable): string {
  return takenOver.get(variable) ?? `v${variable.id}`;
}

/** Gives a variable the name inside graphs of another, which is disposed. */
export function takeName(variable: tf.Variable, former: tf.Variable): void {
  takenOver.set(variable, variableName(former));
}

/** Numbers of feeds and variables. Variables that share one tensor (after `setWeights`) are separated. */
function nameLeaves(
  backend: NativeBackend,
  feeds: Feeds,
  variables: tf.Variable[],
): Map<number, string> {
  const leaves = new Map<number, string>();
  for (const [name, tensor] of Object.entries(feeds))
    leaves.set(tensorNumber(backend, tensor), name);
  for (const variable of variables) {
    if (leaves.has(tensorNumber(backend, variable)))
      tf.tidy(() => variable.assign(tf.mul(variable, tf.scalar(1, variable.dtype))));
    leaves.set(tensorNumber(backend, variable), variableName(variable));
  }
  return leaves;
}

/**
 * Runs `body` and records it.
 *
 * @param feeds stand for what later runs feed
 * @param body computes; returns the tensors wanted, which `tf.keep` or the surrounding scope keeps alive
 */
export function trace(backend: NativeBackend, feeds: Feeds, body: () => tf.Tensor[]): Trace {
  const variables = registeredVariables();
  const leaves = nameLeaves(backend, feeds, variables);
  const before = variables.map(({ dataId }) => dataId);
  const roots: number[] = [];
  const updated: tf.Variable[] = [];
  const recording = record(backend, new Set(leaves.keys()), () => {
    for (const result of body()) roots.push(tensorNumber(backend, result));
    variables.forEach((variable, i) => {
      if (variable.isDisposed || variable.dataId === before[i]) return;
      updated.push(variable);
      roots.push(tensorNumber(backend, variable));
    });
  });
  if (registeredVariables().length !== variables.length)
    recording.obstacle ??= 'it creates or disposes variables';
  const program = toProgram(recording, leaves, roots);
  return {
    program,
    updated,
    variables: usedVariables(program, variables, updated),
    obstacle: recording.obstacle,
  };
}

function usedVariables(
  program: Program,
  variables: tf.Variable[],
  updated: tf.Variable[],
): Map<string, tf.Variable> {
  const sources = [...program.nodes.flatMap(({ inputs }) => inputs), ...program.results];
  const names = new Set(sources.flatMap((source) => (source.kind === 'leaf' ? [source.name] : [])));
  for (const variable of updated) names.add(variableName(variable));
  const named = variables.map((variable) => [variableName(variable), variable] as const);
  return new Map(named.filter(([name]) => names.has(name)));
}

/** Remembers the value of every variable. @returns puts them back. */
function remember(): () => void {
  const saved = registeredVariables().map((variable) => ({ variable, value: variable.clone() }));
  return () => {
    for (const { variable, value } of saved) {
      if (!variable.isDisposed && variable.dataId !== value.dataId) variable.assign(value);
      value.dispose();
    }
  };
}

/** Runs `body`, puts every variable that it changed back to its former value, and frees its tensors. */
export function withoutConsequences<T extends object>(body: () => T): T {
  const restore = remember();
  const known = new Set(registeredVariables());
  const results: T[] = [];
  try {
    tf.tidy(() => void results.push(body()));
  } finally {
    restore();
    for (const variable of registeredVariables()) if (!known.has(variable)) variable.dispose();
  }
  return itemAt(results, 0);
}

/** Runs `body` and keeps of it only the variables that it created, with their first values. */
export function keepingNewVariables(body: () => void): void {
  const restore = remember();
  const engine = tf.engine() as unknown as { makeVariable(...options: unknown[]): tf.Variable };
  const makeVariable = engine.makeVariable.bind(engine);
  const created: Array<{ variable: tf.Variable; first: tf.Tensor }> = [];
  engine.makeVariable = (...options) => {
    const variable = makeVariable(...options);
    created.push({ variable, first: tf.keep(variable.clone()) });
    return variable;
  };
  try {
    tf.tidy(body);
  } finally {
    delete (engine as Partial<typeof engine>).makeVariable;
    restore();
    for (const { variable, first } of created) {
      if (!variable.isDisposed) variable.assign(first);
      first.dispose();
    }
  }
}
