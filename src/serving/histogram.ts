/** Counts values by size, in the few numbers that a monitoring system reads. */

/** A histogram with fixed upper bounds. */
export class Histogram {
  private readonly counts: number[];
  private total = 0;

  /** @param bounds upper bounds of the buckets, rising; a last one without bound is added */
  constructor(readonly bounds: readonly number[]) {
    this.counts = Array<number>(bounds.length + 1).fill(0);
  }

  /** Counts one value. */
  add(value: number): void {
    const found = this.bounds.findIndex((bound) => value <= bound);
    const bucket = found < 0 ? this.bounds.length : found;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.total += value;
  }

  /** How many values were counted. */
  get count(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** Sum of all values. */
  get sum(): number {
    return this.total;
  }

  /**
   * In the text format of Prometheus: buckets are cumulative.
   * @see https://prometheus.io/docs/instrumenting/exposition_formats/
   */
  text(name: string, help: string): string[] {
    let sum = 0;
    const buckets = [...this.bounds, Infinity].map((bound, i) => {
      sum += this.counts[i] ?? 0;
      return `${name}_bucket{le="${bound === Infinity ? '+Inf' : bound}"} ${sum}`;
    });
    return [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} histogram`,
      ...buckets,
      `${name}_sum ${this.total}`,
      `${name}_count ${sum}`,
    ];
  }
}
