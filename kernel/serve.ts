/** Connects the kernel's parts and keeps the process alive whatever cells do. */
import util from 'node:util';
import type { Compiler } from './node/compiler';
import { CellVm } from './node/cell-vm';
import { createLibraryWatch } from './node/libraries';
import { refuseExit, refuseInput } from './node/refusals';
import { createCourseRequire } from './node/resolve';
import { createMapReader } from './node/source-map';
import { NodeStacks } from './node/stacks';
import { OutputRouter } from './node/streams';
import { leadTslabDisplay } from './node/tslab-display';
import { installHost } from './run/host';
import { KeyboardInterrupt } from './run/interrupt';
import { Session } from './run/session';
import { describeError } from './show/errors';
import { Outputs } from './show/outputs';
import { printErrors } from './show/printing';
import type { Connection } from './wire/connection';
import { Executions } from './wire/execute';
import type { Mailroom } from './wire/mailroom';
import { Server } from './wire/server';
import type { SharedState } from './wire/shared-state';

interface Parts {
  connection: Connection;
  shared: SharedState;
  mailroom: Mailroom;
  compiler: Compiler;
}

/** Deep libraries push a cell's own frames out of a trace of ten. */
const TRACE_LENGTH = 60;

/** How deep a trailing value is shown. */
const DEPTH = 3;

export function serve({ connection, shared, mailroom, compiler }: Parts): void {
  Error.stackTraceLimit = TRACE_LENGTH;
  const router = new OutputRouter();
  router.install();
  refuseExit();
  refuseInput();
  const session = createSession(compiler, shared, router.owners);
  const nowhere = new Outputs(() => {});
  const current = (): Outputs => router.current ?? nowhere;
  installHost(current, session.interrupts);
  leadTslabDisplay(current);
  printErrors(session);
  reportLateErrors(session, router);
  const executions = new Executions(session, router);
  const server = new Server({ session, executions, mailroom, shared, key: connection.key });
  process.removeAllListeners('SIGINT').on('SIGINT', () => server.interrupt());
  server.start();
  setImmediate(() => shared.asKernel(() => preload(session)));
}

function createSession(
  compiler: Compiler,
  state: SharedState,
  owners: OutputRouter['owners'],
): Session {
  const folder = process.cwd();
  const runner = new CellVm(folder);
  const librariesLoaded = createLibraryWatch(() => session.interrupts);
  const session: Session = new Session({
    ...{ compiler, state, owners, runner, librariesLoaded },
    stacks: new NodeStacks(compiler, createMapReader(), folder),
    inspect: (value) => util.inspect(value, { depth: DEPTH }),
    timers: { setTimeout, setInterval, setImmediate, clearInterval },
    require: createCourseRequire(folder, runner.require, librariesLoaded),
  });
  return session;
}

/** An error that no cell waits for is shown, and the kernel goes on. */
function reportLateErrors(session: Session, router: OutputRouter): void {
  const report = (error: unknown): void => {
    if (error instanceof KeyboardInterrupt) return;
    router.writeError(error, `${describeError(error, session).traceback.join('\n')}\n`);
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
  // Node would advise the authors of libraries; the reader cannot act on it.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    const forAuthors = ['DeprecationWarning', 'ExperimentalWarning'].includes(warning.name);
    if (!forAuthors) process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
}

/** Loads the course's library while the compiler reads its types, so that the first cell finds it ready. */
function preload(session: Session): void {
  // tfjs-node calls a function that Node 23 dropped.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value == null });
  try {
    session.load('dlts');
  } catch {
    // Whatever is wrong shows when a cell imports it.
  }
}
