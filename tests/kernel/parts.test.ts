/** The kernel's small parts, by themselves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Edits, offsetOf, positionOf } from '../../kernel/compile/edits';
import { isGreeting, LineFilter } from '../../kernel/node/quiet';
import { prepare } from '../../kernel/compile/shorthand';
import { SourceMap } from '../../kernel/node/source-map';
import { rewriteCell } from '../../kernel/compile/cell';

test('edits apply in order of place and lead back to where a character came from', () => {
  const edits = new Edits('abcdef');
  edits.replace(4, 5, 'XYZ');
  edits.insert(1, '--');
  edits.insert(1, '++');
  assert.equal(edits.apply(), 'a--++bcdXYZf');
  const places = [0, 5, 7, 8, 10, 11].map((offset) => edits.original(offset));
  assert.deepEqual(places, [0, 1, 3, 4, 4, 5]);
});

test('a replaced text keeps its line breaks', () => {
  const edits = new Edits('a\nb\nc');
  edits.replace(0, 3, 'x');
  assert.equal(edits.apply(), 'x\n\nc');
});

test('positions and offsets are inverse', () => {
  const text = 'one\n\nthree';
  for (let offset = 0; offset <= text.length; offset++)
    assert.equal(offsetOf(text, positionOf(text, offset)), offset);
});

test('a source map decodes to lines and columns', () => {
  // Segments: line 0: column 0 → 0:0, column 4 → 2:3. Line 1 is unmapped. Line 2: column 0 → 1:0.
  const map = new SourceMap(JSON.stringify({ version: 3, mappings: 'AAAA,IAEG;;AADH' }));
  assert.deepEqual(map.locate({ line: 0, column: 2 }), { line: 0, column: 0 });
  assert.deepEqual(map.locate({ line: 0, column: 9 }), { line: 2, column: 3 });
  assert.deepEqual(map.locate({ line: 2, column: 5 }), { line: 1, column: 0 });
  assert.deepEqual(map.locate({ line: 1, column: 0 }), { line: 2, column: 3 });
});

test('shorthand is spelled out in objects, and patterns are left in their meaning', () => {
  const cases = {
    'f({ a, b: { c } })': 'f({ a: a, b: { c: c } })',
    'const { a } = b;': 'const { a } = b;',
    'const { a: { b } } = c;': "const { 'a': { b } } = c;",
    '({ a, b: c } = d);': "({ 'a': a, 'b': c } = d);",
    '({ a = 1 } = d);': "({ 'a': a = 1 } = d);",
    '[{ a }] = d;': "[{ 'a': a }] = d;",
    'x = [{ a }];': 'x = [{ a: a }];',
    'x.y = { a };': 'x.y = { a: a };',
    'const f = ({ a }: T, b = { a }) => 1;': 'const f = ({ a }: T, b = { a: a }) => 1;',
    'for ({ a } of list);': "for ({ 'a': a } of list);",
    'export const z = 1;': '       const z = 1;',
  };
  for (const [source, expected] of Object.entries(cases))
    assert.equal(prepare(source).apply(), expected);
});

test('a cell hands out its variables and guards its awaits', () => {
  const emitted = [
    'Object.defineProperty(exports, "__esModule", { value: true });',
    'exports.last = exports.f = exports.x = void 0;',
    'let x = await g();',
    'exports.x = x;',
    'const f = () => exports.x = x = 2;',
    'exports.f = f;',
    'exports.last = exports.earlier + x;',
    '',
  ].join('\n');
  const { code, awaits, names } = rewriteCell(emitted, 'last', 'script');
  const lines = code.split('\n');
  assert.equal(awaits, true);
  assert.deepEqual(names.sort(), ['f', 'x']);
  assert.match(
    lines[0] ?? '',
    /^"use strict";.*x: \[\(\) => x, \(__v\) => \{ x = __v; \}\], f: \[\(\) => f\]/,
  );
  assert.deepEqual(lines.slice(1, 7), [
    '',
    'let x = await __tslab__.guard(g());',
    "__tslabCell.commit('x');",
    'const f = () => x = 2;',
    "__tslabCell.commit('f');",
    '__tslabCell.last = exports.earlier + x;',
  ]);
});

test('only TensorFlow’s greetings are dropped from standard error', () => {
  const kept: string[] = [];
  const filter = new LineFilter((text) => kept.push(text));
  const text =
    'before\nWARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n' +
    'I0000 00:00:1.2 3 port.cc:153] oneDNN custom operations are on. You may see slightly different numerical results due to\n' +
    'W0000 00:00:1.2 3 real.cc:1] Allocation exceeds 10% of free system memory\nunfinished é';
  const bytes = Buffer.from(text);
  for (let i = 0; i < bytes.length; i += 7) filter.write(bytes.subarray(i, i + 7));
  filter.flush();
  assert.equal(
    kept.join(''),
    'before\nW0000 00:00:1.2 3 real.cc:1] Allocation exceeds 10% of free system memory\nunfinished é',
  );
  assert.equal(isGreeting('F0000 Check failed: oneDNN'), false);
});
