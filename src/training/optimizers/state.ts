/** Everything that an optimizer remembers, read and put back exactly. */
import { tf } from '../../engine';
import type { SavedTensor } from '../saved-tensors';
import { readTensor, toTensor } from '../saved-tensors';

/**
 * What an optimizer remembers: its slots by path, e.g. `accumulatedFirstMoment.0`, and its step count.
 *
 * TensorFlow.js's own `getWeights` is not enough for a bit-exact resume: Adam
 * recomputes its bias corrections as powers instead of keeping the running products.
 */
export interface OptimizerState {
  slots: (SavedTensor & { path: string })[];
  counters: Record<string, number>;
}

interface Slot {
  originalName: string;
  variable: tf.Variable;
}

const isSlot = (value: unknown): value is Slot =>
  typeof value === 'object' && value !== null && 'variable' in value && 'originalName' in value;
const isOptimizer = (value: unknown): value is tf.Optimizer =>
  typeof value === 'object' && value !== null && 'applyGradients' in value;

/** Every variable of an optimizer with its path; inner optimizers included. */
function variablesOf(optimizer: tf.Optimizer, prefix = ''): [string, tf.Variable, string][] {
  return Object.entries<unknown>({ ...optimizer }).flatMap(
    ([field, value]): [string, tf.Variable, string][] => {
      const path = `${prefix}${field}`;
      if (value instanceof tf.Variable) return [[path, value, '']];
      if (isOptimizer(value)) return variablesOf(value, `${path}.`);
      if (!Array.isArray(value)) return [];
      return value.flatMap((slot: unknown, i): [string, tf.Variable, string][] =>
        isSlot(slot) ? [[`${path}.${i}`, slot.variable, slot.originalName]] : [],
      );
    },
  );
}

/** The optimizers themselves, outermost first, each with its path prefix. */
function nested(optimizer: tf.Optimizer, prefix = ''): [string, tf.Optimizer][] {
  const inner = Object.entries<unknown>({ ...optimizer }).flatMap(([field, value]) =>
    isOptimizer(value) ? nested(value, `${prefix}${field}.`) : [],
  );
  return [[prefix, optimizer], ...inner];
}

/** Copies the state of an optimizer into plain arrays. */
export function readOptimizer(optimizer: tf.Optimizer): OptimizerState {
  const counters: Record<string, number> = {};
  for (const [prefix, inner] of nested(optimizer)) {
    const count: unknown = Reflect.get(inner, 'iterations_');
    if (typeof count === 'number') counters[`${prefix}iterations_`] = count;
  }
  const slots = variablesOf(optimizer).map(([path, variable, name]) => ({
    path,
    ...readTensor(name, variable),
  }));
  return { slots, counters };
}

/**
 * Puts a state back into an optimizer of the same kind, creating slots that it has not made yet.
 *
 * @throws RangeError if the optimizer keeps other slots than the state holds.
 */
export function writeOptimizer(optimizer: tf.Optimizer, state: OptimizerState): void {
  const existing = new Map(variablesOf(optimizer).map(([path, variable]) => [path, variable]));
  for (const saved of state.slots) {
    const value = toTensor(saved);
    const variable = existing.get(saved.path);
    if (variable) variable.assign(value);
    else createSlot(optimizer, saved, value);
    value.dispose();
  }
  for (const [prefix, inner] of nested(optimizer)) {
    const count = state.counters[`${prefix}iterations_`];
    if (count !== undefined) Reflect.set(inner, 'iterations_', count);
  }
}

function createSlot(
  optimizer: tf.Optimizer,
  { path, name }: OptimizerState['slots'][number],
  value: tf.Tensor,
): void {
  const parts = path.split('.');
  const index = Number(parts.pop());
  const field = parts.pop() ?? '';
  const holder = nested(optimizer).find(
    ([prefix]) => prefix === parts.map((p) => `${p}.`).join(''),
  );
  const slots: unknown = holder && Reflect.get(holder[1], field);
  if (!Array.isArray(slots) || !Number.isInteger(index)) {
    throw new RangeError(
      `train: expected a checkpoint of this optimizer; got one with an unknown slot ${path}; ` +
        'use the optimizer of the earlier run, or another checkpoint path.',
    );
  }
  slots[index] = { originalName: name, variable: tf.variable(value, false) };
}
