/** Runs cells one after another: compiles, executes, keeps what was defined. A cell's source goes one way. */
import { KERNEL_GLOBAL } from '../compile/kernel-global';
import type { CellService, CompiledCell } from '../compile/cell-compiler';
import type { Completion } from '../compile/completion';
import type { Description } from '../compile/inspection';
import { describeError, describeProblems, type Failure } from '../show/errors';
import type { CellBook, Frame, Outside } from '../show/frames';
import type { Inspect } from '../show/display';
import { Interrupts, KeyboardInterrupt } from './interrupt';
import type { Ownership } from './ownership';
import { CellRecord, type Access } from './scope';
import { Phase, type RunState } from './state';
import { closeScopes, openScopes, releaseFreeMemory } from './tensorflow';
import { createTimers, type CellTimers, type Timers } from './timers';
import { Trail } from './trail';

export type Outcome = { ok: true; value: unknown } | ({ ok: false } & Failure);

/** Executes compiled code. */
export interface CodeRunner {
  /**
   * Runs a cell, synchronously up to its first `await`.
   *
   * @returns resolves at the cell's end, rejects with what it throws
   */
  run(cell: CompiledCell): Promise<void>;
  /** Gives up on a cell that does not end by itself: its `run` rejects. */
  abandon(): void;
  /** Whether an error means that the cell was stopped by force. */
  isStop(error: unknown): boolean;
}

/** Reads the stack of an error, which every engine writes in its own way. */
export interface StackReader {
  framesOf(error: Error): Frame[];
  outside(frame: Frame): Outside | undefined;
}

/** What a session needs of its surroundings: Node, or a page's worker. */
export interface Surroundings {
  compiler: CellService;
  state: RunState;
  runner: CodeRunner;
  stacks: StackReader;
  inspect: Inspect;
  timers: Timers;
  owners: Ownership<object>;
  /** How cells import. */
  require: (id: string) => unknown;
  /** Called when libraries may have been loaded since. */
  librariesLoaded(): void;
}

interface Run {
  script: string;
  label: string;
  source: string;
  compiled: CompiledCell;
  record?: CellRecord;
  scopes: number;
}

/** What compiled cells refer to, as {@link KERNEL_GLOBAL}. */
interface CellGlobal {
  exports: object;
  require: Surroundings['require'];
  open(access: Record<string, Access>): CellRecord;
  timers: CellTimers;
  guard: Interrupts['guard'];
  guardEach: Interrupts['guardEach'];
}

export class Session implements CellBook {
  readonly interrupts: Interrupts;
  private readonly scope: Record<string, unknown> = {};
  private readonly cells = new Map<string, { label: string; source: string }>();
  private readonly trail = new Trail();
  private declarations = '';
  private current: Run | undefined;
  private runs = 0;

  constructor(private readonly parts: Surroundings) {
    const { state, owners, runner } = parts;
    const { timers, stopIntervals } = createTimers(parts.timers, owners);
    const abandon = (): void => runner.abandon();
    this.interrupts = new Interrupts({ state, owners, trail: this.trail, stopIntervals, abandon });
    this.connectCells(timers);
  }

  /** @param label what traces call the cell */
  async run(source: string, label: string): Promise<Outcome> {
    const { compiler, state } = this.parts;
    const script = `tslab-cell-${++this.runs}`;
    state.run = this.runs;
    state.phase = Phase.kernel;
    this.interrupts.begin();
    try {
      const compiled = compiler.convert(this.declarations, source, script);
      if (compiled.problems.length > 0)
        return { ok: false, ...describeProblems(compiled.problems, source, label) };
      this.cells.set(script, { label, source });
      const run: Run = { script, label, source, compiled, scopes: openScopes() };
      this.current = run;
      return await this.execute(run);
    } finally {
      this.interrupts.end();
      state.phase = Phase.idle;
      releaseFreeMemory();
    }
  }

  private async execute(run: Run): Promise<Outcome> {
    const { runner, state } = this.parts;
    try {
      state.phase = Phase.cell;
      const finished = runner.run(run.compiled);
      state.phase = Phase.async;
      await finished;
      state.phase = Phase.kernel;
      return this.succeed(run);
    } catch (error) {
      state.phase = Phase.kernel;
      return this.fail(run, error);
    }
  }

  /** Loads a package as a cell would. */
  load(id: string): void {
    this.parts.require(id);
  }

  /** Code was ended by force while cell number `run` ran: the cell will not end by itself. */
  terminated(run: number): void {
    if (!this.current || run !== this.runs) return;
    closeScopes(this.current.scopes);
    if (this.parts.state.phase === Phase.idle) return;
    this.interrupts.request();
    this.parts.runner.abandon();
  }

  /** The outcome of a cell that was interrupted before it could begin. */
  interruptedEarly(): Outcome {
    return { ok: false, ...this.describeStop() };
  }

  complete(source: string, offset: number): Completion {
    return this.parts.compiler.complete(this.declarations, source, offset);
  }

  inspectName(source: string, offset: number): Description | undefined {
    return this.parts.compiler.inspect(this.declarations, source, offset);
  }

  completeness(source: string): ReturnType<CellService['completeness']> {
    return this.parts.compiler.completeness(source);
  }

  inspect(value: unknown): string {
    return this.parts.inspect(value);
  }

  cell(script: string): { label: string; source: string } | undefined {
    return this.cells.get(script);
  }

  locate: CellBook['locate'] = (script, place) => this.parts.compiler.locate(script, place);

  outside(frame: Frame): Outside | undefined {
    return this.parts.stacks.outside(frame);
  }

  /** The calls of the error itself, then the places at which cells awaited it. */
  framesOf(error: Error): Frame[] {
    const { stacks } = this.parts;
    const frames = stacks.framesOf(error);
    const seen = new Set(frames.map(lineOf));
    for (const mark of this.trail.of(error))
      for (const frame of stacks.framesOf(mark)) {
        if (!this.cells.has(frame.script) || seen.has(lineOf(frame))) continue;
        seen.add(lineOf(frame));
        frames.push(frame);
      }
    return frames;
  }

  private succeed(run: Run): Outcome {
    run.record?.commitAll();
    this.declarations = run.compiled.declarations;
    this.parts.librariesLoaded();
    return { ok: true, value: run.record?.last };
  }

  private fail(run: Run, error: unknown): Outcome {
    const stopped = this.interrupts.requested || this.parts.runner.isStop(error);
    if (stopped) closeScopes(run.scopes);
    const failure = stopped ? this.describeStop() : describeError(error, this);
    this.keepWhatWasReached(run);
    return { ok: false, ...failure };
  }

  private describeStop(): Failure {
    const error = new KeyboardInterrupt();
    delete error.stack;
    return describeError(error, this);
  }

  /** Keeps the variables that got their values before the cell stopped. */
  private keepWhatWasReached({ record, script }: Run): void {
    if (!record) return;
    const reached = record.reached();
    const kept = this.parts.compiler.keep(this.declarations, script, reached);
    this.declarations = kept.declarations;
    record.revert(reached.filter((name) => !kept.names.includes(name)));
  }

  /** Gives the code of cells what it refers to: shared variables, imports, and the guard of each `await`. */
  private connectCells(timers: CellTimers): void {
    const value: CellGlobal = {
      exports: this.scope,
      require: this.parts.require,
      open: (access) => {
        const record = new CellRecord(this.scope, access);
        if (this.current) this.current.record = record;
        return record;
      },
      timers,
      guard: (awaited) => this.interrupts.guard(awaited),
      guardEach: (iterable) => this.interrupts.guardEach(iterable),
    };
    Object.defineProperty(globalThis, KERNEL_GLOBAL, { value, configurable: true });
  }
}

function lineOf({ script, place }: Frame): string {
  return `${script}:${place.line}`;
}
