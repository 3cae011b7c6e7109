/** Optimizers with named hyperparameters: thin factories over `tf.train`, own classes where it lacks one. */
import { tf } from '../../engine';
import { AdamWOptimizer, type AdamWOptions } from './adamw';
import { AdadeltaOptimizer } from './adadelta';
import { createMomentum } from './momentum';

/** The hyperparameter that every optimizer has. */
export interface LearningRateOption {
  /** Size of a step. Default: see each optimizer. */
  learningRate?: number;
}

function checkRate(name: string, learningRate: number): void {
  if (learningRate >= 0 && Number.isFinite(learningRate)) return;
  throw new RangeError(
    `optimizers.${name}: expected learningRate ≥ 0; got ${learningRate}. Common is 0.001 to 0.1.`,
  );
}

function checkShare(name: string, option: string, value: number): void {
  if (value >= 0 && value < 1) return;
  throw new RangeError(
    `optimizers.${name}: expected ${option} from 0 to below 1; got ${value}. Common is 0.9.`,
  );
}

/** Stochastic gradient descent: w ← w − η·g. Default η 0.01. */
export function sgd({ learningRate = 0.01 }: LearningRateOption = {}): tf.Optimizer {
  checkRate('sgd', learningRate);
  return tf.train.sgd(learningRate);
}

/**
 * Gradient descent with momentum: v ← μ·v + g; w ← w − η·v, or with Nesterov's look-ahead
 * w ← w − η·(g + μ·v). Defaults η 0.01, μ 0.9.
 *
 * @see Sutskever et al. 2013. https://proceedings.mlr.press/v28/sutskever13.html
 */
export function momentum({
  learningRate = 0.01,
  momentum: share = 0.9,
  useNesterov = false,
}: LearningRateOption & { momentum?: number; useNesterov?: boolean } = {}): tf.Optimizer {
  checkRate('momentum', learningRate);
  checkShare('momentum', 'momentum', share);
  return createMomentum(learningRate, share, useNesterov);
}

/**
 * AdaGrad: each weight's step shrinks with the sum of its squared gradients. Defaults η 0.01,
 * accumulator from 0.1.
 *
 * @see Duchi et al. 2011. https://jmlr.org/papers/v12/duchi11a.html
 */
export function adagrad({
  learningRate = 0.01,
  initialAccumulatorValue = 0.1,
}: LearningRateOption & { initialAccumulatorValue?: number } = {}): tf.Optimizer {
  checkRate('adagrad', learningRate);
  return tf.train.adagrad(learningRate, initialAccumulatorValue);
}

/**
 * RMSProp: divides by a running root mean square of the gradient. Defaults η 0.001, decay 0.9, no
 * momentum, ε 1e-7 under the root.
 *
 * @see Hinton, lecture 6e. https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf
 */
export function rmsprop({
  learningRate = 0.001,
  decay = 0.9,
  momentum: share = 0,
  epsilon = 1e-7,
  centered = false,
}: LearningRateOption & {
  decay?: number;
  momentum?: number;
  epsilon?: number;
  centered?: boolean;
} = {}): tf.Optimizer {
  checkRate('rmsprop', learningRate);
  checkShare('rmsprop', 'decay', decay);
  checkShare('rmsprop', 'momentum', share);
  return tf.train.rmsprop(learningRate, decay, share, epsilon, centered);
}

/** Options of {@link adam} and {@link adamax}. */
export interface AdamOptions extends LearningRateOption {
  /** Memory of the mean gradient. Default 0.9. */
  beta1?: number;
  /** Memory of the gradient's size. Default 0.999. */
  beta2?: number;
  /** Keeps the division finite. Default 1e-7. */
  epsilon?: number;
}

/**
 * Adam: momentum divided by a running root mean square, both freed of their start bias. Default η 0.001.
 *
 * @see Kingma & Ba 2015, algorithm 1. https://arxiv.org/abs/1412.6980
 */
export function adam({
  learningRate = 0.001,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-7,
}: AdamOptions = {}): tf.Optimizer {
  checkRate('adam', learningRate);
  checkShare('adam', 'beta1', beta1);
  checkShare('adam', 'beta2', beta2);
  return tf.train.adam(learningRate, beta1, beta2, epsilon);
}

/**
 * Adam with decoupled weight decay: w ← w − η·λ·w beside Adam's step, so that the decay is not
 * divided by the gradient's size as an L2 penalty would be. Defaults η 0.001, λ 0.004.
 *
 * @see Loshchilov & Hutter 2019, algorithm 2. https://arxiv.org/abs/1711.05101
 */
export function adamW(options: AdamWOptions = {}): tf.Optimizer {
  checkRate('adamW', options.learningRate ?? 0.001);
  checkShare('adamW', 'beta1', options.beta1 ?? 0.9);
  checkShare('adamW', 'beta2', options.beta2 ?? 0.999);
  return new AdamWOptimizer(options);
}

/** Adamax: Adam with the largest recent gradient in place of the root mean square. Default η 0.001. */
export function adamax({
  learningRate = 0.001,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-7,
}: AdamOptions = {}): tf.Optimizer {
  checkRate('adamax', learningRate);
  checkShare('adamax', 'beta1', beta1);
  checkShare('adamax', 'beta2', beta2);
  return tf.train.adamax(learningRate, beta1, beta2, epsilon);
}

/**
 * Adadelta: steps in units of earlier steps, without a rate to tune (η 1 is the paper's rule).
 * Defaults η 1, ρ 0.95, ε 1e-7.
 *
 * @see Zeiler 2012. https://arxiv.org/abs/1212.5701
 */
export function adadelta({
  learningRate = 1,
  rho = 0.95,
  epsilon = 1e-7,
}: LearningRateOption & { rho?: number; epsilon?: number } = {}): tf.Optimizer {
  checkRate('adadelta', learningRate);
  checkShare('adadelta', 'rho', rho);
  return new AdadeltaOptimizer(learningRate, rho, epsilon);
}
