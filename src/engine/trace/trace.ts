/** Records one step or forward pass and reduces it to a program over inputs and variables. */
import type { NativeBackend } from '../binding';
import { tf } from '../tensorflow';
import { toProgram, type Program } from './program';
import { record, tensorNumber } from './recording';

/** A tensor that is fed at every run. */
export interface NamedInput {
  name: string;
  tensor: tf.Tensor;
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

/** Name of a variable inside graphs. */
export function variableName(variable: tf.Variable): string {
  return `v${variable.id}`;
}

/** Numbers of inputs and variables. Variables that share one tensor (after `setWeights`) are separated. */
function nameLeaves(
  backend: NativeBackend,
  inputs: NamedInput[],
  variables: tf.Variable[],
): Map<number, string> {
  const leaves = new Map<number, string>();
  for (const { name, tensor } of inputs) leaves.set(tensorNumber(backend, tensor), name);
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
 * @param inputs tensors that stand for what later runs feed
 * @param body computes; returns the tensors wanted, which `tf.keep` or the surrounding scope keeps alive
 */
export function trace(
  backend: NativeBackend,
  inputs: NamedInput[],
  body: () => tf.Tensor[],
): Trace {
  const variables = registeredVariables();
  const leaves = nameLeaves(backend, inputs, variables);
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
export function withoutConsequences(body: () => void): void {
  const restore = remember();
  const known = new Set(registeredVariables());
  try {
    tf.tidy(body);
  } finally {
    restore();
    for (const variable of registeredVariables()) if (!known.has(variable)) variable.dispose();
  }
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
