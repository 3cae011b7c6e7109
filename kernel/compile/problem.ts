import type { Position } from './edits';

/** A complaint of the compiler, at a place in the cell. */
export interface Problem {
  /** Number of the rule: 2322 for "TS2322". */
  code: number;
  message: string;
  start: Position;
  end: Position;
  /** The file, when it is not the cell. */
  file?: string;
  /** Whether the message says all there is to say: no rule's number, no further advice. */
  plain?: boolean;
}
