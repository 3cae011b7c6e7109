/** Gaussian error linear unit, exact and by tanh, with analytic gradients. */
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';

/** Options of {@link gelu}. */
export interface GeluOptions {
  /** `true` uses the tanh formula, off by at most 5e-4 and a little faster. Default `false`. */
  approximate?: boolean;
}

const TANH_SCALE = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

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

function exactGelu(x: tf.Tensor): tf.Tensor {
  return differentiableOne([x], {
    forward: (save) => {
      const phi = x.mul(Math.SQRT1_2).erf().add(1).mul(0.5); // Φ(x)
      save([x, phi]);
      return [x.mul(phi)];
    },
    backward: ([dy], [input, phi]) => [() => tf.tidy(() => exactGradient(dy, input, phi))],
  });
}

/** dy · (Φ(x) + x · φ(x)), with φ the density. */
function exactGradient(dy?: tf.Tensor, x?: tf.Tensor, phi?: tf.Tensor): tf.Tensor {
  if (!dy || !x || !phi) throw new Error('gelu: expected saved tensors; got none.');
  const density = x
    .square()
    .mul(-0.5)
    .exp()
    .mul(1 / Math.sqrt(2 * Math.PI));
  return dy.mul(phi.add(x.mul(density)));
}

function tanhGelu(x: tf.Tensor): tf.Tensor {
  return differentiableOne([x], {
    forward: (save) => {
      const inner = x.add(x.mul(x).mul(x).mul(CUBIC)).mul(TANH_SCALE);
      const tanh = inner.tanh();
      save([x, tanh]);
      return [x.mul(0.5).mul(tanh.add(1))];
    },
    backward: ([dy], [input, tanh]) => [() => tf.tidy(() => tanhGradient(dy, input, tanh))],
  });
}

function tanhGradient(dy?: tf.Tensor, x?: tf.Tensor, tanh?: tf.Tensor): tf.Tensor {
  if (!dy || !x || !tanh) throw new Error('gelu: expected saved tensors; got none.');
  const slope = x
    .square()
    .mul(3 * CUBIC)
    .add(1)
    .mul(TANH_SCALE);
  const left = tanh.add(1).mul(0.5);
  const right = x.mul(0.5).mul(tf.sub(1, tanh.square())).mul(slope);
  return dy.mul(left.add(right));
}
