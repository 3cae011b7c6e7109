/** Records training steps, twice and without consequences, to see what of them may be replayed. */
import type { NativeBackend } from '../binding';
import { applyUpdate, setLearningRate, type StepSettings } from '../eager-step';
import { clip, differentiate } from '../gradients';
import { computeObjective, partsOf } from '../objective';
import { withStepSeed } from '../random-ops';
import { tf } from '../tensorflow';
import { difference } from './program';
import type { StepInput } from './step-input';
import {
  keepingNewVariables,
  trace,
  withoutConsequences,
  type NamedInput,
  type Trace,
} from './trace';

/** Name of the fed random words of a step. */
export const SEED = 'seed';

/** How a step is to be recorded. */
export interface RecordingPlan {
  settings: StepSettings;
  /** Parts into which the batch is split. */
  branches: number;
  /** Random words of the step. */
  words: Int32Array;
  /** Whether the update is part of the recording; otherwise a fused one takes its place. */
  recordUpdate: boolean;
}

/** A step that may be replayed, unless `trace.obstacle` says otherwise. */
export interface RecordedStep {
  trace: Trace;
  /** Weights that have a gradient, and their position among all weights. */
  weights: Array<{ variable: tf.Variable; index: number }>;
  /** Parts into which the batch may be split. */
  branches: number;
}

interface Recorded extends Omit<RecordedStep, 'branches'> {
  /** The objective's sums, see `computeObjective`. */
  sums: ArrayLike<number>;
}

function objective({ settings, branches }: RecordingPlan, input: StepInput, inputs: NamedInput[]) {
  const parts = partsOf(input.batchSize, branches);
  return computeObjective(settings.objective, parts, (part) => input.pick(inputs, part));
}

/** Runs one step on `inputs`, the tensors of `input` or altered copies, and records it. */
function record(
  backend: NativeBackend,
  plan: RecordingPlan,
  input: StepInput,
  inputs: NamedInput[],
  learningRate: number,
): Recorded {
  const { settings } = plan;
  const recorded: Recorded = { trace: undefined as unknown as Trace, weights: [], sums: [] };
  tf.tidy(() => {
    const seed = tf.tensor1d(plan.words, 'int32');
    let sums: tf.Tensor1D | undefined;
    recorded.trace = trace(backend, [...inputs, { name: SEED, tensor: seed }], () => {
      const step = withStepSeed(seed, () =>
        differentiate(() => objective(plan, input, inputs), settings.variables),
      );
      sums = step.sums;
      const gradients = clip(step.gradients, settings);
      recorded.weights = gradients.flatMap(({ variable, tensor }, index) =>
        tensor ? [{ variable, index }] : [],
      );
      if (plan.recordUpdate) applyUpdate(settings, gradients, learningRate);
      const present = gradients.flatMap(({ tensor }) => (tensor ? [tensor] : []));
      return plan.recordUpdate ? [sums] : [sums, ...present];
    });
    recorded.sums = sums?.dataSync() ?? [];
    sums?.dispose(); // kept across the inner scopes, so no scope ends it
  });
  return recorded;
}

const SPLIT_TOLERANCE = 1e-4;
/** Differences below tolerance times this are rounding, whatever the sum. */
const SMALLEST_SUM = 1e-2;
/** Loss sum, loss weight and penalty: metrics may jump by rounding, these may not. */
const SUMS_COMPARED = 3;

/** The objective's sums over the batch as a whole. */
function wholeSums(plan: RecordingPlan, input: StepInput, inputs: NamedInput[]): ArrayLike<number> {
  return tf
    .tidy(() =>
      withStepSeed(
        tf.tensor1d(plan.words, 'int32'),
        () => objective({ ...plan, branches: 1 }, input, inputs).sums,
      ),
    )
    .dataSync();
}

/** Whether the parts of a batch add up to the batch. They do not where examples see each other. */
function addUp(whole: ArrayLike<number>, parts: ArrayLike<number>): boolean {
  return Array.from({ length: SUMS_COMPARED }, (_, i) => {
    const [expected, value] = [whole[i] ?? 0, parts[i] ?? 0];
    return Math.abs(value - expected) <= SPLIT_TOLERANCE * (Math.abs(expected) + SMALLEST_SUM);
  }).every(Boolean);
}

/**
 * Records the step on reversed examples, in as many parts as planned when they add up to the whole batch,
 * else unsplit.
 */
function recordAltered(backend: NativeBackend, plan: RecordingPlan, input: StepInput) {
  const altered = input.reversed();
  const recordIn = (branches: number) =>
    record(backend, { ...plan, branches }, input, altered, RATES[1]);
  if (plan.branches === 1) return { other: recordIn(1), branches: 1 };
  const whole = wholeSums(plan, input, altered); // first, for a recorded update moves the weights
  let other: Recorded | undefined;
  withoutConsequences(() => (other = recordIn(plan.branches)));
  if (other && addUp(whole, other.sums)) return { other, branches: plan.branches };
  return { other: recordIn(1), branches: 1 };
}

/** Learning rates of the two recordings: any that differ show where the rate is used. */
const RATES: [number, number] = [0.001, 0.00125];
const ALTERED_ITERATIONS = 1009;

/** An optimizer's plain numbers, besides those that every optimizer has. */
function numbersOf(optimizer: object): Array<[string, unknown]> {
  return Object.entries(optimizer).filter(
    ([name, value]) =>
      typeof value === 'number' && name !== 'iterations_' && name !== 'learningRate',
  );
}

/** Makes the optimizer create its slots, by a step with gradients 0 that changes nothing else. */
function createSlots({ optimizer, variables }: StepSettings): void {
  const numbers = numbersOf(optimizer);
  keepingNewVariables(() => {
    const gradients = variables.map((variable) => ({
      name: variable.name,
      tensor: tf.zerosLike(variable),
    }));
    optimizer.applyGradients(gradients as Parameters<tf.Optimizer['applyGradients']>[0]);
  });
  Object.assign(optimizer, Object.fromEntries(numbers));
}

/**
 * Records the step twice: as it is, and on reversed examples with other random words, another learning rate
 * and another count of iterations. Where both recordings are the same program, nothing in it hangs on
 * numbers that JavaScript computes anew. Leaves variables and optimizer as they were.
 */
export function recordStep(
  backend: NativeBackend,
  plan: RecordingPlan,
  input: StepInput,
): RecordedStep {
  const { optimizer } = plan.settings;
  const counters = optimizer as unknown as { iterations_?: number; learningRate: number };
  const { iterations_: iterations = 0, learningRate } = counters;
  const alteredPlan = { ...plan, words: Int32Array.from(plan.words, (word) => ~word) };
  let real: Recorded | undefined;
  let other: Recorded | undefined;
  let branches = plan.branches;
  try {
    createSlots(plan.settings);
    const numbers = JSON.stringify(numbersOf(optimizer));
    withoutConsequences(() => {
      counters.iterations_ = iterations + ALTERED_ITERATIONS;
      ({ other, branches } = recordAltered(backend, alteredPlan, input));
    });
    counters.iterations_ = iterations;
    withoutConsequences(() => {
      real = record(backend, { ...plan, branches }, input, input.inputs, RATES[0]);
    });
    const { trace: traced, weights } = real as unknown as Recorded;
    if (JSON.stringify(numbersOf(optimizer)) !== numbers)
      traced.obstacle ??= 'its optimizer keeps a changing number in JavaScript';
    const rates: [number, number] = plan.recordUpdate ? RATES : [1, 1];
    traced.obstacle ??= difference(
      traced.program,
      (other as unknown as Recorded).trace.program,
      rates,
    );
    return { trace: traced, weights, branches };
  } finally {
    counters.iterations_ = iterations;
    setLearningRate(optimizer, learningRate);
  }
}
