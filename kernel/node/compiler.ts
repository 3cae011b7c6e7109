/** The main thread's side of the thread that compiles: it asks and waits. */
import path from 'node:path';
import {
  MessageChannel,
  receiveMessageOnPort,
  Worker,
  type MessagePort,
} from 'node:worker_threads';
import type { CellService } from '../compile/cell-compiler';

export interface Request {
  method: keyof CellService;
  args: unknown[];
}

export interface Answer {
  value?: unknown;
  error?: string;
}

type Result<M extends keyof CellService> = ReturnType<CellService[M]>;

/** Longest wait for an answer, in milliseconds; the compiler's thread may have run out of memory. */
const TIMEOUT = 120_000;

/** Room for the compiler's young objects, in MB. */
const YOUNG_GENERATION = 96;

export class Compiler implements CellService {
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly answered: Int32Array;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    const signal = new SharedArrayBuffer(4);
    this.answered = new Int32Array(signal);
    this.port = port1;
    this.worker = new Worker(path.join(__dirname, 'compiler-thread.js'), {
      workerData: { port: port2, signal },
      transferList: [port2],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION },
    });
    this.worker.unref();
    this.worker.on('error', (error) => {
      process.stderr.write(`TypeScript kernel: the compiler stopped: ${String(error)}\n`);
    });
  }

  convert = this.asker('convert');
  locate = this.asker('locate');
  locateInModule = this.asker('locateInModule');
  keep = this.asker('keep');
  complete = this.asker('complete');
  inspect = this.asker('inspect');
  completeness = this.asker('completeness');

  close(): void {
    void this.worker.terminate();
  }

  private asker<M extends keyof CellService>(method: M) {
    return (...args: Parameters<CellService[M]>): Result<M> => this.ask(method, args);
  }

  /** Calls a method of the compiler over there. */
  private ask<M extends keyof CellService>(method: M, args: unknown[]): Result<M> {
    Atomics.store(this.answered, 0, 0);
    this.port.postMessage({ method, args } satisfies Request);
    if (Atomics.wait(this.answered, 0, 0, TIMEOUT) === 'timed-out')
      throw new Error('The TypeScript compiler does not answer. Restart the kernel.');
    const received = receiveMessageOnPort(this.port) as { message: Answer } | undefined;
    if (!received || received.message.error !== undefined)
      throw new Error(`The TypeScript compiler failed: ${received?.message.error ?? 'no answer'}`);
    return received.message.value as Result<M>;
  }
}
