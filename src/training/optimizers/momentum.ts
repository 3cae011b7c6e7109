/** Momentum whose `dispose` frees everything. */
import { tf } from '../../engine';

/** `tf.train.momentum`, which forgets to free the tensor that holds its learning rate. */
export class MomentumOptimizer extends tf.MomentumOptimizer {
  override dispose(): void {
    super.dispose();
    this.c.dispose();
  }
}
