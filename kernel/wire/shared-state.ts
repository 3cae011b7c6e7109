/** The few numbers that the kernel's threads share. */
import { Phase, type RunState } from '../run/state';

const SLOTS = { phase: 0, interrupt: 1, listeners: 2, closed: 3, run: 4 } as const;

/** A view of the shared numbers. Each thread makes its own over the same buffer. */
export class SharedState implements RunState {
  private readonly values: Int32Array;

  constructor(readonly buffer = new SharedArrayBuffer(32)) {
    this.values = new Int32Array(buffer);
  }

  get phase(): number {
    return Atomics.load(this.values, SLOTS.phase);
  }

  set phase(phase: number) {
    Atomics.store(this.values, SLOTS.phase, phase);
  }

  get listeners(): number {
    return Atomics.load(this.values, SLOTS.listeners);
  }

  set listeners(count: number) {
    Atomics.store(this.values, SLOTS.listeners, count);
  }

  get run(): number {
    return Atomics.load(this.values, SLOTS.run);
  }

  set run(number: number) {
    Atomics.store(this.values, SLOTS.run, number);
  }

  get interruptPending(): boolean {
    return Atomics.load(this.values, SLOTS.interrupt) === 1;
  }

  requestInterrupt(): void {
    Atomics.store(this.values, SLOTS.interrupt, 1);
  }

  takeInterrupt(): boolean {
    return Atomics.exchange(this.values, SLOTS.interrupt, 0) === 1;
  }

  /** Says that the sockets are closed. */
  markClosed(): void {
    Atomics.store(this.values, SLOTS.closed, 1);
    Atomics.notify(this.values, SLOTS.closed);
  }

  /** Waits until the sockets are closed, at most so many milliseconds. */
  waitUntilClosed(timeout: number): void {
    Atomics.wait(this.values, SLOTS.closed, 0, timeout);
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
