/** Gradient descent playground: choose a surface, an optimizer, a learning rate and a batch, and watch. */
import { itemAt } from '../../../src/host/item-at';
import { button, defineDemo, element, field, onThemeChange, select, slider } from '../page';
import { createChart } from './chart';
import { createMap } from './map';
import {
  createSurfaces,
  type Cars,
  type Surface,
  type SurfaceName,
  type Weights,
} from './surfaces';
import { createWalk, type OptimizerName, type Settings, type Walk } from './walk';

const SURFACES = { scaled: 'Cars, scaled', unscaled: 'Cars, unscaled', banana: 'Banana valley' };
const OPTIMIZERS = { sgd: 'SGD', momentum: 'Momentum 0.9', rmsprop: 'RMSProp', adam: 'Adam' };
const BATCHES = { 0: 'all examples', 64: '64', 8: '8', 1: '1' };
/** A first learning rate with which each surface can be walked. */
const RATES: Record<SurfaceName, Record<OptimizerName, number>> = {
  scaled: { sgd: 0.1, momentum: 0.03, rmsprop: 0.05, adam: 0.1 },
  unscaled: { sgd: 0.05, momentum: 0.02, rmsprop: 0.5, adam: 1 },
  banana: { sgd: 0.01, momentum: 0.003, rmsprop: 0.03, adam: 0.1 },
};
const MAX_STEPS = 500;
const MILLISECONDS_A_STEP = 60;

const short = (value: number): string =>
  (Math.abs(value) >= 1e5 ? value.toExponential(1) : String(Number(value.toPrecision(3)))).replace(
    '-',
    '−',
  );

defineDemo('descent', (place, { runtime, data }) => {
  const surfaces = createSurfaces(data['cars'] as Cars);
  const settings: Settings = { optimizer: 'sgd', learningRate: 0.1, batchSize: 0 };
  let name: SurfaceName = 'scaled';
  let surface: Surface = surfaces[name];
  let start: Weights = surface.start;
  let walk: Walk = createWalk(runtime, surface, start);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const map = createMap(() => paint());
  const chart = createChart(() => paint());
  const numbers = element('p', { class: 'demo-numbers' });
  const verdict = element('p', { class: 'demo-verdict', 'aria-live': 'polite' });
  const ofBatch = element('input', { type: 'checkbox' });

  const paint = (): void => {
    map.paint(surface, walk.path, ofBatch.checked ? walk.batch : undefined);
    chart.paint(walk.losses, surface.loss(surface.lowest));
    const step = walk.path.length - 1;
    const [a, b] = itemAt(walk.path, step);
    numbers.textContent = `step ${step} · loss ${short(itemAt(walk.losses, step))} · at (${short(a)}, ${short(b)})`;
    Object.assign(place.dataset, {
      step,
      loss: walk.losses[step],
      weights: JSON.stringify([a, b]),
    });
  };
  const pause = (words?: string): void => {
    clearTimeout(timer);
    timer = undefined;
    run.textContent = 'Run';
    verdict.textContent =
      words ??
      `After ${walk.path.length - 1} steps the loss is ${short(itemAt(walk.losses, walk.losses.length - 1))}; the lowest is ${short(surface.loss(surface.lowest))}.`;
  };
  const reset = (): void => {
    walk.dispose();
    walk = createWalk(runtime, surface, start);
    pause('Press Run. Tap the surface to begin somewhere else.');
    paint();
  };
  /** @returns whether there is a next step to take */
  const step = (): boolean => {
    if (!walk.step(settings))
      pause('The loss exploded: each step overshoots farther. Choose a smaller learning rate.');
    else if (walk.path.length > MAX_STEPS) pause();
    else return true;
    return false;
  };
  const go = (): void => {
    const more = step();
    paint();
    if (more) timer = setTimeout(go, MILLISECONDS_A_STEP);
  };
  const run = button('Run', () => {
    if (timer !== undefined) return pause();
    if (walk.path.length > MAX_STEPS) reset();
    run.textContent = 'Pause';
    verdict.textContent = '';
    go();
  }, { class: 'demo-button is-main' }); // prettier-ignore

  const rateValue = element('output', {});
  const rate = slider({ min: -3, max: 0.5, step: 0.02, value: -1 }, (exponent) => {
    settings.learningRate = 10 ** exponent;
    rateValue.textContent = String(Number(settings.learningRate.toPrecision(2)));
  });
  const propose = (): void => {
    rate.value = String(Math.log10(RATES[name][settings.optimizer]));
    rate.dispatchEvent(new Event('input'));
  };
  const batch = select(BATCHES, (value) => (settings.batchSize = Number(value)));
  const optimizer = select(OPTIMIZERS, (value) => {
    settings.optimizer = value as OptimizerName;
    propose();
    reset();
  });
  const choice = select(SURFACES, (value) => {
    name = value as SurfaceName;
    surface = surfaces[name];
    start = surface.start;
    batch.disabled = ofBatch.disabled = surface.examples === 0;
    propose();
    reset();
  });
  ofBatch.addEventListener('change', paint);
  beginElsewhere(map.canvas, {
    at: (event) => map.at(surface, event.clientX, event.clientY),
    here: () => start,
    ranges: () => surface.ranges,
    begin: (weights) => {
      start = weights;
      reset();
    },
  });
  map.canvas.setAttribute('role', 'application');
  map.canvas.setAttribute(
    'aria-label',
    'The loss over two weights, dark is low. Tap, or use the arrow keys, to choose where the walk begins.',
  );
  onThemeChange(paint);

  place.append(
    element(
      'div',
      { class: 'demo-controls' },
      field('Surface', choice),
      field('Optimizer', optimizer),
      field('Learning rate', rate, rateValue),
      field('Batch', batch),
    ),
    element(
      'div',
      { class: 'demo-row' },
      run,
      button('Step', () => {
        if (timer !== undefined) pause();
        step();
        paint();
      }),
      button('Reset', reset),
      element('label', { class: 'demo-check' }, ofBatch, 'show the surface of the current batch'),
    ),
    verdict,
    map.canvas,
    numbers,
    chart.canvas,
  );
  propose();
  reset();
});

/** Lets a finger, a mouse or arrow keys choose another beginning. */
function beginElsewhere(
  canvas: HTMLCanvasElement,
  walk: {
    at(event: PointerEvent): Weights;
    here(): Weights;
    ranges(): [Weights, Weights];
    begin(weights: Weights): void;
  },
): void {
  const inside = (weights: Weights): Weights => {
    const clamp = (value: number, [low, high]: Weights): number =>
      Math.min(high, Math.max(low, value));
    const [x, y] = walk.ranges();
    return [clamp(weights[0], x), clamp(weights[1], y)];
  };
  // A click, not the touch's begin: a finger that scrolls the page must not move the walk.
  canvas.addEventListener('click', (event) => walk.begin(inside(walk.at(event as PointerEvent))));
  const arrows: Record<string, Weights> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
  };
  canvas.addEventListener('keydown', (event) => {
    const arrow = arrows[event.key];
    if (!arrow) return;
    event.preventDefault();
    const [a, b] = walk.here();
    const [x, y] = walk.ranges();
    const move = ([low, high]: Weights, direction: number): number =>
      (direction * (high - low)) / 25;
    walk.begin(inside([a + move(x, arrow[0]), b + move(y, arrow[1])]));
  });
}
