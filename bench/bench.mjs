/**
 * `npm run bench`: the same models here, in Keras and in PyTorch, on this machine, in one run.
 *
 * Every measurement is a process of its own; the three sides take turns, so a machine that slows down slows
 * all of them. Options: `--install` makes .venv-bench first; `--rounds 3`; `--cases mlp,gpt`; `--write`
 * stores the result in bench/results.json and the table in bench/README.md.
 */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { runMain, setup } from '../scripts/setup.mjs';
import { at } from '../scripts/setup/paths.mjs';
import { SetupError } from '../scripts/setup/process.mjs';
import { writeData } from './data.mjs';
import { table, writeReport } from './report.mjs';
import { checkInstalled, install, machine, measureOnce, python } from './sides.mjs';

/** @type {Record<string, () => [program: string, ...args: string[]]>} */
const SIDES = {
  dlts: () => [process.execPath, at('bench', 'dlts_side.mjs')],
  Keras: () => [python, at('bench', 'keras_side.py')],
  PyTorch: () => [python, at('bench', 'torch_side.py')],
};

runMain(import.meta.url, async () => {
  const { values } = parseArgs({
    options: {
      install: { type: 'boolean' },
      write: { type: 'boolean' },
      scaling: { type: 'boolean' },
      rounds: { type: 'string', default: '3' },
      cases: { type: 'string' },
    },
  });
  await setup();
  if (values.install) await install();
  checkInstalled();
  const all = JSON.parse(fs.readFileSync(at('bench', 'cases.json'), 'utf8'));
  const cases = chosenCases(all, values.cases);
  const results = await measure(cases, Number(values.rounds));
  const report = { machine: machine(), rounds: Number(values.rounds), cases: results };
  console.log(`\n${table(report, cases)}`);
  if (values.scaling || values.write) Object.assign(report, { scaling: await scaling(all.mlp) });
  if (values.write) writeReport(report, cases);
});

/** @param {Record<string, any>} all @param {string | undefined} list names with commas between; all when left out */
function chosenCases(all, list) {
  const names = list?.split(',') ?? Object.keys(all);
  const unknown = names.find((name) => !(name in all));
  if (unknown)
    throw new SetupError(
      `--cases: expected some of ${Object.keys(all).join(', ')}; got ${unknown}.`,
    );
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

/** @param {Record<string, any>} cases @param {number} rounds */
async function measure(cases, rounds) {
  /** @type {Record<string, Record<string, object[]>>} */
  const results = {};
  for (const [name, settings] of Object.entries(cases)) {
    const data = writeData(name, settings);
    const sides = Object.entries(SIDES).map(([side, command]) => ({
      ...{ side, command },
      rows: /** @type {object[]} */ ([]),
    }));
    for (let round = 0; round < rounds; round++)
      for (const { side, command, rows } of sides) {
        const row = await measureOnce(command(), { name, ...settings, data, epochs: 4 });
        rows.push(row);
        const epochs = row.epochs.map((/** @type {number} */ ms) => ms.toFixed(0)).join(' ');
        console.log(
          `${name} round ${round + 1} ${side.padEnd(8)} ${epochs} ms, first step ${row.firstStep.toFixed(0)} ms`,
        );
      }
    results[name] = Object.fromEntries(sides.map(({ side, rows }) => [side, rows]));
    fs.rmSync(data, { recursive: true, force: true });
  }
  return results;
}

/** How time per epoch grows with the number of examples and with the width, one process each. */
async function scaling(/** @type {any} */ mlp) {
  const rows = [];
  for (const [examples, width] of [
    [1600, 64],
    [6400, 64],
    [25600, 64],
    [6400, 256],
    [6400, 1024],
  ])
    for (const [side, command] of Object.entries(SIDES)) {
      const data = writeData('mlp', { ...mlp, examples });
      const row = await measureOnce(command(), {
        name: 'mlp',
        ...mlp,
        examples,
        width,
        data,
        epochs: 2,
      });
      rows.push({ examples, width, side, epoch: Math.min(...row.epochs) });
      fs.rmSync(data, { recursive: true, force: true });
    }
  return rows;
}
