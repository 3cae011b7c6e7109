/** The two trained networks of chapter 03, and what they make of an image. */
import type { tf } from '../../../src/engine';
import { itemAt } from '../../../src/host/item-at';
import type { PublishedModel } from '../../../src/training/publish';
import type { Runtime } from '../shared';

/** Feature maps of one layer. (An interface could not go through `tf.tidy`.) */
export type Maps = {
  layer: string;
  /** `[side, side, filters]`, row by row. */
  values: Float32Array;
  side: number;
  filters: number;
};

/** A network that reads digits. */
export interface Reader {
  /** @returns ten probabilities, and the feature maps of each convolution. No tensor is left behind. */
  read(image: Float32Array): { probabilities: Float32Array; maps: Maps[] };
}

/** @param answer `[1, side, side, filters]` */
function featureMaps(layer: string, answer: tf.Tensor): Maps {
  const [, side, , filters] = answer.shape as [number, number, number, number];
  return { layer, values: answer.dataSync() as Float32Array, side, filters };
}

/** Makes a published network read images of 28 × 28 numbers. */
export async function createReader(
  { tf, loadModel }: Runtime,
  published: PublishedModel,
): Promise<Reader> {
  const model = await loadModel(published);
  const convolutions = model.layers.filter((layer) => layer.getClassName() === 'Conv2D');
  const outputs = [...convolutions, itemAt(model.layers, model.layers.length - 1)];
  const whole = tf.model({
    inputs: model.inputs,
    outputs: outputs.map((layer) => layer.output as tf.SymbolicTensor),
  });
  const inputShape = (itemAt(model.inputs, 0).shape as number[]).slice(1);
  return {
    read: (image) =>
      tf.tidy(() => {
        const x = tf.tensor(image, [1, ...inputShape]);
        const all = [whole.predict(x)].flat() as tf.Tensor[];
        const logits = itemAt(all, all.length - 1);
        const maps = convolutions.map(({ name }, i) => featureMaps(name, itemAt(all, i)));
        return { probabilities: tf.softmax(logits).dataSync() as Float32Array, maps };
      }),
  };
}
