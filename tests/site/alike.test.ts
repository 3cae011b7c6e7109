/** The small copy of MiniLM: what it keeps, as its page says. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  bagCosine,
  cosine,
  createEncoder,
  nearestOf,
  pairsOf,
  tableOf,
  type Encoder,
} from '../../site/demos/alike/vectors';
import { createVectorizer, ready } from '../../src/index';
import { itemAt } from '../../src/host/item-at';
import { storedPieces } from './stored-models';

const ROOT = path.join(__dirname, '..', '..');
const PAGE = path.join(ROOT, 'site', 'pages', 'demos', 'alike.md');
const FIXTURE = path.join(ROOT, 'tests', 'fixtures', 'alike.json');

/** Texts that the copy was not fitted on; MiniLM's cosines of all pairs, by scripts/site/store-alike.mjs. */
interface HeldOut {
  name: string;
  texts: string[];
  thousandths: number[];
}

/** Places in ascending order; equal values share the mean of theirs. */
function ranks(values: number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const first = new Map<number, number>();
  const counts = new Map<number, number>();
  for (const [at, value] of sorted.entries()) {
    if (!first.has(value)) first.set(value, at);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return values.map((value) => (first.get(value) ?? NaN) + ((counts.get(value) ?? NaN) - 1) / 2);
}

/** Spearman's rank correlation: that of the ranks. */
function rankCorrelation(a: number[], b: number[]): number {
  const centered = [a, b].map((values) => {
    const mean = (values.length - 1) / 2;
    return ranks(values).map((rank) => rank - mean);
  });
  const [x, y] = [itemAt(centered, 0), itemAt(centered, 1)];
  const product = (p: number[], q: number[]): number =>
    p.reduce((sum, value, i) => sum + value * itemAt(q, i), 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

const cosinesOf = (vectors: number[][]): number[] =>
  pairsOf(vectors.length).map(([i, j]) => cosine(itemAt(vectors, i), itemAt(vectors, j)));

function tfIdf(texts: string[]): number[] {
  const rows = createVectorizer(texts, { minDocuments: 1 }).transform(texts);
  const cosines = cosinesOf(rows.arraySync());
  rows.dispose();
  return cosines;
}

/** Of how many texts the nearest other one is the same by both cosines. */
function sameNearest(count: number, a: number[], b: number[]): number {
  const [x, y] = [nearestOf(tableOf(count, a)), nearestOf(tableOf(count, b))];
  return x.filter((at, i) => at === y[i]).length;
}

/** A line of the page's table. */
function line({ name, texts, thousandths }: HeldOut, { embed }: Encoder): string {
  const [copy, words] = [cosinesOf(texts.map(embed)), tfIdf(texts)];
  const [r, baseline] = [copy, words].map((each) => rankCorrelation(each, thousandths).toFixed(2));
  const [same, sameByWords] = [copy, words].map((each) =>
    sameNearest(texts.length, each, thousandths),
  );
  return `| ${texts.length} ${name} | ${r} | ${baseline} | ${same} | ${sameByWords} |`;
}

test('the page says what the copy keeps of MiniLM, and what TF-IDF has of it', async () => {
  await ready();
  const page = fs.readFileSync(PAGE, 'utf8');
  const encoder = createEncoder(storedPieces());
  for (const set of JSON.parse(fs.readFileSync(FIXTURE, 'utf8')) as HeldOut[]) {
    const expected = line(set, encoder);
    assert.ok(page.includes(expected), `${PAGE}: expected the line ${expected}`);
  }
});

/** Cosine of the first sentence of an example with another one: the copy's, and MiniLM's own. */
function fromFirst(example: string, other: number): { copy: string; own: string } {
  const stored = storedPieces();
  const { embed } = createEncoder(stored);
  const preset = stored.presets.find(({ label }) => label.includes(example));
  const [first, another] = [preset?.sentences[0] ?? '', preset?.sentences[other] ?? ''];
  const own = (preset?.hundredths[other - 1] ?? NaN) / 100;
  return { copy: cosine(embed(first), embed(another)).toFixed(2), own: own.toFixed(2) };
}

test('word order and context are lost, as the page says', () => {
  const page = fs.readFileSync(PAGE, 'utf8');
  const order = fromFirst('order', 1);
  assert.equal(order.copy, '1.00');
  assert.ok(page.includes(`it gives ${order.own}.`), order.own);
  const [stream, loan] = [fromFirst('context', 2), fromFirst('context', 3)];
  assert.ok(page.includes(`a loan (${loan.copy}) than to a stream (${stream.copy})`));
  assert.ok(page.includes(`the order turns: ${loan.own} and ${stream.own}.`));
});

test('vectors have length 1, and none where no piece is known', () => {
  const { embed, dimensions } = createEncoder(storedPieces());
  assert.equal(embed('whale').length, dimensions);
  assert.ok(Math.abs(Math.hypot(...embed('A whale, unsinkable!')) - 1) < 1e-9);
  assert.ok(embed('').every((value) => value === 0) && embed('鯨').every((value) => value === 0));
});

test('a bag of words knows equal words only', () => {
  const { bag } = createEncoder(storedPieces());
  assert.equal(bagCosine(bag('a film'), bag('movie')), 0);
  const shared = bagCosine(bag('the film'), bag('the movie'));
  assert.ok(Math.abs(shared - 0.5) < 1e-12);
  assert.equal(bagCosine(bag('鯨'), bag('鮪')), 0);
});

test('pairs and the table of their values', () => {
  assert.deepEqual(pairsOf(3), [[0, 1], [0, 2], [1, 2]]); // prettier-ignore
  const table = tableOf(3, [0.5, 0.2, -0.1]);
  assert.deepEqual(table, [[1, 0.5, 0.2], [0.5, 1, -0.1], [0.2, -0.1, 1]]); // prettier-ignore
  assert.deepEqual(nearestOf(table), [1, 0, 0]);
});
