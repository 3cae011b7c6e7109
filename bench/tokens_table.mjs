/** From measured rows to the table of `npm run bench:tokens`. */
import fs from 'node:fs';
import { at } from '../scripts/setup/paths.mjs';
import { median } from './statistics.mjs';

/** @typedef {{ load: number, tokens: number[], token: number, memory: number }} Row seconds, ids, ms a token, MB */
/** @typedef {Record<string, Record<string, Row[]>>} Measured rows by model and side */

/** @type {Record<string, { label: string }>} */
const CASES = JSON.parse(fs.readFileSync(at('bench', 'cases.json'), 'utf8'));
/** @type {Record<string, string | undefined>} */
const LABELS = { smollm: 'SmolLM2-135M-Instruct', gpt: CASES['gpt']?.label };

const fine = (/** @type {number} */ value) =>
  value < 10 ? value.toPrecision(2) : value.toFixed(0);

/** Whether every process wrote the same. @param {Record<string, Row[]>} rows */
export function sameTokens(rows) {
  const texts = Object.values(rows).flatMap((side) => side.map(({ tokens }) => `${tokens}`));
  return new Set(texts).size <= 1;
}

/** @param {Measured} measured @param {Record<string, any>} machine */
export function tokensTable(measured, { date, cores, cpu, node, torch }) {
  const models = Object.entries(measured);
  const lines = models.flatMap(([name, sides]) =>
    Object.entries(sides).map(([side, rows]) => line(LABELS[name] ?? name, side, rows)),
  );
  const ratios = models.map(([name, { dlts = [], PyTorch = [] }]) => {
    const token = (/** @type {Row[]} */ rows) => median(rows.map((row) => row.token));
    return `**${(token(dlts) / token(PyTorch)).toFixed(2)}** (${LABELS[name] ?? name})`;
  });
  return [
    `Measured on ${date}: ${cores} cores (${cpu}), Node ${node}, PyTorch ${torch}, all cores on both sides;`,
    `rounds: ${models[0]?.[1]['dlts']?.length}.`,
    '',
    '| model | side | ms a token, median (smallest–largest) | seconds to load | peak memory (GB) |',
    '|---|---|---|---|---|',
    ...lines,
    '',
    `A token here, as a share of PyTorch's time: ${ratios.join('; ')}.`,
  ].join('\n');
}

/** @param {string} label @param {string} side @param {Row[]} rows */
function line(label, side, rows) {
  const token = rows.map((row) => row.token);
  const range = `${fine(Math.min(...token))}–${fine(Math.max(...token))}`;
  const load = fine(median(rows.map((row) => row.load)));
  const memory = (median(rows.map((row) => row.memory)) / 1000).toFixed(2);
  return `| ${label} | ${side} | ${fine(median(token))} (${range}) | ${load} | ${memory} |`;
}
