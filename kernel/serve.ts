/** Connects the kernel's parts and keeps the process alive whatever cells do. */
import util from 'node:util';
import { describeError } from './errors';
import type { Compiler } from './compiler';
import { CourseHandler } from './handler';
import { installHost } from './host';
import { KeyboardInterrupt } from './interrupt';
import type { Connection, Mailroom } from './mailroom';
import { StandardStreams } from './outputs';
import { createCourseRequire } from './resolve';
import { CourseServer } from './server';
import { Session } from './session';
import type { SharedState } from './shared';

interface Parts {
  connection: Connection;
  shared: SharedState;
  mailroom: Mailroom;
  compiler: Compiler;
}

/** Deep libraries push a cell's own frames out of a trace of ten. */
const traceLength = 60;

export async function serve({ connection, shared, mailroom, compiler }: Parts): Promise<void> {
  Error.stackTraceLimit = traceLength;
  const streams = new StandardStreams();
  streams.install();
  const session = new Session(compiler, shared);
  const handler = new CourseHandler(session, streams);
  installHost(() => handler.outputs, session.interrupts);
  reportLateErrors(session);
  process.on('SIGINT', () => session.interrupts.request());
  const server = new CourseServer(handler, session, mailroom, shared, connection.key);
  await server.init();
  setImmediate(() => shared.asKernel(() => preload(session)));
}

/** An error that no cell waits for is shown, and the kernel goes on. */
function reportLateErrors(session: Session): void {
  const report = (error: unknown): void => {
    if (error instanceof KeyboardInterrupt) return;
    process.stderr.write(`${describeError(error, session).traceback.join('\n')}\n`);
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
    createCourseRequire(process.cwd(), require, () => {})('dlts');
  } catch {
    // Whatever is wrong shows when a cell imports it.
  }
  session.librariesLoaded();
}
