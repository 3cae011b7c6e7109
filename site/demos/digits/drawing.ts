/** The area to draw in, by mouse, finger, pen or keyboard. */
import { itemAt } from '../../../src/host/item-at';
import { element, pen } from '../page';

/** Pixels of the canvas on each side. */
export const SIZE = 280;
const STROKE = 24;
const STEP = 10;

/** Where one stroke goes on. */
interface Point {
  x: number;
  y: number;
}

/** See {@link createDrawing}. */
export interface Drawing {
  element: HTMLElement;
  /** Ink of each pixel, from 0 to 1. */
  ink(): Float32Array;
  clear(): void;
  /** Shows an image of `side` × `side` numbers from 0 to 1. */
  show(image: ArrayLike<number>, side: number): void;
}

/** An empty area; `onChange` is called after every stroke's piece. */
export function createDrawing(onChange: () => void): Drawing {
  const canvas = element('canvas', {
    width: SIZE,
    height: SIZE,
    class: 'demo-ink demo-paper',
    tabindex: 0,
    role: 'application',
    'aria-label':
      'Drawing area. With a keyboard: arrow keys move the pen, Space puts it down or lifts it, Delete clears.',
  });
  const context = pen(canvas);
  const cursor = element('span', { class: 'demo-cursor', 'aria-hidden': true });
  const line = (from: Point, to: Point): void => {
    Object.assign(context, { lineWidth: STROKE, lineCap: 'round', lineJoin: 'round' });
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    onChange();
  };
  const clear = (): void => {
    context.clearRect(0, 0, SIZE, SIZE);
    onChange();
  };
  drawByPointer(canvas, line);
  drawByKeyboard(canvas, cursor, line, clear);
  return {
    element: element('div', { class: 'demo-drawing' }, canvas, cursor),
    ink: () => {
      const { data } = context.getImageData(0, 0, SIZE, SIZE);
      return Float32Array.from({ length: SIZE * SIZE }, (_, i) => itemAt(data, 4 * i + 3) / 255);
    },
    clear,
    show: (image, side) => {
      context.clearRect(0, 0, SIZE, SIZE);
      paintInk(canvas, image, side);
    },
  };
}

/** Paints a square image in black ink of varying opacity, enlarged to the whole canvas. */
export function paintInk(canvas: HTMLCanvasElement, image: ArrayLike<number>, side: number): void {
  const small = element('canvas', { width: side, height: side });
  const pixels = new ImageData(side, side);
  for (let i = 0; i < side * side; i++) pixels.data[4 * i + 3] = Math.round(255 * itemAt(image, i));
  pen(small).putImageData(pixels, 0, 0);
  const context = pen(canvas);
  context.imageSmoothingEnabled = false;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
}

function drawByPointer(canvas: HTMLCanvasElement, line: (from: Point, to: Point) => void): void {
  let last: Point | undefined;
  const at = (event: PointerEvent): Point => {
    const box = canvas.getBoundingClientRect();
    const scale = SIZE / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    line(last, last);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!last) return;
    // Fast strokes: the browser hands over several places at once.
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length > 0 ? events : [event]) {
      const next = at(each);
      line(last, next);
      last = next;
    }
  });
  for (const end of ['pointerup', 'pointercancel'] as const)
    canvas.addEventListener(end, () => (last = undefined));
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function drawByKeyboard(
  canvas: HTMLCanvasElement,
  cursor: HTMLElement,
  line: (from: Point, to: Point) => void,
  clear: () => void,
): void {
  let place: Point = { x: SIZE / 2, y: SIZE / 4 };
  let down = false;
  const mark = (): void => {
    cursor.style.left = `${(100 * place.x) / SIZE}%`;
    cursor.style.top = `${(100 * place.y) / SIZE}%`;
    cursor.classList.toggle('is-down', down);
  };
  canvas.addEventListener('keydown', (event) => {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const inside = (value: number): number =>
        Math.min(SIZE - STROKE / 2, Math.max(STROKE / 2, value));
      const next = { x: inside(place.x + STEP * arrow[0]), y: inside(place.y + STEP * arrow[1]) };
      if (down) line(place, next);
      place = next;
    } else if (event.key === ' ') {
      down = !down;
      if (down) line(place, place);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      clear();
    } else return;
    event.preventDefault();
    mark();
  });
  canvas.addEventListener('blur', () => {
    down = false;
    mark();
  });
  mark();
}
