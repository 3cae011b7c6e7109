/** Stores what was measured, and renews tables and figure between the markers of bench/README.md. */
import fs from 'node:fs';
import { at } from '../scripts/setup/paths.mjs';
import { SetupError } from '../scripts/setup/process.mjs';
import { FIGURE, writeFigure } from './figure.mjs';
import { measured, scalingTable, tables } from './tables.mjs';

/** @typedef {import('./tables.mjs').Report} Report */
/** @typedef {import('./tables.mjs').CaseTexts} CaseTexts */

/** @param {Report} report @param {Record<string, CaseTexts>} cases */
export async function writeReport(report, cases) {
  fs.writeFileSync(at('bench', 'results.json'), `${JSON.stringify(report, null, 1)}\n`);
  const drawn = await writeFigure(report, cases);
  const figure = `![Time of a training epoch against its arithmetic, with the limit of the machine's products](${FIGURE})`;
  const scaling =
    'Time per epoch (ms) of the MLP by number of examples and by width of its layers:';
  const text = [
    measured(report),
    tables(report, cases),
    ...(drawn ? [figure] : []),
    ...(report.scaling ? [scaling, scalingTable(report.scaling)] : []),
  ];
  writeBlock('table', text.join('\n\n'));
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
