/**
 * A training step that runs as one TensorFlow graph.
 *
 * The first batch of a shape is recorded without consequences and compiled; then it and all later ones of
 * that shape run through the graph. No step runs eagerly in between, so that a resumed training repeats an
 * uninterrupted one bit for bit.
 */
import { itemAt } from '../../host/item-at';
import { drawStepWords, markRandomState, tf } from '../../engine';
import type { NativeBackend } from '../../engine/binding';
import { GraphCache, TURNS, type CompiledGraph } from '../../engine/trace';
import { EagerStep } from './eager';
import { batchOf, feedsOf, feedsOfRows, wholeOf } from './feeds';
import { INDICES, LEARNING_RATE, SEED } from './names';
import { readSums, sumsLength } from './objective';
import { StepRecorder, type RecordedStep, type StepCall } from './recorder';
import type { Batch, PlannedStep, RunOptions, StepResult, TrainingStep } from './types';
import { countersOf, setLearningRate, type StepSettings } from './update-rule';

/** See the top of this file. Falls back to eager by itself. */
export class TracedStep implements TrainingStep {
  private readonly recorder: StepRecorder;
  private readonly graphs: GraphCache<StepCall, RecordedStep>;
  private readonly eager: EagerStep;
  private rate: { value: number; tensor: tf.Scalar } | undefined;
  private last: CompiledGraph | undefined;

  constructor(
    backend: NativeBackend,
    private readonly settings: StepSettings,
    branches: number,
    always: boolean,
  ) {
    this.recorder = new StepRecorder(backend, settings);
    this.graphs = new GraphCache(this.recorder, branches, always);
    this.eager = new EagerStep(settings);
  }

  get traced(): boolean {
    return this.last !== undefined;
  }

  get reason(): string | undefined {
    return this.graphs.reason;
  }

  run(batch: Batch, { learningRate }: RunOptions): StepResult {
    const call = { feeds: feedsOf(batch), learningRate, words: drawStepWords() };
    const graph = this.find(call);
    return graph ? this.runGraph(graph, call) : this.runEagerly(call);
  }

  runSteps(steps: readonly PlannedStep[]): StepResult[] {
    const { data } = this.settings;
    const [first] = steps;
    if (!data || !first) return this.eager.runSteps(steps);
    const indices = tf.tensor1d(first.indices, 'int32');
    try {
      const { learningRate } = first;
      const call = { feeds: feedsOfRows(data, indices), learningRate, words: drawStepWords() };
      const graph = this.find(call);
      if (graph) return this.runTurns(graph, call, steps);
      const result = this.runEagerly(call);
      const rest = Number.isFinite(result.loss) ? steps.slice(1) : [];
      return [result, ...(rest.length > 0 ? this.runSteps(rest) : [])];
    } finally {
      indices.dispose();
    }
  }

  private find(call: StepCall): CompiledGraph | undefined {
    if (this.recorder.isStale()) {
      this.graphs.clear();
      this.recorder.forget();
    }
    this.last = this.graphs.find(call);
    return this.last;
  }

  private runEagerly({ feeds, learningRate, words }: StepCall): StepResult {
    const batch = () => batchOf(feeds, wholeOf(feeds));
    const result = this.eager.update(batch, learningRate, words);
    this.graphs.announce();
    return result;
  }

  private runGraph(graph: CompiledGraph, { feeds, learningRate, words }: StepCall): StepResult {
    const seed = tf.tensor1d(words, 'int32');
    try {
      const rate = this.rateTensor(learningRate);
      const values = graph.run({ ...feeds, [SEED]: seed, [LEARNING_RATE]: rate });
      this.count(1);
      return readSums(values, this.settings.objective.metrics);
    } finally {
      seed.dispose();
    }
  }

  /** All steps in one call of a graph. @param call the first of them */
  private runTurns(
    graph: CompiledGraph,
    call: StepCall,
    steps: readonly PlannedStep[],
  ): StepResult[] {
    const { optimizer, objective } = this.settings;
    const goBack = markRandomState();
    const words = steps.map((_, i) => (i === 0 ? call.words : drawStepWords()));
    const rates = steps.map(({ learningRate }) => learningRate);
    const turns = {
      [INDICES]: rows(steps.map(({ indices }) => indices)),
      [SEED]: rows(words),
      [LEARNING_RATE]: tf.tensor1d(rates),
      [TURNS]: tf.scalar(steps.length, 'int32'),
    };
    try {
      const values = graph.run({ ...call.feeds, ...turns });
      const length = sumsLength(objective.metrics);
      const done = values.length / length;
      if (done < steps.length) {
        goBack();
        for (let i = 1; i < done; i++) drawStepWords();
      }
      setLearningRate(optimizer, itemAt(rates, done - 1));
      this.count(done);
      return Array.from({ length: done }, (_, i) =>
        readSums(values.subarray(i * length, (i + 1) * length), objective.metrics),
      );
    } finally {
      tf.dispose(turns);
    }
  }

  private count(steps: number): void {
    const counters = countersOf(this.settings.optimizer);
    counters.iterations_ = (counters.iterations_ ?? 0) + steps;
  }

  /** The learning rate as a tensor, made anew only when it changes. */
  private rateTensor(value: number): tf.Scalar {
    if (this.rate?.value !== value) {
      this.rate?.tensor.dispose();
      this.rate = { value, tensor: tf.keep(tf.scalar(value)) };
      setLearningRate(this.settings.optimizer, value);
    }
    return this.rate.tensor;
  }

  sync(): void {
    this.graphs.sync();
  }

  dispose(): void {
    this.graphs.dispose();
    this.rate?.tensor.dispose();
    this.rate = undefined;
  }
}

/** Rows of equal length as a tensor. */
function rows(each: readonly Int32Array[]): tf.Tensor2D {
  const length = each[0]?.length ?? 0;
  const values = new Int32Array(each.length * length);
  each.forEach((row, i) => {
    if (row.length !== length)
      throw new RangeError(
        `runSteps: expected steps of ${length} examples; got one of ${row.length}; run it by itself.`,
      );
    values.set(row, i * length);
  });
  return tf.tensor2d(values, [each.length, length], 'int32');
}
