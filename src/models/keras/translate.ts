/** One layer of ours → layers of Keras. */
import { itemAt } from '../../host/item-at';
import { tf } from '../../engine';
import { adapterOf, isAdaptable } from '../../layers';
import { translateBlock } from './blocks';
import { expectPlain, expectUnmasked, type GraphBuilder, type Output } from './builder';
import { configToKeras, type LayerCodec } from './fields';
import { lastAsMinusOne, partName, placeOf, tanhGelu, weightAt } from './parts';
import { noEquivalent } from './refusal';
import { translateSpecial } from './special';
import {
  LAYERS,
  type Config,
  type Json,
  type KerasCall,
  type KerasTensor,
  type KerasWeight,
} from './types';

const CALLER = 'exportKeras';

/** A layer's options, those included that TensorFlow.js forgets to tell. */
export function configOf(layer: tf.layers.Layer): Config {
  const config = layer.getConfig() as Config;
  const { depthMultiplier } = layer as unknown as { depthMultiplier?: number };
  return depthMultiplier === undefined ? config : { ...config, depthMultiplier };
}

/** Layers inside layers (`Bidirectional`, `TimeDistributed`). */
const INNER: LayerCodec = {
  toKeras(value) {
    const { className, config } = value as { className: string; config: Config };
    const place = { caller: CALLER, name: String(config['name']), className };
    return {
      module: LAYERS,
      class_name: className,
      config: configToKeras(config, place, INNER),
      registered_name: null,
    };
  },
  fromKeras: (value: Json) => value,
};

const RECURRENT = new Set(['LSTM', 'GRU', 'SimpleRNN']);
/** Layers of TensorFlow.js that heed a mask where those of Keras do not. */
const MASK_UNKNOWN = new Set(['GlobalMaxPooling1D']);

/** Where Keras stores the weights of a class, relative to the layer. */
function folders(layer: tf.layers.Layer): string[] {
  const className = layer.getClassName();
  if (RECURRENT.has(className)) return ['cell/vars'];
  if (className === 'Bidirectional') return ['forward_layer/cell/vars', 'backward_layer/cell/vars'];
  if (className !== 'TimeDistributed') return ['vars'];
  const { layer: inner } = layer as unknown as { layer: tf.layers.Layer };
  return folders(inner).map((folder) => `layer/${folder}`);
}

function weightsOf(layer: tf.layers.Layer): KerasWeight[] {
  const paths = folders(layer);
  const each = layer.weights.length / paths.length;
  return layer.weights.map((variable, index) =>
    weightAt(`${itemAt(paths, Math.floor(index / each))}/${index % each}`, variable),
  );
}

/** @throws TypeError if a kernel has a change of low rank beside it. */
function checkMerged(layer: tf.layers.Layer): void {
  if (!isAdaptable(layer) || !layer.denseKernels().some(({ kernel }) => adapterOf(kernel))) return;
  throw noEquivalent(placeOf(layer), 'low-rank changes', 'merge them first, with merge() of lora');
}

/** Whether what a layer gives carries a mask in Keras. */
function isMasked(layer: tf.layers.Layer, inputs: KerasTensor[]): boolean {
  const config = configOf(layer);
  if (layer.getClassName() === 'Masking' || config['maskZero'] === true) return true;
  const inner = (config['layer'] as { config?: Config } | undefined)?.config ?? config;
  if (inner['returnSequences'] === false) return false;
  const pooled = layer.getClassName().startsWith('Global');
  return !pooled && layer.supportsMasking && inputs.some(({ masked }) => masked);
}

function outputsOf(layer: tf.layers.Layer, inputs: KerasTensor[]): Output[] {
  const shapes = inputs.map(({ shape }) => shape);
  const given = layer.computeOutputShape(shapes.length === 1 ? itemAt(shapes, 0) : shapes);
  const list = (Array.isArray(given[0]) ? given : [given]) as tf.Shape[];
  const masked = isMasked(layer, inputs);
  return list.map((shape, index) => ({ shape, masked: masked && index === 0 }));
}

/** Layers that take a list of tensors. */
const LISTS = new Set(['Add', 'Average', 'Concatenate', 'Dot', 'Maximum', 'Minimum', 'Multiply']);

/** A layer that both sides have; an activation that only a function of Keras knows goes behind it. */
function translateShared(
  layer: tf.layers.Layer,
  inputs: KerasTensor[],
  builder: GraphBuilder,
): KerasTensor[] {
  const place = placeOf(layer);
  expectPlain(place, ...inputs);
  if (MASK_UNKNOWN.has(place.className)) expectUnmasked(place, ...inputs);
  const { className, name } = place;
  const ours = configOf(layer);
  const outside = ours['activation'] === 'gelu_new';
  const config = configToKeras({ ...ours, ...(outside && { activation: 'linear' }) }, place, INNER);
  const rank = inputs[0]?.shape.length;
  if (className.endsWith('Normalization')) config['axis'] = lastAsMinusOne(config['axis'], rank);
  const outputs = outputsOf(layer, inputs);
  if (outside && className === 'Activation') return [tanhGelu(builder, name, itemAt(inputs, 0))];
  const [first, ...states] = inputs;
  const call: KerasCall = {
    args: LISTS.has(className) ? [inputs] : first ? [first] : [],
    kwargs: {},
  };
  if (!LISTS.has(className) && states.length > 0) call.kwargs['initial_state'] = states;
  const described = { name, module: LAYERS, className, config, weights: weightsOf(layer) };
  const results = builder.call(described, call, outputs);
  if (!outside) return results;
  return [tanhGelu(builder, partName(name, 'activation'), itemAt(results, 0))];
}

/** Applies the Keras equivalent of a layer. @throws TypeError if there is none. */
export function translate(
  layer: tf.layers.Layer,
  inputs: KerasTensor[],
  builder: GraphBuilder,
): KerasTensor[] {
  if (layer.name.includes('/'))
    throw noEquivalent(placeOf(layer), "a name with '/'", 'give it another name');
  checkMerged(layer);
  return (
    translateSpecial(layer, inputs, builder) ??
    translateBlock(layer, inputs, builder) ??
    translateShared(layer, inputs, builder)
  );
}
