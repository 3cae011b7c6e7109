/** How many steps one call takes: as many as fit between two looks at displays and interrupts. */
import { HOLD_MS } from './pace';

/** Most steps of one call, however short they are. */
const MOST_STEPS = 64;
/** A call takes at most this many times the steps of the one before, so that one lucky measurement does no harm. */
const GROWTH = 4;

/** Learns from the time that calls take. */
export class Blocks {
  private steps = 1;

  /** @param left steps that could follow without a break */
  next(left: number): number {
    return Math.max(1, Math.min(left, this.steps));
  }

  /** To be told of every call. One that compiles takes long, and the next has one step again. */
  took(steps: number, milliseconds: number): void {
    const fitting = Math.floor((HOLD_MS * steps) / milliseconds);
    this.steps = Math.max(1, Math.min(fitting, steps * GROWTH, MOST_STEPS));
  }
}
