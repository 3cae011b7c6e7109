/** Ends training when a value stops improving, and keeps the best weights. */
import { tf } from '../../engine';
import type { EarlyStoppingOptions } from '../options';
import { validationName } from '../history';
import type { Metric } from '../types';

/** What a checkpoint needs to continue. */
export interface EarlyStoppingState {
  best: number | null;
  bestEpoch: number;
  wait: number;
}

/** Watches one value over the epochs. */
export class EarlyStopping {
  readonly monitor: string;
  private readonly patience: number;
  private readonly minDelta: number;
  private readonly restoreBest: boolean;
  private readonly sign: number;
  private bestWeights: tf.Tensor[] = [];
  state: EarlyStoppingState = { best: null, bestEpoch: 0, wait: 0 };

  constructor(options: EarlyStoppingOptions, metrics: Metric[], hasValidation: boolean) {
    this.monitor = options.monitor ?? (hasValidation ? 'valLoss' : 'loss');
    this.patience = options.patience ?? 3;
    this.minDelta = options.minDelta ?? 0;
    this.restoreBest = options.restoreBest ?? true;
    const known = ['loss', ...metrics.map((metric) => metric.metricName)];
    const names = [...known, ...(hasValidation ? known.map(validationName) : [])];
    if (!names.includes(this.monitor)) {
      throw new RangeError(
        `train: expected earlyStopping.monitor among ${names.join(', ')}; got "${this.monitor}"; ` +
          (hasValidation ? 'add the metric.' : 'values that begin with val need validation data.'),
      );
    }
    const up = metrics.some(
      ({ metricName, higherIsBetter }) =>
        higherIsBetter &&
        (metricName === this.monitor || validationName(metricName) === this.monitor),
    );
    this.sign = up ? -1 : 1;
  }

  /** Takes an epoch's values in. @returns true when training should end. */
  update(epoch: number, values: Record<string, number>, model: tf.LayersModel): boolean {
    const value = values[this.monitor] ?? NaN;
    if (Number.isNaN(value))
      throw new RangeError(
        `train: expected earlyStopping to watch a number; got NaN as ${this.monitor} in epoch ${epoch}; ` +
          'correct the metric, or monitor another value.',
      );
    const { best } = this.state;
    if (best === null || this.sign * (best - value) > this.minDelta) {
      this.state = { best: value, bestEpoch: epoch, wait: 0 };
      if (this.restoreBest) this.remember(model);
      return false;
    }
    this.state.wait++;
    return this.state.wait >= this.patience;
  }

  /** The best weights so far, in the order of `model.getWeights()`; stay here. */
  get weights(): tf.Tensor[] {
    return this.bestWeights;
  }

  /** Takes over tensors read from a checkpoint. */
  setWeights(weights: tf.Tensor[]): void {
    tf.dispose(this.bestWeights);
    this.bestWeights = weights;
  }

  /** Puts the best weights into the model. */
  restore(model: tf.LayersModel): void {
    if (this.bestWeights.length > 0) model.setWeights(this.bestWeights);
  }

  dispose(): void {
    tf.dispose(this.bestWeights);
    this.bestWeights = [];
  }

  private remember(model: tf.LayersModel): void {
    // getWeights hands out the variables themselves: copy, or the copy would train on.
    this.setWeights(tf.tidy(() => model.getWeights().map((weight) => tf.keep(weight.clone()))));
  }
}
