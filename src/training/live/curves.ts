/** The numbers behind the live chart: per-epoch points and a bounded trail of per-batch values. */

/** Upper bound of stored batch values per curve; beyond it neighbors are averaged. */
const MAX_TRAIL = 160;

/** Averages neighbors whenever it grows too long, so that memory and drawing time stay bounded. */
export class Trail {
  /** `[position in epochs, value]` */
  readonly points: [number, number][] = [];
  private perBin = 1;
  private count = 0;
  private sumX = 0;
  private sumY = 0;

  add(x: number, y: number): void {
    if (!Number.isFinite(y)) return;
    this.sumX += x;
    this.sumY += y;
    if (++this.count < this.perBin) return;
    this.points.push([this.sumX / this.count, this.sumY / this.count]);
    this.count = this.sumX = this.sumY = 0;
    if (this.points.length > MAX_TRAIL) this.halve();
  }

  private halve(): void {
    const merged: [number, number][] = [];
    for (let i = 0; i + 1 < this.points.length; i += 2) {
      const [a, b] = [this.points[i], this.points[i + 1]];
      if (a && b) merged.push([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
    }
    this.points.splice(0, this.points.length, ...merged);
    this.perBin *= 2;
  }
}

/** One panel of the chart: a quantity on training and, if known, validation data. */
export interface Panel {
  title: string;
  batches: Trail;
  training: [number, number][];
  validation: [number, number][];
}

/** Everything that the display shows at one moment. */
export interface LiveState {
  epochs: number;
  /** Current epoch, from 1. */
  epoch: number;
  /** Steps done in this epoch, and steps an epoch has. */
  step: number;
  stepsPerEpoch: number;
  /** Seconds since the start, and an estimate of what is left (`undefined` until known). */
  elapsed: number;
  left: number | undefined;
  panels: Panel[];
  /** Latest numbers by name, e.g. `{ loss: 0.12, valLoss: 0.15 }`. */
  latest: Record<string, number>;
  /** How it ended; `undefined` while it runs. */
  ended: string | undefined;
}
