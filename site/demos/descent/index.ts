/** Gradient descent playground: choose a surface, an optimizer, a learning rate and a batch, and watch. */
import { button, defineDemo, element, field, onThemeChange, select, slider } from '../page';
import { Playground } from './playground';
import { createSurfaces, type Cars, type SurfaceName, type Weights } from './surfaces';
import type { OptimizerName } from './walk';

const SURFACES = { scaled: 'Cars, scaled', unscaled: 'Cars, unscaled', banana: 'Banana valley' };
const OPTIMIZERS = { sgd: 'SGD', momentum: 'Momentum 0.9', rmsprop: 'RMSProp', adam: 'Adam' };
const BATCHES = { 0: 'all examples', 64: '64', 8: '8', 1: '1' };
/** A first learning rate with which each surface can be walked. */
const RATES: Record<SurfaceName, Record<OptimizerName, number>> = {
  scaled: { sgd: 0.1, momentum: 0.03, rmsprop: 0.05, adam: 0.1 },
  unscaled: { sgd: 0.05, momentum: 0.02, rmsprop: 0.5, adam: 1 },
  banana: { sgd: 0.01, momentum: 0.003, rmsprop: 0.03, adam: 0.1 },
};

defineDemo('descent', (place, { runtime, data }) => {
  const playground = new Playground(place, runtime, createSurfaces(data['cars'] as Cars));
  const { map, chart, run, verdict, numbers, ofBatch } = playground;
  const row = element(
    'div',
    { class: 'demo-row' },
    run,
    button('Step', () => playground.takeOne()),
    button('Reset', () => playground.reset()),
    element('label', { class: 'demo-check' }, ofBatch, 'show the surface of the current batch'),
  );
  const { fields, propose } = createControls(playground);
  prepareMap(playground);
  onThemeChange(() => playground.paint());
  place.append(
    element('div', { class: 'demo-controls' }, ...fields),
    ...[row, verdict, map.canvas, numbers, chart.canvas],
  );
  propose();
  playground.reset();
});

/** What the reader sets; `propose` sets a learning rate that fits. */
function createControls(playground: Playground): { fields: HTMLElement[]; propose(): void } {
  const { settings } = playground;
  const rateValue = element('output', {});
  const rate = slider({ min: -3, max: 0.5, step: 0.02, value: -1 }, (exponent) => {
    settings.learningRate = 10 ** exponent;
    rateValue.textContent = String(Number(settings.learningRate.toPrecision(2)));
  });
  const propose = (): void => {
    rate.value = String(Math.log10(RATES[playground.name][settings.optimizer]));
    rate.dispatchEvent(new Event('input'));
  };
  const batch = select(BATCHES, (value) => (settings.batchSize = Number(value)));
  const optimizer = select(OPTIMIZERS, (value) => {
    settings.optimizer = value as OptimizerName;
    propose();
    playground.reset();
  });
  const choice = select(SURFACES, (value) => {
    playground.choose(value as SurfaceName);
    batch.disabled = playground.ofBatch.disabled = playground.surface.examples === 0;
    propose();
    playground.reset();
  });
  const fields = [
    field('Surface', choice),
    field('Optimizer', optimizer),
    field('Learning rate', rate, rateValue),
    field('Batch', batch),
  ];
  return { fields, propose };
}

function prepareMap(playground: Playground): void {
  const { canvas, at } = playground.map;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute(
    'aria-label',
    'The loss over two weights, dark is low. Tap, or use the arrow keys, to choose where the walk begins.',
  );
  beginElsewhere(canvas, {
    at: (event) => at(playground.surface, event.clientX, event.clientY),
    here: () => playground.start,
    ranges: () => playground.surface.ranges,
    begin: (weights) => {
      playground.start = weights;
      playground.reset();
    },
  });
}

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
