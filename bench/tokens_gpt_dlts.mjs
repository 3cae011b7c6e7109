/** The small GPT with this library: greedy texts with its key/value cache, each token one compiled graph. */
import { createRequire } from 'node:module';
import { median } from './statistics.mjs';
import { readModel } from './tokens_gpt.mjs';

const { generate } = createRequire(import.meta.url)('dlts');
const settings = JSON.parse(process.argv[2] ?? '{}');

const begin = performance.now();
const model = readModel(settings.weights);
const load = (performance.now() - begin) / 1000;

const times = [];
/** @type {number[]} */
let text = [];
for (let count = 0; count < settings.uncounted + settings.texts; count++) {
  const start = performance.now();
  text = await generate(model, settings.prompt, { temperature: 0, maxTokens: settings.tokens });
  times.push((performance.now() - start) / settings.tokens);
}
const tokens = text.slice(settings.prompt.length);
const token = median(times.slice(settings.uncounted));
const memory = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ load, tokens, token, memory }));
