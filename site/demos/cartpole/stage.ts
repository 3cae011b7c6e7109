/** The cart on its track, and the learning curve, on canvases. */
import { itemAt } from '../../../src/host/item-at';
import { fittedCanvas } from '../page';
import { averages } from './learner';
import { MOST_STEPS, TRACK, type State } from './physics';

const [BLUE, ORANGE] = ['#0072b2', '#d55e00'];
const CURVE_HEIGHT = 150;
const [LEFT, BOTTOM, EDGE] = [40, 26, 10];

type Pen = CanvasRenderingContext2D;

function line(context: Pen, color: string, width: number, places: readonly [number, number][]) {
  Object.assign(context, { strokeStyle: color, lineWidth: width, lineJoin: 'round', lineCap: 'round' }); // prettier-ignore
  context.beginPath();
  places.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.stroke();
}

/** A canvas with cart, pole and the hand's push. */
export function createStage(repaint: () => void) {
  const { canvas, begin } = fittedCanvas(
    { class: 'demo-chart', role: 'img' },
    (width) => Math.min(240, 0.55 * width),
    repaint,
  );
  const paint = ([x, , angle]: State, hand: number): void => {
    const { context, width, height } = begin();
    const ink = getComputedStyle(canvas).color;
    const meter = width / (2 * TRACK + 1);
    const [ground, middle] = [height - 24, width / 2 + x * meter];
    line(context, ink, 2, [
      [width / 2 - TRACK * meter, ground],
      [width / 2 + TRACK * meter, ground],
    ]);
    for (const end of [-TRACK, 0, TRACK])
      line(context, ink, 2, [
        [width / 2 + end * meter, ground],
        [width / 2 + end * meter, ground + 7],
      ]);
    context.fillStyle = BLUE;
    context.fillRect(middle - 24, ground - 22, 48, 20);
    const length = Math.min(1.4 * meter, height - 60);
    const tip: [number, number] = [
      middle + Math.sin(angle) * length,
      ground - 22 - Math.cos(angle) * length,
    ];
    line(context, ORANGE, 7, [[middle, ground - 22], tip]);
    if (hand !== 0) arrow(context, ink, [middle - Math.sign(hand) * 34, ground - 12], -4 * hand);
  };
  return { canvas, paint };
}

/** An arrow that ends at a place, `length` pixels away from where it begins. */
function arrow(context: Pen, color: string, [x, y]: [number, number], length: number): void {
  const back = Math.sign(length) * 8;
  line(context, color, 3, [
    [x + length, y],
    [x, y],
  ]);
  line(context, color, 3, [
    [x + back, y - 6],
    [x, y],
    [x + back, y + 6],
  ]);
}

/** A canvas with the steps of each episode and their average. */
export function createCurve(repaint: () => void) {
  const attributes = { class: 'demo-chart', role: 'img' };
  const { canvas, begin } = fittedCanvas(attributes, () => CURVE_HEIGHT, repaint);
  const paint = (lengths: readonly number[]): void => {
    const { context, width } = begin();
    const ink = getComputedStyle(canvas).color;
    const x = (episode: number): number =>
      LEFT + (episode / Math.max(100, lengths.length)) * (width - EDGE - LEFT);
    const y = (steps: number): number =>
      EDGE + (1 - steps / MOST_STEPS) * (CURVE_HEIGHT - BOTTOM - EDGE);
    context.fillStyle = ink;
    for (const steps of [0, 250, MOST_STEPS]) {
      context.globalAlpha = 0.3;
      line(context, ink, 1, [
        [LEFT, y(steps)],
        [width - EDGE, y(steps)],
      ]);
      context.globalAlpha = 1;
      context.textAlign = 'right';
      context.fillText(String(steps), LEFT - 6, y(steps) + 5);
    }
    context.fillText(`episode ${lengths.length}`, width - EDGE, CURVE_HEIGHT - 6);
    context.textAlign = 'left';
    context.fillText('steps', 2, CURVE_HEIGHT - 6);
    context.fillStyle = BLUE;
    lengths.forEach((steps, i) => context.fillRect(x(i + 1) - 1.5, y(steps) - 1.5, 3, 3));
    line(context, ORANGE, 3, averages(lengths).map((steps, i) => [x(i + 1), y(steps)])); // prettier-ignore
    const last = lengths.length > 0 ? itemAt(averages(lengths), lengths.length - 1) : 0;
    canvas.setAttribute(
      'aria-label',
      `Steps of ${lengths.length} episodes; the last ten lasted ${Math.round(last)} on average, of at most ${MOST_STEPS}.`,
    );
  };
  return { canvas, paint };
}
