/** Runs compiled cells in the worker. */
import type { CompiledCell } from '../../../kernel/compile/cell-compiler';
import { KERNEL_GLOBAL } from '../../../kernel/compile/kernel-global';
import { KeyboardInterrupt } from '../../../kernel/run/interrupt';
import type { CodeRunner } from '../../../kernel/run/session';

type CellBody = (exports: object, require: unknown) => Promise<void>;

/** What the session publishes for the cells' code. */
interface Published {
  exports: object;
  require: unknown;
}

export class PageRunner implements CodeRunner {
  private giveUp: () => void = () => {};

  run({ output }: CompiledCell): Promise<void> {
    if (output === undefined) return Promise.resolve();
    // Indirect: the code sees globals and its two parameters, nothing of this file.
    const evaluate = eval;
    const body = evaluate(`(async function(exports, require) {${output}\n})`) as CellBody;
    const { exports, require } = (globalThis as unknown as Record<string, Published>)[
      KERNEL_GLOBAL
    ] as Published;
    const stopped = new Promise<never>((_, reject) => {
      this.giveUp = () => reject(new KeyboardInterrupt());
    });
    return Promise.race([body(exports, require), stopped]);
  }

  abandon(): void {
    this.giveUp();
  }

  /** Nothing here can end a cell by force but the page, which ends the worker with it. */
  isStop(): boolean {
    return false;
  }
}
