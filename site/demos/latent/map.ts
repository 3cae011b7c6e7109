/** The map: drawings on a grid of codes of two numbers, and a place on it. */
import { itemAt } from '../../../src/host/item-at';
import { element, pen } from '../page';
import { paintInk } from '../digits/drawing';
import { SIDE } from './networks';

/** A code of two numbers. */
export interface Place {
  x: number;
  y: number;
}

/** The map reaches from minus this to plus this, on both axes. */
export const REACH = 2.5;
/** Drawings on each side. */
const CELLS = 13;
const STEP = REACH / 20;
const SIZE = CELLS * SIDE;

/** See {@link createMap}. */
export interface LatentMap {
  element: HTMLElement;
  /** Draws all of it anew. */
  paint(): void;
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
};

/** The codes at the middle of each cell, row by row, the largest second number on top. */
function cellCodes(): Place[] {
  const middle = (i: number): number => ((2 * i + 1) / CELLS - 1) * REACH;
  const ticks = Array.from({ length: CELLS }, (_, i) => middle(i));
  return ticks.flatMap((_, row) => ticks.map((x) => ({ x, y: -itemAt(ticks, row) })));
}

/**
 * A map that is walked with a pointer or the arrow keys.
 *
 * @param decode from a place to 784 numbers from 0 to 1
 * @param onMove called with every new place
 */
export function createMap(
  decode: (place: Place) => Float32Array,
  onMove: (place: Place) => void,
): LatentMap {
  const canvas = element('canvas', {
    width: SIZE,
    height: SIZE,
    class: 'demo-ink demo-paper',
    tabindex: 0,
    role: 'application',
    'aria-label': `Map of drawings for codes of two numbers, each from −${REACH} to ${REACH}. Arrow keys move the place that is shown beside it.`,
  });
  const mark = element('span', { class: 'demo-cursor demo-place-mark', 'aria-hidden': true });
  let place: Place = { x: 0, y: 0 };
  const move = (to: Place): void => {
    const inside = (value: number): number => Math.min(REACH, Math.max(-REACH, value));
    place = { x: inside(to.x), y: inside(to.y) };
    mark.style.left = `${(50 * (place.x + REACH)) / REACH}%`;
    mark.style.top = `${(50 * (REACH - place.y)) / REACH}%`;
    onMove(place);
  };
  const step = (by: Place): void => move({ x: place.x + by.x, y: place.y + by.y });
  watchPointer(canvas, move);
  watchKeys(canvas, step);
  const paint = (): void => {
    paintCells(canvas, decode);
    move(place);
  };
  return {
    element: element('div', { class: 'demo-drawing demo-latent-map' }, canvas, mark),
    paint,
  };
}

function paintCells(canvas: HTMLCanvasElement, decode: (place: Place) => Float32Array): void {
  const context = pen(canvas);
  const tile = element('canvas', { width: SIDE, height: SIDE });
  context.clearRect(0, 0, SIZE, SIZE);
  for (const [at, code] of cellCodes().entries()) {
    paintInk(tile, decode(code), SIDE);
    context.drawImage(tile, (at % CELLS) * SIDE, Math.floor(at / CELLS) * SIDE);
  }
}

function watchPointer(canvas: HTMLCanvasElement, move: (to: Place) => void): void {
  const follow = (event: PointerEvent): void => {
    const box = canvas.getBoundingClientRect();
    const share = (from: number, all: number): number => (2 * from) / all - 1;
    move({
      x: REACH * share(event.clientX - box.left, box.width),
      y: -REACH * share(event.clientY - box.top, box.height),
    });
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    follow(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.buttons > 0) follow(event);
  });
}

function watchKeys(canvas: HTMLCanvasElement, step: (by: Place) => void): void {
  canvas.addEventListener('keydown', (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    step({ x: arrow[0], y: arrow[1] });
    event.preventDefault();
  });
}
