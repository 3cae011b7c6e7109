/**
 * TensorFlow.js's record of operations, mended so that gradients of gradients are right.
 *
 * A gradient that reads its operation's output (sigmoid, tanh, exp, softmax and others) reads a copy, and
 * TensorFlow.js records the copy before the operation: in a second derivative what flows back through the copy
 * comes too late, and is lost without a word. Here the operation is recorded first. Operations without any
 * gradient say so in words; comparisons, which are flat, have gradient 0.
 */
import { tf } from '../tensorflow';

type Tensors = Record<string, tf.Tensor>;
type Gradient = (
  dy: tf.Tensor | tf.Tensor[],
  saved: tf.Tensor[],
) => Record<string, () => tf.Tensor>;

interface TapeNode {
  inputs: Tensors;
  outputs: tf.Tensor[];
}

/** An operation with a gradient of its own. */
interface KernelFunc {
  forwardFunc(backend: unknown, save: (tensors: tf.Tensor[]) => void): tf.Tensor[];
  backwardsFunc: Gradient;
  inputs: Tensors;
}

/** What the types of TensorFlow.js 4.22 hide of its engine. */
interface GradientEngine {
  readonly state: { gradientDepth: number; activeTape: TapeNode[] };
  /** `tf.customGrad` is this call limited to one output. */
  runKernelFunc(kernel: KernelFunc): tf.Tensor[];
  addTapeNode(
    kernelName: string,
    inputs: Tensors,
    outputs: tf.Tensor[],
    gradient: Gradient | undefined,
    saved: tf.Tensor[],
    attrs: unknown,
  ): void;
}

/** TensorFlow.js's engine. */
export const engine = tf.engine() as unknown as GradientEngine;

/** Whether a gradient is being computed whose own gradient is wanted. */
export function secondDerivative(): boolean {
  return engine.state.gradientDepth > 1;
}

/** @throws Error if somebody differentiates a gradient that was computed for one derivative only. */
export function refuseSecondDerivative(what: string): void {
  if (engine.state.gradientDepth === 0) return;
  throw new Error(
    `tf.grad: expected operations whose gradient can be differentiated; got ${what}; ` +
      'compute the output inside the function given to the inner tf.grad, or leave the operation out.',
  );
}

/** Flat almost everywhere: what comes in has no influence on the derivative. */
const FLAT = new Set([
  'Equal',
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalNot',
  'LogicalOr',
  'NotEqual',
]);

function missingGradient(kernelName: string, inputs: Tensors): Gradient {
  if (!FLAT.has(kernelName))
    return () => {
      throw new Error(
        `tf.grad: expected operations that have a gradient; got ${kernelName}; ` +
          'use another layer where a gradient (or a gradient of a gradient) is wanted.',
      );
    };
  const shapes = Object.entries(inputs).map(([name, { shape }]) => [name, shape] as const);
  return () => Object.fromEntries(shapes.map(([name, shape]) => [name, () => tf.zeros(shape)]));
}

function reads(node: TapeNode | undefined, outputs: tf.Tensor[]): boolean {
  if (!node) return false;
  return Object.values(node.inputs).some((input) => outputs.some(({ id }) => id === input?.id));
}

const addTapeNode = engine.addTapeNode.bind(engine);
engine.addTapeNode = (kernelName, inputs, outputs, gradient, saved, attrs) => {
  const known = gradient ?? missingGradient(kernelName, inputs);
  addTapeNode(kernelName, inputs, outputs, known, saved, attrs);
  const tape = engine.state.activeTape;
  const last = tape.length - 1;
  let place = last;
  while (reads(tape[place - 1], outputs)) place--;
  if (place < last) tape.splice(place, 0, ...tape.splice(last));
};
