/**
 * Runs compiled cells by tslab's executor: in Node's `vm`, with its watchdog for Ctrl+C, with `require` for the modules
 * that cells define, and with a way to give up on a cell that waits for ever.
 *
 * The executor asks a converter for what it is to run, and reports errors to a console; both are given to it here.
 */
import { createExecutor, type Executor } from 'tslab/dist/executor';
import type { Converter } from 'tslab/dist/converter';
import { KERNEL_GLOBAL } from '../compile/kernel-global';
import type { CompiledCell } from '../compile/cell-compiler';
import type { CodeRunner } from '../run/session';
import { connectTslabDisplay } from './tslab-display';

/** What the executor publishes for the cells' code. */
interface Published {
  require: NodeJS.Require;
}

const NOTHING: CompiledCell = {
  ...{ problems: [], declarations: '', awaits: false, names: [], modules: [] },
};

export class CellVm implements CodeRunner {
  /** tslab's `require`, which also knows the modules that cells define. */
  readonly require: NodeJS.Require;
  private readonly executor: Executor;
  private cell = NOTHING;
  /** Hears of what the running cell throws. */
  private onThrow: (error: unknown) => void = () => {};

  constructor(folder: string) {
    const converter = this.converter();
    const converters = { node: converter, browser: converter, close: () => {} };
    this.executor = createExecutor(folder, converters, {
      // Trailing values never come this way.
      log: () => {},
      error: (error: unknown) => this.onThrow(error),
    });
    const { require } = (globalThis as unknown as Record<string, Published>)[KERNEL_GLOBAL] ?? {};
    if (!require) throw new Error('CellVm: expected tslab to publish its require.');
    this.require = require;
  }

  async run(cell: CompiledCell): Promise<void> {
    if (mentionsTslab(cell)) connectTslabDisplay();
    this.cell = cell;
    const thrown: unknown[] = [];
    this.onThrow = (error) => thrown.push(error);
    if (!(await this.executor.execute(''))) throw thrown[0];
  }

  abandon(): void {
    this.executor.interrupt();
  }

  /** Whether Node's watchdog has ended the cell. */
  isStop(error: unknown): boolean {
    return (error as { code?: unknown } | undefined)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
  }

  private converter(): Converter {
    const unused = (): never => {
      throw new Error('The compiler answers questions about cells.');
    };
    return {
      convert: () => ({
        output: this.cell.output,
        diagnostics: [],
        hasToplevelAwait: this.cell.awaits,
        sideOutputs: this.cell.modules,
      }),
      inspect: unused,
      complete: unused,
      addModule: unused,
      close: () => {},
    };
  }
}

function mentionsTslab({ output = '', modules }: CompiledCell): boolean {
  return [output, ...modules.map(({ data }) => data)].some((code) => code.includes('tslab"'));
}
