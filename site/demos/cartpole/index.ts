/** A cart that learns to balance a pole while the reader watches, and pushes. */
import { itemAt } from '../../../src/host/item-at';
import { button, definePlainDemo, element, field, onThemeChange, select, slider } from '../page';
import { averages, forward, Learner } from './learner';
import { hasFallen, MOST_STEPS, randomStart, stepCart, type State } from './physics';
import { createCurve, createStage } from './stage';

/** Steps between two pictures; 0 shows the end of each episode only. */
const SPEEDS = { 1: 'as in life', 8: 'eight times', 0: 'one picture an episode' };
/** Milliseconds between two pictures of a film, and between two episodes that are shown as one picture. */
const [FRAME, PAUSE] = [20, 60];
/** Episodes between two summaries while it runs. */
const SPOKEN = 10;
const SEED = 1;
const SOLVED = 475;

definePlainDemo('cartpole', (place) => {
  const lab = new Laboratory(place);
  onThemeChange(() => lab.paint());
  place.append(...lab.parts());
  lab.reset();
});

/** One cart, one learner, and a clock that can be stopped. */
class Laboratory {
  private learner = new Learner(SEED);
  private state: State = [0, 0, 0, 0];
  private steps = 0;
  private hand = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stage = createStage(() => this.paint());
  private readonly curve = createCurve(() => this.paint());
  private readonly numbers = element('p', { class: 'demo-numbers' });
  private readonly verdict = element('p', { class: 'demo-verdict', 'aria-live': 'polite' });
  private readonly run = button('Run', () => this.toggle(), { class: 'demo-button is-main' });
  private readonly learn = element('input', { type: 'checkbox', checked: true });
  private readonly speed = select(SPEEDS, () => undefined);
  private readonly push: HTMLInputElement;
  private readonly pushed = element('output', {}, '0 N');

  constructor(private readonly place: HTMLElement) {
    this.push = slider({ min: -8, max: 8, step: 1, value: 0 }, (newtons) => this.lean(newtons));
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.speed.value = still ? '0' : '1';
  }

  parts(): HTMLElement[] {
    const letGo = button('Let go', () => {
      this.push.value = '0';
      this.lean(0);
    });
    const buttons = [
      this.run,
      button('Learn 10 episodes', () => this.finish(10)),
      button('Start over', () => this.reset()),
      letGo,
      element('label', { class: 'demo-check' }, this.learn, 'learn after each episode'),
    ];
    const push = field('Your push', this.push, this.pushed);
    return [
      element('div', { class: 'demo-controls' }, field('Speed', this.speed), push),
      element('div', { class: 'demo-row' }, ...buttons),
      ...[this.verdict, this.stage.canvas, this.numbers, this.curve.canvas],
    ];
  }

  paint(): void {
    const { lengths } = this.learner;
    this.stage.paint(this.state, this.hand);
    this.curve.paint(lengths);
    const right = Math.round(100 * forward(this.learner.weights, this.state).right);
    const degrees = ((180 * this.state[2]) / Math.PI).toFixed(1).replace('-', '−');
    this.numbers.textContent = `episode ${lengths.length + 1} · step ${this.steps} · angle ${degrees}° · pushes right with ${right} %`;
    const label = `A cart ${this.state[0].toFixed(1)} m from the middle with a pole that leans by ${degrees} degrees.`;
    this.stage.canvas.setAttribute('aria-label', label);
    Object.assign(this.place.dataset, { lengths: JSON.stringify(lengths) });
  }

  reset(): void {
    this.learner = new Learner(SEED);
    this.begin();
    this.pause('Press Run. The cart has never balanced anything: it pushes at random, and falls.');
    this.paint();
  }

  private begin(): void {
    this.state = randomStart(this.learner.random);
    this.steps = 0;
  }

  private lean(newtons: number): void {
    this.hand = newtons;
    this.pushed.textContent = `${String(newtons).replace('-', '−')} N`;
    this.paint();
  }

  /** One push of the policy. @returns whether the episode ended with it */
  private step(): boolean {
    this.state = stepCart(this.state, this.learner.act(this.state), this.hand);
    this.steps++;
    if (!hasFallen(this.state) && this.steps < MOST_STEPS) return false;
    this.learner.end(this.learn.checked);
    return true;
  }

  /** Episodes at once, without pictures between. */
  private finish(episodes: number): void {
    this.pause('');
    for (let done = 0; done < episodes;)
      if (this.step()) {
        done++;
        this.begin();
      }
    this.verdict.textContent = this.summary();
    this.paint();
  }

  private toggle(): void {
    if (this.timer !== undefined) return this.pause(this.summary());
    this.run.textContent = 'Pause';
    this.verdict.textContent = '';
    this.go();
  }

  private go(): void {
    const steps = Number(this.speed.value);
    let ended = false;
    for (let i = 0; (steps === 0 || i < steps) && !ended; i++) ended = this.step();
    this.paint();
    if (ended) {
      // Read out now and then: a screen reader must not be flooded.
      if (this.learner.lengths.length % SPOKEN === 0) this.verdict.textContent = this.summary();
      this.begin();
    }
    this.timer = setTimeout(() => this.go(), steps === 0 ? PAUSE : FRAME);
  }

  private pause(words: string): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.run.textContent = 'Run';
    this.verdict.textContent = words;
  }

  private summary(): string {
    const { lengths } = this.learner;
    if (lengths.length === 0) return 'The first episode is not over yet.';
    const last = itemAt(averages(lengths), lengths.length - 1);
    const solved = lengths.length >= 10 && last >= SOLVED ? ' It has learned to balance.' : '';
    return `Episode ${lengths.length} lasted ${itemAt(lengths, lengths.length - 1)} steps; the last ten ${Math.round(last)} on average.${solved}`;
  }
}
