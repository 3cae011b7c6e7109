/**
 * Knows on behalf of which cell code runs, also when that cell is long over: its timers and its `await`s go on.
 *
 * Node's `AsyncLocalStorage` would know it everywhere, but in Node 20 and 22 it makes Node abort when an endless loop is
 * ended by force (`wire/mailroom-thread.ts`). So the kernel keeps account at the places that it leads through anyway:
 * the timers of cells and the guard of each `await`, together with the promise reactions that follow.
 */
export class Ownership<Owner extends object> {
  private owner: Owner | undefined;
  private turn = 0;
  private readonly errors = new WeakMap<object, Owner>();

  /** @param afterReactions calls back when all promise reactions that follow from the running code are done */
  constructor(private readonly afterReactions: (then: () => void) => void) {}

  /** The owner of the code that runs now, where it is known. */
  get current(): Owner | undefined {
    return this.owner;
  }

  /** From here on, and in the promise reactions that follow, code runs for `owner`. */
  enter(owner: Owner | undefined): void {
    this.owner = owner;
    const turn = ++this.turn;
    this.afterReactions(() => {
      if (turn === this.turn) this.owner = undefined;
    });
  }

  /** Lets the next promise reaction that is asked for run for `owner`. */
  enterNext(owner: Owner | undefined): void {
    if (owner) queueMicrotask(() => this.enter(owner));
  }

  /** Runs a callback of `owner`'s; what it throws is `owner`'s, too. */
  callback(owner: Owner | undefined, work: () => unknown): unknown {
    this.enter(owner);
    try {
      return work();
    } catch (error) {
      this.claim(error, owner);
      throw error;
    }
  }

  /** Says that an error came out of code of `owner`'s. */
  claim(error: unknown, owner: Owner | undefined): void {
    if (owner && typeof error === 'object' && error !== null) this.errors.set(error, owner);
  }

  /** Whose code an error came from, where it is known. */
  ownerOf(error: unknown): Owner | undefined {
    return typeof error === 'object' && error !== null ? this.errors.get(error) : undefined;
  }
}
