/**
 * A training step that runs as one TensorFlow graph from the third batch of a shape on.
 *
 * The first batch runs eagerly (optimizers create their slots then). The second is recorded twice: in a
 * rehearsal on altered inputs, and as the real step. When both recordings are the same program, nothing in
 * it hangs on numbers that JavaScript computes anew, and it is compiled.
 */
import type { NativeBackend } from '../binding';
import { EagerStep, setLearningRate, type StepSettings } from '../eager-step';
import { readSums } from '../objective';
import { drawStepWords } from '../random-ops';
import type { RunOptions, StepResult, TrainingStep } from '../step';
import { tf } from '../tensorflow';
import { CompiledGraph, LEARNING_RATE } from './compiled';
import { DataType } from './graph';
import { fusedOptimizer, optimizerFingerprint } from './optimizers';
import { difference } from './program';
import { tensorNumber } from './recording';
import { directInput, gatheredInput, inputKey, inputSpecs, type StepInput } from './step-input';
import { ALTERED_RATE, recordStep, rehearse, SEED, type RecordedStep } from './step-recorder';

/** Most graphs that one step keeps; batches of further shapes run eagerly. */
const MOST_GRAPHS = 16;
/** Eager batches of a shape before it is compiled: of the first shape, and of further ones. */
const EAGER_RUNS = 1;
const EAGER_RUNS_LATER = 3;

interface Entry {
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
    if (entry.graph) return this.runGraph(entry.graph, run);
    entry.runs++;
    return this.isDue(entry, learningRate) ? this.compile(entry, run) : this.runEagerly(run);
  }

  /** Whether it is time to compile: soon for the first shape, later for rarer ones. */
  private isDue({ runs }: Entry, learningRate: number): boolean {
    // Of a rate of 0 no recording tells where it is used.
    if (this.reason !== undefined || learningRate === 0) return false;
    const graphs = this.graphs().length;
    return graphs < MOST_GRAPHS && runs > (graphs === 0 ? EAGER_RUNS : EAGER_RUNS_LATER);
  }

  private entryOf(input: StepInput): Entry {
    const key = inputKey(input);
    let entry = this.entries.get(key);
    if (!entry) this.entries.set(key, (entry = { runs: 0 }));
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

  /** Runs the real step while recording it; compiles it when the recording may be replayed. */
  private compile(entry: Entry, run: Run): StepResult {
    const { settings, backend, branches } = this;
    const { input, learningRate, words } = run;
    const fused = fusedOptimizer(settings.optimizer);
    const plan = { settings, branches, learningRate, words, recordUpdate: !fused };
    let rehearsal;
    try {
      rehearsal = rehearse(backend, plan, input);
    } catch (error) {
      this.giveUp(messageOf(error));
      return this.runEagerly(run);
    }
    this.branches = rehearsal.branches;
    if (rehearsal.trace.obstacle !== undefined) {
      this.giveUp(rehearsal.trace.obstacle);
      return this.runEagerly(run);
    }
    const real = recordStep(backend, { ...plan, branches: this.branches }, input);
    try {
      const rates: [number, number] = [learningRate, learningRate * ALTERED_RATE];
      const obstacle =
        real.trace.obstacle ?? difference(real.trace.program, rehearsal.trace.program, rates);
      if (obstacle === undefined) entry.graph = this.load(real, input);
      else this.giveUp(obstacle);
    } catch (error) {
      this.giveUp(messageOf(error));
    }
    return readSums(real.sums, settings.objective.metrics);
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

  private giveUp(reason: string): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    const { name } = this.settings.model;
    console.warn(`The training step of '${name}' runs eagerly, which is slower: ${reason}.`);
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
