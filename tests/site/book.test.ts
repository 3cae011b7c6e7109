/** The parts of the printed book. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const ROOT = path.join(__dirname, '..', '..');
const list = fs.readFileSync(path.join(ROOT, 'notebooks', 'chapters.json'), 'utf8');
const chapters = JSON.parse(list) as { id: string }[];

interface Book {
  inParts(chapters: readonly { id: string }[]): { title: string; chapters: { id: string }[] }[];
}

const book = (): Promise<Book> =>
  import(pathToFileURL(path.join(ROOT, 'scripts', 'site', 'book.mjs')).href) as Promise<Book>;
const ids = (of: readonly { id: string }[]): string[] => of.map(({ id }) => id);

test('parts hold every chapter once, in order, and none is empty', async () => {
  const { inParts } = await book();
  const parts = inParts(chapters);
  assert.deepEqual(
    parts.flatMap((part) => ids(part.chapters)),
    ids(chapters),
  );
  assert.ok(parts.length > 4 && parts.every((part) => part.chapters.length > 0));
});

test('a chapter that begins no part belongs to the part before it, and a selection has its own', async () => {
  const { inParts } = await book();
  const parts = inParts([{ id: '02' }, { id: '05' }, { id: '07c' }]);
  assert.deepEqual(
    parts.map((part) => ids(part.chapters)),
    [['02'], ['05', '07c']],
  );
  assert.equal(parts[0]?.title, 'Foundations');
});
