/** A graph → the configuration of a model in Keras's words. */
import { itemAt } from '../../host/item-at';
import { kerasOrder } from './order';
import {
  GROUPED_ATTENTION,
  isTensor,
  LAYERS,
  type Argument,
  type Config,
  type Json,
  type KerasCall,
  type KerasGraph,
  type KerasOp,
  type KerasTensor,
  type KerasWeight,
} from './types';

/** The version whose format is written. */
export const KERAS_VERSION = '3.15.1';

const historyOf = ({ op, call, index }: KerasTensor): Json[] => [op.name, call, index];

function argument(value: Argument): Json {
  if (Array.isArray(value)) return value.map(argument);
  if (!isTensor(value)) return value;
  const { shape, dtype } = value;
  const config = { shape, dtype, keras_history: historyOf(value) };
  return { class_name: '__keras_tensor__', config };
}

function node({ args, kwargs }: KerasCall): Json {
  const named = Object.entries(kwargs).map(([key, value]) => [key, argument(value)] as const);
  return { args: args.map(argument), kwargs: Object.fromEntries(named) };
}

function layer({ module, className, config }: KerasOp): Config {
  const registered = module === LAYERS ? null : className;
  return { module, class_name: className, config, registered_name: registered };
}

function functionalConfig(graph: KerasGraph): Config {
  const layers = kerasOrder(graph).map((op) => ({
    ...layer(op),
    name: op.name,
    // An input is no call of anything.
    inbound_nodes: op.className === 'InputLayer' ? [] : op.calls.map(node),
  }));
  const ends = (tensors: KerasTensor[]): Json => {
    const histories = tensors.map(historyOf);
    return histories.length === 1 ? itemAt(histories, 0) : histories;
  };
  return {
    name: graph.name,
    trainable: true,
    layers,
    input_layers: ends(graph.inputs),
    output_layers: ends(graph.outputs),
  };
}

function sequentialConfig({ name, ops, inputs }: KerasGraph): Config {
  const shape = itemAt(inputs, 0).shape;
  return {
    name,
    trainable: true,
    dtype: 'float32',
    layers: ops.map(layer),
    build_input_shape: shape,
  };
}

/** Content of `config.json`. */
export function modelConfig(graph: KerasGraph): Config {
  const { sequential } = graph;
  const className = sequential ? 'Sequential' : 'Functional';
  return {
    module: sequential ? 'keras' : 'keras.src.models.functional',
    class_name: className,
    config: sequential ? sequentialConfig(graph) : functionalConfig(graph),
    registered_name: sequential ? null : className,
  };
}

/** `LSTMCell` → `lstm_cell`, as Keras names the folders of layers. */
export function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** Folder of each layer's weights: its class, and a number from the second of a class on. */
export function weightFolders(layers: readonly KerasOp[]): Map<KerasOp, string> {
  const used = new Map<string, number>();
  const counted = layers.filter(({ module }) => module === LAYERS);
  return new Map(
    counted.map((op) => {
      const { className } = op;
      const name = snakeCase(className === GROUPED_ATTENTION ? 'GroupedQueryAttention' : className);
      const number = used.get(name);
      used.set(name, (number ?? 0) + 1);
      return [op, `layers/${name}${number === undefined ? '' : `_${number}`}`];
    }),
  );
}

/** Every weight of a graph with its path in the file. */
export function placedWeights(graph: KerasGraph): KerasWeight[] {
  // In a row of layers Keras does not count the input.
  const layers = graph.sequential
    ? graph.ops.filter(({ className }) => className !== 'InputLayer')
    : kerasOrder(graph);
  return [...weightFolders(layers)].flatMap(([op, folder]) =>
    op.weights.map((weight) => ({ ...weight, path: `${folder}/${weight.path}` })),
  );
}
