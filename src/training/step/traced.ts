/**
 * A training step that runs as one TensorFlow graph.
 *
 * The first batch of a shape is recorded without consequences and compiled; then it and all later ones of
 * that shape run through the graph. No step runs eagerly in between, so that a resumed training repeats an
 * uninterrupted one bit for bit.
 */
import { drawStepWords, tf } from '../../engine';
import type { NativeBackend } from '../../engine/binding';
import { GraphCache, type CompiledGraph, type Feeds } from '../../engine/trace';
import { EagerStep } from './eager';
import { batchOf, feedsOf, feedsOfRows, wholeOf } from './feeds';
import { LEARNING_RATE, SEED } from './names';
import { readSums } from './objective';
import { StepRecorder, type RecordedStep, type StepCall } from './recorder';
import type { Batch, RunOptions, StepResult, TrainingStep } from './types';
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
  ) {
    this.recorder = new StepRecorder(backend, settings);
    this.graphs = new GraphCache(this.recorder, branches);
    this.eager = new EagerStep(settings);
  }

  get traced(): boolean {
    return this.last !== undefined;
  }

  get reason(): string | undefined {
    return this.graphs.reason;
  }

  run(batch: Batch, { learningRate }: RunOptions): StepResult {
    return this.step(feedsOf(batch), learningRate);
  }

  runIndices(indices: Int32Array, options: RunOptions): StepResult {
    const { data } = this.settings;
    if (!data) return this.eager.runIndices(indices, options);
    const tensor = tf.tensor1d(indices, 'int32');
    try {
      return this.step(feedsOfRows(data, tensor), options.learningRate);
    } finally {
      tensor.dispose();
    }
  }

  private step(feeds: Feeds, learningRate: number): StepResult {
    if (this.recorder.isStale()) {
      this.graphs.clear();
      this.recorder.forget();
    }
    const call = { feeds, learningRate, words: drawStepWords() };
    this.last = this.graphs.find(call);
    if (this.last) return this.runGraph(this.last, call);
    const result = this.eager.update(
      () => batchOf(feeds, wholeOf(feeds)),
      learningRate,
      call.words,
    );
    this.graphs.announce();
    return result;
  }

  private runGraph(graph: CompiledGraph, { feeds, learningRate, words }: StepCall): StepResult {
    const { objective, optimizer } = this.settings;
    const seed = tf.tensor1d(words, 'int32');
    try {
      const rate = this.rateTensor(learningRate);
      const values = graph.run({ ...feeds, [SEED]: seed, [LEARNING_RATE]: rate });
      const counters = countersOf(optimizer);
      counters.iterations_ = (counters.iterations_ ?? 0) + 1;
      return readSums(values, objective.metrics);
    } finally {
      seed.dispose();
    }
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
