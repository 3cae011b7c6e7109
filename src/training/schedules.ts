/** Learning-rate schedules: functions from the step to the learning rate. */

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
    `schedules.${name}: expected ${option} ${expected}; got ${String(value)}. Correct the option.`,
  );
}

const isShare = (value: number): boolean => value >= 0 && value <= 1;

/** The same rate at every step. */
export function constant({ learningRate }: ScheduleOptions = {}): Schedule {
  return (position) => learningRate ?? position.learningRate;
}

/** Multiplies the rate by `factor` (default 0.1) every `everyEpochs` epochs. */
export function step({
  learningRate,
  factor = 0.1,
  everyEpochs,
}: ScheduleOptions & { factor?: number; everyEpochs: number }): Schedule {
  check('step', 'everyEpochs', everyEpochs > 0, everyEpochs, '> 0');
  check('step', 'factor', factor > 0, factor, '> 0');
  return ({ step: done, stepsPerEpoch, learningRate: own }) =>
    (learningRate ?? own) * factor ** Math.floor(done / stepsPerEpoch / everyEpochs);
}

/** Multiplies the rate by `factor` (default 0.9) each epoch, smoothly from step to step. */
export function exponential({
  learningRate,
  factor = 0.9,
}: ScheduleOptions & { factor?: number } = {}): Schedule {
  check('exponential', 'factor', factor > 0, factor, '> 0');
  return ({ step: done, stepsPerEpoch, learningRate: own }) =>
    (learningRate ?? own) * factor ** (done / stepsPerEpoch);
}

const cosineShare = (progress: number): number =>
  0.5 * (1 + Math.cos(Math.PI * Math.min(1, Math.max(0, progress))));

/**
 * Half a cosine wave from the base rate down to `finalShare` (default 0) of it.
 *
 * @see Loshchilov & Hutter 2017, "SGDR", eq. 5 without restarts. https://arxiv.org/abs/1608.03983
 */
export function cosine({
  learningRate,
  finalShare = 0,
}: ScheduleOptions & { finalShare?: number } = {}): Schedule {
  check('cosine', 'finalShare', isShare(finalShare), finalShare, 'from 0 to 1');
  return ({ step: done, totalSteps, learningRate: own }) =>
    (learningRate ?? own) * (finalShare + (1 - finalShare) * cosineShare(done / totalSteps));
}

/**
 * A straight rise during the first `warmupSteps` (or `warmupShare` of all steps, default 0.1), then
 * {@link cosine}. Step k of w warm-up steps, from 0, has (k + 1) / w of the base rate.
 */
export function warmupCosine({
  learningRate,
  warmupSteps,
  warmupShare = 0.1,
  finalShare = 0,
}: ScheduleOptions & {
  warmupSteps?: number;
  warmupShare?: number;
  finalShare?: number;
} = {}): Schedule {
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

/**
 * One cycle: a cosine rise from 1/`startDivisor` of the peak during the first `riseShare` of all
 * steps, then a cosine fall to 1/`endDivisor` of the start. Defaults 25, 0.3, 10⁴ as in PyTorch.
 *
 * @see Smith & Topin 2018, "Super-Convergence". https://arxiv.org/abs/1708.07120
 */
export function oneCycle({
  learningRate,
  riseShare = 0.3,
  startDivisor = 25,
  endDivisor = 1e4,
}: ScheduleOptions & {
  riseShare?: number;
  startDivisor?: number;
  endDivisor?: number;
} = {}): Schedule {
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
