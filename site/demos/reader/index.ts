/** A network at work on the landing page: it reads digits while they are drawn, by the page or by the reader. */
import { createBars } from '../digits/bars';
import { createDrawing, SIZE } from '../digits/drawing';
import { exampleImage, type ExampleDigits } from '../digits/examples';
import { prepareDigit, SIDE } from '../digits/prepare';
import { button, definePlainDemo, element, loaded, oncePerFrame } from '../page';
import { createPerceptron } from './perceptron';
import { partly, strokeOf } from './stroke';

/** How long a digit is drawn, and how long it then stays, in milliseconds. */
const [DRAWN, STAYS] = [1600, 1500];

definePlainDemo('reader', (place) => {
  const read = createPerceptron(loaded('digits-mlp'));
  const bars = createBars('What the network says');
  const show = (image: Float32Array): void =>
    bars.show(image.every((value) => value === 0) ? undefined : read(image));
  const drawing = createDrawing(oncePerFrame(() => show(prepareDigit(drawing.ink(), SIZE))));
  let isExample = false;
  const player = createPlayer(window.dltsData?.['digits'] as ExampleDigits, (image) => {
    isExample = true;
    drawing.show(image, SIDE);
    show(image);
  });
  const toggle = button('', () => {
    if (player.plays()) player.stop();
    else player.start();
    name();
  });
  const name = (): void => void (toggle.textContent = player.plays() ? 'Pause' : 'Go on');
  const own = (): void => {
    player.stop();
    name();
    if (isExample) drawing.clear();
    isExample = false;
  };
  // Before the drawing area itself hears of it: whoever begins to draw gets an empty one.
  drawing.element.addEventListener('pointerdown', own, { capture: true });
  drawing.element.addEventListener('keydown', ({ key }) => key === ' ' && own(), { capture: true });
  const clear = button('Clear', () => {
    own();
    drawing.clear();
  });
  const controls = element('div', { class: 'demo-row' }, toggle, clear);
  const left = element('div', { class: 'demo-stack' }, drawing.element, controls);
  place.append(element('div', { class: 'demo-columns' }, left, bars.element));
  player.begin();
  name();
});

/** Shows one example after the other as if it were drawn. */
function createPlayer(examples: ExampleDigits, show: (image: Float32Array) => void) {
  const digits = examples.labels.map((_, index) => {
    const image = exampleImage(examples, index);
    return { image, stroke: strokeOf(image) };
  });
  let [digit, elapsed, last, running] = [0, 0, 0, 0];
  const frame = (now: number): void => {
    elapsed += Math.min(now - last, 100); // a page that was hidden goes on where it was
    last = now;
    const current = digits[digit % digits.length];
    if (current) {
      const count = Math.ceil((current.stroke.length * elapsed) / DRAWN);
      show(partly(current.image, current.stroke, count));
    }
    if (elapsed > DRAWN + STAYS) [digit, elapsed] = [digit + 1, 0];
    running = requestAnimationFrame(frame);
  };
  const stop = (): void => {
    cancelAnimationFrame(running);
    running = 0;
  };
  const start = (): void => {
    last = performance.now();
    running = requestAnimationFrame(frame);
  };
  return {
    /** Plays, or, for whoever wants no motion, shows the first digit. */
    begin: () => {
      if (!matchMedia('(prefers-reduced-motion: reduce)').matches) return start();
      if (digits[0]) show(digits[0].image);
    },
    start,
    stop,
    plays: () => running !== 0,
  };
}
