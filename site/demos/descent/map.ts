/** The surface seen from above, with the walk on it. */
import { itemAt } from '../../../src/host/item-at';
import { colorTable } from '../../../src/plot/palette';
import { element, fittedCanvas, pen } from '../page';
import type { Surface, Weights } from './surfaces';

const LEFT = 52;
const BOTTOM = 42;
const EDGE = 8;
const LEVELS = 18;

/** Where the surface lies on the canvas, in CSS pixels. */
interface Frame {
  surface: Surface;
  width: number;
  height: number;
}

/** See {@link createMap}. */
export interface SurfaceMap {
  canvas: HTMLCanvasElement;
  /** @param rows the examples whose surface is shown; all when left out */
  paint(surface: Surface, path: readonly Weights[], rows?: Int32Array): void;
  /** Weights at a place of the screen. */
  at(surface: Surface, clientX: number, clientY: number): Weights;
}

/** A canvas that shows a surface in colors: dark is low. `repaint` is called when its size changes. */
export function createMap(repaint: () => void): SurfaceMap {
  const heightOf = (width: number): number => Math.max(260, 0.68 * width);
  const { canvas, begin } = fittedCanvas({ tabindex: 0, class: 'demo-map' }, heightOf, repaint);
  const small = element('canvas', { width: 280, height: 200 });
  return {
    canvas,
    paint: (surface, path, rows) => {
      const { context, ...size } = begin();
      const frame = {
        surface,
        width: size.width - LEFT - EDGE,
        height: size.height - BOTTOM - EDGE,
      };
      paintLevels(small, surface, rows);
      context.drawImage(small, LEFT, EDGE, frame.width, frame.height);
      paintAxes(context, frame, getComputedStyle(canvas).color);
      paintWalk(context, frame, path);
    },
    at: ({ ranges: [[x0, x1], [y0, y1]] }, clientX, clientY) => {
      const box = canvas.getBoundingClientRect();
      const x = (clientX - box.left - LEFT) / (box.width - LEFT - EDGE);
      const y = (clientY - box.top - EDGE) / (box.height - BOTTOM - EDGE);
      return [x0 + x * (x1 - x0), y1 - y * (y1 - y0)];
    },
  };
}

const TABLE = colorTable('viridis');
/** Three bytes for each level. */
const COLORS = Array.from({ length: LEVELS }, (_, i) => {
  const at = 3 * Math.round((255 * i) / (LEVELS - 1));
  return TABLE.slice(at, at + 3);
});

/** One color for each level of the loss's logarithm, and a darker line where the level changes. */
function paintLevels(small: HTMLCanvasElement, surface: Surface, rows?: Int32Array): void {
  const { width, height } = small;
  const [[x0, x1], [y0, y1]] = surface.ranges;
  // As exact as the lowest of them: a rounded one could lie below it, on no level.
  const logs = new Float64Array(width * height);
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < logs.length; i++) {
    const a = x0 + (((i % width) + 0.5) / width) * (x1 - x0);
    const b = y1 - ((Math.floor(i / width) + 0.5) / height) * (y1 - y0);
    const log = Math.log(surface.loss([a, b], rows) + 1e-3);
    logs[i] = log;
    low = Math.min(low, log);
    high = Math.max(high, log);
  }
  const level = (i: number): number =>
    Math.min(LEVELS - 1, Math.floor((LEVELS * (itemAt(logs, i) - low)) / (high - low || 1)));
  const pixels = new ImageData(width, height);
  for (let i = 0; i < logs.length; i++) {
    const here = level(i);
    const border =
      (i % width > 0 && level(i - 1) !== here) || (i >= width && level(i - width) !== here);
    itemAt(COLORS, here).forEach(
      (channel, c) => (pixels.data[4 * i + c] = border ? 0.82 * channel : channel),
    );
    pixels.data[4 * i + 3] = 255;
  }
  pen(small).putImageData(pixels, 0, 0);
}

function toCanvas({ surface, width, height }: Frame, [a, b]: Weights): [number, number] {
  const [[x0, x1], [y0, y1]] = surface.ranges;
  return [LEFT + ((a - x0) / (x1 - x0)) * width, EDGE + ((y1 - b) / (y1 - y0)) * height];
}

/** A round step that divides a range into four to eight. */
function tickStep(range: number): number {
  const rough = range / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
}

function ticks([from, to]: Weights): number[] {
  const step = tickStep(to - from);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
}

const label = (value: number): string => String(Number(value.toFixed(3))).replace('-', '−');

function paintAxes(context: CanvasRenderingContext2D, frame: Frame, ink: string): void {
  const { surface, width, height } = frame;
  Object.assign(context, { fillStyle: ink, textAlign: 'center' });
  for (const tick of ticks(surface.ranges[0])) {
    const [x] = toCanvas(frame, [tick, 0]);
    context.fillText(label(tick), x, EDGE + height + 16);
  }
  context.fillText(surface.axes[0], LEFT + width / 2, EDGE + height + 35);
  context.textAlign = 'right';
  for (const tick of ticks(surface.ranges[1])) {
    const [, y] = toCanvas(frame, [0, tick]);
    context.fillText(label(tick), LEFT - 5, y + 5);
  }
  context.save();
  context.translate(13, EDGE + height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.fillText(surface.axes[1], 0, 0);
  context.restore();
}

function paintWalk(
  context: CanvasRenderingContext2D,
  frame: Frame,
  path: readonly Weights[],
): void {
  context.save();
  context.beginPath();
  context.rect(LEFT, EDGE, frame.width, frame.height);
  context.clip();
  const places = path.map((weights) => toCanvas(frame, weights));
  for (const [lineWidth, strokeStyle] of [
    [5, 'rgba(0, 0, 0, 0.55)'],
    [2.5, '#ffffff'],
  ] as const) {
    Object.assign(context, { lineWidth, strokeStyle, lineJoin: 'round' });
    context.beginPath();
    places.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.stroke();
  }
  paintStar(context, toCanvas(frame, frame.surface.lowest));
  places.forEach((place, i) => {
    const last = i === places.length - 1;
    paintDot(context, place, last ? 8 : 3, last ? '#d55e00' : '#ffffff');
  });
  context.restore();
}

function paintDot(
  context: CanvasRenderingContext2D,
  [x, y]: [number, number],
  radius: number,
  color: string,
): void {
  Object.assign(context, { fillStyle: color, strokeStyle: '#000000', lineWidth: 1 });
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}

/** Marks the lowest place. */
function paintStar(context: CanvasRenderingContext2D, [x, y]: [number, number]): void {
  Object.assign(context, { strokeStyle: '#ffffff', lineWidth: 3 });
  for (const angle of [0, Math.PI / 3, (2 * Math.PI) / 3]) {
    const [dx, dy] = [9 * Math.cos(angle), 9 * Math.sin(angle)];
    context.beginPath();
    context.moveTo(x - dx, y - dy);
    context.lineTo(x + dx, y + dy);
    context.stroke();
  }
}
