import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { fromFrame, frameToTensor, loadCars, table, toFrame } from '../../src/data';
import { tf } from '../../src/engine';
import { assertNoLeak, loose } from './helpers';
import { warnings } from '../warnings';

const rows = [
  { name: 'a', weight: 2.5, sold: true },
  { name: 'b', weight: null, sold: false },
];

test('rows go through a danfo.js frame and come back, missing numbers included', () => {
  const frame = toFrame(rows);
  assert.deepEqual(frame.shape, [2, 3]);
  assert.deepEqual(frame.columns, ['name', 'weight', 'sold']);
  assert.ok(Number.isNaN((frame.values as unknown[][])[1]?.[1]), 'danfo.js expects NaN');
  assert.deepEqual(fromFrame(frame), rows);
  assert.equal(rows[1]?.weight, null);
});

test('a frame made here selects, filters and groups as danfo.js does', async () => {
  const cars = await loadCars();
  const frame = toFrame(cars.rows);
  const light = frame.query(frame.column('weight').lt(2000));
  assert.equal(light.shape[0], cars.rows.filter(({ weight }) => weight < 2000).length);
  const mean = fromFrame<{ origin: string; milesPerGallon_mean: number }>(
    frame
      .loc({ columns: ['origin', 'milesPerGallon'] })
      .groupby(['origin'])
      .col(['milesPerGallon'])
      .mean(),
  );
  const japan = cars.rows.filter(({ origin }) => origin === 'Japan');
  const expected = japan.reduce((sum, car) => sum + car.milesPerGallon, 0) / japan.length;
  assert.ok(
    Math.abs((mean.find(({ origin }) => origin === 'Japan')?.milesPerGallon_mean ?? 0) - expected) <
      1e-9,
  );
});

test('frameToTensor takes chosen columns in order, from frames and from rows', async () => {
  const data = [
    { a: 1, b: 'x', c: 2 },
    { a: 3, b: 'y', c: 4 },
    { a: 5, b: 'z', c: 6 },
  ];
  await assertNoLeak(() =>
    tf.tidy(() => {
      for (const source of [data, toFrame(data)]) {
        const matrix = frameToTensor(source, ['c', 'a']);
        assert.deepEqual(matrix.arraySync(), [
          [2, 1],
          [4, 3],
          [6, 5],
        ]);
        assert.equal(matrix.dtype, 'float32');
      }
      assert.deepEqual(frameToTensor([{ sold: true }, { sold: false }]).arraySync(), [[1], [0]]);
    }),
  );
  assert.throws(() => frameToTensor(data), /got "x" in row 0, column b/);
  assert.throws(() => frameToTensor(data, ['d']), /the columns d; got 3 rows with a, b, c/);
  assert.throws(() => frameToTensor(toFrame(rows), ['weight']), /got null in row 1, column weight/);
  assert.throws(() => frameToTensor([], ['a']), /got 0 rows/);
});

test('toFrame and fromFrame say what is wrong with empty, uneven and other data', () => {
  assert.throws(() => toFrame([]), /toFrame: expected at least one row/);
  assert.throws(() => toFrame([{ a: 1 }, { b: 1 }]), /got row 1 that differs in a, b/);
  assert.throws(
    () => fromFrame([] as never),
    /fromFrame: expected a danfo.js data frame; got object/,
  );
});

test('importing the library does not load danfo.js', () => {
  const script = `require('./src/data'); process.exit(Object.keys(require.cache).some((file) => file.includes('danfojs')) ? 1 : 0);`;
  const root = path.join(__dirname, '../..');
  execFileSync(process.execPath, ['--import', 'tsx', '-e', script], { cwd: root, stdio: 'pipe' });
});

test('a table shows the first rows of rows, loaded tables and frames, in HTML and in text', async () => {
  const data = [
    { name: '<b>&"', value: 1.23456789 },
    { name: 'c', value: 7 },
    { name: 'd', value: NaN },
  ];
  for (const source of [data, toFrame(data), { rows: data, columns: { value: { unit: 'm' } } }]) {
    const shown = table(source, { rows: 2, caption: 'Some <i>', units: { value: 'm' } });
    const bundle = shown.toMimeBundle();
    const html = String(bundle['text/html']);
    assert.ok(html.includes('<caption>Some &lt;i&gt; (2 of 3 rows)</caption>'));
    assert.ok(
      html.includes('&lt;b&gt;&amp;&quot;') &&
        html.includes('>1.2346<') &&
        html.includes('value (m)'),
    );
    assert.equal(html.match(/<tr>/g)?.length, 3);
    assert.equal(
      bundle['text/plain'],
      'Some <i> (2 of 3 rows)\nname   value (m)\n<b>&"     1.2346\nc              7',
    );
    assert.deepEqual([shown.rowCount, shown.columns], [3, ['name', 'value']]);
  }
  assert.ok(
    String(table(data).toMimeBundle()['text/html']).includes('>–<'),
    'missing values show a dash',
  );
  assert.ok(String(table(await loadCars()).toMimeBundle()['text/html']).includes('weight (lb)'));
});

test('table rejects what is no table', () => {
  assert.throws(() => table(5 as never), /table: expected rows/);
  assert.throws(() => table([1] as never), TypeError);
  assert.throws(() => table([], { rows: 0 }), RangeError);
});

test('toFrame refuses a column of several kinds, which danfo.js would group as one', () => {
  assert.throws(
    () =>
      toFrame([
        { a: 1, b: 'x' },
        { a: '1', b: 'y' },
      ]),
    /toFrame: expected labels of one kind in column a; got 1 at position 0 and "1" at position 1/,
  );
  assert.throws(() => toFrame([{ a: true }, { a: 0 }]), TypeError);
  assert.deepEqual(toFrame([{ a: null }, { a: 'x' }, { a: null }]).shape, [3, 1]);
});

test('frameToTensor names column and row of texts and gaps, of frames and rows alike', () => {
  const table = [
    { a: 1, b: 2, c: 'x' },
    { a: 3, b: null, c: 'y' },
    { a: 5, b: 6, c: 'z' },
  ];
  for (const source of [table, toFrame(table)]) {
    assert.throws(() => frameToTensor(source, ['a', 'b']), /got null in row 1, column b/);
    assert.throws(() => frameToTensor(source, ['c']), /got "x" in row 0, column c/);
  }
  assert.throws(() => frameToTensor([{ a: 1 }, loose({})]), /got undefined in row 1, column a/);
  assert.throws(() => frameToTensor([{ a: 1e39 }]), /got 1e\+39 in row 0/);
  assert.throws(
    () => frameToTensor([{ a: true }, { a: 1 }]),
    /column a; got true at position 0 and 1/,
  );
});

test('frameToTensor says when float32 loses the differences of a column', () => {
  const rows = [0, 1, 2].map((step) => ({ time: 1.7e12 + 1000 * step, value: step }));
  const printed = warnings(() => frameToTensor(rows).dispose());
  assert.equal(printed.length, 1);
  assert.match(
    printed[0] ?? '',
    /frameToTensor: .*got 1700000000000 to 1700000002000 in feature time/,
  );
});
