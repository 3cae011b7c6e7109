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
export class AdamWOptimizer extends tf.AdamOptimizer {
  static override get className(): string {
    return 'AdamW';
  }

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
    super(learningRate, beta1, beta2, epsilon);
    if (!(weightDecay >= 0)) {
      throw new RangeError(
        `optimizers.adamW: expected weightDecay ≥ 0; got ${weightDecay}. Common is 0.01.`,
      );
    }
    this.weightDecay = weightDecay;
    this.excludeFromWeightDecay = excludeFromWeightDecay;
  }

  override applyGradients(gradients: Gradients): void {
    const names = Array.isArray(gradients) ? gradients.map((g) => g.name) : Object.keys(gradients);
    this.decay(names);
    super.applyGradients(gradients);
  }

  private decay(names: string[]): void {
    const variables = tf.engine().registeredVariables;
    for (const name of names) {
      const variable = variables[name];
      if (!variable || this.excludeFromWeightDecay(variable)) continue;
      tf.tidy(() => variable.assign(variable.mul(1 - this.learningRate * this.weightDecay)));
    }
  }

  override getConfig() {
    return { ...super.getConfig(), weightDecay: this.weightDecay };
  }
}
