/** Content of `config.json` → a graph. */
import type { tf } from '../../engine';
import { damaged, noEquivalent } from './refusal';
import {
  LAYERS,
  type Argument,
  type Config,
  type Json,
  type KerasCall,
  type KerasGraph,
  type KerasOp,
  type KerasTensor,
} from './types';

const CALLER = 'importKeras';
/** A model of more layers, or deeper lists, is none. */
const MOST_LAYERS = 100_000;

export function isConfig(value: Json | undefined): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(what: string, got: Json | undefined): Error {
  return damaged(CALLER, what, JSON.stringify(got)?.slice(0, 80) ?? 'nothing');
}

function configAt(value: Json | undefined, what: string): Config {
  if (isConfig(value)) return value;
  throw wrong(what, value);
}

function listAt(value: Json | undefined, what: string): Json[] {
  if (Array.isArray(value) && value.length <= MOST_LAYERS) return value;
  throw wrong(what, value);
}

function textAt(value: Json | undefined, what: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(what, value);
}

/** A shape: a list of sizes, null where they differ. */
export function shapeFrom(value: Json | undefined): tf.Shape {
  const isSize = (size: Json): size is number | null =>
    size === null || (typeof size === 'number' && Number.isSafeInteger(size) && size >= 0);
  const sizes = listAt(value, 'a shape');
  if (sizes.every(isSize)) return sizes;
  throw wrong('a shape', value);
}

/** Number types: `float32`, or a policy of that name. */
function checkType(op: KerasOp): void {
  const { dtype = null } = op.config;
  const name = isConfig(dtype) ? (configAt(dtype['config'], 'a type')['name'] ?? null) : dtype;
  if (name === null || name === 'float32' || op.className === 'InputLayer' || op.module !== LAYERS)
    return;
  const place = { caller: CALLER, name: op.name, className: op.className };
  throw noEquivalent(place, `numbers of type ${JSON.stringify(name)}`, 'set its dtype policy to float32'); // prettier-ignore
}

/** `keras.src.layers.core.dense` and `keras.layers` are the same layers. */
function moduleOf(value: Json | undefined): string {
  const module = typeof value === 'string' ? value : '';
  return module.startsWith('keras.src.layers.') ? LAYERS : module;
}

function opFrom(value: Json): { op: KerasOp; nodes: Json[] } {
  const entry = configAt(value, 'a layer');
  const className = textAt(entry['class_name'], 'the class of a layer');
  const config = configAt(entry['config'], `the options of a layer of class ${className}`);
  const name = textAt(entry['name'] ?? config['name'], `the name of a layer of class ${className}`);
  const module = moduleOf(entry['module']);
  const op: KerasOp = { name, module, className, config, calls: [], weights: [] };
  checkType(op);
  if (module !== LAYERS && !module.startsWith('keras.src.ops.'))
    throw noEquivalent({ caller: CALLER, name, className }, '', 'build the model from layers that both have'); // prettier-ignore
  return { op, nodes: listAt(entry['inbound_nodes'] ?? [], 'the calls of a layer') };
}

/** Turns arguments as stored into arguments with tensors. */
class ArgumentReader {
  constructor(private readonly ops: ReadonlyMap<string, KerasOp>) {}

  tensor(history: Json | undefined, shape: tf.Shape = [], dtype = 'float32'): KerasTensor {
    const [name, call, index] = listAt(history, 'where a tensor comes from');
    const op = this.ops.get(textAt(name, 'the name of a layer'));
    if (!op || typeof call !== 'number' || typeof index !== 'number')
      throw wrong('a tensor of a layer in the file', history);
    return { op, call, index, shape, dtype, masked: false };
  }

  argument(value: Json): Argument {
    if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
    if (Array.isArray(value)) return value.map((one) => this.single(one));
    return this.single(value);
  }

  private single(value: Json): KerasTensor {
    const entry = configAt(value, 'a tensor');
    if (entry['class_name'] !== '__keras_tensor__') throw wrong('a tensor', value);
    const { keras_history: history, shape, dtype } = configAt(entry['config'], 'a tensor');
    return this.tensor(history, shapeFrom(shape), String(dtype));
  }

  call(value: Json): KerasCall {
    const entry = configAt(value, 'a call');
    const args = listAt(entry['args'], 'arguments').map((argument) => this.argument(argument));
    const named = Object.entries(configAt(entry['kwargs'] ?? {}, 'arguments'));
    // What is not given, and that a layer is not in training, changes nothing.
    const given = named.filter(([key, one]) => one !== null && !(key === 'training' && !one));
    return {
      args,
      kwargs: Object.fromEntries(given.map(([key, one]) => [key, this.argument(one)])),
    };
  }

  /** One tensor, or a list of them. */
  ends(value: Json | undefined): KerasTensor[] {
    const list = listAt(value, 'inputs and outputs');
    return typeof list[0] === 'string'
      ? [this.tensor(list)]
      : list.map((history) => this.tensor(history));
  }
}

function functional(name: string, config: Config): KerasGraph {
  const entries = listAt(config['layers'], 'layers').map(opFrom);
  const ops = entries.map(({ op }) => op);
  const byName = new Map(ops.map((op) => [op.name, op]));
  if (byName.size < ops.length) throw wrong('layers with names of their own', 'one name twice');
  const reader = new ArgumentReader(byName);
  for (const { op, nodes } of entries) {
    op.calls = nodes.map((node) => reader.call(node));
    if (op.className === 'InputLayer') op.calls = [{ args: [], kwargs: {} }];
  }
  const [inputs, outputs] = [reader.ends(config['input_layers']), reader.ends(config['output_layers'])]; // prettier-ignore
  return { name, sequential: false, ops, inputs, outputs };
}

function sequential(name: string, config: Config): KerasGraph {
  const ops = listAt(config['layers'], 'layers').map((layer) => opFrom(layer).op);
  if (ops[0]?.className !== 'InputLayer') {
    const shape = shapeFrom(config['build_input_shape']);
    const input = { batch_shape: shape, dtype: 'float32', name: `${name}_input` };
    const empty = { module: LAYERS, className: 'InputLayer', calls: [], weights: [] };
    ops.unshift({ ...empty, name: input.name, config: input });
  }
  const tensorOf = (op: KerasOp): KerasTensor => ({
    ...{ op, call: 0, index: 0, shape: [], dtype: 'float32', masked: false },
  });
  ops.forEach((op, at) => {
    const before = ops[at - 1];
    op.calls = [{ args: before ? [tensorOf(before)] : [], kwargs: {} }];
  });
  const [first, last] = [ops[0], ops.at(-1)];
  if (!first || !last) throw wrong('layers', 'none');
  return { name, sequential: true, ops, inputs: [tensorOf(first)], outputs: [tensorOf(last)] };
}

/** @throws Error if the content is not what Keras writes; TypeError for models that are not made of layers. */
export function graphFrom(content: Json | undefined): KerasGraph {
  const entry = configAt(content, 'a model');
  const className = textAt(entry['class_name'], 'the class of the model');
  const config = configAt(entry['config'], 'the options of the model');
  const name = typeof config['name'] === 'string' ? config['name'] : 'model';
  if (className === 'Sequential') return sequential(name, config);
  if (className === 'Functional' || (className === 'Model' && 'layers' in config))
    return functional(name, config);
  throw noEquivalent({ caller: CALLER, name, className }, '', 'build a Sequential or functional model'); // prettier-ignore
}
