/** Puts the weights of a file into the layers of a model. */
import { shapeText } from '../../host/checks';
import { tf } from '../../engine';
import type { TensorFile } from '../../data/formats';

/** Where a weight of a layer comes from. */
export interface WeightSource {
  /** End of the weight's name in the layer: `self_attention/query_kernel`, `gamma`. */
  weight: string;
  /** Tensor in the file. */
  tensor: string;
  /** Order of the tensor's axes in the weight; all as they are when left out. */
  axes?: number[];
}

/** Makes `layer` start from zeros instead of random numbers, which weights of a file replace in any case. */
export function withoutInitializer<L extends tf.layers.Layer>(layer: L): L {
  layer.setFastWeightInitDuringBuild(true);
  return layer;
}

/** TensorFlow.js numbers a name that has been given before: a second model's `kernel` is called `kernel_1`. */
const plainName = ({ name }: tf.LayerVariable): string => name.replace(/_\d+$/, '');

function weightNamed(layer: tf.layers.Layer, end: string): tf.LayerVariable {
  const found = layer.weights.filter((each) => plainName(each).endsWith(end));
  const [weight] = found;
  if (weight && found.length === 1) return weight;
  throw new RangeError(
    `loadWeights: expected one weight of ${layer.name} whose name ends in ${end}; got ${found.length}; ` +
      `take one of ${layer.weights.map(plainName).join(', ')}.`,
  );
}

/**
 * Writes tensors of a file into the weights of a built layer.
 *
 * A weight may have other axes than its tensor, as long as the numbers are as many: heads that the file joins.
 *
 * @throws RangeError if a weight or tensor is missing, or they hold different counts of numbers.
 */
export function loadWeights(
  layer: tf.layers.Layer,
  file: TensorFile,
  sources: readonly WeightSource[],
): void {
  for (const { weight: end, tensor: name, axes } of sources) {
    const weight = weightNamed(layer, end);
    const stored = file.tensor(name);
    const shape = weight.shape.map(Number);
    const size = shape.reduce((product, each) => product * each, 1);
    if (size !== stored.shape.reduce((product, each) => product * each, 1))
      throw new RangeError(
        `loadWeights: expected a tensor ${shapeText(shape)} for ${weight.name}; got ${name} ` +
          `${shapeText(stored.shape)}; build the model with the sizes of the file.`,
      );
    tf.tidy(() => {
      const tensor = tf.tensor(stored.values(), stored.shape);
      weight.write((axes ? tensor.transpose(axes) : tensor).reshape(shape));
    });
  }
}
