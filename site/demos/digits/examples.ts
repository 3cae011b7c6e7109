/** Test images to begin with. */
import { itemAt } from '../../../src/host/item-at';
import { SIDE } from './prepare';

/** Images that the site's builder took from MNIST's test part. */
export interface ExampleDigits {
  labels: number[];
  /** 784 bytes each, base64. */
  images: string[];
}

/** Numbers from 0 to 1 of one example. */
export function exampleImage({ images }: ExampleDigits, index: number): Float32Array {
  const bytes = atob(itemAt(images, index));
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) => bytes.charCodeAt(i) / 255);
}
