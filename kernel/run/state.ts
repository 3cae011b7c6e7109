/** What the kernel's threads tell each other about the cell that runs. */

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

/** Shared between threads in Node; a plain object where there is one thread. */
export interface RunState {
  phase: number;
  /** Number of the cell that runs, or ran last. */
  run: number;
  /** How many parts of the running cell know how to stop by themselves, and deserve some patience. */
  listeners: number;
  /** Whether the reader asked for an interrupt that the main thread has not taken yet. */
  readonly interruptPending: boolean;
  /** Takes the pending interrupt, so that it counts once. Returns whether there was one. */
  takeInterrupt(): boolean;
}
