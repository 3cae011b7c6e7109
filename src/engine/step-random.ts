/**
 * Makes TensorFlow.js's own random operations stateless inside a step (see `random-ops`).
 *
 * `tf.dropout`, `tf.randomUniform`, `tf.randomNormal` and `tf.truncatedNormal`, and with them the layers
 * that use them, draw in JavaScript loops: slow, and frozen by a trace. Inside a step they are computed by
 * stateless operations from the step's seed instead; outside nothing changes.
 */
import { createRequire } from 'node:module';
import { statelessNormal, statelessUniform } from './kernels';
import { drawForPart, insideStep } from './random-ops';
import { tf } from './tensorflow';

type Dropout = typeof tf.dropout;
type RandomUniform = typeof tf.randomUniform;
type RandomNormal = typeof tf.randomNormal;

/** The functions of tfjs-core that tfjs-layers looks up at every call. */
interface Core {
  dropout: Dropout;
  randomUniform: RandomUniform;
  randomNormal: RandomNormal;
  truncatedNormal: typeof tf.truncatedNormal;
}

function saltOf(seed: number | string | undefined): number {
  if (typeof seed === 'number') return Math.trunc(seed);
  let salt = 0;
  for (const letter of seed ?? '') salt = (Math.imul(salt, 31) + letter.charCodeAt(0)) | 0;
  return salt;
}

function uniform(shape: number[], salt: number): tf.Tensor {
  return drawForPart(shape, statelessUniform, salt);
}

function normal(shape: number[], salt: number): tf.Tensor {
  return drawForPart(shape, statelessNormal, salt);
}

function maskedDropout(x: tf.Tensor, rate: number, noiseShape?: number[], salt = 0): tf.Tensor {
  const keep = 1 - rate;
  const shape = x.shape.map((size, axis) => noiseShape?.[axis] ?? size);
  const mask = uniform(shape, salt)
    .less(keep)
    .toFloat()
    .mul(1 / keep);
  return x.mul(mask);
}

/** Normal draws limited to ±2 standard deviations: Φ⁻¹ of a uniform draw between Φ(−2) and Φ(2). */
function truncated(shape: number[], salt: number): tf.Tensor {
  const [low, high] = [0.022750131948179195, 0.9772498680518208];
  return inverseNormal(
    uniform(shape, salt)
      .mul(high - low)
      .add(low),
  );
}

/**
 * Quantile of the normal distribution by a rational approximation, off by at most 4.5e-4.
 * @see Abramowitz, Stegun, Handbook of Mathematical Functions, 26.2.23.
 */
function inverseNormal(p: tf.Tensor): tf.Tensor {
  const tail = tf.minimum(p, tf.sub(1, p));
  const t = tail.log().mul(-2).sqrt();
  const above = t.mul(0.010328).add(0.802853).mul(t).add(2.515517);
  const below = t.mul(0.001308).add(0.189269).mul(t).add(1.432788).mul(t).add(1);
  const magnitude = t.sub(above.div(below));
  return magnitude.mul(p.sub(0.5).sign());
}

function install(core: Core): void {
  const { dropout, randomUniform, randomNormal, truncatedNormal } = core;

  core.dropout = (x, rate, noiseShape, seed) => {
    const input = x as tf.Tensor;
    if (!insideStep() || input?.dtype !== 'float32' || !(rate > 0 && rate < 1))
      return dropout(x, rate, noiseShape, seed);
    return tf.tidy(() => maskedDropout(input, rate, noiseShape, saltOf(seed)));
  };
  core.randomUniform = ((shape: number[], low = 0, high = 1, dtype = 'float32', seed) => {
    if (!insideStep() || dtype !== 'float32')
      return randomUniform(shape as never, low, high, dtype, seed);
    return tf.tidy(() =>
      uniform(shape, saltOf(seed))
        .mul(high - low)
        .add(low),
    );
  }) as RandomUniform;
  core.randomNormal = ((shape: number[], mean = 0, deviation = 1, dtype = 'float32', seed) => {
    if (!insideStep() || dtype !== 'float32')
      return randomNormal(shape as never, mean, deviation, dtype, seed);
    return tf.tidy(() => normal(shape, saltOf(seed)).mul(deviation).add(mean));
  }) as RandomNormal;
  core.truncatedNormal = ((shape: number[], mean = 0, deviation = 1, dtype = 'float32', seed) => {
    if (!insideStep() || dtype !== 'float32')
      return truncatedNormal(shape as never, mean, deviation, dtype, seed);
    return tf.tidy(() => truncated(shape, saltOf(seed)).mul(deviation).add(mean));
  }) as typeof tf.truncatedNormal;
}

// tfjs-core's own copy of these functions, the one that tfjs and tfjs-layers read their exports from.
const requireFromTfjs = createRequire(require.resolve('@tensorflow/tfjs'));
install(requireFromTfjs('@tensorflow/tfjs-core') as Core);
