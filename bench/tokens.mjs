/**
 * `npm run bench:tokens`: milliseconds a token and seconds to load, here and in PyTorch, of SmolLM2-135M-Instruct and of
 * the small GPT of `npm run bench`.
 *
 * Both sides read the same weights, continue the same prompt with the likeliest token, and must write the same text. They
 * take turns, each in a process of its own. `--rounds 3`; `--models gpt` leaves the other one out; `--write` stores the
 * table of both in bench/README.md. Needs what `npm run bench -- --install` installs.
 */
import { createRequire } from 'node:module';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runMain, setup } from '../scripts/setup.mjs';
import { at } from '../scripts/setup/paths.mjs';
import { SetupError } from '../scripts/setup/process.mjs';
import { writeBlock } from './report.mjs';
import { checkInstalled, machine, measureOnce, python } from './sides.mjs';
import { gptSettings } from './tokens_gpt.mjs';
import { sameTokens, tokensTable } from './tokens_table.mjs';

/** @typedef {import('./tokens_table.mjs').Measured} Measured */

const PROMPT = 'Write a story about a whale.';

/** @type {Record<string, { settings: (folder: string) => object | Promise<object>, dlts: string, torch: string }>} */
const MODELS = {
  smollm: { settings: smolLmSettings, dlts: 'tokens_dlts.mjs', torch: 'tokens_torch.py' },
  gpt: { settings: gptSettings, dlts: 'tokens_gpt_dlts.mjs', torch: 'tokens_gpt_torch.py' },
};

runMain(import.meta.url, async () => {
  const all = Object.keys(MODELS).join();
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      models: { type: 'string', default: all },
      write: { type: 'boolean' },
    },
  });
  if (values.write && values.models !== all)
    throw new SetupError(`bench: expected all models with --write; got ${values.models}.`);
  await setup();
  checkInstalled();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-bench-'));
  try {
    /** @type {Measured} */
    const measured = {};
    for (const name of values.models.split(','))
      measured[name] = await measure(name, Number(values.rounds), folder);
    const report = tokensTable(measured, machine());
    console.log(`\n${report}`);
    if (values.write) writeBlock('tokens', report);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

/** Rows of both sides, which take turns. @param {string} name @param {number} rounds @param {string} folder for weights */
async function measure(name, rounds, folder) {
  const model = MODELS[name];
  if (!model)
    throw new SetupError(`bench: expected models of ${Object.keys(MODELS)}; got ${name}.`);
  const settings = await model.settings(folder);
  /** @type {Record<string, [string, ...string[]]>} */
  const commands = {
    dlts: [process.execPath, at('bench', model.dlts)],
    PyTorch: [python, at('bench', model.torch)],
  };
  /** @type {Measured[string]} */
  const rows = { dlts: [], PyTorch: [] };
  for (let round = 0; round < rounds; round++)
    for (const [side, command] of Object.entries(commands)) {
      const row = await measureOnce(command, settings);
      rows[side]?.push(row);
      const times = `${row.token.toFixed(2)} ms a token, loaded in ${row.load.toFixed(1)} s`;
      console.log(`${name}, round ${round + 1} ${side.padEnd(8)} ${times}`);
    }
  if (!sameTokens(rows)) throw new SetupError(`bench: the two sides wrote different tokens (${name}).`); // prettier-ignore
  return rows;
}

/** Folder and name of the model's file, fetched the first time, and the prompt in its tokens. */
async function smolLmSettings() {
  const library = createRequire(import.meta.url);
  const { chatPrompt, ggufTokenizer, loadSmolLmFile, readGguf } = library('dlts');
  const { SMOL_LM } = library('dlts/dist/data/packages');
  const tokenizer = ggufTokenizer(readGguf(await loadSmolLmFile()));
  return {
    folder: at('.cache', 'packages', `${SMOL_LM.name}-${SMOL_LM.version}`),
    file: Object.keys(SMOL_LM.files)[0],
    prompt: tokenizer.encode(chatPrompt([{ role: 'user', content: PROMPT }])),
    ...{ tokens: 64, uncounted: 8 },
  };
}
