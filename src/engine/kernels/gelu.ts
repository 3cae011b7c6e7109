/** Gaussian error linear unit, exact and by tanh, with analytic gradients. */
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import { nativeOpOne, ownOperations } from './native-op';

/** Options of {@link gelu}. */
export interface GeluOptions {
  /** `true` uses the tanh formula, off by at most 5e-4 and a little faster. Default `false`. */
  approximate?: boolean;
}

// Twice the coefficients of the published √(2/π) · (x + 0.044715 x³).
const LINEAR = 2 * Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715 * LINEAR;

/**
 * x · Φ(x), with Φ the cumulative distribution of the standard normal.
 *
 * @param x float32, any shape
 * @returns same shape; caller disposes. Differentiable.
 * @see Hendrycks, Gimpel 2016. https://arxiv.org/abs/1606.08415
 */
export function gelu<T extends tf.Tensor>(x: T, { approximate = false }: GeluOptions = {}): T {
  return (approximate ? tanhGelu(x) : exactGelu(x)) as T;
}

/** Φ(x) */
function normalCdf(x: tf.Tensor): tf.Tensor {
  return x.mul(Math.SQRT1_2).erf().add(1).mul(0.5);
}

function exactGelu(x: tf.Tensor): tf.Tensor {
  return differentiableOne<[tf.Tensor, tf.Tensor]>([x], {
    forward: (save) => {
      const phi = normalCdf(x);
      save([x, phi]);
      return x.mul(phi);
    },
    backward: (dy, [input, phi]) => [() => tf.tidy(() => exactGradient(dy, input, phi))],
    plain: () => x.mul(normalCdf(x)),
  });
}

/** dy · (Φ(x) + x · φ(x)), with φ the density. */
function exactGradient(dy: tf.Tensor, x: tf.Tensor, phi: tf.Tensor): tf.Tensor {
  const density = x
    .square()
    .mul(-0.5)
    .exp()
    .mul(1 / Math.sqrt(2 * Math.PI));
  return dy.mul(phi.add(x.mul(density)));
}

/** ½ (1 + tanh z) is the logistic function of 2 z: x · σ(x · (LINEAR + CUBIC · x²)), six operations. */
function tanhGate(x: tf.Tensor, square: tf.Tensor): tf.Tensor {
  return square.mul(CUBIC).add(LINEAR).mul(x).sigmoid();
}

function tanhGelu(x: tf.Tensor): tf.Tensor {
  const plain = () => x.mul(tanhGate(x, x.square()));
  if (ownOperations(x))
    return differentiableOne<[tf.Tensor]>([x], {
      forward: (save) => {
        save([x]);
        return nativeOpOne('CourseGelu', {}, [x]);
      },
      backward: (dy, [input]) => [() => nativeOpOne('CourseGeluGradient', {}, [dy, input])],
      plain,
    });
  return differentiableOne<[tf.Tensor, tf.Tensor, tf.Tensor]>([x], {
    forward: (save) => {
      const square = x.square();
      const gate = tanhGate(x, square);
      const y = x.mul(gate);
      save([square, gate, y]);
      return y;
    },
    backward: (dy, [square, gate, y]) => [
      () =>
        tf.tidy(() => {
          const slope = square.mul(3 * CUBIC).add(LINEAR);
          const derivative = tf.sub(1, gate).mul(y).mul(slope).add(gate);
          return dy.mul(derivative);
        }),
    ],
    plain,
  });
}
