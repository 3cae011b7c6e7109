/** Proof that an imported model is the one in the file: written once more, it must be the same graph. */
import { configFromKeras, innerOptions, isShared } from './fields';
import { kerasOrder } from './order';
import { lastAsMinusOne } from './parts';
import { noEquivalent } from './refusal';
import {
  isTensor,
  LAYERS,
  type Argument,
  type Config,
  type Json,
  type KerasCall,
  type KerasGraph,
  type KerasOp,
} from './types';

const CALLER = 'importKeras';
const PLAIN = { toKeras: (value: Json) => value, fromKeras: (value: Json) => value };

/** Options of layers that have no counterpart in name, and what they are where nothing is said. */
const SPECIAL: Readonly<Record<string, Config>> = {
  GroupQueryAttention: { sliding_window: null, flash_attention: null },
  MultiHeadAttention: { attention_axes: [1], sliding_window: null },
  ReversibleEmbedding: { quantization_config: null },
};
const WITHOUT_EFFECT = /^(name|dtype|trainable|seed|flash_attention)$|_initializer$/;

/** What a layer does, whichever side wrote it. */
function meaning(op: KerasOp): Json {
  const { className, name, config } = op;
  if (className === 'InputLayer') return config['batch_shape'] ?? null;
  if (op.module === LAYERS && isShared(className)) {
    const place = { caller: CALLER, name, className };
    const ours = { ...configFromKeras(config, place, wrappedMeaning), trainable: null };
    return sorted(withAxis(ours, op));
  }
  const defaults = op.module === LAYERS ? (SPECIAL[className] ?? {}) : {};
  const told = Object.entries({ ...defaults, ...config }).filter(
    ([key, value]) => !WITHOUT_EFFECT.test(key) && value !== null && value !== false,
  );
  return sorted(Object.fromEntries(told));
}

/** Of a layer inside a layer counts what it does, too. */
const wrappedMeaning = {
  ...PLAIN,
  fromKeras(value: Json): Json {
    const { class_name: className = '', config = {} } = value as Config;
    const place = { caller: CALLER, name: '', className: String(className) };
    const ours = configFromKeras(innerOptions(config as Config), place, wrappedMeaning);
    return { className, config: sorted({ ...ours, name: null, trainable: null }) };
  },
};

/** The last axis has two names. */
function withAxis(config: Config, { calls, className }: KerasOp): Config {
  if (!className.endsWith('Normalization')) return config;
  const [input] = calls[0]?.args ?? [];
  const rank = input !== undefined && isTensor(input) ? input.shape.length : 0;
  return {
    ...config,
    axis: rank > 0 ? lastAsMinusOne(config['axis'], rank) : (config['axis'] ?? -1),
  };
}

/** Without what is not said, in the order of the names. */
function sorted(config: Config): Config {
  const told = Object.entries(config).filter(([, value]) => value !== null && value !== false);
  return Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function argument(value: Argument): Json {
  if (Array.isArray(value)) return value.map(argument);
  return isTensor(value) ? [value.op.name, value.call, value.index] : value;
}

function callText({ args, kwargs }: KerasCall): Json {
  const named = Object.entries(kwargs).map(([key, value]) => [key, argument(value)] as const);
  return [args.map(argument), sorted(Object.fromEntries(named))];
}

const textOf = (op: KerasOp): string =>
  JSON.stringify([op.className, meaning(op), op.className === 'InputLayer' ? [] : op.calls.map(callText)]); // prettier-ignore

/**
 * @param file the graph in the file
 * @param ours the graph of the model made of it
 * @throws TypeError for the first layer that is not the same in both.
 */
export function checkSame(file: KerasGraph, ours: KerasGraph): void {
  const own = new Map(ours.ops.map((op) => [op.name, op]));
  const used = file.sequential ? file.ops : kerasOrder(file);
  for (const op of used) {
    const other = own.get(op.name);
    if (other && textOf(op) === textOf(other)) continue;
    throw noEquivalent(
      { caller: CALLER, name: op.name, className: op.className },
      'options or inputs',
      'use the layer as this library does, or rename it if its name has two underscores',
    );
  }
  const ends = (graph: KerasGraph) => JSON.stringify([graph.inputs, graph.outputs].map((list) => list.map(argument))); // prettier-ignore
  if (ends(file) !== ends(ours))
    throw noEquivalent({ caller: CALLER, name: file.name, className: 'Functional' }, 'other outputs', 'save the whole model'); // prettier-ignore
}
