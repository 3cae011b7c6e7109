/** Learning-rate schedules: functions from the step to the learning rate. */
import { checkWholeNumber } from '../host/checks';
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
  learningRate?: number | undefined;
}

/** Options of {@link cosine}. */
export interface CosineOptions extends ScheduleOptions {
  /** Share of the base rate that is left at the end, 0 to 1. Default 0. */
  finalShare?: number | undefined;
}

/** Options of {@link warmupCosine}. */
export interface WarmupCosineOptions extends CosineOptions {
  /** Steps of the rise. Default: `warmupShare` of all steps. */
  warmupSteps?: number | undefined;
  /** Share of all steps that the rise takes, 0 to 1. Default 0.1. */
  warmupShare?: number | undefined;
}

const CONSTANT_OPTIONS = { learningRate: true } satisfies Record<keyof ScheduleOptions, true>;
const COSINE_OPTIONS = { learningRate: true, finalShare: true } satisfies Record<
  keyof CosineOptions,
  true
>;
const WARMUP_OPTIONS = { ...COSINE_OPTIONS, warmupSteps: true, warmupShare: true } satisfies Record<
  keyof WarmupCosineOptions,
  true
>;

function checkRate(name: string, learningRate: number | undefined): void {
  if (learningRate === undefined || (learningRate >= 0 && learningRate < Infinity)) return;
  throw new RangeError(
    `schedules.${name}: expected learningRate ≥ 0; got ${learningRate}; common is 0.001 to 0.1.`,
  );
}

function checkShare(name: string, option: string, value: number): void {
  if (value >= 0 && value <= 1) return;
  throw new RangeError(
    `schedules.${name}: expected ${option} from 0 to 1; got ${value}; pass a share such as 0.1.`,
  );
}

/**
 * The same rate at every step.
 *
 * @param options `learningRate`; default the optimizer's own
 * @returns a schedule for `train`
 * @throws RangeError for a negative rate or unknown options.
 * @example
 * const schedule = schedules.constant({ learningRate: 0.3 });
 * schedule({ step: 5, totalSteps: 10, stepsPerEpoch: 5, learningRate: 1 }); // 0.3
 */
export function constant(options: ScheduleOptions = {}): Schedule {
  checkOptions('schedules.constant', options, CONSTANT_OPTIONS);
  const { learningRate } = options;
  checkRate('constant', learningRate);
  return (position) => learningRate ?? position.learningRate;
}

const cosineShare = (progress: number): number =>
  0.5 * (1 + Math.cos(Math.PI * Math.min(1, Math.max(0, progress))));

/**
 * Half a cosine wave from the base rate down to `finalShare` (default 0) of it.
 *
 * @param options `learningRate`, the base rate, default the optimizer's own; `finalShare`, 0 to 1
 * @returns a schedule for `train`
 * @throws RangeError for a negative rate, a share outside [0, 1] or unknown options.
 * @see Loshchilov & Hutter 2017, "SGDR", eq. 5 without restarts. https://arxiv.org/abs/1608.03983
 * @example
 * const schedule = schedules.cosine({ learningRate: 0.2 });
 * schedule({ step: 0, totalSteps: 10, stepsPerEpoch: 5, learningRate: 1 }); // 0.2
 * schedule({ step: 5, totalSteps: 10, stepsPerEpoch: 5, learningRate: 1 }).toFixed(3); // '0.100'
 */
export function cosine(options: CosineOptions = {}): Schedule {
  checkOptions('schedules.cosine', options, COSINE_OPTIONS);
  const { learningRate, finalShare = 0 } = options;
  checkRate('cosine', learningRate);
  checkShare('cosine', 'finalShare', finalShare);
  return ({ step: done, totalSteps, learningRate: own }) =>
    (learningRate ?? own) * (finalShare + (1 - finalShare) * cosineShare(done / totalSteps));
}

/**
 * A straight rise during the first `warmupSteps` (or `warmupShare` of all steps, default 0.1), then
 * {@link cosine}. Step k of w warm-up steps, from 0, has (k + 1) / w of the base rate.
 *
 * @param options `learningRate`, the peak, default the optimizer's own; `warmupSteps` or `warmupShare`;
 *   `finalShare`, 0 to 1
 * @returns a schedule for `train`
 * @throws RangeError for a negative rate, a share outside [0, 1], steps that are no whole number or unknown
 *   options; TypeError for both `warmupSteps` and `warmupShare`.
 * @see Goyal et al. 2017, section 2.2. https://arxiv.org/abs/1706.02677
 * @example
 * const schedule = schedules.warmupCosine({ learningRate: 0.4, warmupSteps: 4 });
 * schedule({ step: 1, totalSteps: 10, stepsPerEpoch: 5, learningRate: 1 }); // 0.2
 * schedule({ step: 4, totalSteps: 10, stepsPerEpoch: 5, learningRate: 1 }); // 0.4
 */
export function warmupCosine(options: WarmupCosineOptions = {}): Schedule {
  checkOptions('schedules.warmupCosine', options, WARMUP_OPTIONS);
  const { learningRate, warmupSteps, warmupShare = 0.1, finalShare = 0 } = options;
  checkRate('warmupCosine', learningRate);
  checkShare('warmupCosine', 'warmupShare', warmupShare);
  checkShare('warmupCosine', 'finalShare', finalShare);
  if (warmupSteps !== undefined) {
    checkWholeNumber('schedules.warmupCosine', 'warmupSteps', warmupSteps, { least: 0 });
    if (options.warmupShare !== undefined) {
      throw new TypeError(
        'schedules.warmupCosine: expected warmupSteps or warmupShare; got both; keep the one you mean.',
      );
    }
  }
  return ({ step: done, totalSteps, learningRate: own }) => {
    const peak = learningRate ?? own;
    const warmup = Math.min(totalSteps, warmupSteps ?? Math.round(warmupShare * totalSteps));
    if (done < warmup) return (peak * (done + 1)) / warmup;
    const progress = (done - warmup) / Math.max(1, totalSteps - warmup);
    return peak * (finalShare + (1 - finalShare) * cosineShare(progress));
  };
}
