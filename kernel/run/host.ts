/** What the kernel offers to libraries: showing things, and hearing of interrupts. */
import { HOST_SYMBOL, type NotebookHost } from 'dlts/dist/host/notebook-host';
import type { Outputs } from '../show/outputs';
import type { Interrupts } from './interrupt';

/** @param current the outputs of the cell that is showing something */
export function installHost(current: () => Outputs, interrupts: Interrupts): void {
  const host: NotebookHost = {
    display: (data, metadata) => current().display(data, metadata),
    onInterrupt: (listener) => interrupts.onInterrupt(listener),
  };
  Object.defineProperty(globalThis, HOST_SYMBOL, { value: host, configurable: true });
}
