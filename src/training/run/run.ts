/** The loop of one training run: epochs, batches, and what happens between them. */
import { itemAt } from '../../host/item-at';
import { createRandom, keepRandomState, nextSeed, setSeed, tf } from '../../engine';
import { validationName, type History, type StopReason } from '../history';
import { LiveView } from '../live/view';
import type { TrainOptions } from '../options';
import {
  CHUNK_SIZE,
  disposeBatch,
  gatherBatch,
  sizeOf,
  type Batch,
  type PlannedStep,
  type StepResult,
} from '../step';
import { Blocks } from './blocks';
import { CallbackRunner } from './callbacks';
import type { DataInput } from './data';
import { evaluateBatch, SLICE_CHUNKS } from './evaluate';
import { watchInterrupt, type InterruptWatch } from './interrupt';
import { LearningRates } from './learning-rate';
import { Means, summarize, type Evaluation } from './means';
import { checkEvaluation, checkWeights, notFiniteError } from './not-finite';
import { Pace } from './pace';
import { Resumer } from './resume';
import { buildParts, Cleanup, type Parts } from './setup';

/** Losses of recent steps that are kept to explain a loss that breaks. */
const RECENT = 20;

const TWO_POW_32 = 2 ** 32;

/** A training in progress. Create, `start`, `dispose`. */
export class Run {
  private readonly cleanup = new Cleanup();
  private readonly parts: Parts;
  private readonly epochs: number;
  private readonly batchSize: number;
  private readonly stepsPerEpoch: number;
  private seed: number;
  private readonly rates: LearningRates;
  private readonly callbacks: CallbackRunner;
  private readonly watch: InterruptWatch;
  private readonly view: LiveView;
  private readonly pace = new Pace();
  private readonly blocks = new Blocks();
  private readonly begun = performance.now();
  private readonly recent: number[] = [];
  private history: Record<string, number[]> = { epoch: [], loss: [], learningRate: [] };
  private stopped: StopReason | undefined;
  private stepsDone = 0;
  private learningRate: number;
  private readonly resumer: Resumer | undefined;
  private epochsDone = 0;
  private secondsBefore = 0;

  constructor(
    private readonly model: tf.LayersModel,
    data: DataInput,
    private readonly options: TrainOptions,
  ) {
    this.parts = buildParts(model, data, options, this.cleanup);
    const { training, metrics, baseRate } = this.parts;
    const { epochs = 1, batchSize = 32, live = 'auto' } = options;
    this.epochs = epochs;
    const samples = sizeOf(training);
    this.batchSize = Math.min(batchSize, samples);
    this.stepsPerEpoch = Math.ceil(samples / this.batchSize);
    this.seed = options.seed ?? nextSeed();
    this.learningRate = baseRate;
    const { checkpoint, schedule } = options;
    this.rates = new LearningRates({
      schedule,
      baseRate,
      stepsPerEpoch: this.stepsPerEpoch,
      epochs,
    });
    this.resumer = checkpoint && new Resumer(checkpoint, model, this.parts, this.batchSize);
    const params = { epochs, batchSize, samples, steps: this.stepsPerEpoch };
    this.callbacks = new CallbackRunner(options.callbacks, model, params);
    this.watch = watchInterrupt();
    this.cleanup.add(() => this.watch.stop());
    if (this.seeded) this.cleanup.add(keepRandomState());
    const names = ['loss', ...metrics.map((metric) => metric.metricName)];
    this.view = new LiveView(live, names, { epochs, stepsPerEpoch: this.stepsPerEpoch, epoch: 1 });
  }

  /** Runs to the end, whatever ends it. */
  async start(): Promise<History> {
    try {
      this.resume();
      checkWeights('train', this.model);
      await this.callbacks.train('onTrainBegin');
      while (this.epochsDone < this.epochs && !this.stopped) {
        await this.runEpoch(this.epochsDone + 1);
      }
      await this.callbacks.train('onTrainEnd');
    } catch (error) {
      this.view.finish('failed');
      throw error;
    }
    this.parts.step.sync();
    this.parts.earlyStopping?.restore(this.model);
    this.stopped ??= 'finished';
    this.view.finish(this.stopped);
    return this.result();
  }

  dispose(): void {
    this.cleanup.run();
  }

  private result(): History {
    const seconds = this.seconds();
    const bestEpoch = this.parts.earlyStopping?.state.bestEpoch;
    const { history, stopped } = this;
    return { ...history, seconds, stopped, ...(bestEpoch && { bestEpoch }) } as unknown as History;
  }

  private seconds(): number {
    return this.secondsBefore + (performance.now() - this.begun) / 1000;
  }

  /** Takes up an earlier run's checkpoint, if there is one. */
  private resume(): void {
    const found = this.resumer?.find();
    if (!found) return;
    const { header } = found;
    const ended = header.stopped !== null && header.stopped !== 'finished';
    this.resumer?.restore(found);
    this.seed = header.seed;
    this.epochsDone = header.epoch;
    this.stepsDone = header.stepsDone;
    this.learningRate = header.learningRate;
    this.rates.resume(header.plannedSteps, header.stepsDone);
    this.history = header.history;
    this.secondsBefore = header.seconds;
    if (ended) this.stopped = header.stopped ?? undefined;
    this.view.addHistory(header.history);
  }

  private saveIfDue(epoch: number): void {
    const { resumer } = this;
    const last = epoch === this.epochs || this.stopped !== undefined;
    if (!resumer || !(last || epoch % resumer.everyEpochs === 0)) return;
    const { stepsDone, seed, learningRate, history } = this;
    const stopped = epoch === this.epochs ? 'finished' : (this.stopped ?? null);
    // An interrupt or a callback's wish ends this call, not the run: the next call goes on.
    const lasting = stopped === 'earlyStopping' || stopped === 'finished' ? stopped : null;
    const { plannedSteps } = this.rates;
    const seconds = this.seconds();
    const numbers = { epoch, stepsDone, seed, learningRate, plannedSteps, history, seconds };
    resumer.save({ ...numbers, stopped: lasting });
  }

  private async runEpoch(epoch: number): Promise<void> {
    if (this.seeded) setSeed(this.epochSeed(epoch));
    await this.callbacks.run('onEpochBegin', epoch - 1);
    const means = new Means(this.parts.metrics);
    const order = this.order(epoch);
    for (let batch = 0; batch < this.stepsPerEpoch;) {
      const count = this.blocks.next(this.stepsWithoutBreak(batch));
      const batches = Array.from({ length: count }, (_, i) => {
        const begin = (batch + i) * this.batchSize;
        return order.subarray(begin, begin + this.batchSize);
      });
      batch += await this.runSteps(epoch, batch, batches, means);
      // An epoch that was cut short has no comparable mean: it is left out of the history.
      if (this.stopped && batch < this.stepsPerEpoch) return;
    }
    const values = await this.validate(epoch, means.result());
    if (values) await this.endEpoch(epoch, values);
  }

  /** Whether the run makes its own randomness; it then leaves the state of everybody else as it was. */
  private get seeded(): boolean {
    return this.options.seed !== undefined || this.resumer !== undefined;
  }

  private epochSeed(epoch: number): number {
    return (this.seed >>> 0) + epoch * TWO_POW_32;
  }

  private order(epoch: number): Int32Array {
    const size = sizeOf(this.parts.training);
    if (this.options.shuffle === false) return Int32Array.from({ length: size }, (_, i) => i);
    return createRandom(this.epochSeed(epoch)).permutation(size);
  }

  /** Steps from here that nobody wants to act between, and that have equally many examples. */
  private stepsWithoutBreak(batch: number): number {
    const { augment, onBatch } = this.options;
    if (augment || onBatch || !this.callbacks.empty) return 1;
    return Math.floor(sizeOf(this.parts.training) / this.batchSize) - batch;
  }

  /** @returns how many of the steps were done */
  private async runSteps(
    epoch: number,
    batch: number,
    batches: Int32Array[],
    means: Means,
  ): Promise<number> {
    const { callbacks } = this;
    const size = batches[0]?.length ?? 0;
    if (!callbacks.empty) await callbacks.run('onBatchBegin', batch, { size });
    const steps = batches.map((indices, i) => ({ indices, learningRate: this.rateAt(i) }));
    const begun = performance.now();
    const results = this.update(steps);
    this.blocks.took(steps.length, performance.now() - begun);
    for (const [i, result] of results.entries())
      await this.endStep(epoch, batch + i, itemAt(steps, i), result, means);
    if (this.pace.due()) await this.pace.rest();
    if (this.watch.interrupted) this.stopped = 'interrupted';
    else if (callbacks.stopped) this.stopped ??= 'callback';
    return results.length;
  }

  /** Learning rate of the step that many steps from now. */
  private rateAt(ahead: number): number {
    return this.rates.at(this.stepsDone + ahead) ?? this.learningRate;
  }

  private update(steps: PlannedStep[]): StepResult[] {
    const { step } = this.parts;
    const { augment } = this.options;
    if (!augment) return step.runSteps(steps);
    return steps.map(({ indices, learningRate }) => {
      const batch = this.pick(indices);
      const x = batch.x.map((input, i) => (i === 0 ? tf.tidy(() => augment(input)) : input));
      try {
        return step.run({ ...batch, x }, { learningRate });
      } finally {
        disposeBatch(batch);
        tf.dispose(x);
      }
    });
  }

  private async endStep(
    epoch: number,
    batch: number,
    { indices, learningRate }: PlannedStep,
    result: StepResult,
    means: Means,
  ): Promise<void> {
    const { callbacks } = this;
    this.learningRate = learningRate;
    this.stepsDone++;
    this.checkFinite(result, epoch, batch, indices);
    means.add(result);
    const values = summarize(result, this.parts.metrics);
    this.view.batch(epoch, batch + 1, values);
    if (!callbacks.empty) await callbacks.run('onBatchEnd', batch, values);
    await this.callHook('onBatch', epoch, values);
  }

  /** The training examples at `indices`; caller disposes. */
  private pick(indices: Int32Array): Batch {
    const positions = tf.tensor1d(indices, 'int32');
    const picked = gatherBatch(this.parts.training, positions);
    positions.dispose();
    return picked;
  }

  private checkFinite(result: StepResult, epoch: number, batch: number, indices: Int32Array): void {
    if (Number.isFinite(result.loss)) {
      this.recent.push(result.loss);
      if (this.recent.length > RECENT) this.recent.shift();
      return;
    }
    const examples = this.pick(indices);
    try {
      const { learningRate, recent } = this;
      const where = { epoch, step: batch + 1, learningRate, recent };
      const { loss } = this.parts;
      throw notFiniteError({ loss, value: result.loss, batch: examples, ...where });
    } finally {
      disposeBatch(examples);
    }
  }

  private async callHook(
    name: 'onBatch' | 'onEpoch',
    epoch: number,
    values: Record<string, number>,
  ): Promise<void> {
    const hook = this.options[name];
    if (!hook) return;
    const stop = (): void => {
      this.stopped ??= 'callback';
    };
    await hook({ model: this.model, epoch, step: this.stepsDone, values, stop });
  }

  /** Adds validation values; `undefined` when interrupted meanwhile. */
  private async validate(
    epoch: number,
    values: Evaluation,
  ): Promise<Record<string, number> | undefined> {
    const { validation, evaluator, metrics } = this.parts;
    if (!validation) return values;
    const proceed = (): boolean => !this.watch.interrupted;
    const sliceSize = CHUNK_SIZE * SLICE_CHUNKS;
    const held = await evaluateBatch(evaluator, validation, { metrics, sliceSize, proceed });
    if (this.watch.interrupted) {
      this.stopped = 'interrupted';
      return undefined;
    }
    const { model } = this;
    const { loss } = this.parts;
    const where = { caller: 'train', data: 'validation', when: ` after epoch ${epoch}` };
    checkEvaluation(held, { ...where, model, loss, batch: validation });
    const renamed = Object.entries(held).map(([name, value]) => [validationName(name), value]);
    return { ...values, ...(Object.fromEntries(renamed) as Record<string, number>) };
  }

  private async endEpoch(epoch: number, values: Record<string, number>): Promise<void> {
    const { history, callbacks, parts } = this;
    for (const [name, value] of Object.entries({ ...values, learningRate: this.learningRate })) {
      (history[name] ??= []).push(value);
    }
    history['epoch']?.push(epoch);
    this.epochsDone = epoch;
    this.view.epoch(epoch, values);
    if (parts.earlyStopping?.update(epoch, values, this.model)) this.stopped ??= 'earlyStopping';
    await callbacks.run('onEpochEnd', epoch - 1, values);
    await this.callHook('onEpoch', epoch, values);
    if (callbacks.stopped) this.stopped ??= 'callback';
    this.saveIfDue(epoch);
  }
}
