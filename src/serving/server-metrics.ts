/** What a server counts about itself. */
import { Histogram } from './histogram';

/** Upper bounds of the latency buckets, in seconds. */
const LATENCIES = [...[0.001, 0.002, 0.005, 0.01, 0.02, 0.05], ...[0.1, 0.2, 0.5, 1, 2, 5]];

/** What a server counted since its start, as plain numbers. */
export interface ServerCounts {
  /** Answers to `/predict` by status code. */
  answers: Record<string, number>;
  /** Calls of the model. */
  batches: number;
  /** Examples in them, without what fills a batch up. */
  examples: number;
  /** Examples that wait now. */
  waiting: number;
  /** Tensors that exist in the server's process now. */
  tensors: number;
  /** Sum over all answered requests of the seconds from the complete request to its answer. */
  seconds: number;
}

/** Counters of one server. */
export class ServerMetrics {
  private readonly answers = new Map<number, number>();
  private readonly latency = new Histogram(LATENCIES);
  private readonly batchSize: Histogram;

  /** @param sizes batch sizes, for the buckets */
  constructor(
    sizes: readonly number[],
    private readonly now: () => { waiting: number; tensors: number },
  ) {
    this.batchSize = new Histogram(sizes);
  }

  /** Counts an answer. */
  answered(status: number, seconds: number): void {
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    this.latency.add(seconds);
  }

  /** Counts a call of the model. */
  computed(examples: number): void {
    this.batchSize.add(examples);
  }

  counts(): ServerCounts {
    const { batchSize, latency } = this;
    return {
      answers: Object.fromEntries(this.answers),
      batches: batchSize.count,
      examples: batchSize.sum,
      seconds: latency.sum,
      ...this.now(),
    };
  }

  /** All of it as Prometheus reads it. */
  text(): string {
    const { waiting, tensors } = this.now();
    const gauge = (name: string, help: string, value: number) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      `${name} ${value}`,
    ];
    const answers = [...this.answers].sort(([a], [b]) => a - b);
    return [
      '# HELP dlts_requests_total Answers to /predict by status code.',
      '# TYPE dlts_requests_total counter',
      ...answers.map(([status, count]) => `dlts_requests_total{status="${status}"} ${count}`),
      ...this.latency.text('dlts_request_seconds', 'From the complete request to its answer.'),
      ...this.batchSize.text('dlts_batch_size', 'Examples in one call of the model.'),
      ...gauge('dlts_queue_examples', 'Examples that wait.', waiting),
      ...gauge('dlts_tensors', 'Tensors that exist.', tensors),
      '# HELP process_cpu_seconds_total Processor time that the process has used, of all its threads.',
      '# TYPE process_cpu_seconds_total counter',
      `process_cpu_seconds_total ${cpuSeconds()}`,
      '',
    ].join('\n');
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage(); // microseconds
  return (user + system) / 1e6;
}
