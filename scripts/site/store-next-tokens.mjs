/**
 * `node scripts/site/store-next-tokens.mjs`: what SmolLM2 gives to the next token, stored for the demo "What comes
 * next?". For each beginning a tree: its likeliest continuations, the likeliest first.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { at } from '../setup/paths.mjs';

/** @typedef {import('../../site/demos/next/tree.js').StoredNode} StoredNode */

/** Beginnings: `label` is what the page shows; with `chat` the model reads a conversation around it. */
export const BEGINNINGS = [
  { label: 'The capital of France is' },
  { label: 'What is the capital of France?' },
  { label: 'What is the capital of France?', chat: true },
  { label: 'Once upon a time' },
  { label: 'The cat sat on the' },
  { label: 'Two plus two equals' },
  { label: '17 + 25 =' },
  { label: 'Monday, Tuesday, Wednesday,' },
  { label: 'To be, or not to be,' },
  { label: 'Call me Ishmael. Some years ago' },
  { label: 'The opposite of hot is' },
  { label: 'My favorite animal is the' },
  { label: 'The nurse said that' },
  { label: 'The doctor said that' },
  { label: 'Roses are red,' },
  { label: 'const sum = (a, b) =>' },
];
/** Tokens stored at each place, likeliest first. */
export const KEPT = 100;
/** Places stored for each beginning, and how many tokens the deepest is after it. */
const PLACES = 40;
const DEPTH = 8;
/** Continuations of a place that may be followed. */
const BRANCHES = 12;
/** The likeliest path is stored this far, whatever else is. */
const GREEDY = 6;
/** Computed at a time. */
const BATCH = 8;
/** Log probabilities are stored in units of 1/{@link UNIT}. */
export const UNIT = 100;
/** Temperatures, in tenths, at which the share of the tokens that are not stored is known. */
export const TENTHS = Array.from({ length: 20 }, (_, i) => i + 1);

/**
 * The likeliest tokens, and the share of all others at each temperature.
 *
 * @param {Float32Array} logits one for each token of the vocabulary
 * @returns {{ tokens: number[], steps: number[], outside: number[] }}
 */
export function likeliest(logits) {
  const all = Array.from(logits, (logit, token) => ({ logit, token }));
  all.sort((a, b) => b.logit - a.logit);
  const top = all[0]?.logit ?? 0;
  const sum = (/** @type {typeof all} */ of, /** @type {number} */ temperature) =>
    of.reduce((total, { logit }) => total + Math.exp((logit - top) / temperature), 0);
  const [stored, others] = [all.slice(0, KEPT), all.slice(KEPT)];
  const normalizer = Math.log(sum(all, 1));
  let before = 0;
  const steps = stored.map(({ logit }) => {
    const unit = Math.round(UNIT * (logit - top - normalizer));
    const step = before - unit;
    before = unit;
    return step;
  });
  const outside = TENTHS.map((tenths) => {
    const rest = sum(others, tenths / 10);
    return Number((rest / (rest + sum(stored, tenths / 10))).toFixed(5));
  });
  return { tokens: stored.map(({ token }) => token), steps, outside };
}

/**
 * Follows the likeliest path for a while, then always the likeliest places not yet followed. Nothing comes after the stop
 * token.
 *
 * @param {(rows: number[][]) => Promise<Float32Array[]>} logitsAfter
 * @param {number[]} prompt
 * @param {number} stopToken
 * @returns {Promise<StoredNode[]>} the first is the beginning
 */
async function grow(logitsAfter, prompt, stopToken) {
  /** @type {StoredNode[]} */
  const nodes = [];
  /** @type {{ path: number[], log: number, from: number }[]} */
  const open = [{ path: [], log: 0, from: -1 }];
  while (nodes.length < PLACES && open.length > 0) {
    const size = nodes.length < GREEDY ? 1 : Math.min(BATCH, PLACES - nodes.length);
    if (size === 1) open.sort((a, b) => b.path.length - a.path.length || b.log - a.log);
    else open.sort((a, b) => b.log - a.log);
    const chosen = open.splice(0, size);
    const logits = await logitsAfter(chosen.map(({ path }) => [...prompt, ...path]));
    for (const [i, { path, log, from }] of chosen.entries()) {
      const node = { ...likeliest(logits[i] ?? new Float32Array()), after: {} };
      const number = nodes.push(node) - 1;
      const [last] = path.slice(-1);
      if (last !== undefined) Object.assign(nodes[from]?.after ?? {}, { [last]: number });
      if (path.length === DEPTH) continue;
      const onward = continuations(node, path, log, number);
      open.push(...onward.filter(({ path: tokens }) => tokens.at(-1) !== stopToken));
    }
  }
  return nodes;
}

/**
 * The likeliest continuations of a place, with the log probability of the text up to them.
 *
 * @param {StoredNode} node
 * @param {number[]} path tokens from the beginning to the place
 * @param {number} log log probability of `path`
 * @param {number} from number of the place
 */
function continuations({ tokens, steps }, path, log, from) {
  let unit = 0;
  return tokens.slice(0, BRANCHES).map((token, rank) => {
    unit -= steps[rank] ?? 0;
    return { path: [...path, token], log: log + unit / UNIT, from };
  });
}

async function main() {
  const require = createRequire(import.meta.url);
  /** @type {typeof import('../../src/dist/index.js')} */
  const { chatPrompt, loadSmolLm, ready, tf } = require('dlts');
  await ready();
  const { model, tokenizer, stopToken } = await loadSmolLm();
  const logitsAfter = async (/** @type {number[][]} */ rows) => {
    const longest = Math.max(...rows.map((row) => row.length));
    // Nothing looks to the right, so what fills up a row changes nothing before it.
    const filled = rows.map((row) => [...row, ...Array(longest - row.length).fill(0)]);
    const parts = tf.tidy(() => {
      const logits = /** @type {import('../../src/dist/index.js').tf.Tensor3D} */ (
        model.predict(tf.tensor2d(filled, undefined, 'int32'))
      );
      return rows.map((row, i) => logits.slice([i, row.length - 1], [1, 1]).dataSync());
    });
    return parts.map((part) => Float32Array.from(part));
  };
  const trees = [];
  for (const { label, chat = false } of BEGINNINGS) {
    const text = chat ? chatPrompt([{ role: 'user', content: label }]) : label;
    trees.push({ label, chat, nodes: await grow(logitsAfter, tokenizer.encode(text), stopToken) });
    console.log(`${label}: ${trees.at(-1)?.nodes.length} places`);
  }
  model.dispose();
  const file = at('notebooks', 'models', 'next-tokens.json');
  fs.writeFileSync(file, `${JSON.stringify(numbered(trees, tokenizer, stopToken))}\n`);
  console.log(`${file}: ${Math.round(fs.statSync(file).size / 1000)} kB`);
}

/**
 * Numbers of the vocabulary become places in a list of the tokens in use, the often used first.
 *
 * @param {{ label: string, chat: boolean, nodes: StoredNode[] }[]} trees
 * @param {import('../../src/dist/index.js').ByteLevelTokenizer} tokenizer
 * @param {number} stopToken
 */
function numbered(trees, tokenizer, stopToken) {
  /** @type {Map<number, number>} */
  const uses = new Map();
  const nodes = trees.flatMap((tree) => tree.nodes);
  for (const token of nodes.flatMap(({ tokens }) => tokens))
    uses.set(token, (uses.get(token) ?? 0) + 1);
  const used = [...uses.keys()].sort((a, b) => (uses.get(b) ?? 0) - (uses.get(a) ?? 0) || a - b);
  const place = new Map(used.map((token, i) => [token, i]));
  for (const node of nodes) {
    node.tokens = node.tokens.map((token) => place.get(token) ?? 0);
    node.after = Object.fromEntries(
      Object.entries(node.after).map(([token, number]) => [place.get(Number(token)), number]),
    );
  }
  return {
    about:
      'What SmolLM2-135M-Instruct gives to the next token; made by scripts/site/store-next-tokens.mjs.',
    vocabularySize: tokenizer.vocabularySize,
    kept: KEPT,
    unit: UNIT,
    ids: used,
    stop: used.indexOf(stopToken),
    texts: used.map((token) => (token === stopToken ? '' : tokenizer.decode([token]))),
    trees,
  };
}

if (process.argv[1] === import.meta.filename) await main();
