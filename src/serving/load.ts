/** Load for a server, and what it measures: clients that wait for their answers, or arrivals that do not wait. */
import { checkOptions } from '../host/options';
import { createRandom } from '../engine';

/** Options of {@link measureLoad}. */
export interface LoadOptions {
  /** Seconds during which requests begin. */
  seconds: number;
  /** Open loop: requests per second that arrive, whether or not earlier ones were answered. */
  rate?: number;
  /** Closed loop: clients that each send the next request when the last one was answered. */
  clients?: number;
  /** Closed loop: milliseconds from one request of a client to its next, if the answer is there. Default 0. */
  everyMs?: number;
  /** Open loop: `true` spaces arrivals evenly; else they are random, as independent users are. Default false. */
  even?: boolean;
  /** Seed of random arrivals. Default 1. */
  seed?: number;
}

/** What {@link measureLoad} measured. Times are in milliseconds. */
export interface Load {
  /** From the time at which each request was due to its answer, of those answered by `ok`. */
  latencies: number[];
  /** The same, from the time at which it was really sent. */
  services: number[];
  /** Answers that were not `ok`. */
  failures: number;
  /** Answers that were `ok`, per second from the first request to the last answer. */
  throughput: number;
  /** Requests under way, averaged over that time: counted, not computed from latencies. */
  inFlight: number;
}

const KNOWN = {
  ...{ seconds: true, rate: true, clients: true, everyMs: true, even: true, seed: true },
} as const satisfies Record<keyof LoadOptions, true>;

/**
 * Sends requests for some seconds and measures their latencies.
 *
 * @param send sends one request; resolves to whether it was answered well. It is given the request's number, from 0.
 * @param options `seconds`, and either `rate` (open loop) or `clients` (closed loop); see {@link LoadOptions}
 * @returns plain numbers, when all requests are answered; see {@link Load}
 * @throws RangeError unless exactly one of `rate` and `clients` is given, and all numbers are above 0.
 * @example
 * const { latencies, failures } = await measureLoad(async () => true, { rate: 100, seconds: 0.1, even: true });
 * [latencies.length, failures]; // [ 10, 0 ]
 */
export async function measureLoad(
  send: (index: number) => Promise<boolean>,
  options: LoadOptions,
): Promise<Load> {
  checkLoad(options);
  const log = new Log(send);
  await (options.rate === undefined ? closedLoop(log, options) : openLoop(log, options));
  return log.result();
}

function checkLoad(options: LoadOptions): void {
  checkOptions('measureLoad', options, KNOWN);
  const { seconds, rate, clients, everyMs = 0 } = options;
  const number = rate ?? clients ?? NaN;
  if ((rate === undefined) === (clients === undefined) || !(number > 0 && number < Infinity))
    throw new RangeError(
      `measureLoad: expected rate above 0, or clients above 0; got rate ${rate} and clients ${clients}; pass one of them.`,
    );
  if (!(seconds > 0 && seconds < Infinity) || !(everyMs >= 0))
    throw new RangeError(
      `measureLoad: expected seconds above 0 and everyMs of at least 0; got ${seconds} and ${everyMs}; pass for example { seconds: 2 }.`,
    );
}

/** Notes what happens to each request. */
class Log {
  private readonly latencies: number[] = [];
  private readonly services: number[] = [];
  private failures = 0;
  private sent = 0;
  private open = 0;
  /** Milliseconds times requests under way. */
  private area = 0;
  private readonly start = performance.now();
  private last = this.start;

  constructor(private readonly send: (index: number) => Promise<boolean>) {}

  /** Sends a request that was due at `due`. */
  async request(due: number): Promise<void> {
    const sentAt = performance.now();
    this.change(1, sentAt);
    const ok = await this.send(this.sent++).catch(() => false);
    const now = performance.now();
    this.change(-1, now);
    if (!ok) this.failures++;
    else {
      this.latencies.push(now - due);
      this.services.push(now - sentAt);
    }
  }

  private change(by: number, now: number): void {
    this.area += this.open * (now - this.last);
    this.last = now;
    this.open += by;
  }

  result(): Load {
    const { latencies, services, failures, area } = this;
    const elapsed = this.last - this.start;
    const throughput = (1000 * latencies.length) / elapsed;
    return { latencies, services, failures, throughput, inFlight: area / elapsed };
  }
}

async function closedLoop(log: Log, { clients = 1, seconds, everyMs = 0 }: LoadOptions) {
  const end = performance.now() + 1000 * seconds;
  const client = async (): Promise<void> => {
    for (let due = performance.now(); due < end; due = Math.max(due + everyMs, performance.now())) {
      if (due > performance.now()) await until(due);
      await log.request(performance.now());
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

async function openLoop(log: Log, options: LoadOptions) {
  const start = performance.now();
  const due = arrivals(options).map((offset) => start + offset);
  const pending: Promise<void>[] = [];
  while (pending.length < due.length) {
    const next = due[pending.length] ?? 0;
    if (next > performance.now()) await until(next);
    // All that are due by now: a timer may wake up late.
    const now = performance.now();
    for (const time of due.slice(pending.length)) {
      if (time > now) break;
      pending.push(log.request(time));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(pending);
}

/** Milliseconds from the start at which requests are due: even, or with gaps of an exponential distribution. */
function arrivals({ rate = 1, seconds, even = false, seed = 1 }: LoadOptions): number[] {
  const gap = 1000 / rate;
  if (even) return Array.from({ length: Math.max(1, Math.round(rate * seconds)) }, (_, i) => i * gap); // prettier-ignore
  const random = createRandom(seed);
  const times: number[] = [];
  const next = (time: number) => time - Math.log(1 - random.uniform()) * gap;
  for (let time = next(0); time < 1000 * seconds; time = next(time)) times.push(time);
  return times;
}

/** Waits for a time of `performance.now()`. */
const until = (time: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, time - performance.now()));
