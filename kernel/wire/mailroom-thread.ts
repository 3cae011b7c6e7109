/**
 * The thread that owns Jupyter's five sockets.
 *
 * It keeps the kernel reachable while a cell computes: heartbeats are answered, output is sent at once, and
 * an interrupt arrives even when the main thread is in an endless loop.
 */
import inspector from 'node:inspector';
import net from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import * as zmq from 'zeromq';
import { Phase } from '../run/state';
import type { Connection } from './connection';
import type { FromMailroom, ToMailroom } from './mailroom';
import { parseMessage, type Frame } from './message';
import { SharedState } from './shared-state';

/**
 * How long to wait for the main thread to take an interrupt by itself, in milliseconds. The synchronous part
 * of a cell cannot; something that awaits may; training that listens will, after its step.
 */
const GRACE = { cell: 150, async: 500, cooperative: 3000 };

const { connection, buffer } = workerData as { connection: Connection; buffer: SharedArrayBuffer };
const shared = new SharedState(buffer);
const port = parentPort;
if (!port) throw new Error('mailroom-thread: expected to run in a worker thread.');

const post = (message: FromMailroom): void => port.postMessage(message);

const sockets = {
  iopub: new zmq.Publisher({ sendHighWaterMark: 0, linger: 1000 }),
  shell: new zmq.Router({ linger: 1000 }),
  control: new zmq.Router({ linger: 1000 }),
  stdin: new zmq.Router({ linger: 0 }),
};
const heartbeat = new zmq.Reply({ linger: 0 });
// ZeroMQ allows one send at a time on a socket.
const queues = new Map<keyof typeof sockets, Promise<void>>();

function send(name: keyof typeof sockets, frames: Frame[]): void {
  const before = queues.get(name) ?? Promise.resolve();
  const socket = sockets[name];
  queues.set(
    name,
    // A client that is gone is no reason to stop.
    before.then(() => socket.send(frames)).catch(() => {}),
  );
}

async function receive(name: 'shell' | 'control' | 'stdin'): Promise<void> {
  for await (const frames of sockets[name]) {
    if (name === 'control' && isInterrupt(frames)) {
      shared.requestInterrupt();
      void enforceInterrupt();
    }
    post({ kind: 'received', socket: name, frames });
  }
}

/** Most of what arrives is something else, which the main thread reads. */
function isInterrupt(frames: Buffer[]): boolean {
  if (!frames.some((frame) => frame.includes('interrupt_request'))) return false;
  return parseMessage(frames, connection.key)?.header.msg_type === 'interrupt_request';
}

async function beat(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

let enforcing = false;

/** Stops the main thread by force when it does not take the interrupt by itself. */
async function enforceInterrupt(): Promise<void> {
  if (enforcing) return;
  enforcing = true;
  let start = Date.now();
  while (shared.interruptPending) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    // What the kernel does itself, such as loading the library, is not stopped. Patience begins after it: force would
    // meet the message that takes the interrupt, or a cell that waits to begin.
    if (shared.phase === Phase.kernel) start = Date.now();
    else if (shared.interruptPending && Date.now() - start >= patience()) stopByForce();
  }
  enforcing = false;
}

function patience(): number {
  if (shared.listeners > 0) return GRACE.cooperative;
  return shared.phase === Phase.cell ? GRACE.cell : GRACE.async;
}

function stopByForce(): void {
  const { phase } = shared;
  // Node's watchdog turns the signal into an exception of the cell.
  if (phase === Phase.cell && process.platform !== 'win32') process.kill(process.pid, 'SIGINT');
  // Between cells, a callback that one of them has left behind may be the one that does not end.
  else if (phase !== Phase.kernel) terminateExecution();
}

/** Ends the JavaScript that the main thread is running now, up to the event loop. */
function terminateExecution(): void {
  const { run } = shared;
  const session = new inspector.Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution', () => {
    session.disconnect();
    shared.takeInterrupt();
    post({ kind: 'terminated', run });
  });
}

function close(): void {
  const pending = Promise.all(queues.values());
  void pending.then(() => {
    for (const socket of [...Object.values(sockets), heartbeat]) socket.close();
    shared.markClosed();
  });
}

/** Ends the process when the launcher is gone, even while the main thread is in an endless loop. */
function dieWithLauncher(): void {
  const lifeline = new net.Socket({ fd: 3 });
  lifeline.on('error', () => {});
  lifeline.on('close', () => process.kill(process.pid, 'SIGKILL'));
  lifeline.resume();
}

async function open(): Promise<void> {
  const address = (number: number): string =>
    connection.transport === 'ipc'
      ? `ipc://${connection.ip}-${number}`
      : `${connection.transport}://${connection.ip}:${number}`;
  await Promise.all([
    sockets.iopub.bind(address(connection.iopub_port)),
    sockets.shell.bind(address(connection.shell_port)),
    sockets.control.bind(address(connection.control_port)),
    sockets.stdin.bind(address(connection.stdin_port)),
    heartbeat.bind(address(connection.hb_port)),
  ]);
  for (const name of ['shell', 'control', 'stdin'] as const) void receive(name);
  void beat();
}

port.on('message', (message: ToMailroom) => {
  if (message.kind === 'send') send(message.socket, message.frames);
  else if (message.kind === 'ping') post({ kind: 'pong', id: message.id });
  else close();
});
dieWithLauncher();
void open();
