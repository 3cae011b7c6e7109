/** The two trained networks of chapter 03, and what they make of an image. */
import type { tf } from '../../../src/engine';
import type { PublishedModel } from '../../../src/training/publish';
import type { Runtime } from '../shared';
import { SIDE } from './prepare';

/** Feature maps of one layer. */
export interface Maps {
  layer: string;
  /** `[side, side, filters]`, row by row. */
  values: Float32Array;
  side: number;
  filters: number;
}

/** A network that reads digits. */
export interface Reader {
  /** @returns ten probabilities, and the feature maps of each convolution. No tensor is left behind. */
  read(image: Float32Array): { probabilities: Float32Array; maps: Maps[] };
}

/** Makes a published network read images of 28 × 28 numbers. */
export async function createReader(
  { tf, loadModel }: Runtime,
  published: PublishedModel,
): Promise<Reader> {
  const model = await loadModel(published);
  const convolutions = model.layers.filter((layer) => layer.getClassName() === 'Conv2D');
  const outputs = [...convolutions, model.layers[model.layers.length - 1]];
  const whole = tf.model({
    inputs: model.inputs,
    outputs: outputs.map((layer) => layer.output as tf.SymbolicTensor),
  });
  const inputShape = (model.inputs[0].shape as number[]).slice(1);
  return {
    read: (image) =>
      tf.tidy(() => {
        const x = tf.tensor(image, [1, ...inputShape]);
        const all = [whole.predict(x)].flat() as tf.Tensor[];
        const logits = all[all.length - 1];
        const maps = all.slice(0, -1).map((map, i) => ({
          layer: convolutions[i].name,
          values: map.dataSync() as Float32Array,
          side: map.shape[1] as number,
          filters: map.shape[3] as number,
        }));
        return { probabilities: tf.softmax(logits).dataSync() as Float32Array, maps };
      }),
  };
}

/** Images that the site's builder took from MNIST's test part. */
export interface ExampleDigits {
  labels: number[];
  /** 784 bytes each, base64. */
  images: string[];
}

/** Numbers from 0 to 1 of one example. */
export function exampleImage({ images }: ExampleDigits, index: number): Float32Array {
  const bytes = atob(images[index]);
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) => bytes.charCodeAt(i) / 255);
}
