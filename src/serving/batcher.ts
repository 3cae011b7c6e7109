/** Gathers what arrives at about the same time, so that one call of a model serves all of it. */
import { checkWholeNumber } from '../host/checks';
import { RequestError } from './request-error';

/** Options of {@link Batcher}. */
export interface BatcherOptions {
  /** Most items that go into one call. */
  maxBatch: number;
  /** Milliseconds that the first item of an incomplete batch waits for others; 0 takes what is there. */
  maxWaitMs: number;
  /** Most items that wait. What does not fit is refused at once. */
  maxQueue: number;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(reason: unknown): void;
  since: number;
}

/** Seconds after which a refused client may try again. */
const RETRY_AFTER = 1;

/** First come, first served. Items of one request may share a batch with others, and may be split over two. */
export class Batcher<Item, Result> {
  private readonly queue: Waiting<Item, Result>[] = [];
  private timer: NodeJS.Timeout | undefined;
  private immediate: NodeJS.Immediate | undefined;

  /**
   * @param run computes a batch, one result per item, in order; blocks until it is done
   * @throws RangeError for numbers out of range.
   */
  constructor(
    private readonly run: (items: Item[]) => Result[],
    private readonly options: BatcherOptions,
  ) {
    const { maxBatch, maxQueue, maxWaitMs } = options;
    checkWholeNumber('servePredictions', 'maxBatch', maxBatch, { most: 1024 });
    checkWholeNumber('servePredictions', 'maxQueue', maxQueue, {
      least: maxBatch,
      remedy: 'let at least one batch wait',
    });
    if (!(maxWaitMs >= 0 && maxWaitMs <= 10_000))
      throw new RangeError(
        `servePredictions: expected maxWaitMs from 0 to 10,000 milliseconds; got ${maxWaitMs}; pass for example 2.`,
      );
  }

  /** Items that wait. */
  get waiting(): number {
    return this.queue.length;
  }

  /**
   * @returns one result per item, when all are computed
   * @throws RequestError 503 when the queue has no room for all of them; whatever `run` throws.
   */
  async submit(items: readonly Item[]): Promise<Result[]> {
    const { maxQueue } = this.options;
    if (this.queue.length + items.length > maxQueue)
      throw new RequestError(
        503,
        `predict: expected at most ${maxQueue} waiting examples; got more; try again in ${RETRY_AFTER} second.`,
        RETRY_AFTER,
      );
    const since = performance.now();
    const results = items.map(
      (item) =>
        new Promise<Result>((resolve, reject) => {
          this.queue.push({ item, resolve, reject, since });
        }),
    );
    this.schedule();
    return Promise.all(results);
  }

  /** Computes all that wait, now. */
  flush(): void {
    while (this.queue.length > 0) this.runOne();
  }

  private schedule(): void {
    const [first] = this.queue;
    if (!first || this.immediate) return;
    const { maxBatch, maxWaitMs } = this.options;
    const left = first.since + maxWaitMs - performance.now();
    // After the events that are due: more requests may already have been read.
    if (this.queue.length >= maxBatch || left <= 0) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.immediate = setImmediate(() => {
        this.immediate = undefined;
        this.runOne();
        this.schedule();
      });
    } else {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.schedule();
      }, left);
    }
  }

  private runOne(): void {
    const batch = this.queue.splice(0, this.options.maxBatch);
    if (batch.length === 0) return;
    try {
      const results = this.run(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, i) => {
        const result = results[i];
        if (result === undefined) reject(tooFew(results.length, batch.length));
        else resolve(result);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

function tooFew(results: number, items: number): Error {
  return new Error(
    `predict: expected one result per example, ${items}; got ${results}; mend the function that computes a batch.`,
  );
}
