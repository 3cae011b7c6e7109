/**
 * `npm run bench`: the same models here, in Keras, PyTorch (eager and compiled) and JAX, on this machine, in one run.
 *
 * Every measurement is a process of its own; the sides take turns, so a machine that slows down slows all of them.
 * Options: `--install` makes .venv-bench first; `--rounds 3`; `--cases mlp,gpt`; `--scaling` adds the MLP by size;
 * `--write` stores the result in bench/results.json and renews tables and figure of bench/README.md.
 */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { runMain, setup } from '../scripts/setup.mjs';
import { at } from '../scripts/setup/paths.mjs';
import { SetupError } from '../scripts/setup/process.mjs';
import { writeData } from './data.mjs';
import { writeReport } from './report.mjs';
import { availableSides, checkInstalled, install, machine, measureOnce, python } from './sides.mjs';
import { EPOCHS, scalingTable, tables } from './tables.mjs';

/** @typedef {ReturnType<typeof availableSides>} Sides */

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
  if (values.write && values.cases !== undefined)
    throw new SetupError(
      'bench: expected all cases with --write; got --cases; leave one of the two out.',
    );
  const sides = availableSides();
  const rounds = Number(values.rounds);
  /** @type {import('./tables.mjs').Report} */
  const report = { machine: machine(), rounds, ...(await measure(cases, rounds, sides)) };
  console.log(`\n${tables(report, cases)}`);
  if (values.scaling || values.write) report.scaling = await scaling(all.mlp, sides);
  if (report.scaling) console.log(`\n${scalingTable(report.scaling)}`);
  if (values.write) await writeReport(report, cases);
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

/** @param {Record<string, any>} cases @param {number} rounds @param {Sides} sides */
async function measure(cases, rounds, sides) {
  /** @type {import('./tables.mjs').Report['cases']} */
  const results = {};
  const speeds = [];
  for (const [name, settings] of Object.entries(cases)) {
    const data = writeData(name, settings);
    /** @type {Record<string, import('./tables.mjs').Row[]>} */
    const rows = Object.fromEntries(sides.map(([side]) => [side, []]));
    for (let round = 0; round < rounds; round++) {
      speeds.push(await productSpeed(sides));
      for (const [side, command] of sides) {
        const row = await measureOnce(command(), { name, ...settings, data, epochs: EPOCHS });
        rows[side]?.push(row);
        console.log(line(`${name} round ${round + 1} ${side}`, row));
      }
    }
    results[name] = rows;
    fs.rmSync(data, { recursive: true, force: true });
  }
  const speed = Math.max(...speeds);
  return { cases: results, ...(speed > 0 && { speed }) };
}

/** @param {string} what @param {import('./tables.mjs').Row} row */
function line(what, { epochs, firstStep, loss }) {
  const times = epochs.map((ms) => ms.toFixed(0)).join(' ');
  return `${what.padEnd(28)} ${times} ms, first step ${firstStep.toFixed(0)} ms, loss ${loss.toFixed(3)}`;
}

/** GFLOP a second of one large product on all cores; 0 without PyTorch. @param {Sides} sides */
async function productSpeed(sides) {
  if (!sides.some(([side]) => side === 'PyTorch')) return 0;
  const { speed } = await measureOnce([python, at('bench', 'speed_torch.py')], {});
  return speed;
}

/** How time per epoch grows with the number of examples and with the width, one process each. */
async function scaling(/** @type {any} */ mlp, /** @type {Sides} */ sides) {
  const rows = [];
  for (const [examples = 0, width = 0] of [
    [1600, 64],
    [6400, 64],
    [25600, 64],
    [6400, 256],
    [6400, 1024],
  ]) {
    const data = writeData('mlp', { ...mlp, examples });
    const settings = { name: 'mlp', ...mlp, examples, width, data, epochs: 2 };
    for (const [side, command] of sides) {
      const row = await measureOnce(command(), settings);
      rows.push({ examples, width, side, epoch: Math.min(...row.epochs) });
    }
    fs.rmSync(data, { recursive: true, force: true });
  }
  return rows;
}
