/** Small models, data and a stand-in for the notebook, shared by the tests of this room. */
import { setSeed, tf } from '../../src/engine';
import { HOST_SYMBOL, type NotebookHost } from '../../src/host/notebook-host';

/** Three classes that a linear model can tell apart: the largest of the first three features. */
export function classes(size = 103, features = 7): { x: tf.Tensor2D; y: tf.Tensor1D } {
  setSeed(11);
  return tf.tidy(() => {
    const x = tf.randomNormal<tf.Rank.R2>([size, features]);
    const y = x.slice([0, 0], [-1, 3]).argMax<tf.Tensor1D>(1).toInt();
    return { x, y };
  });
}

/** A small classifier with logits as output and repeatable weights. */
export function classifier({ dropout = 0, seed = 5 } = {}): tf.Sequential {
  setSeed(seed);
  const layers: tf.layers.Layer[] = [
    tf.layers.dense({ units: 11, activation: 'tanh', inputShape: [7] }),
    ...(dropout ? [tf.layers.dropout({ rate: dropout })] : []),
    tf.layers.dense({ units: 3 }),
  ];
  return tf.sequential({ layers });
}

/** All weights of a model as one list of numbers. */
export function weightsOf(model: tf.LayersModel): number[] {
  return model.getWeights().flatMap((weight) => [...weight.dataSync()]);
}

/** A notebook that remembers what was shown and can be interrupted. */
export class FakeNotebook implements NotebookHost {
  readonly shown: Record<string, unknown>[] = [];
  readonly listeners = new Set<() => void>();
  displays = 0;

  display(data: Record<string, unknown>) {
    this.displays++;
    this.shown.push(data);
    return { update: (next: Record<string, unknown>) => void this.shown.push(next) };
  }

  onInterrupt(listener: () => void) {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  interrupt(): void {
    for (const listener of this.listeners) listener();
  }

  /** Runs `body` as if inside this notebook. */
  async during<T>(body: () => Promise<T>): Promise<T> {
    const holder = globalThis as Record<symbol, unknown>;
    holder[HOST_SYMBOL] = this;
    try {
      return await body();
    } finally {
      delete holder[HOST_SYMBOL];
    }
  }
}
