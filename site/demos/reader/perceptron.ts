/** A published perceptron in plain arithmetic. */
import { itemAt } from '../../../src/host/item-at';
import type { PublishedModel } from '../../../src/training/publish';
import { bytesOf, dense, softmax, type DenseLayer } from '../dense';

/** @param bits a float16 @see IEEE 754-2019, section 3.4. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15)); // prettier-ignore
}

/** Kernels and biases in turn, as `publish` stored them. */
function layersOf({ weightSpecs, weightData }: PublishedModel): DenseLayer[] {
  const numbers = Float32Array.from(new Uint16Array(bytesOf(weightData).buffer), fromFloat16);
  let at = 0;
  const arrays = weightSpecs.map(({ shape }) => {
    const size = shape.reduce((product, side) => product * side, 1);
    at += size;
    return { shape, values: numbers.subarray(at - size, at) };
  });
  return arrays.flatMap(({ shape, values }, i) =>
    shape.length === 2
      ? [{ outputs: itemAt(shape, 1), weights: values, bias: itemAt(arrays, i + 1).values }]
      : [],
  );
}

/** @returns from 784 numbers to the probabilities of ten digits, by ReLU layers and a last one without */
export function createPerceptron(published: PublishedModel): (image: Float32Array) => Float32Array {
  const layers = layersOf(published);
  return (image) =>
    softmax(layers.reduce((x, layer, i) => dense(layer, x, i + 1 < layers.length), image));
}
