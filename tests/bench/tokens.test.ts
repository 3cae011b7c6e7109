/** The table of `npm run bench:tokens`, from stored rows. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

interface Row {
  load: number;
  tokens: number[];
  token: number;
  memory: number;
}
type Sides = Record<string, Row[]>;
let table: {
  sameTokens(rows: Sides): boolean;
  tokensTable(measured: Record<string, Sides>, machine: object): string;
};

before(async () => {
  const file = path.join(__dirname, '..', '..', 'bench', 'tokens_table.mjs');
  table = (await import(pathToFileURL(file).href)) as typeof table;
});

const row = (token: number, tokens = [3, 5]): Row => ({
  load: token / 7,
  tokens,
  token,
  memory: 350,
});
const machine = { date: '2026-01-02', cores: 2, cpu: 'some', node: '20', torch: '2.13' };

test('each model has a line for both sides, and its own ratio', () => {
  const measured = {
    smollm: { dlts: [row(43), row(38), row(47)], PyTorch: [row(86), row(80), row(90)] },
    gpt: { dlts: [row(1.5), row(1.25), row(2.25)], PyTorch: [row(2), row(2), row(3)] },
  };
  const text = table.tokensTable(measured, machine);
  const gpt = 'GPT, 4 layers, 4 heads, 128 wide, context 64';
  assert.deepEqual(text.split('\n').filter((line) => /^\| (Smol|GPT)/.test(line)), [
    '| SmolLM2-135M-Instruct | dlts | 43 (38–47) | 6.1 | 0.35 |',
    '| SmolLM2-135M-Instruct | PyTorch | 86 (80–90) | 12 | 0.35 |',
    `| ${gpt} | dlts | 1.5 (1.3–2.3) | 0.21 | 0.35 |`,
    `| ${gpt} | PyTorch | 2.0 (2.0–3.0) | 0.29 | 0.35 |`,
  ]);
  assert.ok(text.endsWith(`: **0.50** (SmolLM2-135M-Instruct); **0.75** (${gpt}).`));
  assert.match(text, /^Measured on 2026-01-02: 2 cores \(some\), Node 20, PyTorch 2\.13, .*\nrounds: 3\.\n/);
}); // prettier-ignore

test('a model left out has no line', () => {
  const text = table.tokensTable({ gpt: { dlts: [row(1)], PyTorch: [row(2)] } }, machine);
  assert.doesNotMatch(text, /SmolLM|NaN|undefined/);
});

test('two sides that wrote different tokens are told apart', () => {
  assert.equal(table.sameTokens({ dlts: [row(1), row(2)], PyTorch: [row(3)] }), true);
  assert.equal(table.sameTokens({ dlts: [row(1)], PyTorch: [row(1, [3, 7])] }), false);
});
