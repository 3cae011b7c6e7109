/** Adadelta as its paper defines it. */
import { tf } from '../../engine';

type Gradients = Parameters<tf.AdamOptimizer['applyGradients']>[0];

interface Slot {
  originalName: string;
  variable: tf.Variable;
}

/**
 * Adadelta. TensorFlow.js's own divides by the running mean square from before the step, so its first
 * step is up to 1/√ε too large; this one takes the current gradient in first, as the paper, Keras and
 * PyTorch do.
 *
 * @see Zeiler 2012, algorithm 1. https://arxiv.org/abs/1212.5701
 */
export class AdadeltaOptimizer extends tf.Optimizer {
  static get className(): string {
    return 'AdadeltaAsPublished';
  }

  private readonly meanSquares: (Slot | undefined)[] = [];
  private readonly meanUpdates: (Slot | undefined)[] = [];

  constructor(
    public learningRate: number,
    private readonly rho: number,
    private readonly epsilon: number,
  ) {
    super();
  }

  override applyGradients(gradients: Gradients): void {
    const named = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor: tensor as tf.Tensor }));
    named.forEach(({ name, tensor }, index) => {
      const variable = tf.engine().registeredVariables[name];
      if (variable && tensor) this.update(variable, tensor, index);
    });
    this.incrementIterations();
  }

  private update(variable: tf.Variable, gradient: tf.Tensor, index: number): void {
    const square = this.slot(this.meanSquares, variable, index, 'accum_grad');
    const update = this.slot(this.meanUpdates, variable, index, 'accum_update');
    const { rho, epsilon } = this;
    tf.tidy(() => {
      const newSquare = square.mul(rho).add(gradient.square().mul(1 - rho));
      const change = update.add(epsilon).sqrt().div(newSquare.add(epsilon).sqrt()).mul(gradient);
      const newUpdate = update.mul(rho).add(change.square().mul(1 - rho));
      square.assign(newSquare);
      update.assign(newUpdate);
      variable.assign(variable.add(change.mul(-this.learningRate)));
    });
  }

  private slot(
    slots: (Slot | undefined)[],
    variable: tf.Variable,
    index: number,
    kind: string,
  ): tf.Variable {
    const slot = (slots[index] ??= {
      originalName: `${variable.name}/${kind}`,
      variable: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
    });
    return slot.variable;
  }

  override dispose(): void {
    tf.dispose([...this.meanSquares, ...this.meanUpdates].flatMap((s) => (s ? [s.variable] : [])));
  }

  getConfig(): ReturnType<tf.Optimizer['getConfig']> {
    return { learningRate: this.learningRate, rho: this.rho, epsilon: this.epsilon };
  }
}
