/** Records training steps: the real one, and a rehearsal on altered inputs that leaves no trace. */
import type { NativeBackend } from '../binding';
import { applyUpdate, setLearningRate, type StepSettings } from '../eager-step';
import { clip, differentiate, type WeightGradient } from '../gradients';
import { computeObjective, partsOf } from '../objective';
import { withStepSeed } from '../random-ops';
import { tf } from '../tensorflow';
import type { StepInput } from './step-input';
import { trace, withoutConsequences, type NamedInput, type Trace } from './trace';

/** Name of the fed random words of a step. */
export const SEED = 'seed';

/** A step that ran and was recorded. */
export interface RecordedStep {
  /** The vector of sums. */
  sums: ArrayLike<number>;
  trace: Trace;
  /** Weights that have a gradient, and their position among all weights. */
  weights: Array<{ variable: tf.Variable; index: number }>;
}

/** How a step is to be recorded. */
export interface RecordingPlan {
  settings: StepSettings;
  branches: number;
  learningRate: number;
  /** Random words of the step. */
  words: Int32Array;
  /** Whether the update is part of the recording; otherwise a fused one takes its place. */
  recordUpdate: boolean;
}

function objective({ settings, branches }: RecordingPlan, input: StepInput, inputs: NamedInput[]) {
  const parts = partsOf(input.batchSize, branches);
  return computeObjective(settings.objective, parts, (part) => input.pick(inputs, part));
}

/**
 * Runs one step and records it.
 *
 * @param inputs the tensors of `input`, or altered copies
 * @param update `false` leaves out an update that is not part of the recording
 */
export function recordStep(
  backend: NativeBackend,
  plan: RecordingPlan,
  input: StepInput,
  inputs = input.inputs,
  update = true,
): RecordedStep {
  const { settings, learningRate } = plan;
  const recorded: Partial<RecordedStep> = {};
  tf.tidy(() => {
    const seed = tf.tensor1d(plan.words, 'int32');
    let gradients: WeightGradient[] = [];
    let sums: tf.Tensor1D | undefined;
    recorded.trace = trace(backend, [...inputs, { name: SEED, tensor: seed }], () => {
      const step = withStepSeed(seed, () =>
        differentiate(() => objective(plan, input, inputs), settings.variables),
      );
      sums = step.sums;
      gradients = clip(step.gradients, settings);
      if (plan.recordUpdate) applyUpdate(settings, gradients, learningRate);
      const present = gradients.flatMap(({ tensor }) => (tensor ? [tensor] : []));
      return plan.recordUpdate ? [sums] : [sums, ...present];
    });
    if (!plan.recordUpdate && update) applyUpdate(settings, gradients, learningRate);
    recorded.weights = gradients.flatMap(({ variable, tensor }, index) =>
      tensor ? [{ variable, index }] : [],
    );
    recorded.sums = sums?.dataSync() ?? [];
    sums?.dispose(); // kept across the inner scopes, so no scope ends it
  });
  return recorded as RecordedStep;
}

const SPLIT_TOLERANCE = 1e-4;
/** Differences below tolerance times this are rounding, whatever the sum. */
const SMALLEST_SUM = 1e-2;
/** Loss sum, loss weight and penalty: metrics may jump by rounding, these may not. */
const SUMS_COMPARED = 3;

/** Whether the parts of a batch add up to the batch. They do not where examples see each other. */
function splitsExactly(plan: RecordingPlan, input: StepInput, inputs: NamedInput[]): boolean {
  const sums = (branches: number) =>
    tf
      .tidy(() =>
        withStepSeed(
          tf.tensor1d(plan.words, 'int32'),
          () => objective({ ...plan, branches }, input, inputs).sums,
        ),
      )
      .dataSync()
      .slice(0, SUMS_COMPARED);
  const whole = sums(1);
  return sums(plan.branches).every((value, i) => {
    const expected = whole[i] ?? 0;
    return Math.abs(value - expected) <= SPLIT_TOLERANCE * (Math.abs(expected) + SMALLEST_SUM);
  });
}

/** Factor and offset by which a rehearsal's numbers differ from the real step's. */
export const ALTERED_RATE = 1.25;
const ALTERED_ITERATIONS = 1009;

/** Numbers that an object keeps besides those that every optimizer has. */
function ownNumbers(holder: object): string {
  const entries = Object.entries(holder).filter(
    ([name, value]) =>
      typeof value === 'number' && name !== 'iterations_' && name !== 'learningRate',
  );
  return JSON.stringify(entries);
}

/** A recording without consequences, and how many parts the batch may be split into. */
export interface Rehearsal {
  trace: Trace;
  branches: number;
}

/**
 * Records the step on reversed examples, other random words, another count of iterations and, where the
 * update is recorded, another learning rate. All variables are put back.
 */
export function rehearse(backend: NativeBackend, plan: RecordingPlan, input: StepInput): Rehearsal {
  const { optimizer } = plan.settings;
  const counters = optimizer as unknown as { iterations_?: number };
  const iterations = counters.iterations_ ?? 0;
  const numbers = ownNumbers(optimizer);
  const rehearsal: Partial<Rehearsal> = {};
  withoutConsequences(() => {
    const altered = input.reversed();
    const words = Int32Array.from(plan.words, (word) => ~word);
    const alteredPlan = { ...plan, words, learningRate: plan.learningRate * ALTERED_RATE };
    const splits = plan.branches > 1 && splitsExactly(alteredPlan, input, altered);
    rehearsal.branches = splits ? plan.branches : 1;
    counters.iterations_ = iterations + ALTERED_ITERATIONS;
    const finalPlan = { ...alteredPlan, branches: rehearsal.branches };
    rehearsal.trace = recordStep(backend, finalPlan, input, altered, false).trace;
  });
  counters.iterations_ = iterations;
  setLearningRate(optimizer, plan.learningRate);
  if (ownNumbers(optimizer) !== numbers && rehearsal.trace)
    rehearsal.trace.obstacle ??= 'its optimizer keeps a changing number in JavaScript';
  return rehearsal as Rehearsal;
}
