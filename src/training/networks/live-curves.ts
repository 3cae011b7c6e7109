/** Live chart of all values that a loop measures, one panel each. */
import { Trail, type LiveState, type Panel } from '../live/curves';
import { createReporter, type Reporter } from '../live/reporter';
import type { Measurements } from './types';

/** Most panels; further values are written as numbers only. */
const MOST_PANELS = 4;

const ENDINGS: Readonly<Record<string, string>> = {
  finished: 'Finished',
  interrupted: 'Interrupted',
  callback: 'Stopped on request',
  failed: 'Failed',
};

/** Collects the numbers of a loop and keeps the display current. */
export class LiveCurves {
  private readonly state: LiveState;
  private readonly reporter: Reporter;
  private readonly begun = performance.now();
  private first: { time: number; steps: number } | undefined;

  constructor(live: boolean | 'auto', run: { epochs: number; stepsPerEpoch: number }) {
    this.reporter = createReporter(live);
    const start = { epoch: 1, step: 0, elapsed: 0, left: undefined, panels: [], latest: {} };
    this.state = { ...run, ...start, ended: undefined };
  }

  /** After each step; `step` counts from 1 in its epoch. */
  batch(epoch: number, step: number, values: Measurements): void {
    const { state } = this;
    Object.assign(state, { epoch, step });
    Object.assign(state.latest, values);
    const position = epoch - 1 + step / state.stepsPerEpoch;
    for (const [name, value] of Object.entries(values))
      this.panel(name)?.batches.add(position, value);
    this.tick();
    this.reporter.update(state);
  }

  /** After each epoch, with its means. */
  epoch(epoch: number, values: Measurements): void {
    Object.assign(this.state.latest, values);
    for (const [name, value] of Object.entries(values)) {
      this.panel(name)?.training.push([epoch, value]);
    }
    this.tick();
    this.reporter.update(this.state);
  }

  /** The last picture, which stays in the notebook. */
  finish(ending: string): void {
    this.tick();
    this.state.ended = ENDINGS[ending] ?? ending;
    this.reporter.finish(this.state);
  }

  private panel(title: string): Panel | undefined {
    const { panels } = this.state;
    const found = panels.find((panel) => panel.title === title);
    if (found || panels.length >= MOST_PANELS) return found;
    const made: Panel = { title, batches: new Trail(), training: [], validation: [] };
    panels.push(made);
    return made;
  }

  /** Time left from the pace since the first step, which also pays for building the graphs. */
  private tick(): void {
    const { state } = this;
    const now = performance.now();
    state.elapsed = (now - this.begun) / 1000;
    const done = (state.epoch - 1) * state.stepsPerEpoch + state.step;
    this.first ??= { time: now, steps: done };
    const steps = done - this.first.steps;
    if (steps < 1) return;
    const perStep = (now - this.first.time) / 1000 / steps;
    state.left = perStep * (state.epochs * state.stepsPerEpoch - done);
  }
}
