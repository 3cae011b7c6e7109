/** The benchmark's tables, arithmetic and figure, from stored rows. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const ROOT = path.join(__dirname, '..', '..');

interface Case {
  name: string;
  label: string;
  work: string;
  examples: number;
  width?: number;
}
interface Row {
  epochs: number[];
  firstStep: number;
  loss: number;
  memory: number;
  latency: number;
  thousand?: number;
  eagerLatency?: number;
}
interface Report {
  machine: object;
  rounds: number;
  speed?: number;
  cases: Record<string, Record<string, Row[]>>;
}
type Cases = Record<string, Omit<Case, 'name'>>;
let tables: {
  tables(report: Report, cases: Cases): string;
  scalingTable(rows: object[]): string;
  measured(report: Report): string;
};
let work: { workOf(settings: object): number; limitOf(settings: object, speed: number): number };
let figure: { figureSvg(report: Report, cases: Cases, colorOf: (i: number) => string): string };

before(async () => {
  const load = (name: string): Promise<unknown> =>
    import(pathToFileURL(path.join(ROOT, 'bench', name)).href);
  tables = (await load('tables.mjs')) as typeof tables;
  work = (await load('work.mjs')) as typeof work;
  figure = (await load('figure.mjs')) as typeof figure;
});

const CASES: Cases = { mlp: { label: 'small', work: 'an epoch', examples: 1000, width: 7 } };

/** A process whose epochs take so many milliseconds; what else it measured follows from that. */
const row = (epoch: number): Row => ({
  epochs: [epoch, epoch + 2, epoch + 1],
  ...{ firstStep: 10 * epoch, loss: 2.31, memory: 300 + epoch, latency: epoch / 100 },
  thousand: epoch / 10,
});

const report = (): Report => ({
  machine: { date: '2026-01-02', cores: 2, cpu: 'some', node: '20', jax: '0.10' },
  ...{ rounds: 1, speed: 2 },
  cases: {
    mlp: {
      dlts: [{ ...row(50), eagerLatency: 3.7 }],
      Keras: [row(400)],
      PyTorch: [row(200)],
      JAX: [row(101)],
    },
  },
});

/** The cells of the first line that begins so. */
function cells(text: string, begin: string): string[] {
  const line = text.split('\n').find((one) => one.startsWith(`| ${begin} |`));
  assert.ok(line !== undefined, `no line begins with ${begin}`);
  return line.split('|').slice(1, -1).map((cell) => cell.trim()); // prettier-ignore
}

test('an epoch is compared with the fastest of all peers, which is named; a side left out is a dash', () => {
  assert.deepEqual(cells(tables.tables(report(), CASES), 'small'), [
    ...['small', 'an epoch', '51 (50–52)', '401 (400–402)', '201 (200–202)', '–'],
    ...['102 (101–103)', '**0.50** (JAX)'],
  ]);
});

test('first step, memory and predictions each have the ratio to the smallest peer', () => {
  const text = tables.tables(report(), CASES);
  const last = (what: string): string | undefined => cells(text, what).at(-1);
  assert.equal(last('first step (ms)'), '**0.50** (JAX)');
  assert.equal(last('peak memory (MB)'), '**0.87** (JAX)');
  assert.equal(last('one prediction (ms)'), '**0.50** (JAX)');
  assert.deepEqual(cells(text, '1,000 predictions (ms)').slice(2, 4), ['5.0', '40']);
  assert.match(text, /`model\.predict` of dlts.*: 3\.7 ms/);
});

test('what was not measured is a dash, and without a speed there is no limit', () => {
  const old = report();
  delete old.speed;
  for (const rows of Object.values(old.cases['mlp'] ?? {})) for (const one of rows) delete one.thousand;
  const text = tables.tables(old, CASES);
  assert.deepEqual(cells(text, '1,000 predictions (ms)').slice(2), ['–', '–', '–', '–', '–', '–']);
  assert.doesNotMatch(text, /GFLOP|NaN|undefined/);
}); // prettier-ignore

test('the share of the limit is the least time over the time', () => {
  // 2 products of 784×7, 3 of 7×7 and 3 of 7×10, for 1,000 examples: 22,666,000 operations, 11.333 ms at 2 GFLOP/s
  const settings = { name: 'mlp', ...CASES['mlp'] };
  assert.ok(Math.abs(work.workOf(settings) - 0.022666) < 1e-9);
  assert.ok(Math.abs(work.limitOf(settings, 2) - 11.333) < 1e-9);
  assert.match(tables.tables(report(), CASES), /\| small \| 0\.023 \| 11 \| 22 % \| 11 % \(JAX\) \|/);
}); // prettier-ignore

test('every case has a formula; a GRU has three quarters of an LSTM but for the head', () => {
  const of = (name: string): number => work.workOf({ name, examples: 1, width: 64 }) * 1e9;
  const head = 3 * 2 * 64 * 10;
  assert.equal((of('gru') - head) / (of('lstm') - head), 0.75);
  // Twelve products of width² in a block: queries, keys, values, mixing (4), feed-forward (8).
  const token = 4 * (2 * 12 * 128 ** 2 + 2 * 2 * 32.5 * 128) + 2 * 128 * 65;
  assert.equal(of('gpt'), 3 * 64 * token);
  assert.throws(() => of('transformer'), /expected one of mlp, cnn, lstm, gru, gpt; got transformer/);
}); // prettier-ignore

test('the table of sizes shows sides that were measured, and compares with the fastest', () => {
  const rows = [
    { examples: 1600, width: 64, side: 'dlts', epoch: 11 },
    { examples: 1600, width: 64, side: 'PyTorch', epoch: 44 },
  ];
  const expected = ['1,600', '64', '11', '–', '44', '–', '–', '**0.25** (PyTorch)'];
  assert.deepEqual(cells(tables.scalingTable(rows), '1,600'), expected);
});

test('the sentence about the machine names only the packages that were there', () => {
  const expected =
    'Measured on 2026-01-02: 2 cores (some), Node 20, JAX 0.10; rounds: 1, four counted epochs a round.';
  assert.equal(tables.measured(report()), expected);
});

test('the figure has one mark for each side that was measured, their legend, and the limit', () => {
  const svg = figure.figureSvg(report(), CASES, (i) => `#00000${i}`);
  const colors = [0, 1, 2, 3, 4].map((i) => svg.split(`fill="#00000${i}"`).length - 1);
  assert.deepEqual(colors, [2, 2, 2, 0, 2]); // a mark and its legend
  assert.match(svg, /limit: 2 GFLOP a second/);
  assert.doesNotMatch(svg, /NaN|undefined/);
  const unlimited = report();
  delete unlimited.speed;
  assert.doesNotMatch(figure.figureSvg(unlimited, CASES, () => '#000'), /limit|NaN/);
}); // prettier-ignore
