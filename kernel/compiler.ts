/** The main thread's side of the thread that compiles: it asks and waits. */
import path from 'node:path';
import {
  MessageChannel,
  receiveMessageOnPort,
  Worker,
  type MessagePort,
} from 'node:worker_threads';
import type { CellCompiler } from './cell-compiler';

type Method = 'convert' | 'locate' | 'keep' | 'complete' | 'inspect' | 'addModule';

export interface Request {
  method: Method;
  args: unknown[];
}

export interface Answer {
  value?: unknown;
  error?: string;
}

/** Longest wait for an answer, in milliseconds; the compiler's thread may have run out of memory. */
const timeout = 120_000;

export class Compiler {
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
      resourceLimits: { maxYoungGenerationSizeMb: 96 },
    });
    this.worker.unref();
    this.worker.on('error', (error) => {
      process.stderr.write(`TypeScript kernel: the compiler stopped: ${String(error)}\n`);
    });
  }

  /** Calls a method of {@link CellCompiler} over there. */
  call<M extends Method>(
    method: M,
    ...args: Parameters<CellCompiler[M]>
  ): ReturnType<CellCompiler[M]> {
    Atomics.store(this.answered, 0, 0);
    this.port.postMessage({ method, args } satisfies Request);
    if (Atomics.wait(this.answered, 0, 0, timeout) === 'timed-out')
      throw new Error('The TypeScript compiler does not answer. Restart the kernel.');
    const received = receiveMessageOnPort(this.port) as { message: Answer } | undefined;
    if (!received || received.message.error !== undefined)
      throw new Error(`The TypeScript compiler failed: ${received?.message.error ?? 'no answer'}`);
    return received.message.value as ReturnType<CellCompiler[M]>;
  }

  close(): void {
    void this.worker.terminate();
  }
}
