/** Leads `process.stdout` and `process.stderr` to the cell that writes. */
import { StringDecoder } from 'node:string_decoder';
import { Ownership } from '../run/ownership';
import type { Outputs, StreamName } from '../show/outputs';

type Written = string | Uint8Array;

/** Ticks of Node come before promise reactions if asked for outside of one, and after them if inside. */
function afterReactions(then: () => void): void {
  process.nextTick(() => queueMicrotask(() => process.nextTick(then)));
}

/** Knows whose output something is: what a cell has started belongs to it, also when the cell is long over. */
export class OutputRouter {
  readonly owners = new Ownership<Outputs>(afterReactions);
  private latest: Outputs | undefined;
  /** What was written before the first cell: it shows there. */
  private readonly early: [StreamName, string][] = [];

  /**
   * From now on what happens is a cell's, whose outputs are `outputs`.
   *
   * @param visible whether what belongs to no cell may show here
   */
  begin(outputs: Outputs, visible: boolean): void {
    this.owners.enter(outputs);
    if (!visible) return;
    this.latest = outputs;
    for (const [name, text] of this.early.splice(0)) outputs.write(name, text);
  }

  /** The outputs of the cell that led here, or else of the one that the reader saw last. */
  get current(): Outputs | undefined {
    return this.owners.current ?? this.latest;
  }

  /** Writes about an error that no cell waits for, where its cell is. */
  writeError(error: unknown, text: string): void {
    const owner = this.owners.ownerOf(error);
    if (owner) owner.write('stderr', text);
    else this.write('stderr', text);
  }

  write(name: StreamName, text: string): void {
    const { current } = this;
    if (current) current.write(name, text);
    else this.early.push([name, text]);
  }

  /** Takes over the process's streams. */
  install(): void {
    for (const name of ['stdout', 'stderr'] as const) {
      const decoder = new StringDecoder('utf8');
      const write = (chunk: Written, encoding?: unknown, callback?: unknown): boolean => {
        const plain = typeof chunk === 'string';
        this.write(name, plain ? chunk : decoder.write(Buffer.from(chunk)));
        const done = typeof encoding === 'function' ? encoding : callback;
        if (typeof done === 'function') process.nextTick(done);
        return true;
      };
      // Output is for the notebook, wherever Jupyter was started.
      const isTTY = { value: false, configurable: true };
      const own = { value: write, configurable: true, writable: true };
      Object.defineProperties(process[name], { write: own, isTTY });
    }
  }
}
