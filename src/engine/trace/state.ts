/**
 * Keeps `tf.Variable`s and the variables inside a graph the same thing.
 *
 * After a run the new values stay in the graph. Each `tf.Variable` then points to a tensor whose value is
 * fetched when somebody first reads or shares it: training pays nothing for it, and no reader ever sees an
 * old weight. A `tf.Variable` that points elsewhere when the next run starts was set from outside: its
 * value is handed to the graph first. The same rule passes weights between graphs that share them.
 */
import { itemAt } from '../../host/item-at';
import type { NativeBackend, NativeTensorData } from '../binding';
import { tf } from '../tensorflow';
import { DataType } from './attribute';
import { tensorNumber } from './recording';
import type { Session } from './session';

/** A variable that a graph reads, and perhaps updates. */
export interface StateEntry {
  variable: tf.Variable;
  /** Name of the graph's variable. */
  name: string;
  dtype: number;
  /** Whether a run changes it. */
  updated: boolean;
}

/** What the backend stores for a tensor that is still in the graph. */
class PendingTensor implements NativeTensorData {
  readonly values = null;
  private number = -1;
  private references = 1;
  private armed = false;
  pending = true;

  constructor(
    readonly shape: number[],
    readonly dtype: number,
    private readonly fetch: () => void,
  ) {}

  get id(): number {
    if (this.armed && this.pending) this.fetch();
    return this.number;
  }

  get refCount(): number {
    return this.references;
  }

  /** A second reference must keep today's value while the variable moves on. */
  set refCount(count: number) {
    if (this.armed && this.pending && count > this.references) this.fetch();
    this.references = count;
  }

  /** From here on a look at the number, or a new reference, counts as reading. */
  arm(): void {
    this.armed = true;
  }

  resolve(id: number): void {
    this.number = id;
    this.pending = false;
  }
}

/** The number 0 as the binding takes it. */
function zero(dtype: number): Float32Array | Int32Array | Uint8Array {
  if (dtype === DataType.int32) return new Int32Array(1);
  return dtype === DataType.float ? new Float32Array(1) : new Uint8Array(1);
}

/** The variables of one loaded graph. */
export class GraphState {
  /** What each variable pointed to when the graph last had its value. */
  private readonly held: Array<object | undefined>;
  private readonly tensors: Array<PendingTensor | undefined>;

  constructor(
    private readonly backend: NativeBackend,
    private readonly session: Session,
    private readonly entries: StateEntry[],
  ) {
    this.held = new Array<object | undefined>(entries.length);
    this.tensors = new Array<PendingTensor | undefined>(entries.length);
  }

  /** Has variables that took over a name take part from the next run on, which is handed their values. */
  rebind(variables: ReadonlyMap<string, tf.Variable>): void {
    this.sync();
    this.entries.forEach((entry, i) => {
      const variable = variables.get(entry.name);
      if (!variable || variable === entry.variable) return;
      entry.variable = variable;
      this.held[i] = undefined;
      this.tensors[i] = undefined;
    });
  }

  /** Lets go of all values, which take memory here too once a variable moves on. The next run is handed them again. */
  release(): void {
    this.sync();
    const { binding } = this.backend;
    const nothing = new Map<number, number>();
    for (const { dtype } of this.entries)
      if (!nothing.has(dtype)) nothing.set(dtype, binding.createTensor([], dtype, zero(dtype)));
    this.session.assign(
      this.entries.map(({ name, dtype }) => ({ name, id: nothing.get(dtype) ?? -1 })),
    );
    for (const id of nothing.values()) binding.deleteTensor(id);
    this.held.fill(undefined);
    this.tensors.fill(undefined);
  }

  /** Hands over every value that was set from outside since the last run. */
  push(): void {
    const changed = this.entries.flatMap(({ variable }, i) =>
      variable.dataId === this.held[i] ? [] : [i],
    );
    if (changed.length === 0) return;
    this.session.assign(
      changed.map((i) => {
        const { variable, name } = itemAt(this.entries, i);
        this.held[i] = variable.dataId;
        return { name, id: tensorNumber(this.backend, variable) };
      }),
    );
  }

  /** Declares every updated variable's value to be in the graph. Call after a run. */
  pull(): void {
    this.entries.forEach(({ variable, updated }, i) => {
      if (updated && !this.tensors[i]?.pending) this.adopt(variable, i);
    });
  }

  private adopt(variable: tf.Variable, i: number): void {
    const { dtype } = this.backend.tensorMap.get(variable.dataId);
    const data = new PendingTensor([...variable.shape], dtype, () => this.sync());
    const dataId = {};
    this.backend.tensorMap.set(dataId, data);
    const tensor = tf.engine().makeTensorFromTensorInfo({
      dataId,
      shape: variable.shape,
      dtype: variable.dtype,
    });
    variable.assign(tensor);
    tensor.dispose();
    data.arm();
    this.held[i] = dataId;
    this.tensors[i] = data;
  }

  /** Fetches all values that wait in the graph. */
  sync(): void {
    const waiting = this.entries.flatMap(({ name }, i) => {
      const data = this.tensors[i];
      return data?.pending ? [{ name, data }] : [];
    });
    if (waiting.length === 0) return;
    const reads = waiting.map(({ name }) => `read_${name}:0`).join(',');
    const outputs = this.session.run([], '', reads);
    waiting.forEach(({ data }, i) => data.resolve(outputs[i]?.id ?? -1));
  }
}
