/** The dataset cards are what data/README.md, the checksums, the loaders and the chapters say. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const ROOT = path.join(__dirname, '..', '..');
const read = (...parts: string[]): string => fs.readFileSync(path.join(ROOT, ...parts), 'utf8');

interface Chapter {
  id: string;
  slug: string;
  title: string;
}
interface Card {
  name: string;
  summary: string;
  facts: Record<string, string>;
  rest: string;
  loaders: string[];
  loads: string;
  chapters: Chapter[];
}
interface DataCards {
  dataCards: (chapters: Chapter[], readme?: string) => Card[];
  dataPage: (cards: Card[], others?: string) => string;
  otherSections: (readme?: string) => string;
}

const chapters = JSON.parse(read('notebooks', 'chapters.json')) as Chapter[];
let module: DataCards;
let cards: Card[] = [];

before(async () => {
  const address = pathToFileURL(path.join(ROOT, 'scripts', 'site', 'data-cards.mjs')).href;
  module = (await import(address)) as DataCards;
  cards = module.dataCards(chapters);
});

test('every loader of a data set has a card, with what its docstring says', () => {
  const sources = fs.readdirSync(path.join(ROOT, 'src', 'data')).filter((file) => file.endsWith('.ts')); // prettier-ignore
  const loaders = sources.flatMap((file) =>
    [...read('src', 'data', file).matchAll(/^export async function (load[A-Z]\w+)/gm)].map(
      ([, name = '']) => name,
    ),
  );
  const carded = cards.flatMap((card) => card.loaders);
  assert.ok(loaders.length >= 10);
  assert.deepEqual(loaders.filter((name) => !carded.includes(name)), []); // prettier-ignore
  assert.deepEqual(cards.filter(({ loaders, loads }) => loaders.length > 0 && !loads), []); // prettier-ignore
});

test('every card of a loader says how many, units, split, source and license', () => {
  const wanted = ['Count', 'Units', 'Split', 'Source', 'License'];
  const lacking = cards
    .filter((card) => card.loaders.length > 0)
    .flatMap(({ name, facts }) => wanted.filter((key) => !facts[key]).map((key) => `${name}: ${key}`)); // prettier-ignore
  assert.deepEqual(lacking, []);
});

test('bundled files stand on their cards with the size and the checksum that loaders compare', () => {
  const sums = JSON.parse(read('data', 'checksums.json')) as Record<
    string,
    { bytes: number; sha256: string }
  >;
  const page = module.dataPage(cards);
  const faults = Object.entries(sums).filter(
    ([file, { bytes, sha256 }]) =>
      !page.includes(`\`${file}\``) ||
      !page.includes(bytes.toLocaleString('en-US')) ||
      !page.includes(sha256),
  );
  assert.deepEqual(faults, []);
});

test('a card lists the chapters whose code calls its loader', () => {
  const names = cards.find(({ loaders }) => loaders.includes('loadNames'));
  assert.ok(names && names.chapters.some(({ id }) => id === '04'));
  assert.ok(names.chapters.every(({ slug }) => read('notebooks', 'text', `${slug}.md`).includes('loadNames('))); // prettier-ignore
});

test('a file without a loader lists the chapters that read it', () => {
  const news = cards.find(({ name }) => name === 'Short news');
  assert.deepEqual(news?.chapters.map(({ id }) => id), ['07']); // prettier-ignore
});

test('no card stands twice', () => {
  const names = cards.map(({ name }) => name);
  assert.deepEqual(names, [...new Set(names)]);
});

test('sections that are no data sets stand after the cards as they are', () => {
  const others = module.otherSections(
    '# Data\n\n## Rivers\n\n- License: CC0.\n\n## Tools\n\nText.\n',
  );
  assert.equal(others, '## Tools\n\nText.');
  assert.ok(module.dataPage(cards, others).endsWith('\n\n## Tools\n\nText.\n'));
});

test('a card is made of the lines of its section and nothing else', () => {
  const readme = [
    '| [Rivers 2](#rivers-2) | `loadRivers` | 7 |',
    '## Rivers 2\n\nSeven rivers.\n\n- Count: 7.\n- License: CC0.\n\n| file | bytes |\n|---|---|\n| `r` | 5 |\n',
    '## Tables\n\nNo data set.\n',
  ].join('\n');
  const [card, ...others] = module.dataCards([], readme);
  assert.deepEqual(others, []);
  assert.deepEqual(card, {
    name: 'Rivers 2',
    summary: 'Seven rivers.',
    facts: { Count: '7.', License: 'CC0.' },
    rest: '| file | bytes |\n|---|---|\n| `r` | 5 |',
    loaders: ['loadRivers'],
    loads: '',
    chapters: [],
  });
});
