/** The main thread's side of the thread that owns the sockets. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SharedState } from './shared';

/** The content of Jupyter's connection file. */
export interface Connection {
  transport: string;
  ip: string;
  key: string;
  shell_port: number;
  iopub_port: number;
  control_port: number;
  stdin_port: number;
  hb_port: number;
}

export type Frame = string | Uint8Array;
type Incoming = 'shell' | 'control' | 'stdin';

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
  received(socket: PortSocket, frames: Buffer[]): void;
  /** Code was ended by force while a cell ran, or after it: it will not come back. */
  terminated(run: number): void;
}

/** One of the sockets, as far as a sender needs it. */
export class PortSocket {
  constructor(
    readonly name: Incoming | 'iopub',
    private readonly worker: Worker,
  ) {}

  send(frames: Frame[]): void {
    const message: ToMailroom = { kind: 'send', socket: this.name, frames };
    this.worker.postMessage(message);
  }

  /** The mailroom closes all sockets together. */
  close(): void {}
}

export class Mailroom {
  readonly sockets: Record<Incoming | 'iopub', PortSocket>;
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
    const socket = (name: Incoming | 'iopub'): PortSocket => new PortSocket(name, this.worker);
    this.sockets = {
      iopub: socket('iopub'),
      shell: socket('shell'),
      control: socket('control'),
      stdin: socket('stdin'),
    };
    this.worker.on('message', (message: FromMailroom) => this.handle(message));
    process.on('exit', () => this.close());
    this.worker.on('error', (error) => {
      process.stderr.write(`TypeScript kernel: no connection to Jupyter: ${String(error)}\n`);
      process.exit(1);
    });
  }

  /** Starts delivery, beginning with what has arrived already. */
  deliverTo(listener: MailroomListener): void {
    this.listener = listener;
    for (const message of this.early.splice(0)) this.handle(message);
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
    this.shared.waitUntilClosed(1500);
  }

  private handle(message: FromMailroom): void {
    if (message.kind === 'pong') {
      this.pings.get(message.id)?.();
      this.pings.delete(message.id);
    } else if (!this.listener) this.early.push(message);
    else if (message.kind === 'terminated') this.listener.terminated(message.run);
    else
      this.listener.received(
        this.sockets[message.socket],
        message.frames.map((frame) => Buffer.from(frame.buffer, frame.byteOffset, frame.length)),
      );
  }
}
