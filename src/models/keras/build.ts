/** A graph → a model of our layers. */
import { itemAt } from '../../host/item-at';
import { tf } from '../../engine';
import { registeredClass } from '../../layers/registry';
import { configFromKeras, innerOptions, isShared, type LayerCodec } from './fields';
import { fold, groupsOf, type Folded } from './fold';
import { isConfig, shapeFrom } from './parse';
import { damaged, noEquivalent } from './refusal';
import type { Config, Json, KerasGraph, KerasOp, KerasTensor } from './types';

const CALLER = 'importKeras';

/** Layers that have no counterpart in name: their options are ours already. */
const OWN = new Set([
  'GatedFeedForward',
  'MaskedAveragePooling1D',
  'MultiHeadAttention',
  'PaddingMask',
  'PositionEmbedding',
  'PositionalEncoding',
  'ReversibleEmbedding',
  'TransformerDecoderBlock',
  'TransformerEncoderBlock',
]);

/** Layers inside layers. */
const INNER: LayerCodec = {
  toKeras: (value) => value,
  fromKeras(value) {
    const { class_name: className, config } = isConfig(value) ? value : {};
    if (typeof className !== 'string' || !isConfig(config))
      throw damaged(CALLER, 'a layer inside a layer', JSON.stringify(value).slice(0, 80));
    const place = { caller: CALLER, name: String(config['name']), className };
    return { className, config: configFromKeras(innerOptions(config), place, INNER) };
  },
};

function configOf({ className, name, config }: Folded): Config {
  if (OWN.has(className)) return config;
  const { activation } = config;
  const place = { caller: CALLER, name, className };
  // Only as a function behind the layer it came with the file: the layer itself has none.
  const outside = activation === 'gelu_new';
  const ours = configFromKeras(
    { ...config, ...(outside && { activation: 'linear' }) },
    place,
    INNER,
  );
  return outside ? { ...ours, activation } : ours;
}

function layerFrom(folded: Folded): tf.layers.Layer {
  const { className, name } = folded;
  if (!OWN.has(className) && !isShared(className))
    throw noEquivalent({ caller: CALLER, name, className }, '', 'build the model from layers that both have'); // prettier-ignore
  const config = configOf(folded);
  try {
    return wrapped(className, config) ?? new (registeredClass<tf.layers.Layer>(className))(config);
  } catch (cause) {
    throw damaged(CALLER, `options that fit a layer of class ${className} in '${name}'`, String(cause), cause); // prettier-ignore
  }
}

/** A layer that contains one takes it as a layer. */
function wrapped(className: string, config: Config): tf.layers.Layer | undefined {
  const { layer } = config;
  if (!isConfig(layer)) return undefined;
  const inner = layer as unknown as { className: string; config: Config };
  const made = new (registeredClass<tf.layers.Layer>(inner.className))(inner.config);
  return new (registeredClass<tf.layers.Layer>(className))({ ...config, layer: made });
}

const keyOf = ({ op, call, index }: KerasTensor): string => `${call} ${index} ${op.name}`;

/** @throws Error if the file names a type of input that it cannot be. */
function inputFrom(op: KerasOp): tf.SymbolicTensor {
  const { batch_shape: shape, dtype } = op.config;
  const type = isConfig(dtype) ? ((dtype['config'] as Config | null)?.['name'] ?? null) : (dtype ?? 'float32'); // prettier-ignore
  const known: Json[] = ['float32', 'int32', 'bool', 'int64'];
  if (!known.includes(type))
    throw noEquivalent({ caller: CALLER, name: op.name, className: op.className }, `numbers of type ${String(type)}`, 'use float32 or int32'); // prettier-ignore
  const batchShape = shapeFrom(shape);
  return tf.input({ batchShape, dtype: type === 'int64' ? 'int32' : (type as 'float32'), name: op.name }); // prettier-ignore
}

/** Applies layers as soon as what they read is there. */
class ModelBuilder {
  private readonly tensors = new Map<string, tf.SymbolicTensor>();

  constructor(private readonly graph: KerasGraph) {}

  build(): tf.LayersModel {
    const { ops, inputs, outputs, name } = this.graph;
    for (const { op } of inputs) this.tensors.set(keyOf({ ...itemAt(inputs, 0), op, call: 0, index: 0 }), inputFrom(op)); // prettier-ignore
    const layers = ops.filter(({ className }) => className !== 'InputLayer');
    const folded = [...groupsOf(layers)].map(([whole, parts]) => fold(whole, parts));
    if (this.graph.sequential && folded.length === layers.length) return this.row(folded);
    this.applyAll(folded);
    const ends = outputs.map((tensor) => this.find(tensor));
    const starts = inputs.map((tensor) => this.find(tensor));
    return tf.model({ inputs: starts, outputs: ends, name });
  }

  private find(tensor: KerasTensor): tf.SymbolicTensor {
    const found = this.tensors.get(keyOf(tensor));
    if (found) return found;
    throw damaged(CALLER, `layer '${tensor.op.name}' to be applied`, 'one that is not');
  }

  private row(folded: Folded[]): tf.LayersModel {
    const { inputs, name } = this.graph;
    const model = tf.sequential({ name });
    const { op } = itemAt(inputs, 0);
    const { shape, dtype } = inputFrom(op);
    model.add(tf.layers.inputLayer({ batchInputShape: shape, dtype, name: op.name }));
    for (const each of folded) addTo(model, each);
    return model;
  }

  private applyAll(folded: Folded[]): void {
    const layers = folded.map((each) => ({ ...each, layer: layerFrom(each) }));
    let waiting = layers.flatMap(({ layer, calls, last }) =>
      calls.map((from, call) => ({ layer, from, last, call })),
    );
    while (waiting.length > 0) {
      const later = waiting.filter(({ layer, from, last, call }) => {
        const inputs = from.flatMap((tensor) => this.tensors.get(keyOf(tensor)) ?? []);
        if (inputs.length < from.length || inputs.length === 0) return true;
        applied(layer, inputs).forEach((tensor, index) =>
          this.tensors.set(`${call} ${index} ${last.name}`, tensor),
        );
        return false;
      });
      if (later.length === waiting.length)
        throw damaged(CALLER, 'layers that follow from the inputs', `'${itemAt(later, 0).layer.name}' that does not`); // prettier-ignore
      waiting = later;
    }
  }
}

function addTo(model: tf.Sequential, folded: Folded): void {
  try {
    model.add(layerFrom(folded));
  } catch (cause) {
    throw refusedBy(folded, cause);
  }
}

function refusedBy(
  { name, className }: Pick<Folded, 'name' | 'className'>,
  cause: unknown,
): unknown {
  if (cause instanceof TypeError && cause.message.startsWith(CALLER)) return cause;
  return damaged(CALLER, `an input that layer '${name}' of class ${className} takes`, String(cause), cause); // prettier-ignore
}

function applied(layer: tf.layers.Layer, inputs: tf.SymbolicTensor[]): tf.SymbolicTensor[] {
  try {
    const output = layer.apply(inputs.length === 1 ? itemAt(inputs, 0) : inputs);
    return [output].flat() as tf.SymbolicTensor[];
  } catch (cause) {
    throw refusedBy({ name: layer.name, className: layer.getClassName() }, cause);
  }
}

/** @throws TypeError for layers that we do not have; Error for a graph that is none. */
export function modelFrom(graph: KerasGraph): tf.LayersModel {
  return new ModelBuilder(graph).build();
}
