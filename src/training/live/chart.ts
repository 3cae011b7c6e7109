/** The live chart as HTML with inline SVG: a pure function of the run's numbers. */
import { escapeHtml } from '../../host/html';
import type { LiveState, Panel } from './curves';
import { axisNumber, formatNumber, numbersLine, progress, readableName, statusLine } from './text';

// Okabe & Ito's blue and vermilion: distinct for color-blind readers, ≥ 3:1 on white and on #111.
const TRAINING = '#0072B2';
const VALIDATION = '#D55E00';
// A paler blue behind them for single batches, likewise ≥ 3:1 on both.
const BATCHES = '#3A93C9';

const WIDTH = 360;
const HEIGHT = 220;
const PLOT = { left: 56, right: 12, top: 30, bottom: 36 };

type Point = [number, number];
interface Scale {
  (value: number): number;
}

const short = (value: number): string => String(Math.round(value * 10) / 10);

/** Three to six round tick values that cover [low, high]. */
export function niceTicks(low: number, high: number, wanted = 5): number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? rough;
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
    ticks.push(Number((k * step).toPrecision(12)));
  }
  return ticks;
}

/** Range of the y axis. The top 2 % of batch values may stick out: the first loss often dwarfs the rest. */
function valueRange({ batches, training, validation }: Panel): [number, number] {
  const values = batches.points.map(([, y]) => y).sort((a, b) => a - b);
  const trimmed = values.slice(0, Math.max(1, Math.ceil(values.length * 0.98)));
  const all = [...trimmed, ...[...training, ...validation].map(([, y]) => y)].filter(
    Number.isFinite,
  );
  if (all.length === 0) return [0, 1];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const margin = (high - low) * 0.05 || Math.abs(high) * 0.05 || 0.5;
  return [low >= 0 && low - margin < 0 ? 0 : low - margin, high + margin];
}

function path(points: Point[], x: Scale, y: Scale): string {
  return finite(points)
    .map(([px, py], i) => `${i ? 'L' : 'M'}${short(x(px))} ${short(y(py))}`)
    .join('');
}

function axes(x: Scale, y: Scale, epochs: number, ticks: number[]): string {
  const bottom = HEIGHT - PLOT.bottom;
  const right = WIDTH - PLOT.right;
  const rows = ticks.map(
    (value) =>
      `<line x1="${PLOT.left}" x2="${right}" y1="${short(y(value))}" y2="${short(y(value))}" ` +
      `stroke="currentColor" stroke-opacity=".18"/><text x="${PLOT.left - 6}" ` +
      `y="${short(y(value) + 4)}" text-anchor="end">${axisNumber(value)}</text>`,
  );
  const columns = niceTicks(0, epochs, 6)
    .filter(Number.isInteger)
    .map(
      (value) =>
        `<text x="${short(x(value))}" y="${bottom + 15}" text-anchor="middle">${value}</text>`,
    );
  const label = `<text x="${(PLOT.left + right) / 2}" y="${HEIGHT - 5}" text-anchor="middle">epoch</text>`;
  return rows.join('') + columns.join('') + label;
}

const finite = (points: Point[]): Point[] => points.filter(([, value]) => Number.isFinite(value));

const circles = (points: Point[], x: Scale, y: Scale): string =>
  finite(points)
    .map(
      ([px, py]) =>
        `<circle cx="${short(x(px))}" cy="${short(y(py))}" r="2.6" fill="${TRAINING}"/>`,
    )
    .join('');
const squares = (points: Point[], x: Scale, y: Scale): string =>
  finite(points)
    .map(
      ([px, py]) =>
        `<rect x="${short(x(px) - 2.6)}" y="${short(y(py) - 2.6)}" width="5.2" height="5.2" fill="${VALIDATION}"/>`,
    )
    .join('');

function legend(hasValidation: boolean): string {
  const training =
    `<line x1="150" x2="172" y1="12" y2="12" stroke="${TRAINING}" stroke-width="2"/>` +
    `<circle cx="161" cy="12" r="2.6" fill="${TRAINING}"/><text x="177" y="16">training</text>`;
  if (!hasValidation) return training;
  return (
    training +
    `<line x1="240" x2="262" y1="12" y2="12" stroke="${VALIDATION}" stroke-width="2" stroke-dasharray="5 3"/>` +
    `<rect x="248.4" y="9.4" width="5.2" height="5.2" fill="${VALIDATION}"/>` +
    '<text x="267" y="16">validation</text>'
  );
}

/** What a screen reader says about a panel. */
function describePanel({ title, training, validation }: Panel): string {
  const name = readableName(title);
  const say = (points: Point[], which: string): string => {
    const [first, last] = [points[0], points[points.length - 1]];
    if (!first || !last) return '';
    const from = first === last ? '' : `from ${formatNumber(first[1])} `;
    return `, ${which} ${from}to ${formatNumber(last[1])} in epoch ${last[0]}`;
  };
  return `Line chart of ${name} by epoch${say(training, 'training')}${say(validation, 'validation')}.`;
}

/** One panel as an SVG element that is legible on light and on dark pages. */
export function panelSvg(panel: Panel, epochs: number): string {
  const [low, high] = valueRange(panel);
  const bottom = HEIGHT - PLOT.bottom;
  const x: Scale = (value) =>
    PLOT.left + ((WIDTH - PLOT.left - PLOT.right) * value) / Math.max(1, epochs);
  const y: Scale = (value) =>
    bottom - ((bottom - PLOT.top) * (Math.min(Math.max(value, low), high) - low)) / (high - low);
  const { batches, training, validation } = panel;
  return (
    `<svg role="img" aria-label="${escapeHtml(describePanel(panel))}" viewBox="0 0 ${WIDTH} ${HEIGHT}" ` +
    `style="flex:1 1 260px;max-width:420px;min-width:0" font-size="11" font-family="inherit" fill="currentColor">` +
    `<text x="4" y="16" font-size="12" font-weight="600">${escapeHtml(readableName(panel.title))}</text>` +
    legend(validation.length > 0) +
    axes(x, y, epochs, niceTicks(low, high)) +
    `<path d="${path(batches.points, x, y)}" fill="none" stroke="${BATCHES}"/>` +
    `<path d="${path(training, x, y)}" fill="none" stroke="${TRAINING}" stroke-width="2"/>` +
    `<path d="${path(validation, x, y)}" fill="none" stroke="${VALIDATION}" stroke-width="2" stroke-dasharray="5 3"/>` +
    circles(training, x, y) +
    squares(validation, x, y) +
    '</svg>'
  );
}

function bar(state: LiveState): string {
  const percent = Math.round(progress(state) * 100);
  return (
    `<div role="progressbar" aria-label="Training progress" aria-valuemin="0" aria-valuemax="100" ` +
    `aria-valuenow="${percent}" style="height:6px;border-radius:3px;margin:4px 0 8px;` +
    `background:rgba(128,128,128,.3)"><div style="height:6px;border-radius:3px;width:${percent}%;` +
    `background:${TRAINING}"></div></div>`
  );
}

/** The whole display: status line, bar, latest numbers, one chart per panel. */
export function liveHtml(state: LiveState): string {
  const panels = state.panels.map((panel) => panelSvg(panel, state.epochs)).join('');
  return (
    '<div style="max-width:54em;font-size:13px;line-height:1.5">' +
    `<div>${escapeHtml(statusLine(state))}</div>${bar(state)}` +
    `<div>${escapeHtml(numbersLine(state))}</div>` +
    `<div style="display:flex;flex-wrap:wrap;gap:8px">${panels}</div></div>`
  );
}
