/** Operations with a hand-written gradient and any number of outputs. */
import { itemAt } from '../../host/item-at';
import type { tf } from '../tensorflow';
import './second-gradients';
import { engine, refuseSecondDerivative, secondDerivative } from './tape';

/** How {@link differentiable} computes an operation and its gradient. */
export interface DifferentiableOp<Saved extends tf.Tensor[] = tf.Tensor[]> {
  /** Computes the outputs; `save` keeps the tensors that the gradient needs. */
  forward(save: (tensors: Saved) => void): tf.Tensor[];
  /**
   * Gradient of the loss for each input, given it for each output.
   * Thunks, so that inputs nobody differentiates cost nothing.
   */
  backward(dys: tf.Tensor[], saved: Saved): Array<() => tf.Tensor>;
  /**
   * The same outputs by TensorFlow.js's own operations, whose gradients can be differentiated again. It runs
   * where a second derivative is wanted; without it that is refused.
   */
  plain?(): tf.Tensor[];
}

/**
 * Runs `op.forward` and records `op.backward` as its gradient.
 *
 * Unlike `tf.customGrad` it allows several outputs and computes only the gradients asked for. Inside a gradient
 * of a gradient it runs `op.plain` instead.
 *
 * @param inputs tensors to differentiate, in the order of `backward`'s result
 * @returns the outputs of `forward`; caller disposes.
 * @throws Error if a second derivative is wanted that the operation does not have.
 */
export function differentiable<Saved extends tf.Tensor[]>(
  inputs: readonly tf.Tensor[],
  op: DifferentiableOp<Saved>,
): tf.Tensor[] {
  if (op.plain && secondDerivative()) return op.plain();
  return engine.runKernelFunc({
    inputs: Object.fromEntries(inputs.map((input, index) => [String(index), input])),
    forwardFunc: (_backend, save) => op.forward(save),
    backwardsFunc: (dy, saved) => {
      refuseSecondDerivative('an operation with a gradient for one derivative only');
      // The engine hands back what `forward` saved, in its order.
      const gradients = op.backward([dy].flat(), saved as Saved);
      return Object.fromEntries(gradients.map((gradient, index) => [String(index), gradient]));
    },
  });
}

/** An operation with one output; see {@link DifferentiableOp}. */
export interface DifferentiableOneOp<Saved extends tf.Tensor[] = tf.Tensor[]> {
  forward(save: (tensors: Saved) => void): tf.Tensor;
  backward(dy: tf.Tensor, saved: Saved): Array<() => tf.Tensor>;
  plain(): tf.Tensor;
}

/** {@link differentiable} for an operation with one output. */
export function differentiableOne<Saved extends tf.Tensor[]>(
  inputs: readonly tf.Tensor[],
  { forward, backward, plain }: DifferentiableOneOp<Saved>,
): tf.Tensor {
  const outputs = differentiable<Saved>(inputs, {
    forward: (save) => [forward(save)],
    backward: (dys, saved) => backward(itemAt(dys, 0), saved),
    plain: () => [plain()],
  });
  return itemAt(outputs, 0);
}
