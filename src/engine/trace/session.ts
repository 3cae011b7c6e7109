/** A graph loaded into TensorFlow, ready to run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativeBackend, NativeTensor } from '../binding';

/** A tensor to feed: its name in the graph and the binding's number. */
export interface Feed {
  name: string;
  id: number;
}

/** Frees sessions whose owner was forgotten instead of disposed. */
const forgotten = new FinalizationRegistry<{ backend: NativeBackend; number: number }>(
  ({ backend, number }) => backend.binding.deleteSavedModel(number),
);

/** One loaded graph with its own variables. Dispose it. */
export class Session {
  private number: number | undefined;

  /**
   * Loads a `saved_model.pb`.
   *
   * @param alone runs all operations on the thread that asks, one after the other, where the binding can
   * @throws Error if TensorFlow refuses the graph.
   */
  constructor(
    private readonly backend: NativeBackend,
    savedModel: Uint8Array,
    alone: boolean,
  ) {
    const folder = mkdtempSync(join(tmpdir(), 'dlts-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), savedModel);
      backend.binding.runAlone?.(alone);
      this.number = backend.binding.loadSavedModel(folder, 'serve');
    } finally {
      backend.binding.runAlone?.(false);
      // TensorFlow has read it: nothing stays on disk, even if the process is killed later.
      rmSync(folder, { recursive: true, force: true });
    }
    forgotten.register(this, { backend, number: this.number }, this);
  }

  /** Runs what `outputs` (comma-separated `node:output`) need. The caller deletes the returned tensors. */
  run(ids: number[], inputs: string, outputs: string): NativeTensor[] {
    if (this.number === undefined)
      throw new Error(
        'Session.run: expected a session in use; got one disposed; compile the graph again.',
      );
    return this.backend.binding.runSavedModel(this.number, ids, inputs, outputs);
  }

  /** Sets variables by name; values are copied on their next change, not here. */
  assign(values: Feed[]): void {
    if (values.length === 0) return;
    const outputs = this.run(
      values.map(({ id }) => id),
      values.map(({ name }) => `set_${name}:0`).join(','),
      values.map(({ name }) => `setter_${name}:0`).join(','),
    );
    for (const { id } of outputs) this.backend.binding.deleteTensor(id);
  }

  dispose(): void {
    if (this.number === undefined) return;
    forgotten.unregister(this);
    this.backend.binding.deleteSavedModel(this.number);
    this.number = undefined;
  }
}
