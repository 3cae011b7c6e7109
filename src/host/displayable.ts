/** Objects that show themselves as the last value of a cell, and as text in a terminal. */

/** One value per MIME type, as the kernel sends it. */
export type MimeBundle = Record<string, unknown>;

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Base of everything that shows itself. */
export abstract class Displayable {
  /** What the kernel shows when this is the last value of a cell. */
  abstract toMimeBundle(): MimeBundle;

  /** Plain text, for terminals. */
  toString(): string {
    return String(this.toMimeBundle()['text/plain']);
  }

  /** @internal What `console.log` prints. */
  [INSPECT](): string {
    return this.toString();
  }
}
