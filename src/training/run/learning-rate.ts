/** The learning rate of every step. */
import { notice } from '../../host/notice';
import type { tf } from '../../engine';
import type { Schedule } from '../schedules';
import { countersOf } from '../step';

/**
 * The optimizer's learning rate.
 *
 * @throws TypeError if the optimizer has none.
 */
export function getLearningRate(optimizer: tf.Optimizer): number {
  const learningRate: unknown = countersOf(optimizer).learningRate;
  if (typeof learningRate === 'number') return learningRate;
  throw new TypeError(
    `train: expected an optimizer with a number as learningRate; got ${String(learningRate)}; ` +
      'set learningRate on your optimizer, or use one of optimizers.*.',
  );
}

/** What the rates of a run follow from. */
export interface RateOptions {
  schedule: Schedule | undefined;
  /** The optimizer's own rate. */
  baseRate: number;
  stepsPerEpoch: number;
  epochs: number;
}

/** Gives each step its rate. */
export class LearningRates {
  /** Steps that the schedule is planned for. */
  private planned: number;

  constructor(private readonly options: RateOptions) {
    this.planned = this.totalSteps;
  }

  private get totalSteps(): number {
    return this.options.epochs * this.options.stepsPerEpoch;
  }

  /** What a checkpoint keeps. */
  get plannedSteps(): number {
    return this.planned;
  }

  /**
   * The rate of the next step; `undefined` without a schedule.
   *
   * @throws RangeError if the schedule gives none.
   */
  at(step: number): number | undefined {
    const rate = this.scheduled(step, this.planned);
    if (rate === undefined || (Number.isFinite(rate) && rate >= 0)) return rate;
    throw new RangeError(
      `train: expected schedule to return a learning rate ≥ 0; got ${rate} at step ${step}; ` +
        'check its options, or pass one of schedules.*.',
    );
  }

  private scheduled(step: number, totalSteps: number): number | undefined {
    const { schedule, baseRate: learningRate, stepsPerEpoch } = this.options;
    return schedule?.({ step, totalSteps, stepsPerEpoch, learningRate });
  }

  /**
   * Goes on with the plan of the run that wrote a checkpoint: planned anew for another number of epochs, the
   * rate would jump in the middle. Says so where it makes a difference.
   *
   * @param planned steps of that plan; missing in checkpoints of earlier versions
   * @param done    steps of that run
   */
  resume(planned: number | undefined, done: number): void {
    if (planned === undefined || planned === this.totalSteps) return;
    const last = this.totalSteps - 1;
    const differs = [done, last].some(
      (step) => this.scheduled(step, planned) !== this.scheduled(step, this.totalSteps),
    );
    this.planned = planned;
    if (!differs || done > last) return;
    const { epochs, stepsPerEpoch } = this.options;
    const plannedEpochs = planned / stepsPerEpoch;
    notice(
      `train: the checkpoint's schedule was planned for ${plannedEpochs} epochs, not ${epochs}, and keeps that ` +
        `plan: the learning rate ends at ${this.at(last)}; to plan for ${epochs} epochs from the start, set ` +
        'checkpoint.resume to false; for the remaining epochs alone, pass schedules.constant({ learningRate }).',
    );
  }
}
