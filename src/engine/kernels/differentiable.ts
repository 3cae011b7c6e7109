/** Operations with a hand-written gradient and any number of outputs. */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';

interface KernelFunc {
  forwardFunc(backend: unknown, save: (tensors: tf.Tensor[]) => void): tf.Tensor[];
  backwardsFunc(dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]): Record<string, () => tf.Tensor>;
  inputs: Record<string, tf.Tensor>;
}

/** `tf.customGrad` is this engine call limited to one output. */
interface Engine {
  runKernelFunc(kernel: KernelFunc): tf.Tensor[];
}

/** How {@link differentiable} computes an operation and its gradient. */
export interface DifferentiableOp {
  /** Computes the outputs; `save` keeps the tensors that the gradient needs. */
  forward(save: (tensors: tf.Tensor[]) => void): tf.Tensor[];
  /**
   * Gradient of the loss for each input, given it for each output.
   * Thunks, so that inputs nobody differentiates cost nothing.
   */
  backward(dys: tf.Tensor[], saved: tf.Tensor[]): Array<() => tf.Tensor>;
}

/**
 * Runs `op.forward` and records `op.backward` as its gradient.
 *
 * Unlike `tf.customGrad` it allows several outputs and computes only the gradients asked for.
 *
 * @param inputs tensors to differentiate, in the order of `backward`'s result
 * @returns the outputs of `forward`; caller disposes.
 */
export function differentiable(inputs: readonly tf.Tensor[], op: DifferentiableOp): tf.Tensor[] {
  const engine = tf.engine() as unknown as Engine;
  return engine.runKernelFunc({
    inputs: Object.fromEntries(inputs.map((input, index) => [String(index), input])),
    forwardFunc: (_backend, save) => op.forward(save),
    backwardsFunc: (dy, saved) => {
      const gradients = op.backward(Array.isArray(dy) ? dy : [dy], saved);
      return Object.fromEntries(gradients.map((gradient, index) => [String(index), gradient]));
    },
  });
}

/** {@link differentiable} for an operation with one output. */
export function differentiableOne(inputs: readonly tf.Tensor[], op: DifferentiableOp): tf.Tensor {
  return itemAt(differentiable(inputs, op), 0);
}
