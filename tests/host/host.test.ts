/** The ground room: files written whole, tables that escape, checks that name what is wrong. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { checkFraction, checkWholeNumber, shapeText } from '../../src/host/checks';
import { courseFolder, writeAtomically } from '../../src/host/files';
import { escapeHtml, htmlTable } from '../../src/host/html';
import { itemAt } from '../../src/host/item-at';

test('a file that cannot be written leaves the one before it, and no other', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'host-'));
  const file = path.join(folder, 'deep', 'a.txt');
  writeAtomically(file, 'first');
  assert.throws(() => writeAtomically(path.join(file, 'below-a-file'), 'second'));
  assert.equal(fs.readFileSync(file, 'utf8'), 'first');
  assert.deepEqual(fs.readdirSync(path.dirname(file)), ['a.txt']);
  fs.rmSync(folder, { recursive: true });
});

test('the course folder is the one that holds the notebooks', () => {
  const folder = courseFolder() ?? '';
  assert.ok(fs.existsSync(path.join(folder, 'notebooks', 'chapters.json')));
});

test('a table escapes every text and puts numbers to the right', () => {
  const html = htmlTable({
    columns: [{ name: 'a<b' }, { name: 'n', numeric: true }],
    rows: [['"x" & y', '7']],
    caption: '<i>',
    rowHeaders: true,
  });
  assert.ok(html.includes('<caption>&lt;i&gt;</caption>'));
  assert.ok(html.includes('<th scope="col">a&lt;b</th>'));
  assert.ok(html.includes('<th scope="row">&quot;x&quot; &amp; y</th>'));
  assert.ok(html.includes('<td style="text-align:right">7</td>'));
  assert.equal(escapeHtml('a & b'), 'a &amp; b');
});

test('an element that is missing is an error that names the range', () => {
  assert.equal(itemAt(new Float32Array([2, 3]), 1), 3);
  assert.equal(itemAt([null], 0), null);
  assert.throws(() => itemAt([2, 3], 2), /expected an index from 0 to 1; got 2/);
});

test('numbers outside of their limits are refused by name', () => {
  checkWholeNumber('f', 'units', 3);
  assert.throws(() => checkWholeNumber('f', 'units', 2.5), {
    message:
      'f: expected units to be a whole number of at least 1; got 2.5; pass for example { units: 8 }.',
  });
  assert.throws(() => checkWholeNumber('f', 'k', 1, { least: 2, most: 5, remedy: 'use 3' }), {
    message: 'f: expected k to be a whole number from 2 to 5; got 1; use 3.',
  });
  assert.throws(() => checkFraction('f', 'rate', 1, 'it is the part to drop'), RangeError);
  assert.equal(shapeText([null, 3]), '[null, 3]');
});
