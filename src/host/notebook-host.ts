/**
 * The bridge between the library and whoever runs it: a notebook kernel, or a terminal.
 *
 * The kernel installs a {@link NotebookHost} under a well-known symbol; nothing here depends on the kernel.
 */

/** A display that was shown and can be replaced in place. */
export interface DisplayHandle {
  /** Replaces the shown content. `data` maps a MIME type to its value. */
  update(data: Record<string, unknown>, metadata?: Record<string, unknown>): void;
}

/** What a notebook kernel offers to the library. */
export interface NotebookHost {
  /** Shows one output with any number of MIME types. */
  display(data: Record<string, unknown>, metadata?: Record<string, unknown>): DisplayHandle;
  /** Calls `listener` when the reader interrupts the kernel. Returns a function that unsubscribes. */
  onInterrupt(listener: () => void): () => void;
}

/** Symbol under which the kernel publishes its {@link NotebookHost} on `globalThis`. */
export const HOST_SYMBOL = Symbol.for('dlts.host');

/** The kernel's host, or `undefined` when running in a terminal or a test. */
export function notebookHost(): NotebookHost | undefined {
  return (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] as NotebookHost | undefined;
}
