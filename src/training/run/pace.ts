/** Lets displays, interrupts and timers through while training keeps the thread busy. */
import { breathe } from '../../host/breathe';

/** Longest time that training holds the event loop, in milliseconds. */
export const HOLD_MS = 30;

/** Counts time since the event loop last ran. */
export class Pace {
  private last = performance.now();

  /** True when the event loop should run now. Cheap enough to ask after every step. */
  due(): boolean {
    return performance.now() - this.last >= HOLD_MS;
  }

  /** Runs the event loop once. */
  async rest(): Promise<void> {
    await breathe();
    this.last = performance.now();
  }
}
