/** From measured rows to the tables of bench/README.md. */
import { SIDES } from './sides.mjs';
import { median } from './statistics.mjs';
import { limitOf, workOf } from './work.mjs';

/**
 * One process: times in ms, memory in MB. `latency` is one prediction, `thousand` 1,000 at once.
 *
 * @typedef {{ epochs: number[], firstStep: number, loss: number, memory: number, latency: number, thousand?: number,
 *   eagerLatency?: number }} Row
 */
/** @typedef {{ examples: number, width: number, side: string, epoch: number }} ScalingRow */
/** @typedef {{ label: string, work: string, examples: number, width?: number }} CaseTexts */
/**
 * `speed` is that of one large product, in GFLOP a second.
 *
 * @typedef {{ machine: Record<string, any>, rounds: number, speed?: number,
 *   cases: Record<string, Record<string, Row[]>>, scaling?: ScalingRow[] }} Report
 */

/** Counted epochs of a process. */
export const EPOCHS = 4;
/** What a table shows where nothing was measured. */
const NONE = '–';
const OURS = 'dlts';
const NAMES = Object.keys(SIDES);
const PEERS = NAMES.filter((side) => side !== OURS);

const whole = (/** @type {number} */ value) => Math.round(value).toLocaleString('en-US');
const fine = (/** @type {number} */ value) => (value < 10 ? value.toPrecision(2) : whole(value));
/** A ratio. @param {number} value */
const times = (value) => (value < 10 ? value.toFixed(2) : whole(value));
const known = (/** @type {unknown} */ value) => Number.isFinite(value);

/** @param {string[]} head @param {string[][]} lines */
const markdown = (head, lines) =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Median of one figure over all processes of a side; NaN where it was not measured. @param {Row[] | undefined} rows @param {(row: Row) => (number | undefined)[]} pick */
function figure(rows, pick) {
  return median((rows ?? []).flatMap(pick).filter((value) => value !== undefined));
}

/** Median time of an epoch of each side, NaN where it was left out. @param {Record<string, Row[]>} sides */
export function epochTimes(sides) {
  return Object.fromEntries(NAMES.map((side) => [side, figure(sides[side], (row) => row.epochs)]));
}

/** The peer with the smallest value. @param {Record<string, number>} values by side @returns {[side: string, value: number] | undefined} */
export function bestPeer(values) {
  const measured = PEERS.map((side) => /** @type {const} */ ([side, values[side] ?? NaN]));
  const [best] = measured.filter(([, value]) => known(value)).sort(([, a], [, b]) => a - b);
  return best && [...best];
}

/** Ours in units of the best peer's, and which it is. @param {Record<string, number>} values */
function ratio(values) {
  const best = bestPeer(values);
  const own = values[OURS] ?? NaN;
  return best && known(own) ? `**${times(own / best[1])}** (${best[0]})` : NONE;
}

/** @param {Report} report @param {Record<string, CaseTexts>} cases @returns {string} all tables but the scaling */
export function tables(report, cases) {
  const parts = [
    'Milliseconds an epoch, median (smallest–largest).',
    speedTable(report, cases),
    'Everything else; the last column compares with the smallest of the other four.',
    otherTable(report, cases),
    ...eagerParts(report, cases),
    ...limitParts(report, cases),
    'Mean loss of the last epoch, to see that all sides train the same; they start from different weights.',
    lossTable(report, cases),
  ];
  return parts.join('\n\n');
}

/** @param {Report} report @param {Record<string, CaseTexts>} cases */
function speedTable(report, cases) {
  const lines = Object.entries(cases).map(([name, { label, work }]) => {
    const sides = report.cases[name] ?? {};
    const epoch = epochTimes(sides);
    const cells = NAMES.map((side) => {
      const epochs = (sides[side] ?? []).flatMap((row) => row.epochs);
      if (epochs.length === 0) return NONE;
      const range = `${whole(Math.min(...epochs))}–${whole(Math.max(...epochs))}`;
      return `${whole(epoch[side] ?? NaN)} (${range})`;
    });
    return [label, work, ...cells, ratio(epoch)];
  });
  return markdown(['model', 'work', ...NAMES, 'dlts / fastest peer'], lines);
}

/** @type {[text: string, pick: (row: Row) => number | undefined][]} */
const MEASURES = [
  ['first step (ms)', (row) => row.firstStep],
  ['peak memory (MB)', (row) => row.memory],
  ['one prediction (ms)', (row) => row.latency],
  ['1,000 predictions (ms)', (row) => row.thousand],
];

/** @param {Report} report @param {Record<string, CaseTexts>} cases */
function otherTable(report, cases) {
  const lines = MEASURES.flatMap(([text, pick]) =>
    Object.entries(cases).map(([name, { label }]) => {
      const sides = report.cases[name] ?? {};
      const values = Object.fromEntries(
        NAMES.map((side) => [side, figure(sides[side], (row) => [pick(row)])]),
      );
      return [text, label, ...NAMES.map((side) => shown(values[side], fine)), ratio(values)];
    }),
  );
  return markdown(['what', 'model', ...NAMES, 'dlts / smallest peer'], lines);
}

/** @param {number | undefined} value @param {(value: number) => string} format */
const shown = (value = NaN, format) => (known(value) ? format(value) : NONE);

/** One prediction without a compiled graph, as a sentence. @param {Report} report @param {Record<string, CaseTexts>} cases */
function eagerParts(report, cases) {
  const values = Object.keys(cases).map((name) =>
    figure(report.cases[name]?.[OURS], (row) => [row.eagerLatency]),
  );
  if (!values.some(known)) return [];
  const list = values.map((value) => shown(value, fine)).join(', ');
  return [`\`model.predict\` of dlts, which runs one operation after another: ${list} ms.`];
}

/** The arithmetic of an epoch and how near the machine's limit it ran. @param {Report} report @param {Record<string, CaseTexts>} cases */
function limitParts(report, cases) {
  const { speed } = report;
  if (speed === undefined) return [];
  const lines = Object.entries(cases).map(([name, settings]) => {
    const all = { name, ...settings };
    const [work, limit] = [workOf(all), limitOf(all, speed)];
    const epoch = epochTimes(report.cases[name] ?? {});
    const best = bestPeer(epoch);
    const share = (/** @type {number} */ time) => `${((100 * limit) / time).toFixed(0)} %`;
    const peer = best ? `${share(best[1])} (${best[0]})` : NONE;
    return [settings.label, fine(work), fine(limit), shown(epoch[OURS], share), peer];
  });
  const head = ['model', 'GFLOP an epoch', 'limit (ms)', 'reached by dlts', 'by the fastest peer'];
  const text = `How much of the machine that is. One large product runs at ${whole(speed)} GFLOP a second here; an epoch cannot take less than its arithmetic at that speed.`;
  return [text, markdown(head, lines)];
}

/** @param {Report} report @param {Record<string, CaseTexts>} cases */
function lossTable(report, cases) {
  const lines = Object.entries(cases).map(([name, { label }]) => {
    const loss = (/** @type {string} */ side) =>
      figure(report.cases[name]?.[side], (row) => [row.loss]);
    return [label, ...NAMES.map((side) => shown(loss(side), (value) => value.toFixed(2)))];
  });
  return markdown(['model', ...NAMES], lines);
}

/** Time of an epoch by number of examples and width. @param {ScalingRow[]} rows */
export function scalingTable(rows) {
  const keys = [...new Set(rows.map(({ examples, width }) => `${examples} ${width}`))];
  const lines = keys.map((key) => {
    const found = rows.filter(({ examples, width }) => `${examples} ${width}` === key);
    const values = Object.fromEntries(found.map(({ side, epoch }) => [side, epoch]));
    const [examples = '', width = ''] = key.split(' ');
    const cells = NAMES.map((side) => shown(values[side], whole));
    return [whole(Number(examples)), width, ...cells, ratio(values)];
  });
  return markdown(['examples', 'width', ...NAMES, 'dlts / fastest peer'], lines);
}

/** Machine, versions and rounds in a sentence. @param {Report} report */
export function measured({ machine, rounds }) {
  const packages = [
    ['Node', machine['node']],
    ['TensorFlow', machine['tensorflow']],
    ['Keras', machine['keras']],
    ['PyTorch', machine['torch']],
    ['JAX', machine['jax']],
  ];
  const versions = packages.filter(([, version]) => version).map((pair) => pair.join(' '));
  const { date, cores, cpu } = machine;
  return `Measured on ${date}: ${cores} cores (${cpu}), ${versions.join(', ')}; rounds: ${rounds}, four counted epochs a round.`;
}
