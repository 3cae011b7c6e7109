/** Draw a digit: two networks read it while it is drawn. */
import { itemAt } from '../../../src/host/item-at';
import { button, defineDemo, element, oncePerFrame, pen } from '../page';
import { best, createBars } from './bars';
import { createDrawing, paintInk, SIZE, type Drawing } from './drawing';
import { exampleImage, type ExampleDigits } from './examples';
import { createReader, type Maps, type Reader } from './networks';
import { prepareDigit, SIDE } from './prepare';

/** A network, and the bars of what it says. */
interface Named {
  name: string;
  reader: Reader;
  bars: ReturnType<typeof createBars>;
}

defineDemo('digits', async (place, { runtime, model, data }) => {
  const named = async (name: string, file: string): Promise<Named> => {
    const reader = await createReader(runtime, model(file));
    return { name, reader, bars: createBars(name) };
  };
  const readers = [await named('CNN', 'digits-cnn'), await named('Perceptron', 'digits-mlp')];
  /** An image that needs no preparation, until somebody draws on it. */
  let ready: Float32Array | undefined;
  const show = createAnswers(readers);
  const read = oncePerFrame(() => show.answer(ready ?? prepareDigit(drawing.ink(), SIZE)));
  const drawing = createDrawing(() => {
    ready = undefined;
    read();
  });
  const choices = exampleButtons(data['digits'] as ExampleDigits, (image) => {
    drawing.show(image, SIDE);
    ready = image;
    read();
  });
  place.append(layOut(drawing, choices, show, readers), show.maps);
  read();
});

/** What shows the networks' answers. */
interface Answers {
  seen: HTMLElement;
  verdict: HTMLElement;
  maps: HTMLElement;
  answer(image: Float32Array): void;
}

function createAnswers(readers: readonly Named[]): Answers {
  const seen = element('canvas', {
    width: 5 * SIDE,
    height: 5 * SIDE,
    class: 'demo-ink demo-seen',
    role: 'img',
    'aria-label': 'The 28 × 28 pixels that the networks see',
  });
  const verdict = element('p', { class: 'demo-verdict', 'aria-live': 'polite' });
  const maps = element('div', { class: 'demo-maps' });
  const answer = (image: Float32Array): void => {
    paintInk(seen, image, SIDE);
    const empty = image.every((value) => value === 0);
    const answers = readers.map((each) => ({ ...each, ...each.reader.read(image) }));
    for (const { bars, probabilities } of answers) bars.show(empty ? undefined : probabilities);
    showMaps(maps, itemAt(answers, 0).maps, empty);
    verdict.textContent = empty
      ? 'Draw a digit, or choose an example.'
      : answers.map(({ name, probabilities }) => spoken(name, probabilities)).join('\n');
  };
  return { seen, verdict, maps, answer };
}

/** One button for each example, which shows it. */
function exampleButtons(
  examples: ExampleDigits,
  choose: (image: Float32Array) => void,
): HTMLElement[] {
  return examples.labels.map((label, index) => {
    const image = exampleImage(examples, index);
    const choice = button('', () => choose(image), {
      'aria-label': `Example: a ${label} from the test images`,
      class: 'demo-example',
    });
    const picture = element('canvas', { width: SIDE, height: SIDE, class: 'demo-ink' });
    paintInk(picture, image, SIDE);
    choice.append(picture);
    return choice;
  });
}

/** Drawing at the left, answers at the right. */
function layOut(
  drawing: Drawing,
  choices: HTMLElement[],
  { seen, verdict }: Answers,
  readers: readonly Named[],
): HTMLElement {
  const caption = element('figcaption', {}, 'what the networks see');
  const small = element('figure', { class: 'demo-seen-box' }, seen, caption);
  const clear = button('Clear', () => drawing.clear());
  const group = { class: 'demo-examples', role: 'group', 'aria-label': 'Examples' };
  const bars = readers.map(({ bars }) => bars.element);
  return element(
    'div',
    { class: 'demo-columns' },
    element(
      'div',
      { class: 'demo-stack' },
      drawing.element,
      element('div', { class: 'demo-row' }, clear, small),
      element('div', group, ...choices),
    ),
    element(
      'div',
      { class: 'demo-stack' },
      verdict,
      element('div', { class: 'demo-networks' }, ...bars),
    ),
  );
}

function spoken(name: string, probabilities: Float32Array): string {
  const digit = best(probabilities);
  return `${name}: ${digit} (${(100 * itemAt(probabilities, digit)).toFixed(1)} %).`;
}

const LABELS: Record<string, string> = {
  convolution_1: 'First convolution',
  convolution_2: 'Second convolution',
};

/** All maps of all convolutions, strong answers dark. */
function showMaps(place: HTMLElement, layers: Maps[], empty: boolean): void {
  layers.forEach((layer, index) => {
    if (!place.children[index]) place.append(mapFigure(layer));
    const canvas = place.children[index]?.querySelector('canvas');
    if (canvas) paintMaps(canvas, layer, empty);
  });
}

/** Columns of a layer's maps, fewer on a phone; a gap of two pixels between them. */
const COLUMNS = window.innerWidth < 600 ? 8 : 16;
const GAP = 2;

function mapFigure({ layer, side, filters }: Maps): HTMLElement {
  const name = LABELS[layer] ?? layer;
  const scale = side > 20 ? 2 : 4;
  const cell = scale * side + GAP;
  const canvas = element('canvas', {
    width: COLUMNS * cell - GAP,
    height: Math.ceil(filters / COLUMNS) * cell - GAP,
    class: 'demo-ink',
    role: 'img',
    'aria-label': `${name}: ${filters} feature maps of ${side} × ${side}. Dark is a strong answer.`,
    'data-layer': layer,
  });
  const caption = `${name}: ${filters} maps of ${side} × ${side}`;
  return element('figure', {}, element('figcaption', {}, caption), canvas);
}

function paintMaps(
  canvas: HTMLCanvasElement,
  { values, side, filters }: Maps,
  empty: boolean,
): void {
  const context = pen(canvas);
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (empty) return;
  context.fillStyle = '#ffffff';
  const strongest = values.reduce((a, b) => Math.max(a, b), 1e-6);
  const scale = side > 20 ? 2 : 4;
  const tile = element('canvas', { width: scale * side, height: scale * side });
  for (let filter = 0; filter < filters; filter++) {
    const map = Float32Array.from(
      { length: side * side },
      (_, i) => Math.max(0, itemAt(values, i * filters + filter)) / strongest,
    );
    paintInk(tile, map, side);
    const cell = scale * side + GAP;
    const [left, top] = [(filter % COLUMNS) * cell, Math.floor(filter / COLUMNS) * cell];
    context.fillRect(left, top, scale * side, scale * side);
    context.drawImage(tile, left, top);
  }
}
