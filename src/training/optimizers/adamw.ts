/** Adam with decoupled weight decay, which TensorFlow.js lacks. */
import { tf } from '../../engine';
import { checkOptimizerOptions, type AdamWOptions } from './options';

type Gradients = Parameters<tf.AdamOptimizer['applyGradients']>[0];

const ADAMW_OPTIONS = {
  ...{ learningRate: true, beta1: true, beta2: true, epsilon: true },
  ...{ weightDecay: true, excludeFromWeightDecay: true },
} satisfies Record<keyof AdamWOptions, true>;

/**
 * AdamW. The decay acts on the weights as they were when the gradient was taken, before Adam's step,
 * and never enters the moments.
 *
 * @see Loshchilov & Hutter 2019, algorithm 2. https://arxiv.org/abs/1711.05101
 */
export class AdamWOptimizer extends tf.Optimizer {
  static get className(): string {
    return 'AdamW';
  }

  /** The part without decay. The traced step runs it as one fused operation per weight. */
  readonly adam: tf.AdamOptimizer;
  readonly weightDecay: number;
  readonly excludeFromWeightDecay: (variable: tf.Variable) => boolean;

  constructor(options: AdamWOptions = {}) {
    super();
    checkOptimizerOptions('adamW', options, ADAMW_OPTIONS);
    const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
    this.adam = tf.train.adam(learningRate, beta1, beta2, epsilon);
    this.weightDecay = options.weightDecay ?? 0.004;
    this.excludeFromWeightDecay = options.excludeFromWeightDecay ?? (() => false);
  }

  /** Size of a step; may be set at any time. */
  get learningRate(): number {
    // Protected in TensorFlow.js, which sets it from outside itself.
    const rate: unknown = Reflect.get(this.adam, 'learningRate');
    return Number(rate);
  }

  set learningRate(value: number) {
    Reflect.set(this.adam, 'learningRate', value);
  }

  override get iterations(): number {
    return this.adam.iterations;
  }

  override applyGradients(gradients: Gradients): void {
    const names = Array.isArray(gradients) ? gradients.map((g) => g.name) : Object.keys(gradients);
    const variables = tf.engine().registeredVariables;
    const rate = this.learningRate * this.weightDecay;
    for (const name of names) {
      const variable = variables[name];
      if (!variable || this.excludeFromWeightDecay(variable)) continue;
      tf.tidy(() => variable.assign(variable.sub(variable.mul(rate))));
    }
    this.adam.applyGradients(gradients);
  }

  override dispose(): void {
    this.adam.dispose();
  }

  override getWeights(): ReturnType<tf.Optimizer['getWeights']> {
    return this.adam.getWeights();
  }

  override setWeights(values: Parameters<tf.Optimizer['setWeights']>[0]): Promise<void> {
    return this.adam.setWeights(values);
  }

  getConfig(): ReturnType<tf.Optimizer['getConfig']> {
    return { ...this.adam.getConfig(), weightDecay: this.weightDecay };
  }
}
