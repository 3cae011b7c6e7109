/** The state of the playground: a surface, a walk on it, and whether it runs. */
import { itemAt } from '../../../src/host/item-at';
import { button, element } from '../page';
import type { Runtime } from '../shared';
import { createChart } from './chart';
import { createMap } from './map';
import type { Surface, SurfaceName, Weights } from './surfaces';
import { createWalk, type Settings, type Walk } from './walk';

const MAX_STEPS = 500;
const MILLISECONDS_A_STEP = 60;

const short = (value: number): string =>
  (Math.abs(value) >= 1e5 ? value.toExponential(1) : String(Number(value.toPrecision(3)))).replace(
    '-',
    '−',
  );

/** A walk downhill that can be run, paused and begun elsewhere, with what shows it. */
export class Playground {
  readonly settings: Settings = { optimizer: 'sgd', learningRate: 0.1, batchSize: 0 };
  readonly map = createMap(() => this.paint());
  readonly chart = createChart(() => this.paint());
  readonly numbers = element('p', { class: 'demo-numbers' });
  readonly verdict = element('p', { class: 'demo-verdict', 'aria-live': 'polite' });
  readonly ofBatch = element('input', { type: 'checkbox' });
  readonly run = button('Run', () => this.toggle(), { class: 'demo-button is-main' });
  name: SurfaceName = 'scaled';
  surface: Surface;
  /** Where the next walk begins. */
  start: Weights;
  private walk: Walk;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly place: HTMLElement,
    private readonly runtime: Runtime,
    private readonly surfaces: Record<SurfaceName, Surface>,
  ) {
    this.surface = surfaces[this.name];
    this.start = this.surface.start;
    this.walk = createWalk(runtime, this.surface, this.start);
    this.ofBatch.addEventListener('change', () => this.paint());
  }

  /** Another surface; {@link reset} begins to walk on it. */
  choose(name: SurfaceName): void {
    this.name = name;
    this.surface = this.surfaces[name];
    this.start = this.surface.start;
  }

  paint(): void {
    const { surface, walk } = this;
    this.map.paint(surface, walk.path, this.ofBatch.checked ? walk.batch : undefined);
    this.chart.paint(walk.losses, surface.loss(surface.lowest));
    const step = walk.path.length - 1;
    const loss = itemAt(walk.losses, step);
    const [a, b] = itemAt(walk.path, step);
    this.numbers.textContent = `step ${step} · loss ${short(loss)} · at (${short(a)}, ${short(b)})`;
    Object.assign(this.place.dataset, { step, loss, weights: JSON.stringify([a, b]) });
  }

  /** A new walk from {@link start}. */
  reset(): void {
    this.walk.dispose();
    this.walk = createWalk(this.runtime, this.surface, this.start);
    this.pause('Press Run. Tap the surface to begin somewhere else.');
    this.paint();
  }

  /** One step, after which nothing runs. */
  takeOne(): void {
    if (this.timer !== undefined) this.pause();
    this.step();
    this.paint();
  }

  private toggle(): void {
    if (this.timer !== undefined) return this.pause();
    if (this.walk.path.length > MAX_STEPS) this.reset();
    this.run.textContent = 'Pause';
    this.verdict.textContent = '';
    this.go();
  }

  private go(): void {
    const more = this.step();
    this.paint();
    if (more) this.timer = setTimeout(() => this.go(), MILLISECONDS_A_STEP);
  }

  /** @returns whether there is a next step to take */
  private step(): boolean {
    if (!this.walk.step(this.settings))
      this.pause(
        'The loss exploded: each step overshoots farther. Choose a smaller learning rate.',
      );
    else if (this.walk.path.length > MAX_STEPS) this.pause();
    else return true;
    return false;
  }

  private pause(words = this.summary()): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.run.textContent = 'Run';
    this.verdict.textContent = words;
  }

  private summary(): string {
    const { walk, surface } = this;
    const step = walk.path.length - 1;
    const loss = short(itemAt(walk.losses, step));
    return `After ${step} steps the loss is ${loss}; the lowest is ${short(surface.loss(surface.lowest))}.`;
  }
}
