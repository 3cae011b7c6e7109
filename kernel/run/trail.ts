/**
 * The way to an error across `await`.
 *
 * The engine's own record of it ends at a promise that is not awaited directly, and all that a cell awaits passes
 * through the kernel's guard first. So the guard marks the place before it waits, and ties it to the error that comes.
 */
export class Trail {
  private readonly places = new WeakMap<object, Error[]>();

  /** A mark of the place from which this is called. */
  mark(): Error {
    return new Error('awaited here');
  }

  /** Says that `error` came out of what was awaited at `mark`. */
  tie(error: unknown, mark: Error): void {
    if (typeof error !== 'object' || error === null) return;
    const known = this.places.get(error);
    if (known) known.push(mark);
    else this.places.set(error, [mark]);
  }

  /** The marks through which an error came, the innermost first. */
  of(error: object): readonly Error[] {
    return this.places.get(error) ?? [];
  }
}
