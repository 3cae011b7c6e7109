/** Runs cells one after another: compiles, executes, shows the trailing value, keeps what was defined. */
import { createExecutor, type Executor } from 'tslab/dist/executor';
import type { CompletionInfo, Converter, ConvertResult } from 'tslab/dist/converter';
import type { CompiledCell } from './cell-compiler';
import type { Compiler } from './compiler';
import { describeError, describeProblems, type CellBook, type Failure } from './errors';
import type { Description } from './inspection';
import { Interrupts, KeyboardInterrupt } from './interrupt';
import { improvePrinting } from './printing';
import { createCourseRequire } from './resolve';
import { CellRecord, type Access } from './scope';
import { Phase, type SharedState } from './shared';
import { closeScopes, openScopes, stopFitOnInterrupt } from './tensorflow';
import { kernelGlobal } from './cell';
import { timers } from './timers';

export type Outcome = { ok: true; value: unknown } | ({ ok: false } & Failure);

interface Run {
  script: string;
  label: string;
  source: string;
  compiled?: CompiledCell;
  record?: CellRecord;
  error?: unknown;
  /** tslab's own complaints, about cells that define a module. */
  complaints: unknown[][];
  scopes: number;
}

export class Session implements CellBook {
  readonly interrupts: Interrupts;
  private readonly executor: Executor;
  private readonly scope: Record<string, unknown> = {};
  private readonly cells = new Map<string, { label: string; source: string }>();
  private declarations = '';
  private current: Run | undefined;
  private runs = 0;

  constructor(
    private readonly compiler: Compiler,
    private readonly shared: SharedState,
    private readonly cwd = process.cwd(),
  ) {
    this.interrupts = new Interrupts(shared, () => this.executor.interrupt());
    const converter = this.converter();
    this.executor = createExecutor(
      cwd,
      { node: converter, browser: converter, close: () => compiler.close() },
      {
        // The kernel shows trailing values itself.
        log: () => {},
        error: (...args: unknown[]) => this.complain(args),
      },
    );
    this.connectCells();
  }

  /** @param label what traces call the cell */
  async run(source: string, label: string): Promise<Outcome> {
    const script = `tslab-cell-${++this.runs}`;
    this.shared.run = this.runs;
    const run: Run = { script, label, source, complaints: [], scopes: openScopes() };
    this.current = run;
    this.cells.set(script, { label, source });
    this.interrupts.begin();
    this.shared.phase = Phase.kernel;
    try {
      const finished = this.executor.execute(source);
      this.shared.phase = Phase.async;
      const ok = await finished;
      this.shared.phase = Phase.kernel;
      return ok ? this.succeed(run) : this.fail(run);
    } catch (error) {
      this.shared.phase = Phase.kernel;
      run.error = error;
      return this.fail(run);
    } finally {
      this.interrupts.end();
      this.shared.phase = Phase.idle;
    }
  }

  /** Code was ended by force while cell number `run` ran: the cell will not end by itself. */
  terminated(run: number): void {
    if (!this.current || run !== this.runs) return;
    closeScopes(this.current.scopes);
    if (this.shared.phase === Phase.idle) return;
    this.interrupts.request();
    this.executor.interrupt();
  }

  complete(source: string, offset: number): CompletionInfo {
    return this.compiler.call('complete', this.declarations, source, offset);
  }

  inspect(source: string, offset: number): Description | undefined {
    return this.compiler.call('inspect', this.declarations, source, offset);
  }

  cell(script: string): { label: string; source: string } | undefined {
    return this.cells.get(script);
  }

  locate: CellBook['locate'] = (script, place) => {
    // tslab puts the code into a function, whose head stands before the first line.
    const head = this.headOf(script);
    const column = place.line === 0 ? Math.max(0, place.column - head) : place.column;
    return this.compiler.call('locate', script, { line: place.line, column });
  };

  /** Prepares what a newly loaded library needs. */
  librariesLoaded(): void {
    improvePrinting((name, exported) => {
      if (name === 'tf-layers') stopFitOnInterrupt(exported, this.interrupts);
    });
  }

  close(): void {
    this.executor.close();
  }

  private readonly awaiting = new Set<string>();

  private headOf(script: string): number {
    const keyword = this.awaiting.has(script) ? '(async function' : '(function';
    return `${keyword}(exports, require) { `.length;
  }

  private succeed(run: Run): Outcome {
    for (const args of run.complaints) console.error(...args);
    if (!run.compiled) return { ok: true, value: undefined };
    run.record?.commitAll();
    this.declarations = run.compiled.declarations;
    this.librariesLoaded();
    return { ok: true, value: run.record?.last };
  }

  private fail(run: Run): Outcome {
    if (run.compiled && run.compiled.problems.length > 0)
      return { ok: false, ...describeProblems(run.compiled.problems, run.source, run.label) };
    const stopped = this.interrupts.requested || isWatchdog(run.error);
    if (stopped) closeScopes(run.scopes);
    const error = stopped ? new KeyboardInterrupt() : run.error;
    if (stopped) delete (error as Error).stack;
    const failure = describeError(error, this);
    this.keepWhatWasReached(run);
    return { ok: false, ...failure };
  }

  /** Keeps the variables that got their values before the cell stopped. */
  private keepWhatWasReached(run: Run): void {
    if (!run.record) return;
    const reached = run.record.reached();
    const kept = this.compiler.call('keep', this.declarations, run.script, reached);
    this.declarations = kept.declarations;
    run.record.revert(reached.filter((name) => !kept.names.includes(name)));
  }

  private complain(args: unknown[]): void {
    const run = this.current;
    if (!run) return;
    if (run.compiled) run.error = args[0];
    else run.complaints.push(args);
  }

  /** What tslab's executor takes for its converter. */
  private converter(): Converter {
    return {
      convert: (_declarations, source) => this.convert(source),
      addModule: (...args) => this.compiler.call('addModule', ...args),
      inspect: () => {
        throw new Error('Inspection goes through the session.');
      },
      complete: (_declarations, source, offset) => this.complete(source, offset),
      close: () => {},
    };
  }

  private convert(source: string): ConvertResult {
    const run = this.current;
    if (!run) throw new Error('No cell is running.');
    const compiled = this.compiler.call('convert', this.declarations, source, run.script);
    run.compiled = compiled;
    if (compiled.awaits) this.awaiting.add(run.script);
    // tslab looks only at whether there are problems; the kernel reports them itself.
    const diagnostics = compiled.problems.map(toDiagnostic);
    this.shared.phase = Phase.cell;
    return {
      output: compiled.output,
      declOutput: compiled.declarations,
      diagnostics,
      hasToplevelAwait: compiled.awaits,
      sideOutputs: compiled.sideOutputs,
    };
  }

  /** Gives the code of cells what it refers to: shared variables, imports, and the guard of each `await`. */
  private connectCells(): void {
    const holder = globalThis as unknown as Record<string, { require: NodeJS.Require }>;
    const fromTslab = holder[kernelGlobal]?.require;
    if (!fromTslab) throw new Error('session: expected tslab to publish its require.');
    const require = createCourseRequire(this.cwd, fromTslab, () => this.librariesLoaded());
    const open = (access: Record<string, Access>): CellRecord => {
      const record = new CellRecord(this.scope, access);
      if (this.current) this.current.record = record;
      return record;
    };
    const value = {
      exports: this.scope,
      require,
      open,
      timers,
      guard: this.interrupts.guard.bind(this.interrupts),
      guardEach: this.interrupts.guardEach.bind(this.interrupts),
    };
    Object.defineProperty(globalThis, kernelGlobal, { value, configurable: true });
  }
}

function toDiagnostic(): ConvertResult['diagnostics'][number] {
  const start = { offset: 0, line: 0, character: 0 };
  return { start, end: start, messageText: '', category: 1, code: 0 };
}

function isWatchdog(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
}
