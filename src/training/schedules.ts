/** Learning-rate schedules: functions from the step to the learning rate. */
import { checkOptions } from '../host/options';

/** Where training stands when a schedule is asked for the next step's rate. */
export interface SchedulePosition {
  /** Steps done so far, from 0. */
  step: number;
  /** Steps of the whole run. */
  totalSteps: number;
  stepsPerEpoch: number;
  /** The learning rate that the optimizer was made with. */
  learningRate: number;
}

/** Gives the learning rate of the next step. */
export type Schedule = (position: SchedulePosition) => number;

/** Options that every schedule has. */
export interface ScheduleOptions {
  /** Base (peak) rate. Default: the optimizer's own. */
  learningRate?: number;
}

function check(name: string, option: string, ok: boolean, value: unknown, expected: string): void {
  if (ok) return;
  throw new RangeError(
    `schedules.${name}: expected ${option} ${expected}; got ${String(value)}; correct the option.`,
  );
}

const isShare = (value: number): boolean => value >= 0 && value <= 1;

/** Refuses names that `schedules.<name>` does not know. */
function checkNames<T extends object>(
  name: string,
  options: T,
  known: Readonly<Record<keyof T, true>>,
): void {
  checkOptions(`schedules.${name}`, options, known);
}

/**
 * The same rate at every step.
 *
 * @param options `learningRate`: the rate. Default: the optimizer's own.
 * @returns a schedule for `train({ schedule })`.
 * @throws RangeError for an unknown option.
 * @example
 * const schedule = schedules.constant({ learningRate: 0.05 });
 * schedule({ step: 7, totalSteps: 10, stepsPerEpoch: 5, learningRate: 0.2 }); // 0.05
 */
export function constant(options: ScheduleOptions = {}): Schedule {
  checkNames('constant', options, { learningRate: true });
  const { learningRate } = options;
  return (position) => learningRate ?? position.learningRate;
}

/** Options of {@link step}. */
export interface StepOptions extends ScheduleOptions {
  /** What the rate is multiplied by. Default 0.1. */
  factor?: number;
  /** Epochs between two changes. */
  everyEpochs: number;
}

/**
 * Multiplies the rate by `factor` (default 0.1) every `everyEpochs` epochs.
 *
 * @param options see {@link StepOptions}; `everyEpochs` has no default.
 * @returns a schedule for `train({ schedule })`.
 * @throws RangeError if a number is not > 0, and for an unknown option.
 * @example
 * const schedule = schedules.step({ factor: 0.5, everyEpochs: 2 });
 * const at = (step: number) =>
 *   schedule({ step, totalSteps: 30, stepsPerEpoch: 5, learningRate: 0.2 });
 * [at(9), at(10), at(20)]; // [ 0.2, 0.1, 0.05 ]
 */
export function step(options: StepOptions): Schedule {
  checkNames('step', options, { learningRate: true, factor: true, everyEpochs: true });
  const { learningRate, factor = 0.1, everyEpochs } = options;
  check('step', 'everyEpochs', everyEpochs > 0, everyEpochs, '> 0');
  check('step', 'factor', factor > 0, factor, '> 0');
  return ({ step: done, stepsPerEpoch, learningRate: own }) =>
    (learningRate ?? own) * factor ** Math.floor(done / stepsPerEpoch / everyEpochs);
}

/** Options of {@link exponential}. */
export interface ExponentialOptions extends ScheduleOptions {
  /** What the rate is multiplied by in each epoch. Default 0.9. */
  factor?: number;
}

/**
 * Multiplies the rate by `factor` (default 0.9) each epoch, smoothly from step to step.
 *
 * @param options see {@link ExponentialOptions}.
 * @returns a schedule for `train({ schedule })`.
 * @throws RangeError if `factor` is not > 0, and for an unknown option.
 * @example
 * const schedule = schedules.exponential({ factor: 0.25 });
 * schedule({ step: 5, totalSteps: 20, stepsPerEpoch: 10, learningRate: 0.2 }); // 0.1
 */
export function exponential(options: ExponentialOptions = {}): Schedule {
  checkNames('exponential', options, { learningRate: true, factor: true });
  const { learningRate, factor = 0.9 } = options;
  check('exponential', 'factor', factor > 0, factor, '> 0');
  return ({ step: done, stepsPerEpoch, learningRate: own }) =>
    (learningRate ?? own) * factor ** (done / stepsPerEpoch);
}

const cosineShare = (progress: number): number =>
  0.5 * (1 + Math.cos(Math.PI * Math.min(1, Math.max(0, progress))));

/** Options of {@link cosine}. */
export interface CosineOptions extends ScheduleOptions {
  /** Share of the base rate at the end, 0 to 1. Default 0. */
  finalShare?: number;
}

/**
 * Half a cosine wave from the base rate down to `finalShare` (default 0) of it.
 *
 * @param options see {@link CosineOptions}.
 * @returns a schedule for `train({ schedule })`.
 * @throws RangeError if `finalShare` is not from 0 to 1, and for an unknown option.
 * @see Loshchilov & Hutter 2017, "SGDR", eq. 5 without restarts. https://arxiv.org/abs/1608.03983
 * @example
 * const schedule = schedules.cosine();
 * schedule({ step: 10, totalSteps: 20, stepsPerEpoch: 5, learningRate: 0.2 }); // 0.1
 */
export function cosine(options: CosineOptions = {}): Schedule {
  checkNames('cosine', options, { learningRate: true, finalShare: true });
  const { learningRate, finalShare = 0 } = options;
  check('cosine', 'finalShare', isShare(finalShare), finalShare, 'from 0 to 1');
  return ({ step: done, totalSteps, learningRate: own }) =>
    (learningRate ?? own) * (finalShare + (1 - finalShare) * cosineShare(done / totalSteps));
}

/** Options of {@link warmupCosine}. */
export interface WarmupCosineOptions extends CosineOptions {
  /** Steps of the rise. Default: `warmupShare` of all steps. */
  warmupSteps?: number;
  /** Share of all steps that the rise takes, 0 to 1. Default 0.1. */
  warmupShare?: number;
}

/**
 * A straight rise during the first `warmupSteps` (or `warmupShare` of all steps, default 0.1), then
 * {@link cosine}. Step k of w warm-up steps, from 0, has (k + 1) / w of the base rate.
 *
 * @param options see {@link WarmupCosineOptions}.
 * @returns a schedule for `train({ schedule })`.
 * @throws RangeError if a share is not from 0 to 1, and for an unknown option.
 * @example
 * const schedule = schedules.warmupCosine({ warmupSteps: 4 });
 * const at = (step: number) =>
 *   schedule({ step, totalSteps: 24, stepsPerEpoch: 6, learningRate: 0.2 });
 * [at(0), at(1), at(4), at(14)]; // [ 0.05, 0.1, 0.2, 0.1 ]
 */
export function warmupCosine(options: WarmupCosineOptions = {}): Schedule {
  checkNames('warmupCosine', options, {
    ...{ learningRate: true, warmupSteps: true, warmupShare: true, finalShare: true },
  });
  const { learningRate, warmupSteps, warmupShare = 0.1, finalShare = 0 } = options;
  check('warmupCosine', 'warmupShare', isShare(warmupShare), warmupShare, 'from 0 to 1');
  check('warmupCosine', 'finalShare', isShare(finalShare), finalShare, 'from 0 to 1');
  return ({ step: done, totalSteps, learningRate: own }) => {
    const peak = learningRate ?? own;
    const warmup = Math.min(totalSteps, warmupSteps ?? Math.round(warmupShare * totalSteps));
    if (done < warmup) return (peak * (done + 1)) / warmup;
    const progress = (done - warmup) / Math.max(1, totalSteps - warmup);
    return peak * (finalShare + (1 - finalShare) * cosineShare(progress));
  };
}

/** Options of {@link oneCycle}. */
export interface OneCycleOptions extends ScheduleOptions {
  /** Share of all steps that the rise takes, 0 to 1. Default 0.3. */
  riseShare?: number;
  /** Peak rate divided by the rate at the start, at least 1. Default 25. */
  startDivisor?: number;
  /** Rate at the start divided by the rate at the end, at least 1. Default 10⁴. */
  endDivisor?: number;
}

/**
 * One cycle: a cosine rise from 1/`startDivisor` of the peak during the first `riseShare` of all
 * steps, then a cosine fall to 1/`endDivisor` of the start. Defaults 25, 0.3, 10⁴ as in PyTorch.
 *
 * @param options see {@link OneCycleOptions}; `learningRate` is the peak.
 * @returns a schedule for `train({ schedule })`.
 * @throws RangeError if an option lies outside its range, and for an unknown option.
 * @see Smith & Topin 2018, "Super-Convergence". https://arxiv.org/abs/1708.07120
 * @example
 * const schedule = schedules.oneCycle({ startDivisor: 4 });
 * const at = (step: number) =>
 *   schedule({ step, totalSteps: 20, stepsPerEpoch: 5, learningRate: 0.2 });
 * [at(0), at(5)].map((rate) => rate.toFixed(3)); // [ '0.050', '0.200' ]
 */
export function oneCycle(options: OneCycleOptions = {}): Schedule {
  checkNames('oneCycle', options, {
    ...{ learningRate: true, riseShare: true, startDivisor: true, endDivisor: true },
  });
  const { learningRate, riseShare = 0.3, startDivisor = 25, endDivisor = 1e4 } = options;
  check('oneCycle', 'riseShare', isShare(riseShare), riseShare, 'from 0 to 1');
  check('oneCycle', 'startDivisor', startDivisor >= 1, startDivisor, '≥ 1');
  check('oneCycle', 'endDivisor', endDivisor >= 1, endDivisor, '≥ 1');
  const between = (from: number, to: number, progress: number): number =>
    to + (from - to) * cosineShare(progress);
  return ({ step: done, totalSteps, learningRate: own }) => {
    const peak = learningRate ?? own;
    const low = peak / startDivisor;
    const riseEnd = riseShare * totalSteps - 1;
    if (done <= riseEnd) return between(low, peak, riseEnd > 0 ? done / riseEnd : 1);
    return between(peak, low / endDivisor, (done - riseEnd) / (totalSteps - 1 - riseEnd));
  };
}
