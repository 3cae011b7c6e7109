/**
 * What the kernel offers to libraries: showing things, and hearing of interrupts.
 *
 * The library `dlts` describes the same interface in its `engine/host.ts`; the two meet only at run time,
 * through a well-known symbol.
 */
import type { Interrupts } from './interrupt';
import type { Bundle, Outputs } from './outputs';

/** A display that was shown and can be replaced in place. */
export interface DisplayHandle {
  update(data: Bundle, metadata?: Bundle): void;
}

export interface NotebookHost {
  display(data: Bundle, metadata?: Bundle): DisplayHandle;
  onInterrupt(listener: () => void): () => void;
}

export const hostSymbol = Symbol.for('dlts.host');

/** @param current the outputs of the cell that started last */
export function installHost(current: () => Outputs, interrupts: Interrupts): void {
  const host: NotebookHost = {
    display: (data, metadata) => current().display(data, metadata),
    onInterrupt: (listener) => interrupts.onInterrupt(listener),
  };
  Object.defineProperty(globalThis, hostSymbol, { value: host, configurable: true });
}
