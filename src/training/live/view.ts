/** Collects the numbers of a run and keeps the display current. */
import { readableName } from './text';
import { Trail, type LiveState, type Panel } from './curves';
import { createReporter, type Reporter } from './reporter';
import { validationName } from '../history';

const ENDINGS: Record<string, string> = {
  finished: 'Finished',
  earlyStopping: 'Stopped early, no further improvement,',
  interrupted: 'Interrupted',
  callback: 'Stopped on request',
  failed: 'Failed',
};

/** Live display of one training. */
export class LiveView {
  private readonly state: LiveState;
  private readonly reporter: Reporter;
  private readonly begun = performance.now();
  private firstStepDone: { time: number; steps: number } | undefined;

  /** @param names the values to draw, `loss` first; the first two get a panel each. */
  constructor(
    live: boolean | 'auto',
    private readonly names: string[],
    run: { epochs: number; stepsPerEpoch: number; epoch: number },
  ) {
    this.reporter = createReporter(live);
    const panels = names
      .slice(0, 2)
      .map((title): Panel => ({ title, batches: new Trail(), training: [], validation: [] }));
    this.state = {
      ...run,
      step: 0,
      elapsed: 0,
      left: undefined,
      panels,
      latest: {},
      ended: undefined,
    };
  }

  /** Draws what an earlier part of a resumed run had measured. */
  addHistory(history: Record<string, number[]>): void {
    (history['epoch'] ?? []).forEach((epoch, i) => {
      const at = (name: string): [string, number] => [name, history[name]?.[i] ?? NaN];
      const names = this.names.flatMap((name) => [name, validationName(name)]);
      this.points(epoch, Object.fromEntries(names.map(at).filter(([, v]) => !Number.isNaN(v))));
    });
  }

  /** After each step. */
  batch(epoch: number, step: number, values: Record<string, number>): void {
    const { state } = this;
    Object.assign(state, { epoch, step });
    Object.assign(state.latest, values);
    const position = epoch - 1 + step / state.stepsPerEpoch;
    for (const panel of state.panels) panel.batches.add(position, values[panel.title] ?? NaN);
    this.tick();
    this.reporter.update(state);
  }

  /** After each epoch. */
  epoch(epoch: number, values: Record<string, number>): void {
    this.points(epoch, values);
    this.tick();
    this.reporter.update(this.state);
  }

  /** The last picture, which stays in the notebook. */
  finish(ending: string): void {
    this.tick();
    this.state.ended = ENDINGS[ending] ?? readableName(ending);
    this.reporter.finish(this.state);
  }

  private points(epoch: number, values: Record<string, number>): void {
    Object.assign(this.state.latest, values);
    for (const panel of this.state.panels) {
      const training = values[panel.title];
      const validation = values[validationName(panel.title)];
      if (training !== undefined) panel.training.push([epoch, training]);
      if (validation !== undefined) panel.validation.push([epoch, validation]);
    }
  }

  /** Time left from the pace since the first step, which also pays for building the graph. */
  private tick(): void {
    const { state } = this;
    const now = performance.now();
    state.elapsed = (now - this.begun) / 1000;
    const done = (state.epoch - 1) * state.stepsPerEpoch + state.step;
    this.firstStepDone ??= { time: now, steps: done };
    const steps = done - this.firstStepDone.steps;
    if (steps < 1) return;
    const perStep = (now - this.firstStepDone.time) / 1000 / steps;
    state.left = perStep * (state.epochs * state.stepsPerEpoch - done);
  }
}
