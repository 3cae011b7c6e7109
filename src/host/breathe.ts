/**
 * Runs the event loop once: timers, displays, sockets and signals have their turn.
 *
 * Not by a timer of 0 ms: in Node that takes 1 ms, longer than a token of a small model.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
