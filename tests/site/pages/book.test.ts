/** The printed book, made of two chapters and the appendices. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { HTML, ROOT } from './browser';

/** What pypdf reads in a PDF. */
interface Read {
  outline: [level: number, title: string, page: number][];
  pages: string[];
  size: [number, number];
}

const READ = `
import json, sys
from pypdf import PdfReader
reader = PdfReader(sys.argv[1])
def entries(outline, level=0):
    for each in outline:
        if isinstance(each, list): yield from entries(each, level + 1)
        else: yield level, each.title, reader.get_destination_page_number(each) + 1
box = reader.pages[0].mediabox
print(json.dumps({"outline": list(entries(reader.outline)), "pages": [page.extract_text() for page in reader.pages], "size": [float(box.width), float(box.height)]}))
`;

let folder: string;
let book: Read;
let numbers: Record<string, number>;
before(async () => {
  const { makeBook, pagesOfPlaces } = await import('../../../scripts/site/book.mjs');
  const { venvPython } = await import('../../../scripts/setup/paths.mjs');
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-book-'));
  const file = path.join(folder, 'book.pdf');
  const list = fs.readFileSync(path.join(ROOT, 'notebooks/chapters.json'), 'utf8');
  const all = JSON.parse(list) as Parameters<typeof makeBook>[1];
  const chapters = all.filter(({ id }) => id === '01b' || id === '03b');
  await makeBook(HTML, chapters, file);
  numbers = pagesOfPlaces(file);
  const text = execFileSync(venvPython, ['-c', READ, file], { encoding: 'utf8', maxBuffer: 1e8 });
  book = JSON.parse(text) as Read;
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const pageAt = (number: number | undefined): string => book.pages[(number ?? 0) - 1] ?? '';

test('its contents give the page on which each chapter and section begins', () => {
  const contents = book.pages.slice(1, (numbers['part-1'] ?? 0) - 1).join('\n');
  for (const [title, place] of [
    ['Part 1. Foundations', 'part-1'],
    ['01b · Choosing a model', 'c01b'],
    ['03b · Convolutional networks, further', 'c03b'],
    ['Glossary', 'appendix-glossary'],
  ] as const) {
    const number = numbers[place];
    assert.ok(number !== undefined && number > 2, place);
    assert.ok(pageAt(number).replace(/\s+/g, ' ').includes(title), `${title} is on page ${number}`);
    const line = contents.split('\n').join(' ').replace(/\s+/g, ' ');
    assert.ok(line.includes(`${title} ${number}`), `${title} ${number} in ${line.slice(0, 600)}`);
  }
});

test('each line of the contents has the page of its bookmark', () => {
  const plain = (text: string): string => text.replace(/\s+/g, '');
  const pages = new Map<string, number[]>();
  for (const [, title, page] of book.outline)
    pages.set(plain(title), [...(pages.get(plain(title)) ?? []), page]);
  const contents = book.pages.slice(1, (numbers['part-1'] ?? 0) - 1).join('\n');
  const lines = [...contents.matchAll(/^(.*\S) (\d+)$/gm)];
  assert.ok(lines.length > 25, `${lines.length} lines`);
  const wrong = lines.flatMap(([, title = '', number]) => {
    const known = pages.get(plain(title)) ?? [];
    return known.includes(Number(number)) ? [] : [`${title}: ${number}, but it is on ${known.join(', ')}`]; // prettier-ignore
  });
  assert.deepEqual(wrong, []);
});

test('its pages are numbered through, and bear the name of their chapter', () => {
  const first = numbers['c01b'] ?? 0;
  const last = numbers['c03b'] ?? 0;
  assert.ok(last - first > 10, 'a chapter has many pages');
  for (let number = first; number < last; number++) {
    assert.match(pageAt(number), new RegExp(`(^|\\n)${number}(\\n|$)`), `page ${number}`);
    assert.match(pageAt(number), /01b · Choosing a model/, `page ${number}`);
  }
});

test('bookmarks lead to parts, chapters and sections', () => {
  const at = (level: number): string[] => book.outline.filter(([own]) => own === level).map(([, title]) => title.trim()); // prettier-ignore
  assert.deepEqual(at(0), ['Contents', 'Part 1. Foundations', 'Appendices']); // prettier-ignore
  // Where a heading is broken into lines, its bookmark lacks the space.
  assert.ok(at(1).some((title) => /^03b · Convolutional networks, ?further$/.test(title)));
  assert.ok(at(2).some((title) => title.endsWith('Exercises')));
  const chapter = book.outline.find(([, title]) => title.trim() === '01b · Choosing a model');
  assert.equal(chapter?.[2], numbers['c01b']);
});

test('hints and solutions stand at the end of a chapter, and nothing asks to be pressed', () => {
  const own = book.pages.slice((numbers['c01b'] ?? 0) - 1, (numbers['c03b'] ?? 0) - 1);
  const text = own.join('\n');
  const solutions = text.lastIndexOf('Hints and solutions');
  assert.ok(solutions > 0 && text.indexOf('Hint 1') > solutions);
  assert.ok(
    text.indexOf('The SE estimates that') > solutions,
    'the self-test does not answer itself',
  );
  assert.ok(text.indexOf('A. How far the mean of the folds would move') < solutions);
  assert.doesNotMatch(text, /▶ Run|Show the stored output|Open in JupyterLab|open an option/);
});

test('its paper is A4, and every figure of the chapters is there', () => {
  assert.deepEqual(book.size.map(Math.round), [595, 842]);
  const html = fs.readFileSync(path.join(HTML, '01b-choosing-a-model.html'), 'utf8');
  const figures = html.split('class="figure-picture"').length - 1;
  const pdf = fs.readFileSync(path.join(folder, 'book.pdf')).toString('latin1');
  assert.ok(figures > 0 && pdf.split('/Subtype /Image').length - 1 >= figures);
});
