/** From measured rows to the table in bench/README.md. */
import fs from 'node:fs';
import { at } from '../scripts/setup/paths.mjs';
import { SetupError } from '../scripts/setup/process.mjs';

export const median = (/** @type {number[]} */ values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ i) => sorted[i] ?? NaN;
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
};
const whole = (/** @type {number} */ value) => Math.round(value).toLocaleString('en-US');

/** Median, and smallest to largest, of one figure over all rounds. */
function summary(/** @type {any[]} */ rows, /** @type {(row: any) => number[]} */ pick) {
  const values = rows.flatMap(pick);
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** @param {any} report @param {Record<string, any>} cases @returns {string} Markdown tables */
export function table(report, cases) {
  const speed = [
    '| model | work | dlts | Keras | PyTorch | dlts / faster one |',
    '|---|---|---|---|---|---|',
  ];
  const other = [
    '| model | first step (ms): dlts, Keras, PyTorch | peak memory (MB): dlts, Keras, PyTorch | one prediction (ms): dlts, Keras, PyTorch |',
    '|---|---|---|---|',
  ];
  for (const [name, { label, work }] of Object.entries(cases)) {
    const sides = ['dlts', 'Keras', 'PyTorch'].map((side) => report.cases[name][side]);
    speed.push(`| ${label} | ${work} | ${speedCells(sides).join(' | ')} |`);
    const figures = (/** @type {string} */ key, digits = 0) =>
      sides
        .map((rows) => median(rows.map((/** @type {any} */ row) => row[key])).toFixed(digits))
        .join(', ');
    other.push(
      `| ${label} | ${figures('firstStep')} | ${figures('memory')} | ${figures('latency', 2)} |`,
    );
  }
  return `Milliseconds, median (smallest–largest).\n\n${speed.join('\n')}\n\n${other.join('\n')}`;
}

/** Time per epoch of each side, and ours in units of the faster other one. @param {any[][]} sides */
function speedCells(sides) {
  const epochs = sides.map((rows) => summary(rows, (row) => row.epochs));
  const [own = NaN, ...theirs] = epochs.map((epoch) => epoch.median);
  const ratio = (own / Math.min(...theirs)).toFixed(2);
  const cells = epochs.map(
    ({ median, low, high }) => `${whole(median)} (${whole(low)}–${whole(high)})`,
  );
  return [...cells, `**${ratio}**`];
}

/** @param {any[]} rows */
function scalingTable(rows) {
  const lines = ['| examples | width | dlts | Keras | PyTorch |', '|---|---|---|---|---|'];
  const keys = [...new Set(rows.map(({ examples, width }) => `${examples} ${width}`))];
  for (const key of keys) {
    const of = (/** @type {string} */ side) =>
      whole(rows.find((row) => `${row.examples} ${row.width}` === key && row.side === side).epoch);
    lines.push(
      `| ${key.replace(' ', ' | ')} | ${of('dlts')} | ${of('Keras')} | ${of('PyTorch')} |`,
    );
  }
  return lines.join('\n');
}

/** Stores the numbers, and renews the tables between the markers of bench/README.md. */
export function writeReport(/** @type {any} */ report, /** @type {Record<string, any>} */ cases) {
  fs.writeFileSync(at('bench', 'results.json'), `${JSON.stringify(report, null, 1)}\n`);
  const { machine, rounds } = report;
  const text = [
    `Measured on ${machine.date}: ${machine.cores} cores (${machine.cpu}), Node ${machine.node}, TensorFlow ${machine.tensorflow},`,
    `Keras ${machine.keras}, PyTorch ${machine.torch}; ${rounds} rounds, four counted epochs a round.`,
    '',
    table(report, cases),
    '',
    'Time per epoch (ms) of the MLP by number of examples and by width of its hidden layers:',
    '',
    scalingTable(report.scaling),
  ].join('\n');
  writeBlock('table', text);
}

/** Renews what stands between two markers of bench/README.md. @param {string} name @param {string} text */
export function writeBlock(name, text) {
  const file = at('bench', 'README.md');
  const page = fs.readFileSync(file, 'utf8');
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [before, after] = [page.indexOf(start), page.indexOf(end)];
  if (before < 0 || after < before)
    throw new SetupError(`bench: expected ${start} and ${end} in ${file}; put both markers back.`);
  const renewed = `${page.slice(0, before)}${start}\n${text}\n${page.slice(after)}`;
  fs.writeFileSync(file, renewed);
}
