/** Activations of recurrent cells, with the derivative written in terms of the activation's output. */
import { tf } from '../tensorflow';

/** Activations that the recurrent kernels know, by TensorFlow.js's names. */
export type GateActivation = 'sigmoid' | 'hardSigmoid' | 'tanh' | 'relu' | 'linear';

interface Gate {
  apply(x: tf.Tensor): tf.Tensor;
  /** `dy` times the derivative, where `y` = apply(x). */
  gradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor;
}

const GATES: Record<GateActivation, Gate> = {
  sigmoid: {
    apply: (x) => x.sigmoid(),
    gradient: (dy, y) => dy.mul(y.sub(y.square())),
  },
  // max(0, min(1, 0.2 x + 0.5)): flat outside −2.5 … 2.5.
  hardSigmoid: {
    apply: (x) => x.mul(0.2).add(0.5).clipByValue(0, 1),
    gradient: (dy, y) => dy.mul(insideUnit(y)).mul(0.2),
  },
  tanh: {
    apply: (x) => x.tanh(),
    gradient: (dy, y) => dy.sub(dy.mul(y.square())),
  },
  relu: {
    apply: (x) => x.relu(),
    gradient: (dy, y) => dy.mul(y.greater(0).toFloat()),
  },
  linear: { apply: (x) => x, gradient: (dy) => dy },
};

function insideUnit(y: tf.Tensor): tf.Tensor {
  return y.greater(0).logicalAnd(y.less(1)).toFloat();
}

/** The activation called `name`. */
export function gate(name: GateActivation): Gate {
  return GATES[name];
}

/** Whether the recurrent kernels know the activation `name`. */
export function isGateActivation(name: string): name is GateActivation {
  return Object.hasOwn(GATES, name);
}
