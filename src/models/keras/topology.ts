/** A model of ours → its graph for Keras. */
import { itemAt } from '../../host/item-at';
import type { tf } from '../../engine';
import { GraphBuilder } from './builder';
import { placeOf } from './parts';
import { noEquivalent } from './refusal';
import { translate } from './translate';
import type { KerasGraph, KerasTensor } from './types';

/** Where a tensor comes from: a layer's name, which of its calls, which output. */
type Origin = [layer: string, call: number, index: number];

interface LayerCall {
  layer: tf.layers.Layer;
  call: number;
  from: Origin[];
}

/** What TensorFlow.js's functional models keep of their graph. */
interface Container {
  containerNodes: Set<string>;
  outputLayers: tf.layers.Layer[];
  outputLayersNodeIndices: number[];
  outputLayersTensorIndices: number[];
}

/** Models inside models have layers of their own. */
function isModel(layer: tf.layers.Layer): boolean {
  return 'containerNodes' in layer;
}

/** @throws TypeError if a layer, or a call of it, is of a kind that a graph for Keras cannot hold. */
function checkLayer(layer: tf.layers.Layer, options: object = {}): void {
  if (isModel(layer))
    throw noEquivalent(placeOf(layer), 'layers inside', 'add its layers to the model one by one');
  const given = Object.entries(options).filter(
    // States are inputs too; a training call is one of prediction again in Keras.
    ([key, value]) => value != null && key !== 'initialState' && key !== 'training',
  );
  if (given.length > 0)
    throw noEquivalent(placeOf(layer), 'options of a call', 'give them to the layer itself');
}

/** The calls of a functional model. */
function functionalCalls(model: tf.LayersModel): { calls: LayerCall[]; outputs: Origin[] } {
  const container = model as unknown as Container;
  const calls = model.layers.flatMap((layer) =>
    layer.inboundNodes.flatMap((node, call): LayerCall[] => {
      const isOwn = container.containerNodes.has(`${layer.name}_ib-${call}`);
      if (!isOwn || node.inboundLayers.length === 0) return [];
      checkLayer(layer, node.callArgs ?? {});
      const from = node.inboundLayers.map(({ name }, index): Origin => {
        const { nodeIndices, tensorIndices } = node;
        return [name, itemAt(nodeIndices, index), itemAt(tensorIndices, index)];
      });
      return [{ layer, call, from }];
    }),
  );
  const outputs = container.outputLayers.map(({ name }, index): Origin => {
    const { outputLayersNodeIndices: nodes, outputLayersTensorIndices: tensors } = container;
    return [name, itemAt(nodes, index), itemAt(tensors, index)];
  });
  return { calls, outputs };
}

function sequentialCalls(model: tf.Sequential): { calls: LayerCall[]; outputs: Origin[] } {
  let last: Origin = [itemAt(model.inputs, 0).sourceLayer.name, 0, 0];
  const layers = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  const calls = layers.map((layer): LayerCall => {
    checkLayer(layer);
    const from = [last];
    last = [layer.name, 0, 0];
    return { layer, call: 0, from };
  });
  return { calls, outputs: [last] };
}

function addInputs(model: tf.LayersModel, builder: GraphBuilder): KerasTensor[] {
  return model.inputs.map(({ shape, dtype, sourceLayer: { name } }) => {
    const flags = { sparse: false, ragged: false, optional: false };
    const config = { batch_shape: shape, dtype, name, ...flags };
    return builder.layer({ name, className: 'InputLayer', config }, {}, { shape, dtype });
  });
}

const keyOf = ([layer, call, index]: Origin): string => `${call} ${index} ${layer}`;

/** Whether every layer has become one layer of Keras, in a row. */
function isRow(model: tf.LayersModel, { ops }: GraphBuilder): boolean {
  const list = [...ops.values()].filter(({ className }) => className !== 'InputLayer');
  const layers = list.every(({ module }) => module === 'keras.layers');
  const single = list.every(
    ({ calls: [call, ...more] }) =>
      more.length === 0 && call?.args.flat().length === 1 && Object.keys(call.kwargs).length === 0,
  );
  return model.getClassName() === 'Sequential' && layers && single && list.length === rest(model);
}

const rest = ({ layers }: tf.LayersModel): number =>
  layers.filter((layer) => layer.getClassName() !== 'InputLayer').length;

/**
 * The graph that computes in Keras what the model computes here.
 *
 * @throws TypeError for layers that Keras has no equivalent for.
 */
export function graphOf(model: tf.LayersModel): KerasGraph {
  const builder = new GraphBuilder();
  const inputs = addInputs(model, builder);
  const known = new Map<string, KerasTensor>();
  for (const input of inputs) known.set(keyOf([input.op.name, 0, 0]), input);
  const isSequential = model.getClassName() === 'Sequential';
  const { calls, outputs } = isSequential
    ? sequentialCalls(model as tf.Sequential)
    : functionalCalls(model);
  // A layer that is used twice stands in the list once, before what its second use needs.
  for (let waiting = calls; waiting.length > 0;) {
    const later = waiting.filter(({ layer, call, from }) => {
      const tensors = from.flatMap((origin) => known.get(keyOf(origin)) ?? []);
      if (tensors.length < from.length) return true;
      translate(layer, tensors, builder).forEach((tensor, index) =>
        known.set(keyOf([layer.name, call, index]), tensor),
      );
      return false;
    });
    if (later.length === waiting.length) throw new Error('exportKeras: expected layers that follow from the inputs; got a model that is cut off; build it from its inputs.'); // prettier-ignore
    waiting = later;
  }
  const ends = outputs.flatMap((origin) => known.get(keyOf(origin)) ?? []);
  const ops = [...builder.ops.values()];
  return { name: model.name, sequential: isRow(model, builder), ops, inputs, outputs: ends };
}
