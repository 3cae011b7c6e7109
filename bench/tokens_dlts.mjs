/** SmolLM2 with this library: greedy tokens with its key/value cache, each one compiled graph. */
import { createRequire } from 'node:module';
import { median } from './statistics.mjs';

const { generate, loadSmolLm } = createRequire(import.meta.url)('dlts');
const settings = JSON.parse(process.argv[2] ?? '{}');

const begin = performance.now();
const { model } = await loadSmolLm();
const load = (performance.now() - begin) / 1000;

/** @type {number[]} */
const ends = [];
const tokens = await generate(model, settings.prompt, {
  temperature: 0,
  maxTokens: settings.tokens,
  onToken: () => void ends.push(performance.now()),
});
const times = ends.slice(1).map((end, i) => end - (ends[i] ?? end));
const token = median(times.slice(settings.uncounted));
const memory = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ load, tokens: tokens.slice(settings.prompt.length), token, memory }));
