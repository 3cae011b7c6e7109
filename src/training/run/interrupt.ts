/** Turns the notebook's "interrupt kernel", or Ctrl+C in a terminal, into a flag that loops can read. */
import { notebookHost } from '../../host/notebook-host';

/** A running listener. Call `stop` when the work is over. */
export interface InterruptWatch {
  readonly interrupted: boolean;
  stop(): void;
}

/**
 * Watches for an interrupt until `stop` is called.
 *
 * In a terminal the first Ctrl+C sets the flag and the second one ends the process as usual.
 */
export function watchInterrupt(): InterruptWatch {
  const state = { interrupted: false };
  const mark = (): void => {
    state.interrupted = true;
  };
  const host = notebookHost();
  if (host) {
    const unsubscribe = host.onInterrupt(mark);
    return {
      get interrupted() {
        return state.interrupted;
      },
      stop: unsubscribe,
    };
  }
  process.once('SIGINT', mark);
  return {
    get interrupted() {
      return state.interrupted;
    },
    stop: () => {
      process.removeListener('SIGINT', mark);
    },
  };
}
