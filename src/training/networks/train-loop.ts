/** The loop around steps of one's own: epochs, shuffled batches, live chart, stop button. */
import { checkWholeNumber } from '../../host/checks';
import { checkOptions } from '../../host/options';
import { createRandom, keepRandomState, nextSeed, setSeed, tf } from '../../engine';
import type { StopReason } from '../history';
import { checkBatchSize } from '../options';
import { watchInterrupt } from '../run/interrupt';
import { Pace } from '../run/pace';
import type { Schedule } from '../schedules';
import { examplesOf } from './functions';
import { LiveCurves } from './live-curves';
import type { NetworkStep } from './training-step';
import type { Measurements, TensorBatch } from './types';

/** Where the loop stands when it asks for a step. */
export interface LoopPosition {
  /** From 1. */
  epoch: number;
  /** Steps done so far, from 0. */
  step: number;
  /** Steps of the whole run. */
  totalSteps: number;
  /** What the schedule leaves of a learning rate: multiply yours by it. 1 without a schedule. */
  share: number;
  /** Ends the loop after this step. */
  stop: () => void;
}

/** One step: a {@link NetworkStep}, or a function that runs several and returns what they measured. */
export type LoopStep<B extends TensorBatch> =
  NetworkStep<B> | ((batch: B, position: LoopPosition) => Measurements);

/** Options of {@link trainLoop}. */
export interface TrainLoopOptions {
  /** Passes over the data. Default 1. */
  epochs?: number;
  /** Examples in a batch; the last one of an epoch may be smaller. Default 32. */
  batchSize?: number;
  /** Leaves out the last batch of an epoch when it is smaller. Default false. */
  dropRemainder?: boolean;
  /** Makes this run repeat by itself. Default: drawn from the stream of `setSeed`. */
  seed?: number;
  /** What is left of the learning rate at each step: one of `schedules`, without a rate of its own. Default: all of it. */
  schedule?: Schedule;
  /** Live display of up to four values; `false` for none. Default `'auto'`: in a notebook and in a terminal. */
  live?: boolean | 'auto';
  /** Called, and awaited, after every epoch with its means. */
  onEpoch?: (epoch: number, means: Measurements) => unknown;
}

/** What {@link trainLoop} returns: plain numbers, one array entry per finished epoch. */
export type LoopHistory = Record<string, number[]> & {
  epoch: number[];
  /** Wall-clock time of the whole call, in seconds. */
  seconds: number;
  stopped: StopReason;
};

const CALLER = 'trainLoop';
const OPTIONS = {
  ...{ epochs: true, batchSize: true, dropRemainder: true, seed: true, schedule: true },
  ...{ live: true, onEpoch: true },
} as const satisfies Record<keyof TrainLoopOptions, true>;
const TWO_POW_32 = 2 ** 32;

/**
 * Runs steps of your own over shuffled batches of the data, and shows how it goes.
 *
 * An interrupt (the notebook's stop button, or Ctrl+C) ends it after the current step and leaves the networks usable.
 *
 * Axes: N examples.
 *
 * @param data tensors by name, `[N, …]` each; stay the caller's
 * @param step a step made by `trainingStep`, or a function `(batch, position) => values` that runs several in turn
 * @param options see {@link TrainLoopOptions}. With `seed` the run repeats by itself, and everybody else's random numbers
 *   go on as if it had not been.
 * @returns the mean of every value in each epoch, see {@link LoopHistory}. Leaves no tensor behind.
 * @throws TypeError or RangeError, before the first step, if data or options do not fit; RangeError that names the value
 *   and the step when one is no longer finite.
 * @example
 * const data = { x: tf.tensor1d([1, 2, 3, 4]) };
 * const history = await trainLoop(data, ({ x }) => ({ examples: x.size }), { epochs: 2, batchSize: 2 });
 * history['examples']; // [ 2, 2 ]
 */
export async function trainLoop<B extends TensorBatch>(
  data: B,
  step: LoopStep<B>,
  options: TrainLoopOptions = {},
): Promise<LoopHistory> {
  checkOptions(CALLER, options, OPTIONS);
  const { epochs = 1, batchSize = 32 } = options;
  checkWholeNumber(CALLER, 'epochs', epochs, { remedy: 'one epoch is one pass over the data' });
  checkBatchSize(CALLER, batchSize);
  const loop = new Loop(data, step, options);
  const restore = options.seed === undefined ? undefined : keepRandomState();
  try {
    return await loop.run();
  } finally {
    loop.dispose();
    restore?.();
  }
}

class Loop<B extends TensorBatch> {
  private readonly size: number;
  private readonly batchSize: number;
  private readonly stepsPerEpoch: number;
  private readonly epochs: number;
  private readonly seed: number;
  private readonly view: LiveCurves;
  private readonly watch = watchInterrupt();
  private readonly pace = new Pace();
  private readonly history: Record<string, number[]> = { epoch: [] };
  private done = 0;
  private stopped: StopReason | undefined;

  constructor(
    private readonly data: B,
    private readonly step: LoopStep<B>,
    private readonly options: TrainLoopOptions,
  ) {
    const { epochs = 1, batchSize = 32, dropRemainder = false, live = 'auto' } = options;
    this.size = examplesOf(CALLER, data);
    this.batchSize = Math.min(batchSize, this.size);
    const batches = this.size / this.batchSize;
    this.stepsPerEpoch = dropRemainder ? Math.floor(batches) : Math.ceil(batches);
    this.epochs = epochs;
    this.seed = options.seed ?? nextSeed();
    this.view = new LiveCurves(live, { epochs, stepsPerEpoch: this.stepsPerEpoch });
  }

  async run(): Promise<LoopHistory> {
    const begun = performance.now();
    try {
      for (let epoch = 1; epoch <= this.epochs && !this.stopped; epoch++) await this.epoch(epoch);
    } catch (error) {
      this.view.finish('failed');
      throw error;
    }
    this.stopped ??= 'finished';
    this.view.finish(this.stopped);
    const seconds = (performance.now() - begun) / 1000;
    return { ...this.history, seconds, stopped: this.stopped } as unknown as LoopHistory;
  }

  dispose(): void {
    this.watch.stop();
  }

  private async epoch(epoch: number): Promise<void> {
    const seed = (this.seed >>> 0) + epoch * TWO_POW_32;
    if (this.options.seed !== undefined) setSeed(seed);
    const order = createRandom(seed).permutation(this.size);
    const sums = new Map<string, { sum: number; weight: number }>();
    for (let batch = 0; batch < this.stepsPerEpoch; batch++) {
      const begin = batch * this.batchSize;
      const indices = order.subarray(begin, begin + this.batchSize);
      const values = this.runStep(epoch, indices);
      addUp(sums, values, indices.length);
      this.view.batch(epoch, batch + 1, values);
      if (this.pace.due()) await this.pace.rest();
      if (this.watch.interrupted) this.stopped = 'interrupted';
      // An epoch that was cut short has no comparable mean: it is left out of the history.
      if (this.stopped && batch + 1 < this.stepsPerEpoch) return;
    }
    await this.endEpoch(epoch, meansOf(sums));
  }

  private runStep(epoch: number, indices: Int32Array): Measurements {
    const { step } = this;
    const batch = this.pick(indices);
    try {
      const at = this.position(epoch);
      const values =
        typeof step === 'function'
          ? step(batch, at)
          : step.run(batch, { learningRate: step.learningRate * at.share });
      this.checkFinite(values, epoch);
      this.done++;
      return values;
    } finally {
      tf.dispose(Object.values(batch));
    }
  }

  private pick(indices: Int32Array): B {
    const at = tf.tensor1d(indices, 'int32');
    const picked = Object.entries(this.data).map(([name, tensor]) => [name, tf.gather(tensor, at)]);
    at.dispose();
    return Object.fromEntries(picked) as B;
  }

  private position(epoch: number): LoopPosition {
    const { stepsPerEpoch, done: step } = this;
    const totalSteps = this.epochs * stepsPerEpoch;
    const where = { step, totalSteps, stepsPerEpoch, learningRate: 1 };
    const stop = (): void => void (this.stopped ??= 'callback');
    return { epoch, step, totalSteps, share: this.options.schedule?.(where) ?? 1, stop };
  }

  private checkFinite(values: Measurements, epoch: number): void {
    const bad = Object.entries(values).find(([, value]) => !Number.isFinite(value));
    if (!bad) return;
    throw new RangeError(
      `${CALLER}: expected finite values; got ${bad[0]} = ${bad[1]} at step ${this.done + 1}, in epoch ${epoch}; ` +
        'lower the learning rate, or set clipNorm in trainingStep.',
    );
  }

  private async endEpoch(epoch: number, means: Measurements): Promise<void> {
    this.history['epoch']?.push(epoch);
    for (const [name, value] of Object.entries(means)) (this.history[name] ??= []).push(value);
    this.view.epoch(epoch, means);
    await this.options.onEpoch?.(epoch, means);
  }
}

type Sums = Map<string, { sum: number; weight: number }>;

function addUp(sums: Sums, values: Measurements, examples: number): void {
  for (const [name, value] of Object.entries(values)) {
    const { sum, weight } = sums.get(name) ?? { sum: 0, weight: 0 };
    sums.set(name, { sum: sum + value * examples, weight: weight + examples });
  }
}

function meansOf(sums: Sums): Measurements {
  return Object.fromEntries([...sums].map(([name, { sum, weight }]) => [name, sum / weight]));
}
