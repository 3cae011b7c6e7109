/** The glossary: complete, linked both ways, answering what introductions ask, and right where they are wrong. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const ROOT = path.join(__dirname, '..', '..');
const APPENDIX = path.join(ROOT, 'notebooks', 'appendix');

interface Entry {
  term: string;
  also: string[];
  text: string;
  places: string;
}
interface Question {
  /** In our words. */
  asked: string;
  /** Terms, or questions of the page. */
  answeredBy: string[];
  /** What the answers say, where published ones are wrong. */
  says?: string[];
  /** Regular expressions of what they must not say. */
  never?: string[];
}
interface Chapter {
  id: string;
  slug: string;
}
interface Glossary {
  readGlossary: () => Entry[];
  readQuestions: () => Entry[];
  glossaryForSite: () => { terms: { spelling: string; anchor: string }[] };
  slug: (heading: string) => string;
}

const read = (...parts: string[]): string => fs.readFileSync(path.join(ROOT, ...parts), 'utf8');
const chapters = JSON.parse(read('notebooks', 'chapters.json')) as Chapter[];
const twins = new Map(
  chapters
    .map(({ slug }) => [slug, path.join('notebooks', 'text', `${slug}.md`)] as const)
    .filter(([, file]) => fs.existsSync(path.join(ROOT, file)))
    .map(([slug, file]) => [slug, read(file)]),
);
let entries: Entry[] = [];
let questions: Entry[] = [];
let spellings = new Set<string>();
let links: { spelling: string; anchor: string }[] = [];
let slug: Glossary['slug'] = (heading) => heading;

before(async () => {
  const address = pathToFileURL(path.join(ROOT, 'scripts', 'site', 'glossary.mjs')).href;
  const glossary = (await import(address)) as Glossary;
  entries = glossary.readGlossary();
  questions = glossary.readQuestions();
  links = glossary.glossaryForSite().terms;
  spellings = new Set(links.map(({ spelling }) => spelling));
  slug = glossary.slug;
});

/** As JupyterLab names a heading. */
const placeOf = (heading: string): string => heading.trim().replaceAll(' ', '-');

const headingsOf = (text: string): Set<string> =>
  new Set(
    [...text.replace(/^```[^]*?^```/gm, '').matchAll(/^#{1,6} (.*)$/gm)].map(([, heading = '']) =>
      placeOf(heading),
    ),
  );

const linksOf = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);

describe('an entry', () => {
  test('exists once for each term, in the order of the alphabet', () => {
    const terms = entries.map(({ term }) => term.toLowerCase());
    assert.ok(terms.length > 150);
    assert.deepEqual(terms, [...new Set(terms)].sort(new Intl.Collator('en').compare));
  });

  test('and its other spellings belong to no other entry', () => {
    const all = entries.flatMap(({ term, also }) => [term, ...also]);
    const twice = all.filter((spelling, i) => all.indexOf(spelling) !== i);
    assert.deepEqual(twice, []);
  });

  test('has two to five sentences', () => {
    const wrong = entries.filter(({ text }) => {
      const plain = text.replace(/\$[^$]*\$/g, 'M').replace(/\b(vs|e\.g|i\.e)\./g, '$1');
      const sentences = plain.match(/[.?!]\)?(?=\s|$)/g)?.length ?? 0;
      return sentences < 2 || sentences > 5;
    });
    assert.deepEqual(wrong.map(({ term }) => term), []); // prettier-ignore
  });

  test('does not define a term by itself', () => {
    const circular = entries.filter(({ term, text }) => {
      const [first = ''] = text.split(/(?<=[.?!])\s/);
      return new RegExp(`(?<![\\w\\\\-])${term}(?![\\w-])`, 'i').test(first);
    });
    assert.deepEqual(circular.map(({ term }) => term), []); // prettier-ignore
  });

  test('says which chapter builds it, or which entries lead further', () => {
    const without = entries.filter(({ places }) => !/\.ipynb|See also \[/.test(places));
    assert.deepEqual(without.map(({ term }) => term), []); // prettier-ignore
  });

  test('is reached from a chapter, from another entry or from a question', () => {
    const linked = new Set([...entries, ...questions].flatMap(({ places }) => linksOf(places)));
    const running = [...twins.values()].join('\n').toLowerCase();
    const lost = entries.filter(
      ({ term, also }) =>
        !linked.has(`#${placeOf(term)}`) &&
        ![term, ...also].some((spelling) => running.includes(spelling.toLowerCase())),
    );
    assert.deepEqual(lost.map(({ term }) => term), []); // prettier-ignore
  });
});

test('every link of the appendices leads to an entry, a section of a chapter or a file', () => {
  const files = fs.readdirSync(APPENDIX).filter((file) => file.endsWith('.md'));
  const faults = files.flatMap((file) => {
    const text = read('notebooks', 'appendix', file);
    return linksOf(text).flatMap((link) => faultOf(link, text).map((fault) => `${file}: ${fault}`));
  });
  assert.deepEqual(faults, []);
});

function faultOf(link: string, page: string): string[] {
  if (link.startsWith('https://') || link.startsWith('http://')) return [];
  const [target = '', place] = link.split('#');
  const chapter = /^\.\.\/([\w-]+)\.ipynb$/.exec(target)?.[1];
  const text = chapter === undefined ? fileOr(target, page) : twins.get(chapter);
  if (text === undefined) return [`${link}: no such page`];
  const isThere = place === undefined || headingsOf(text).has(place);
  return isThere ? [] : [`${link}: no such heading; take one of ${target || 'this page'}`];
}

function fileOr(target: string, page: string): string | undefined {
  const file = path.join(APPENDIX, target);
  if (target === '') return page;
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

test('every entry has one place on the site, and every spelling that chapters link leads to one', () => {
  const places = [...entries, ...questions].map(({ term }) => slug(term));
  assert.deepEqual(places.filter((place, i) => places.indexOf(place) !== i), []); // prettier-ignore
  assert.deepEqual(links.filter(({ anchor }) => !places.includes(anchor)), []); // prettier-ignore
  const reached = new Set(links.map(({ anchor }) => anchor));
  assert.deepEqual(entries.filter(({ term }) => !reached.has(slug(term))).map(({ term }) => term), []); // prettier-ignore
});

test("every word of the chapters' tables of words has an entry", () => {
  const words = [...twins].flatMap(([slug, text]) => wordsOf(text).map((word) => ({ slug, word })));
  assert.ok(words.length > 120, `${words.length} words found`);
  const lacking = words.filter(
    ({ word }) => ![...spellings].some((spelling) => sameWord(spelling, word)),
  );
  assert.deepEqual(lacking, []);
});

/** First column of the table of words, its terms one by one: `**L2 (ridge)**, **L1 (lasso)**` are L2 and L1. */
function wordsOf(text: string): string[] {
  const [, table = ''] = /^## \d+\. Words (?:to keep|you will meet).*\n([^]*?)(?=^## |(?![^]))/m.exec(text) ?? []; // prettier-ignore
  const rows = [...table.matchAll(/^\| ([^|]+) \|/gm)].map(([, cell = '']) => cell);
  return rows
    .filter((cell) => cell !== 'term' && !/^-+$/.test(cell))
    .flatMap((cell) => cell.replace(/\*|\s*\([^)]*\)/g, '').split(', '))
    .map((word) => word.trim());
}

const sameWord = (spelling: string, word: string): boolean =>
  [spelling, `${spelling}s`].includes(word) || spelling === `${word}s`;

test('no chapter is named without a link to it', () => {
  const named = [...entries, ...questions].filter(({ places }) =>
    /(^|, )chapter \d\d/i.test(places),
  );
  assert.deepEqual(named.map(({ term }) => term), []); // prettier-ignore
});

describe('questions that introductions ask', () => {
  const asked = JSON.parse(read('tests', 'appendix', 'questions.json')) as Question[];

  test('are known', () => assert.ok(asked.length >= 45));

  for (const { asked: question, answeredBy, says = [], never = [] } of asked)
    test(question, () => {
      const all = [...entries, ...questions];
      const answers = answeredBy.map((term) => all.find((entry) => entry.term === term));
      assert.deepEqual(answeredBy.filter((_, i) => !answers[i]), [], 'answers that are missing'); // prettier-ignore
      const text = answers.map((entry) => entry?.text).join('\n');
      for (const part of says) assert.ok(text.includes(part), `it says: ${part}`);
      for (const part of never) assert.doesNotMatch(text, new RegExp(part, 'i'));
    });

  test('and each answer on the page has one that asks for it', () => {
    const wanted = new Set(asked.flatMap(({ answeredBy }) => answeredBy));
    assert.deepEqual(questions.filter(({ term }) => !wanted.has(term)).map(({ term }) => term), []); // prettier-ignore
  });
});
