/** Adam with decoupled weight decay, which TensorFlow.js lacks. */
import { tf } from '../../engine';
import type { AdamOptions } from './factories';

type Gradients = Parameters<tf.AdamOptimizer['applyGradients']>[0];

/** Options of {@link AdamWOptimizer}. */
export interface AdamWOptions extends AdamOptions {
  /** λ: share of a weight that each step takes away, times the learning rate. Default 0.004. */
  weightDecay?: number;
  /** Variables that do not decay; common are biases and normalization. Default: all decay. */
  excludeFromWeightDecay?: (variable: tf.Variable) => boolean;
}

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

  constructor({
    learningRate = 0.001,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-7,
    weightDecay = 0.004,
    excludeFromWeightDecay = () => false,
  }: AdamWOptions = {}) {
    super();
    if (!(weightDecay >= 0)) {
      throw new RangeError(
        `optimizers.adamW: expected weightDecay ≥ 0; got ${weightDecay}. Common is 0.01.`,
      );
    }
    this.adam = tf.train.adam(learningRate, beta1, beta2, epsilon);
    this.weightDecay = weightDecay;
    this.excludeFromWeightDecay = excludeFromWeightDecay;
  }

  /** Size of a step; may be set at any time. */
  get learningRate(): number {
    return (this.adam as unknown as { learningRate: number }).learningRate;
  }

  set learningRate(value: number) {
    (this.adam as unknown as { learningRate: number }).learningRate = value;
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
