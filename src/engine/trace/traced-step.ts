/**
 * A training step that runs as one TensorFlow graph.
 *
 * The first batch of a shape is recorded without consequences and compiled; then it and all later ones of
 * that shape run through the graph. No step runs eagerly in between, so that a resumed training repeats an
 * uninterrupted one bit for bit.
 */
import type { NativeBackend } from '../binding';
import { EagerStep, setLearningRate, type StepSettings } from '../eager-step';
import { readSums } from '../objective';
import { drawStepWords } from '../random-ops';
import type { RunOptions, StepResult, TrainingStep } from '../step';
import { tf } from '../tensorflow';
import { CompiledGraph, LEARNING_RATE } from './compiled';
import { DataType } from './graph';
import { fusedOptimizer, isFused, optimizerFingerprint } from './optimizers';
import { tensorNumber } from './recording';
import {
  directInput,
  gatheredInput,
  inputForm,
  inputKey,
  inputSpecs,
  type StepInput,
} from './step-input';
import { recordStep, SEED, type RecordedStep } from './step-recorder';

/** Most graphs that one step keeps; batches of further shapes run eagerly. */
const MOST_GRAPHS = 16;
interface Entry {
  /** Sizes of the inputs without the batch axis. */
  form: string;
  runs: number;
  graph?: CompiledGraph;
}

/** One run of a step. */
interface Run {
  input: StepInput;
  learningRate: number;
  words: Int32Array;
}

/** See the top of this file. Falls back to eager by itself. */
export class TracedStep implements TrainingStep {
  private readonly entries = new Map<string, Entry>();
  private readonly eager: EagerStep;
  private fingerprint: unknown[] = [];
  private rate = { value: NaN, id: -1 };
  private last: Entry | undefined;
  private announced = false;
  reason: string | undefined;

  constructor(
    private readonly backend: NativeBackend,
    private readonly settings: StepSettings,
    private branches: number,
  ) {
    this.eager = new EagerStep(settings);
  }

  get traced(): boolean {
    return this.last?.graph !== undefined;
  }

  run(x: tf.Tensor | tf.Tensor[], y: tf.Tensor, options: RunOptions): StepResult {
    const input = directInput(Array.isArray(x) ? x : [x], y, options.sampleWeight);
    return this.step(input, options.learningRate);
  }

  runIndices(indices: Int32Array, options: RunOptions): StepResult {
    const { data } = this.settings;
    if (!data) return this.eager.runIndices(indices, options);
    const tensor = tf.tensor1d(indices, 'int32');
    try {
      return this.step(gatheredInput(data, tensor), options.learningRate);
    } finally {
      tensor.dispose();
    }
  }

  private step(input: StepInput, learningRate: number): StepResult {
    this.dropStaleGraphs();
    const entry = this.entryOf(input);
    const run = { input, learningRate, words: drawStepWords() };
    this.last = entry;
    entry.runs++;
    if (!entry.graph && this.isDue(entry)) entry.graph = this.compile(run);
    if (entry.graph) return this.runGraph(entry.graph, run);
    const result = this.runEagerly(run);
    // Only now: where the eager step throws too, its error says more than a remark about speed.
    this.announce();
    return result;
  }

  /**
   * Whether to compile now: at once for the first shape and its smaller last batch; other shapes, as of
   * sentences of many lengths, have to come twice.
   */
  private isDue({ form, runs }: Entry): boolean {
    if (this.reason !== undefined || this.graphs().length >= MOST_GRAPHS) return false;
    const [first] = this.entries.values();
    return first?.form === form || runs > 1;
  }

  private entryOf(input: StepInput): Entry {
    const key = inputKey(input);
    let entry = this.entries.get(key);
    if (!entry) this.entries.set(key, (entry = { runs: 0, form: inputForm(input) }));
    return entry;
  }

  private graphs(): CompiledGraph[] {
    return [...this.entries.values()].flatMap(({ graph }) => (graph ? [graph] : []));
  }

  /** A hyperparameter or slot of the optimizer was replaced: the graphs compute something else. */
  private dropStaleGraphs(): void {
    if (this.fingerprint.length === 0) return;
    const now = optimizerFingerprint(this.settings.optimizer);
    const same = now.length === this.fingerprint.length;
    if (same && now.every((value, i) => value === this.fingerprint[i])) return;
    for (const graph of this.graphs()) graph.dispose();
    this.entries.clear();
    this.fingerprint = [];
  }

  private runEagerly({ input, learningRate, words }: Run): StepResult {
    const whole = { begin: 0, size: input.batchSize, batchSize: input.batchSize };
    return this.eager.update(() => input.pick(input.inputs, whole), learningRate, words);
  }

  private runGraph(graph: CompiledGraph, { input, learningRate, words }: Run): StepResult {
    const { binding } = this.backend;
    const seed = binding.createTensor([2], DataType.int32, words);
    try {
      const ids = graph.inputs.map((name) => {
        if (name === SEED) return seed;
        if (name === LEARNING_RATE) return this.rateNumber(learningRate);
        const { tensor } = input.inputs.find((item) => item.name === name) ?? {};
        return tensorNumber(this.backend, tensor as tf.Tensor);
      });
      const { id } = graph.run(ids);
      const values = binding.tensorDataSync(id);
      binding.deleteTensor(id);
      this.countIteration();
      return readSums(values, this.settings.objective.metrics);
    } finally {
      binding.deleteTensor(seed);
    }
  }

  /** The learning rate as a tensor, made anew only when it changes. */
  private rateNumber(value: number): number {
    if (this.rate.value !== value) {
      const { binding } = this.backend;
      if (this.rate.id >= 0) binding.deleteTensor(this.rate.id);
      this.rate = { value, id: binding.createTensor([], DataType.float, Float32Array.of(value)) };
      setLearningRate(this.settings.optimizer, value);
    }
    return this.rate.id;
  }

  private countIteration(): void {
    const optimizer = this.settings.optimizer as unknown as { iterations_?: number };
    optimizer.iterations_ = (optimizer.iterations_ ?? 0) + 1;
  }

  /** The step as a graph, or undefined with a reason why not. */
  private compile({ input, words }: Run): CompiledGraph | undefined {
    const { settings, backend, branches } = this;
    const recordUpdate = !isFused(settings.optimizer);
    try {
      const recorded = recordStep(backend, { settings, branches, words, recordUpdate }, input);
      this.branches = recorded.branches;
      const { obstacle } = recorded.trace;
      if (obstacle === undefined) return this.load(recorded, input);
      this.reason = obstacle;
    } catch (error) {
      this.reason = error instanceof Error ? error.message : String(error);
    }
    return undefined;
  }

  private load({ trace, weights }: RecordedStep, { inputs }: StepInput): CompiledGraph {
    const { optimizer, weightDecay = 0, decays = () => true } = this.settings;
    const fused = fusedOptimizer(optimizer);
    const update = fused && { optimizer: fused, weights, weightDecay, decays };
    const seed = { name: SEED, dtype: DataType.int32, shape: [2] };
    this.fingerprint = optimizerFingerprint(optimizer);
    const specs = [...inputSpecs(this.backend, inputs), seed];
    return new CompiledGraph(this.backend, trace, specs, update);
  }

  private announce(): void {
    if (this.reason === undefined || this.announced) return;
    this.announced = true;
    const { name } = this.settings.model;
    console.warn(`The training step of '${name}' runs eagerly, which is slower: ${this.reason}.`);
  }

  sync(): void {
    for (const graph of this.graphs()) graph.sync();
  }

  dispose(): void {
    for (const graph of this.graphs()) graph.dispose();
    this.entries.clear();
    if (this.rate.id >= 0) this.backend.binding.deleteTensor(this.rate.id);
    this.rate = { value: NaN, id: -1 };
  }
}
