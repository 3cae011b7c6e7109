/** A program loaded as a graph, with its variables tied to `tf.Variable`s. */
import { itemAt } from '../../host/item-at';
import type { NativeBackend } from '../binding';
import { tf } from '../tensorflow';
import { attribute, DataType, GraphBuilder } from './graph';
import { assign, type FusedOptimizer, type GraphVariable } from './optimizers';
import { Session } from './session';
import { simplify } from './simplify';
import { GraphState } from './state';
import type { InputSpec } from './step-input';
import { variableName, type Trace } from './trace';

/** Name of the fed learning rate. */
export const LEARNING_RATE = 'learningRate';

/** How the gradients of a trace become an update. */
export interface FusedUpdate {
  optimizer: FusedOptimizer;
  /** Weights in the order of the trace's results after the first; their position among all weights. */
  weights: Array<{ variable: tf.Variable; index: number }>;
  /** Decoupled decay per unit of learning rate, or 0. */
  weightDecay: number;
  decays(variable: tf.Variable): boolean;
}

/** A loaded graph. Its only result is the first of the trace. */
export class CompiledGraph {
  private readonly session: Session;
  private readonly state: GraphState;
  /** Inputs that the graph reads, in the order in which {@link run} wants them. */
  readonly inputs: string[];
  private readonly feedNames: string;

  constructor(
    private readonly backend: NativeBackend,
    recorded: Trace,
    inputs: InputSpec[],
    update?: FusedUpdate,
  ) {
    const traced = { ...recorded, program: simplify(recorded.program, backend.binding) };
    const builder = new GraphBuilder(backend.binding);
    const updated = new Set([...traced.updated, ...(update?.optimizer.slots ?? [])]);
    for (const { variable } of update?.weights ?? []) updated.add(variable);
    const variables = new Map(traced.variables);
    for (const variable of updated) variables.set(variableName(variable), variable);

    const { handles, leaves } = emitLeaves(backend, builder, variables, inputs);
    const rate = builder.placeholder(LEARNING_RATE, DataType.float, []);
    const results = builder.program(traced.program, leaves, rate);
    const after = emitUpdates(builder, traced, results, handles, rate, update);
    builder.unary('Identity', itemAt(results, 0), after, 'result');

    this.session = new Session(backend, builder.savedModel());
    this.setLargeConstants(builder);
    this.inputs = [...usedInputs(traced, inputs), LEARNING_RATE];
    this.feedNames = this.inputs.map((name) => `${name}:0`).join(',');
    const entries = [...variables].map(([name, variable]) => ({
      name,
      variable,
      updated: updated.has(variable),
    }));
    this.state = new GraphState(backend, this.session, entries);
  }

  private setLargeConstants(builder: GraphBuilder): void {
    const feeds = builder.large.map(({ name, constant: { shape, dtype, bytes } }) => {
      const values =
        dtype === DataType.int32
          ? new Int32Array(bytes.buffer)
          : dtype === DataType.float
            ? new Float32Array(bytes.buffer)
            : bytes;
      return { name, id: this.backend.binding.createTensor(shape, dtype, values) };
    });
    this.session.assign(feeds);
    for (const { id } of feeds) this.backend.binding.deleteTensor(id);
  }

  /**
   * Runs the graph once.
   *
   * @param ids the binding's numbers of {@link inputs}
   * @returns number of the result; the caller deletes that tensor.
   */
  run(ids: number[]): { id: number; shape: number[]; dtype: number } {
    this.state.push();
    const [result] = this.session.run(ids, this.feedNames, 'result:0');
    this.state.pull();
    return result as { id: number; shape: number[]; dtype: number };
  }

  /** Brings all variables up to date. */
  sync(): void {
    this.state.sync();
  }

  dispose(): void {
    this.state.sync();
    this.session.dispose();
  }
}

function emitLeaves(
  backend: NativeBackend,
  builder: GraphBuilder,
  variables: Map<string, tf.Variable>,
  inputs: InputSpec[],
): { handles: Map<tf.Variable, GraphVariable>; leaves: Map<string, string> } {
  const leaves = new Map<string, string>();
  const handles = new Map<tf.Variable, GraphVariable>();
  for (const { name, dtype, shape } of inputs)
    leaves.set(name, builder.placeholder(name, dtype, shape));
  for (const [name, variable] of variables) {
    const { dtype } = backend.tensorMap.get(variable.dataId);
    const graphVariable = builder.variable(name, dtype, variable.shape);
    handles.set(variable, graphVariable);
    leaves.set(name, graphVariable.read);
  }
  return { handles, leaves };
}

/** @returns nodes to wait for, each as `^name`. */
function emitUpdates(
  builder: GraphBuilder,
  traced: Trace,
  results: string[],
  handles: Map<tf.Variable, GraphVariable>,
  learningRate: string,
  update: FusedUpdate | undefined,
): string[] {
  const variable = (wanted: tf.Variable) => handles.get(wanted) as GraphVariable;
  const firstUpdated = results.length - traced.updated.length;
  const after = traced.updated.map((item, i) =>
    assign({ builder }, variable(item), itemAt(results, firstUpdated + i)),
  );
  if (!update) return after;
  const rate = update.weightDecay
    ? builder.binary('Mul', learningRate, builder.scalar(update.weightDecay))
    : '';
  const updates = update.weights.map(({ variable: weight, index }, i) => {
    const { handle, read } = variable(weight);
    const first = [`^${read.slice(0, -2)}`];
    if (update.weightDecay && update.decays(weight)) {
      const lost = builder.binary('Mul', read, rate);
      const float = { dtype: attribute.type(DataType.float) };
      first.push(`^${builder.node('AssignSubVariableOp', [handle, lost], float)}`);
    }
    return { variable: weight, index, gradient: itemAt(results, 1 + i), after: first };
  });
  return [...after, ...update.optimizer.emit({ builder, learningRate, variable }, updates)];
}

function usedInputs(traced: Trace, inputs: InputSpec[]): string[] {
  const { nodes, results } = traced.program;
  const sources = [...nodes.flatMap((node) => node.inputs), ...results];
  const used = new Set(sources.flatMap((source) => (source.kind === 'leaf' ? [source.name] : [])));
  return inputs.flatMap(({ name }) => (used.has(name) ? [name] : []));
}
