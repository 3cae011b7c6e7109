/** Loss over steps, on a logarithmic scale. */
import { itemAt } from '../../../src/host/item-at';
import { fittedCanvas } from '../page';

const HEIGHT = 150;
const LEFT = 52;
const BOTTOM = 26;
const EDGE = 10;

/** A canvas with the curve of `losses`; the dashed line is the lowest loss that there is. */
export function createChart(repaint: () => void) {
  const attributes = { class: 'demo-chart', role: 'img' };
  const { canvas, begin } = fittedCanvas(attributes, () => HEIGHT, repaint);
  const paint = (losses: readonly number[], lowest: number): void => {
    const { context, width } = begin();
    const right = width - EDGE;
    const ink = getComputedStyle(canvas).color;
    const floor = Math.max(lowest, 1e-4);
    const logs = losses.map((loss) => Math.log10(Math.min(1e9, Math.max(loss, floor))));
    const bottom = Math.floor(Math.log10(floor));
    const top = Math.max(bottom + 1, Math.ceil(Math.max(...logs)));
    const x = (step: number): number =>
      LEFT + (step / Math.max(50, losses.length - 1)) * (right - LEFT);
    const y = (log: number): number =>
      EDGE + ((top - log) / (top - bottom)) * (HEIGHT - BOTTOM - EDGE);
    paintGrid(context, { ink, bottom, top, right, y });
    context.setLineDash([5, 5]);
    stroke(context, ink, 1.5, [
      [LEFT, y(Math.log10(floor))],
      [right, y(Math.log10(floor))],
    ]);
    context.setLineDash([]);
    stroke(
      context,
      '#d55e00',
      3,
      logs.map((log, step) => [x(step), y(log)]),
    );
    context.textAlign = 'right';
    context.fillText(`step ${losses.length - 1}`, right, HEIGHT - 8);
    const [first, last] = [0, losses.length - 1].map((i) => itemAt(losses, i).toPrecision(3));
    canvas.setAttribute(
      'aria-label',
      `Loss over ${losses.length - 1} steps: from ${first} to ${last}`,
    );
  };
  return { canvas, paint };
}

function paintGrid(
  context: CanvasRenderingContext2D,
  {
    ink,
    bottom,
    top,
    right,
    y,
  }: { ink: string; bottom: number; top: number; right: number; y: (log: number) => number },
): void {
  Object.assign(context, { fillStyle: ink, textAlign: 'right' });
  const every = Math.ceil((top - bottom) / 5);
  for (let power = bottom; power <= top; power += every) {
    context.globalAlpha = 0.25;
    stroke(context, ink, 1, [
      [LEFT, y(power)],
      [right, y(power)],
    ]);
    context.globalAlpha = 1;
    context.fillText(
      power >= -3 && power <= 4 ? String(Number((10 ** power).toFixed(4))) : `1e${power}`,
      LEFT - 6,
      y(power) + 5,
    );
  }
  context.textAlign = 'left';
  context.fillText('loss', LEFT, HEIGHT - 8);
}

function stroke(
  context: CanvasRenderingContext2D,
  color: string,
  lineWidth: number,
  places: [number, number][],
): void {
  Object.assign(context, { strokeStyle: color, lineWidth, lineJoin: 'round' });
  context.beginPath();
  places.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.stroke();
}
