/** Records training steps without consequences, and makes graphs of the recordings. */
import { tf, withStepSeed } from '../../engine';
import type { NativeBackend } from '../../engine/binding';
import {
  compile,
  DataType,
  feedsKey,
  feedSpecs,
  keepingNewVariables,
  nearlyEqual,
  trace,
  type CompiledGraph,
  type Feeds,
  type GraphMaker,
  type Recorded,
  type RecordingPlan,
} from '../../engine/trace';
import { applyUpdate } from './eager';
import { batchOf, examplesIn, feedsForm, reversedExamples } from './feeds';
import { fusedUpdate, isFused, optimizerFingerprint, type UpdatedWeight } from './fused-optimizers';
import { clip, differentiate } from './gradients';
import { INDICES, LEARNING_RATE, PER_STEP, SEED } from './names';
import { computeObjective, partsOf, type ObjectiveValue } from './objective';
import { countersOf, setLearningRate, type StepSettings } from './update-rule';

/** One run of a step. */
export interface StepCall {
  /** The batch, see `feedsOf`. */
  feeds: Feeds;
  learningRate: number;
  /** Random words of the step. */
  words: Int32Array;
}

/** A recorded step. Its values are the sums of the objective. */
export interface RecordedStep extends Recorded {
  /** Weights that have a gradient. */
  weights: UpdatedWeight[];
}

/** Differences below tolerance times this are rounding, whatever the sum. */
const SMALLEST_SUM = 1e-2;
/** Loss sum, loss weight and penalty: metrics may jump by rounding, or be undefined, these may not. */
const SUMS_OF_LOSS = 3;

/** Whether the parts of a batch add up to the batch. They do not where examples see each other. */
export function sumsAgree(whole: ArrayLike<number>, parts: ArrayLike<number>): boolean {
  return Array.from({ length: SUMS_OF_LOSS }, (_, i) => {
    const expected = whole[i] ?? 0;
    return nearlyEqual(parts[i] ?? 0, expected, Math.abs(expected) + SMALLEST_SUM);
  }).every(Boolean);
}

/** Learning rates of the two recordings: any that differ show where the rate is used. */
const RATES = [0.001, 0.00125] as const;
const ALTERED_ITERATIONS = 1009;

/** An optimizer's plain numbers, besides those that every optimizer has. */
function numbersOf(optimizer: object): [string, unknown][] {
  return Object.entries(optimizer).filter(
    ([name, value]) =>
      typeof value === 'number' && name !== 'iterations_' && name !== 'learningRate',
  );
}

/**
 * Records a step as it is, and altered: on reversed examples with other random words, another learning rate
 * and another count of iterations.
 */
export class StepRecorder implements GraphMaker<StepCall, RecordedStep> {
  readonly agree = sumsAgree;
  readonly title: string;
  /** Whether the update is part of the recording; otherwise a fused one takes its place. */
  private readonly recordsUpdate: boolean;
  private firstForm: string | undefined;
  private fingerprint: unknown[] = [];

  constructor(
    private readonly backend: NativeBackend,
    private readonly settings: StepSettings,
  ) {
    this.title = `The training step of '${settings.model.name}'`;
    this.recordsUpdate = !isFused(settings.optimizer);
  }

  get rates(): typeof RATES | undefined {
    return this.recordsUpdate ? RATES : undefined;
  }

  key({ feeds }: StepCall): string {
    return feedsKey(feeds);
  }

  /**
   * At once for the first shape and its smaller last batch; other shapes, as of sentences of many lengths,
   * have to come twice.
   */
  isDue({ feeds }: StepCall, runs: number): boolean {
    const form = feedsForm(feeds);
    this.firstForm ??= form;
    return form === this.firstForm || runs > 1;
  }

  /** Makes the optimizer create its slots, by a step with gradients 0 that changes nothing else. */
  prepare(): void {
    const { optimizer, variables } = this.settings;
    this.keepingNumbers(() =>
      keepingNewVariables(() => {
        const gradients = variables.map((variable) => ({
          name: variable.name,
          tensor: tf.zerosLike(variable),
        }));
        optimizer.applyGradients(gradients);
      }),
    );
  }

  /** Runs `body` and puts all numbers of the optimizer back. */
  private keepingNumbers<T>(body: () => T): T {
    const { optimizer } = this.settings;
    const counters = countersOf(optimizer);
    const { iterations_: iterations = 0, learningRate } = counters;
    const numbers = numbersOf(optimizer);
    try {
      return body();
    } finally {
      Object.assign(optimizer, Object.fromEntries(numbers));
      counters.iterations_ = iterations;
      setLearningRate(optimizer, learningRate);
    }
  }

  whole({ feeds, words }: StepCall): ArrayLike<number> {
    const seed = tf.tensor1d(otherWords(words), 'int32');
    const given = reversedExamples(feeds);
    return withStepSeed(seed, () => this.objective(given, 1).sums).dataSync();
  }

  private objective(feeds: Feeds, parts: number): ObjectiveValue {
    return computeObjective(this.settings.objective, partsOf(examplesIn(feeds), parts), (part) =>
      batchOf(feeds, part),
    );
  }

  record({ feeds, words }: StepCall, { parts, altered }: RecordingPlan): RecordedStep {
    const batch = altered ? reversedExamples(feeds) : feeds;
    const seed = tf.tensor1d(altered ? otherWords(words) : words, 'int32');
    const { optimizer } = this.settings;
    return this.keepingNumbers(() => {
      const before = JSON.stringify(numbersOf(optimizer));
      const counters = countersOf(optimizer);
      if (altered) counters.iterations_ = (counters.iterations_ ?? 0) + ALTERED_ITERATIONS;
      const recorded = this.recordOn(batch, seed, parts, altered ? RATES[1] : RATES[0]);
      if (JSON.stringify(numbersOf(optimizer)) !== before)
        recorded.trace.obstacle ??= 'its optimizer keeps a changing number in JavaScript';
      return recorded;
    });
  }

  private recordOn(
    batch: Feeds,
    seed: tf.Tensor1D,
    parts: number,
    learningRate: number,
  ): RecordedStep {
    const { settings, recordsUpdate } = this;
    const results: tf.Tensor[] = [];
    const weights: UpdatedWeight[] = [];
    const traced = trace(this.backend, { ...batch, [SEED]: seed }, () => {
      const { sums, gradients } = withStepSeed(seed, () =>
        differentiate(() => this.objective(batch, parts), settings.variables),
      );
      const clipped = clip(gradients, settings);
      results.push(sums);
      clipped.forEach(({ variable, tensor }, index) => {
        if (!tensor) return;
        weights.push({ variable, index });
        if (!recordsUpdate) results.push(tensor);
      });
      if (recordsUpdate) applyUpdate(settings, clipped, learningRate);
      return results;
    });
    const [sums] = results;
    const values = sums?.dataSync() ?? [];
    sums?.dispose(); // kept across the inner scopes, so no scope ends it
    return { trace: traced, weights, values };
  }

  load({ trace: traced, weights }: RecordedStep, { feeds }: StepCall): CompiledGraph {
    const update = this.recordsUpdate ? undefined : fusedUpdate(this.settings, weights);
    this.fingerprint = optimizerFingerprint(this.settings.optimizer);
    const specs = [
      ...feedSpecs(this.backend, feeds),
      { name: SEED, dtype: DataType.int32, shape: [2] },
      { name: LEARNING_RATE, dtype: DataType.float, shape: [] },
    ];
    // Positions in data that stays are all that differs from step to step: one call takes many steps.
    const turns = feeds[INDICES] ? { feeds: PER_STEP, sound: SUMS_OF_LOSS } : undefined;
    return compile(this.backend, traced, specs, { rate: LEARNING_RATE, update, turns });
  }

  /** Whether a hyperparameter or slot of the optimizer was replaced: the graphs compute something else. */
  isStale(): boolean {
    if (this.fingerprint.length === 0) return false;
    const now = optimizerFingerprint(this.settings.optimizer);
    const same = now.length === this.fingerprint.length;
    return !(same && now.every((value, i) => value === this.fingerprint[i]));
  }

  /** To be called when graphs are dropped. */
  forget(): void {
    this.fingerprint = [];
  }
}

function otherWords(words: Int32Array): Int32Array {
  return words.map((word) => ~word);
}
