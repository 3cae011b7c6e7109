/** Forward passes as graphs, one per shape of input, by default compiled at the fourth batch of that shape. */
import type { NativeBackend, NativeTensor } from '../binding';
import { tf } from '../tensorflow';
import { CompiledGraph, LEARNING_RATE } from './compiled';
import { DataType } from './graph';
import { difference } from './program';
import { tensorNumber } from './recording';
import { inputKey, inputSpecs, type StepInput } from './step-input';
import { trace, withoutConsequences, type NamedInput, type Trace } from './trace';

/** Computes the result of a forward pass over a batch that is split into parts. */
export type ForwardPass = (input: StepInput, inputs: NamedInput[], branches: number) => tf.Tensor;

const SPLIT_TOLERANCE = 1e-4;
const MOST_GRAPHS = 16;
/** Batches of one shape that run eagerly first, unless told otherwise: compiling does not pay for fewer. */
const EAGER_RUNS = 3;

/** Runs a forward pass as fast as it can. Dispose it. */
export class ForwardGraphs {
  private readonly entries = new Map<string, { runs: number; graph?: CompiledGraph }>();
  private rate: number | undefined;
  private failed = false;

  constructor(
    private readonly backend: NativeBackend,
    private readonly pass: ForwardPass,
    private branches: number,
    private readonly eagerRuns = EAGER_RUNS,
  ) {}

  /** @returns the result; caller disposes. */
  run(input: StepInput): tf.Tensor {
    const key = inputKey(input);
    let entry = this.entries.get(key);
    if (!entry) this.entries.set(key, (entry = { runs: 0 }));
    if (entry.graph) return this.backend.createOutputTensor(this.runGraph(entry.graph, input));
    if (++entry.runs > this.eagerRuns && !this.failed && this.entries.size <= MOST_GRAPHS) {
      const graph = this.compile(input);
      if (graph) {
        entry.graph = graph;
        return this.backend.createOutputTensor(this.runGraph(graph, input));
      }
    }
    return tf.tidy(() => this.pass(input, input.inputs, 1));
  }

  private runGraph(graph: CompiledGraph, { inputs }: StepInput): NativeTensor {
    // Every graph has a learning rate; a forward pass leaves it unused.
    this.rate ??= this.backend.binding.createTensor([], DataType.float, new Float32Array(1));
    const ids = graph.inputs.map((name) => {
      if (name === LEARNING_RATE) return this.rate as number;
      const { tensor } = inputs.find((item) => item.name === name) ?? {};
      return tensorNumber(this.backend, tensor as tf.Tensor);
    });
    return graph.run(ids);
  }

  private compile(input: StepInput): CompiledGraph | undefined {
    try {
      if (this.branches > 1 && !this.splitsExactly(input)) this.branches = 1;
      const real = this.record(input, input.inputs);
      const rehearsal = this.record(input, input.reversed());
      const obstacle = real.obstacle ?? difference(real.program, rehearsal.program, [1, 1]);
      if (obstacle !== undefined || real.updated.length > 0) throw new Error(obstacle);
      return new CompiledGraph(this.backend, real, inputSpecs(this.backend, input.inputs));
    } catch {
      // A forward pass that cannot be traced runs eagerly, with the same result.
      this.failed = true;
      return undefined;
    }
  }

  private record(input: StepInput, inputs: NamedInput[]): Trace {
    let traced: Trace | undefined;
    withoutConsequences(() => {
      traced = trace(this.backend, inputs, () => [this.pass(input, inputs, this.branches)]);
    });
    return traced as unknown as Trace;
  }

  private splitsExactly(input: StepInput): boolean {
    const values = (branches: number) => {
      const result = tf.tidy(() => this.pass(input, input.inputs, branches));
      const data = result.dataSync() as Float32Array;
      result.dispose();
      return data;
    };
    const whole = values(1);
    const largest = whole.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return values(this.branches).every(
      (value, i) => Math.abs(value - (whole[i] ?? 0)) <= SPLIT_TOLERANCE * largest,
    );
  }

  dispose(): void {
    for (const { graph } of this.entries.values()) graph?.dispose();
    this.entries.clear();
    if (this.rate !== undefined) this.backend.binding.deleteTensor(this.rate);
    this.rate = undefined;
  }
}
