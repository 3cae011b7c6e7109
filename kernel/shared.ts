/** The few numbers that the kernel's threads share, and how they mean them. */

/** What the main thread is doing; decides how a stuck cell can be stopped. */
export const Phase = {
  /** Waiting for requests. */
  idle: 0,
  /** Running the kernel's own code, which must never be torn down. */
  kernel: 1,
  /** Running the synchronous part of a cell, under Node's SIGINT watchdog. */
  cell: 2,
  /** Running or awaiting the asynchronous rest of a cell. */
  async: 3,
} as const;

const slots = { phase: 0, interrupt: 1, listeners: 2, closed: 3, run: 4 } as const;

/** A view of the shared numbers. Each thread makes its own over the same buffer. */
export class SharedState {
  private readonly values: Int32Array;

  constructor(readonly buffer = new SharedArrayBuffer(32)) {
    this.values = new Int32Array(buffer);
  }

  get phase(): number {
    return Atomics.load(this.values, slots.phase);
  }

  set phase(phase: number) {
    Atomics.store(this.values, slots.phase, phase);
  }

  /** How many parts of the running cell know how to stop by themselves, and deserve some patience. */
  get listeners(): number {
    return Atomics.load(this.values, slots.listeners);
  }

  set listeners(count: number) {
    Atomics.store(this.values, slots.listeners, count);
  }

  /** Number of the cell that runs, or ran last. */
  get run(): number {
    return Atomics.load(this.values, slots.run);
  }

  set run(number: number) {
    Atomics.store(this.values, slots.run, number);
  }

  /** Whether the reader asked for an interrupt that the main thread has not taken yet. */
  get interruptPending(): boolean {
    return Atomics.load(this.values, slots.interrupt) === 1;
  }

  requestInterrupt(): void {
    Atomics.store(this.values, slots.interrupt, 1);
  }

  /** Takes the pending interrupt, so that it counts once. Returns whether there was one. */
  takeInterrupt(): boolean {
    return Atomics.exchange(this.values, slots.interrupt, 0) === 1;
  }

  /** Says that the sockets are closed. */
  markClosed(): void {
    Atomics.store(this.values, slots.closed, 1);
    Atomics.notify(this.values, slots.closed);
  }

  /** Waits until the sockets are closed, at most so many milliseconds. */
  waitUntilClosed(timeout: number): void {
    Atomics.wait(this.values, slots.closed, 0, timeout);
  }

  /** Runs `work` as kernel code: a stuck cell is not torn down meanwhile. */
  asKernel<T>(work: () => T): T {
    const before = this.phase;
    this.phase = Phase.kernel;
    try {
      return work();
    } finally {
      this.phase = before;
    }
  }
}
