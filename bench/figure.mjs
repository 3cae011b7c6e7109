/**
 * Time of a training epoch against its arithmetic: one mark per model and side, and the limit of the machine's products.
 *
 * `node bench/figure.mjs` draws bench/time-against-work.png of bench/results.json; `npm run bench -- --write` does too.
 */
import { createRequire } from 'node:module';
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { findChromium } from '../scripts/figures/chromium.mjs';
import { at } from '../scripts/setup/paths.mjs';
import { launch } from '../scripts/site/browser.mjs';
import { SIDES } from './sides.mjs';
import { epochTimes } from './tables.mjs';
import { workOf } from './work.mjs';

/** @typedef {import('./tables.mjs').Report} Report */
/** @typedef {import('./tables.mjs').CaseTexts} CaseTexts */
/** @typedef {{ work: number, name: string, times: Record<string, number> }} Family */
/** @typedef {{ x: (work: number) => number, y: (time: number) => number, works: number[], times: number[] }} Scales */

export const FIGURE = 'time-against-work.png';

const [WIDTH, HEIGHT] = [700, 460];
const PLOT = { left: 76, right: 676, top: 102, bottom: 404 };
/** Pixels between the marks of two sides, so that equal times are both seen. */
const APART = 5;
const [INK, PALE, GRID] = ['#24292f', '#57606a', '#e3e5e8'];
/** Marks around (0, 0), one shape per side, so color is never the only sign. */
const MARKS = [
  '<circle r="6.5"/>',
  '<rect x="-5.5" y="-5.5" width="11" height="11"/>',
  '<path d="M0-7.5 7.5 0 0 7.5-7.5 0z"/>',
  '<path d="M0-7 7 5.5H-7z"/>',
  '<path d="M0 7 7-5.5H-7z"/>',
];

/**
 * @param {Report} report
 * @param {Record<string, CaseTexts>} cases
 * @param {(index: number) => string} colorOf color of the side with this index
 * @returns {string} the figure as SVG
 */
export function figureSvg(report, cases, colorOf) {
  const families = familiesOf(report, cases);
  const scales = scalesOf(families, report.speed);
  const parts = [
    grid(scales),
    clipped(limitLine(scales, report.speed)),
    ...families.map((family) => familyName(family, families, scales)),
    marks(families, scales, colorOf),
    legend(families, colorOf),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="Helvetica, Arial, sans-serif" font-size="13" fill="${INK}"><rect width="100%" height="100%" fill="#fff"/><text x="${PLOT.left}" y="26" font-size="16" font-weight="bold">Time of a training epoch against its arithmetic</text>${parts.join('')}</svg>`;
}

/** @param {Report} report @param {Record<string, CaseTexts>} cases @returns {Family[]} those that were measured, least work first */
function familiesOf(report, cases) {
  return Object.entries(cases)
    .map(([name, settings]) => ({
      work: workOf({ name, ...settings }),
      name: name.toUpperCase(),
      times: epochTimes(report.cases[name] ?? {}),
    }))
    .filter(({ times }) => Object.values(times).some(Number.isFinite))
    .sort((a, b) => a.work - b.work);
}

/** @param {Family[]} families @param {number | undefined} speed @returns {Scales} */
function scalesOf(families, speed) {
  const works = families.map(({ work }) => work);
  const limits = speed === undefined ? [] : works.map((work) => (1000 * work) / speed);
  const times = families.flatMap((family) => Object.values(family.times)).filter(Number.isFinite);
  const [xs, ys] = [range(works, 1.5), range([...times, ...limits], 1.3)];
  return {
    x: logScale(xs, PLOT.left, PLOT.right),
    y: logScale(ys, PLOT.bottom, PLOT.top),
    works: ticks(xs),
    times: ticks(ys),
  };
}

/** @param {number[]} values @param {number} margin factor on both sides @returns {[low: number, high: number]} */
const range = (values, margin) => [Math.min(...values) / margin, Math.max(...values) * margin];

/** @param {[low: number, high: number]} domain @param {number} from @param {number} to @returns {(value: number) => number} */
function logScale([low, high], from, to) {
  const span = Math.log(high / low);
  return (value) => from + ((to - from) * Math.log(value / low)) / span;
}

/** Powers of ten in a range, and with them 3 of each, which is near the middle. @param {[low: number, high: number]} range */
function ticks([low, high]) {
  const powers = Array.from({ length: 16 }, (_, i) => 10 ** (i - 6));
  return powers
    .flatMap((power) => [power, 3 * power])
    .filter((tick) => tick >= low && tick <= high);
}

const label = (/** @type {number} */ value) => Number(value.toPrecision(1)).toLocaleString('en-US');

/** @param {Scales} scales */
function grid({ x, y, works, times }) {
  const { left, right, top, bottom } = PLOT;
  const line = (/** @type {string} */ d) => `<path d="${d}" stroke="${GRID}"/>`;
  const across = works.map(
    (work) =>
      `${line(`M${x(work)} ${top}V${bottom}`)}<text x="${x(work)}" y="${bottom + 19}" text-anchor="middle">${label(work)}</text>`,
  );
  const up = times.map(
    (time) =>
      `${line(`M${left} ${y(time)}H${right}`)}<text x="${left - 8}" y="${y(time) + 4}" text-anchor="end">${label(time)}</text>`,
  );
  const middle = (top + bottom) / 2;
  const titles = `<text x="${(left + right) / 2}" y="${bottom + 44}" text-anchor="middle">arithmetic of an epoch (GFLOP)</text><text transform="translate(20 ${middle}) rotate(-90)" text-anchor="middle">time of an epoch (ms)</text>`;
  return `${across.join('')}${up.join('')}<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="${PALE}"/>${titles}`;
}

/** @param {string} content kept inside the plot */
function clipped(content) {
  const { left, right, top, bottom } = PLOT;
  return `<clipPath id="plot"><rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/></clipPath><g clip-path="url(#plot)">${content}</g>`;
}

/** Least time at the speed of one large product. @param {Scales} scales @param {number | undefined} speed */
function limitLine({ x, y }, speed) {
  if (speed === undefined) return '';
  const time = (/** @type {number} */ work) => (1000 * work) / speed;
  const [near, far] = [1e-3, 1e6];
  const path = `M${x(near)} ${y(time(near))}L${x(far)} ${y(time(far))}`;
  const angle = (Math.atan2(y(10) - y(1), x(10) - x(1)) * 180) / Math.PI;
  const words = `limit: ${Math.round(speed)} GFLOP a second`;
  const at = `translate(${x(45)} ${y(time(45)) + 17}) rotate(${angle})`;
  return `<path d="${path}" stroke="${INK}" stroke-width="1.5" stroke-dasharray="6 4"/><text transform="${at}" text-anchor="middle">${words}</text>`;
}

/** Name of a model above the plot; beside the line where another model is near. @param {Family} family @param {Family[]} all @param {Scales} scales */
function familyName({ name, work }, all, { x }) {
  const near = all.find((other) => other.name !== name && Math.abs(x(other.work) - x(work)) < 50);
  const anchor = near === undefined ? 'middle' : near.work > work ? 'end' : 'start';
  const shift = { middle: 0, end: 6, start: -6 }[anchor];
  const { top, bottom } = PLOT;
  return `<path d="M${x(work)} ${top}V${bottom}" stroke="${PALE}" stroke-width="0.75" stroke-dasharray="1 3"/><text x="${x(work) + shift}" y="${top - 8}" text-anchor="${anchor}" font-weight="bold">${name}</text>`;
}

/** @param {number} side index @param {number} x @param {number} y @param {string} color */
const mark = (side, x, y, color) =>
  `<g transform="translate(${x} ${y})" fill="${color}" stroke="#fff">${MARKS[side]}</g>`;

/** The library's own marks last, on top. @param {Family[]} families @param {Scales} scales @param {(index: number) => string} colorOf */
function marks(families, { x, y }, colorOf) {
  const one = (/** @type {string} */ side, /** @type {number} */ index) =>
    families
      .filter(({ times }) => Number.isFinite(times[side]))
      .map(({ work, times }) =>
        mark(index, x(work) + APART * (index - 2), y(times[side] ?? NaN), colorOf(index)),
      );
  return Object.keys(SIDES).map(one).reverse().flat().join('');
}

/** @param {Family[]} families @param {(index: number) => string} colorOf */
function legend(families, colorOf) {
  let x = PLOT.left + 8;
  return Object.keys(SIDES)
    .map((side, index) => {
      if (!families.some(({ times }) => Number.isFinite(times[side]))) return '';
      const entry = `${mark(index, x, 54, colorOf(index))}<text x="${x + 13}" y="58.5">${side}</text>`;
      x += 44 + 6.8 * side.length;
      return entry;
    })
    .join('');
}

/**
 * Draws the figure beside this file; says so in a sentence where there is no Chromium.
 *
 * @param {Report} report @param {Record<string, CaseTexts>} cases
 * @returns {Promise<boolean>} whether it was drawn
 */
export async function writeFigure(report, cases) {
  if (findChromium() === undefined) {
    console.log(`bench/${FIGURE} is left out: drawing it needs Chromium.`);
    return false;
  }
  const { categoryColor } = createRequire(import.meta.url)('dlts/dist/plot/palette');
  const browser = await launch();
  try {
    const viewport = { width: WIDTH, height: HEIGHT };
    const page = await browser.newPage({ viewport, deviceScaleFactor: 2 });
    const svg = figureSvg(report, cases, categoryColor);
    await page.setContent(`<body style="margin:0">${svg}</body>`);
    await page.screenshot({ path: at('bench', FIGURE) });
  } finally {
    await browser.close();
  }
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const read = (/** @type {string} */ name) =>
    JSON.parse(fs.readFileSync(at('bench', name), 'utf8'));
  await writeFigure(read('results.json'), read('cases.json'));
}
