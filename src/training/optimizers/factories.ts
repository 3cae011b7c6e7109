/** Optimizers with named hyperparameters: thin factories over `tf.train`, own classes where it lacks one. */
import { tf } from '../../engine';
import { AdamWOptimizer } from './adamw';
import { createMomentum } from './momentum';
import {
  checkOptimizerOptions,
  type AdagradOptions,
  type AdamOptions,
  type AdamWOptions,
  type LearningRateOption,
  type MomentumOptions,
  type RmspropOptions,
} from './options';

const SGD_OPTIONS = { learningRate: true } satisfies Record<keyof LearningRateOption, true>;
const MOMENTUM_OPTIONS = { learningRate: true, momentum: true, useNesterov: true } satisfies Record<
  keyof MomentumOptions,
  true
>;
const ADAGRAD_OPTIONS = { learningRate: true, initialAccumulatorValue: true } satisfies Record<
  keyof AdagradOptions,
  true
>;
const RMSPROP_OPTIONS = {
  ...{ learningRate: true, decay: true, momentum: true, epsilon: true, centered: true },
} satisfies Record<keyof RmspropOptions, true>;
const ADAM_OPTIONS = {
  learningRate: true,
  beta1: true,
  beta2: true,
  epsilon: true,
} satisfies Record<keyof AdamOptions, true>;

/**
 * Stochastic gradient descent: w ← w − η·g.
 *
 * @param options `learningRate` (η), default 0.01
 * @returns the optimizer; caller disposes.
 * @throws RangeError for a negative rate or unknown options.
 * @see Robbins & Monro 1951, eq. 8. https://doi.org/10.1214/aoms/1177729586
 * @example
 * const w = tf.variable(tf.scalar(1));
 * optimizers.sgd({ learningRate: 0.25 }).minimize(() => w.square().asScalar());
 * w; // 0.5
 */
export function sgd(options: LearningRateOption = {}): tf.Optimizer {
  checkOptimizerOptions('sgd', options, SGD_OPTIONS);
  const { learningRate = 0.01 } = options;
  return tf.train.sgd(learningRate);
}

/**
 * Gradient descent with momentum: v ← μ·v + g; w ← w − η·v, or with Nesterov's look-ahead
 * w ← w − η·(g + μ·v).
 *
 * @param options `learningRate` (η), default 0.01; `momentum` (μ), default 0.9; `useNesterov`, default false
 * @returns the optimizer; caller disposes.
 * @throws RangeError for numbers outside their range or unknown options.
 * @see Sutskever et al. 2013, eq. 1–4, with v in units of the gradient. https://proceedings.mlr.press/v28/sutskever13.html
 * @example
 * const w = tf.variable(tf.scalar(1));
 * const optimizer = optimizers.momentum({ learningRate: 0.25, momentum: 0.5 });
 * for (let step = 0; step < 2; step++) optimizer.minimize(() => w.square().asScalar());
 * w; // 0
 */
export function momentum(options: MomentumOptions = {}): tf.Optimizer {
  checkOptimizerOptions('momentum', options, MOMENTUM_OPTIONS);
  const { learningRate = 0.01, momentum: share = 0.9, useNesterov = false } = options;
  return createMomentum(learningRate, share, useNesterov);
}

/**
 * AdaGrad: each weight's step shrinks with the sum of its squared gradients, w ← w − η·g / √(Σ g² + ε).
 *
 * @param options `learningRate` (η), default 0.01; `initialAccumulatorValue`, default 0.1
 * @returns the optimizer; caller disposes.
 * @throws RangeError for numbers outside their range or unknown options.
 * @see Duchi et al. 2011, figure 1 with the diagonal. https://jmlr.org/papers/v12/duchi11a.html
 * @example
 * const w = tf.variable(tf.scalar(1));
 * const optimizer = optimizers.adagrad({ learningRate: 0.5, initialAccumulatorValue: 0 });
 * optimizer.minimize(() => w.square().asScalar());
 * w; // 0.5…
 */
export function adagrad(options: AdagradOptions = {}): tf.Optimizer {
  checkOptimizerOptions('adagrad', options, ADAGRAD_OPTIONS);
  const { learningRate = 0.01, initialAccumulatorValue = 0.1 } = options;
  return tf.train.adagrad(learningRate, initialAccumulatorValue);
}

/**
 * RMSProp: divides by a running root mean square of the gradient: s ← ρ·s + (1 − ρ)·g²;
 * w ← w − η·g / √(s + ε).
 *
 * @param options `learningRate` (η), default 0.001; `decay` (ρ), default 0.9; `momentum`, default 0;
 *   `epsilon` (ε), default 1e-7; `centered`, default false
 * @returns the optimizer; caller disposes.
 * @throws RangeError for numbers outside their range or unknown options.
 * @see Hinton 2012, lecture 6e. https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf
 * @example
 * const w = tf.variable(tf.scalar(1));
 * optimizers.rmsprop({ learningRate: 0.25, decay: 0.75 }).minimize(() => w.square().asScalar());
 * w.arraySync().toFixed(3); // '0.500'
 */
export function rmsprop(options: RmspropOptions = {}): tf.Optimizer {
  checkOptimizerOptions('rmsprop', options, RMSPROP_OPTIONS);
  const { learningRate = 0.001, decay = 0.9, momentum: share = 0 } = options;
  const { epsilon = 1e-7, centered = false } = options;
  return tf.train.rmsprop(learningRate, decay, share, epsilon, centered);
}

/**
 * Adam: momentum divided by a running root mean square, both freed of their start bias:
 * w ← w − η·m̂ / (√v̂ + ε).
 *
 * @param options `learningRate` (η), default 0.001; `beta1`, default 0.9; `beta2`, default 0.999; `epsilon`
 *   (ε), default 1e-7
 * @returns the optimizer; caller disposes.
 * @throws RangeError for numbers outside their range or unknown options.
 * @see Kingma & Ba 2015, algorithm 1. https://arxiv.org/abs/1412.6980
 * @example
 * const w = tf.variable(tf.scalar(1));
 * optimizers.adam({ learningRate: 0.25 }).minimize(() => w.square().asScalar());
 * w.arraySync().toFixed(3); // '0.750'
 */
export function adam(options: AdamOptions = {}): tf.Optimizer {
  checkOptimizerOptions('adam', options, ADAM_OPTIONS);
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
  return tf.train.adam(learningRate, beta1, beta2, epsilon);
}

/**
 * Adam with decoupled weight decay: w ← w − η·λ·w beside Adam's step, so that the decay is not
 * divided by the gradient's size as an L2 penalty would be.
 *
 * @param options those of {@link adam}; `weightDecay` (λ), default 0.004; `excludeFromWeightDecay`, default
 *   none
 * @returns the optimizer; caller disposes.
 * @throws RangeError for numbers outside their range or unknown options.
 * @see Loshchilov & Hutter 2019, algorithm 2. https://arxiv.org/abs/1711.05101
 * @example
 * const w = tf.variable(tf.scalar(1));
 * const optimizer = optimizers.adamW({ learningRate: 0.25, weightDecay: 1 });
 * optimizer.minimize(() => w.square().asScalar());
 * w.arraySync().toFixed(3); // '0.500'
 */
export function adamW(options: AdamWOptions = {}): tf.Optimizer {
  return new AdamWOptimizer(options);
}
