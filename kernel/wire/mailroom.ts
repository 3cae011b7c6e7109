/** The main thread's side of the thread that owns the sockets. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { endProcess } from '../node/refusals';
import type { Connection } from './connection';
import type { Frame } from './message';
import type { SharedState } from './shared-state';

/** How long the end of the process waits for the sockets, in milliseconds. */
const LINGER = 1500;

/** The sockets on which requests arrive. */
export type Incoming = 'shell' | 'control' | 'stdin';

export type ToMailroom =
  | { kind: 'send'; socket: Incoming | 'iopub'; frames: Frame[] }
  | { kind: 'ping'; id: number }
  | { kind: 'close' };

export type FromMailroom =
  | { kind: 'received'; socket: Incoming; frames: Uint8Array[] }
  | { kind: 'terminated'; run: number }
  | { kind: 'pong'; id: number };

/** What the rest of the kernel wants to hear. */
export interface MailroomListener {
  received(socket: Incoming, frames: Buffer[]): void;
  /** Code was ended by force while a cell ran, or after it: it will not come back. */
  terminated(run: number): void;
}

export class Mailroom {
  private readonly worker: Worker;
  private readonly early: FromMailroom[] = [];
  private readonly pings = new Map<number, () => void>();
  private nextPing = 0;
  private listener: MailroomListener | undefined;

  constructor(
    connection: Connection,
    private readonly shared: SharedState,
  ) {
    this.worker = new Worker(path.join(__dirname, 'mailroom-thread.js'), {
      workerData: { connection, buffer: shared.buffer },
    });
    this.worker.on('message', (message: FromMailroom) => this.handle(message));
    process.on('exit', () => this.close());
    this.worker.on('error', (error) => {
      process.stderr.write(`TypeScript kernel: no connection to Jupyter: ${String(error)}\n`);
      endProcess(1);
    });
  }

  /** Starts delivery, beginning with what has arrived already. */
  deliverTo(listener: MailroomListener): void {
    this.listener = listener;
    for (const message of this.early.splice(0)) this.handle(message);
  }

  send(socket: Incoming | 'iopub', frames: Frame[]): void {
    this.worker.postMessage({ kind: 'send', socket, frames } satisfies ToMailroom);
  }

  /** Resolves when everything that had arrived before this call has been delivered. */
  settle(): Promise<void> {
    const id = this.nextPing++;
    return new Promise((resolve) => {
      this.pings.set(id, resolve);
      this.worker.postMessage({ kind: 'ping', id } satisfies ToMailroom);
    });
  }

  /** Sends what is waiting, then closes the sockets. ZeroMQ aborts a process that ends without. */
  close(): void {
    this.worker.postMessage({ kind: 'close' } satisfies ToMailroom);
    this.shared.waitUntilClosed(LINGER);
  }

  private handle(message: FromMailroom): void {
    if (message.kind === 'pong') {
      this.pings.get(message.id)?.();
      this.pings.delete(message.id);
    } else if (!this.listener) this.early.push(message);
    else if (message.kind === 'terminated') this.listener.terminated(message.run);
    else
      this.listener.received(
        message.socket,
        message.frames.map((frame) => Buffer.from(frame.buffer, frame.byteOffset, frame.length)),
      );
  }
}
