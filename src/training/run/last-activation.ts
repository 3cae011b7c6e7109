/** What the numbers at a model's end are: logits, or already probabilities. */
import type { tf } from '../../engine';
import type { Loss } from '../step';

/** Layers that compute activation(linear(x)): their activation decides. */
const WITH_ACTIVATION = new Set([
  ...['Activation', 'Dense', 'Conv1D', 'Conv2D', 'Conv3D'],
  ...['Conv2DTranspose', 'Conv3DTranspose', 'SeparableConv2D', 'DepthwiseConv2D'],
]);

/** Layers that pass every number on as it is: what comes before decides. */
const PASSING_ON = new Set([
  ...['Reshape', 'Flatten', 'Permute', 'RepeatVector', 'Dropout', 'SpatialDropout1D'],
  ...['Cropping2D', 'AlphaDropout', 'GaussianDropout', 'GaussianNoise'],
]);

/** Fields of layers and models that their types do not show. */
interface OpenLayer {
  /** An activation function with its name. */
  activation?: { getClassName(): string };
  /** The layer that a wrapper applies. */
  layer?: tf.layers.Layer;
  /** Outputs of a model. */
  outputs?: tf.SymbolicTensor[];
}

/** An activation by its TensorFlow.js name, and the layer that applies it. */
interface LastActivation {
  activation: string;
  layer: string;
}

function ofLayer(layer: tf.layers.Layer): LastActivation | undefined {
  const { activation, layer: wrapped, outputs } = layer as unknown as OpenLayer;
  const name = layer.getClassName();
  if (name === 'TimeDistributed' && wrapped) return ofLayer(wrapped);
  if (name === 'Softmax') return { activation: 'softmax', layer: layer.name };
  if (outputs) return ofTensor(outputs[0]);
  if (!WITH_ACTIVATION.has(name) || !activation) return undefined;
  return { activation: activation.getClassName(), layer: layer.name };
}

function ofTensor(tensor: tf.SymbolicTensor | undefined): LastActivation | undefined {
  const layer = tensor?.sourceLayer;
  if (!layer) return undefined;
  if (PASSING_ON.has(layer.getClassName())) return ofTensor(tensor.inputs[0]);
  return ofLayer(layer);
}

const SQUASHING = new Set(['softmax', 'sigmoid']);

/**
 * Refuses a model whose end does not fit the loss: probabilities where logits are expected, or the reverse.
 * Only where the last layer is one whose numbers are known.
 *
 * @throws RangeError naming the layer, its activation and both remedies.
 */
export function checkActivation(caller: string, model: tf.LayersModel, loss: Loss): void {
  const last = ofTensor(model.outputs[0]);
  if (!last) return;
  const { activation, layer } = last;
  if (loss.fromLogits === true && SQUASHING.has(activation)) {
    throw new RangeError(
      `${caller}: expected a model that ends with logits for a loss with fromLogits: true; got "${layer}" with ` +
        `${activation} at its end, which the loss would apply again; leave the ${activation} out, or pass ` +
        `{ fromLogits: false } to ${loss.lossName}.`,
    );
  }
  if (expectsProbabilities(loss) && activation === 'linear') {
    const binary = loss.targets === 'binary';
    throw new RangeError(
      `${caller}: expected a model that ends with probabilities between 0 and 1; got "${layer}" without ` +
        `activation at its end, which gives logits; pass { fromLogits: true } to ${loss.lossName}, or end the ` +
        `model with activation: '${binary ? 'sigmoid' : 'softmax'}'.`,
    );
  }
}

function expectsProbabilities({ targets, fromLogits }: Loss): boolean {
  return fromLogits === false && targets !== undefined && targets !== 'numbers';
}
