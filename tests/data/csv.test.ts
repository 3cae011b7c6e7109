import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { csvTable, parseCsv, type Cell, type CsvOptions } from '../../src/data';
import { createRandom } from '../../src/engine';
import { loose } from './helpers';
import { warnings } from '../warnings';

const { cases } = JSON.parse(
  readFileSync(path.join(__dirname, '../fixtures/csv.json'), 'utf8'),
) as { cases: { name: string; text: string; options: CsvOptions; rows: object[] }[] };

for (const { name, text, options, rows } of cases)
  test(`parseCsv reads ${name} as pandas does`, () => {
    assert.deepEqual(parseCsv(text, options), rows);
  });

test('parseCsv reads quotes, doubled quotes, line breaks, missing values and the last empty field', () => {
  assert.deepEqual(parseCsv('a,b\r\n"x, ""y""\nz",1.5\n,-2e3\n7,'), [
    { a: 'x, "y"\nz', b: 1.5 },
    { a: null, b: -2000 },
    { a: '7', b: null },
  ]);
  assert.throws(() => parseCsv('a,b\n1\n'), /expected 2 fields in each line; got 1 in line 2/);
  assert.throws(() => parseCsv(''), /first line of column names/);
  assert.throws(() => parseCsv('a\n"open'), /closed quotes/);
});

test('digits that are codes stay text in their whole column, without rounding', () => {
  const text = 'zip,id,hex,month\n10115,1,0x10,01\n01234,9007199254740993,16,12\n';
  const { rows, columns } = csvTable(text);
  assert.deepEqual(rows, [
    { zip: '10115', id: '1', hex: '0x10', month: '01' },
    { zip: '01234', id: '9007199254740993', hex: '16', month: '12' },
  ]);
  assert.deepEqual(columns['id']?.codes, { count: 1, first: 'line 3: "9007199254740993"' });
  assert.deepEqual(parseCsv('id,x\n9007199254740991,-0.5\n-3,1e3\n'), [
    { id: 9007199254740991, x: -0.5 },
    { id: -3, x: 1000 },
  ]);
  assert.deepEqual(parseCsv('x\n1e999\nInfinity\n+\n1_000\n').map(Object.values), [
    ['1e999'],
    ['Infinity'],
    ['+'],
    ['1_000'],
  ]);
});

test('blanks around fields do not count, inside quotes they do', () => {
  assert.deepEqual(parseCsv(' a , b \n  x y  ,\t3\n" p, ""q"" " , 5 \n"  ",7\n,  \n'), [
    { a: 'x y', b: 3 },
    { a: ' p, "q" ', b: 5 },
    { a: null, b: 7 },
    { a: null, b: null },
  ]);
  assert.deepEqual(parseCsv('a\tb\n"x\t"\t 2\n'), [{ a: 'x\t', b: 2 }]);
});

test('quotes inside a field are letters', () => {
  assert.deepEqual(parseCsv('size,n\n5" pipe,1\n3" x 4", 2\n'), [
    { size: '5" pipe', n: 1 },
    { size: '3" x 4"', n: 2 },
  ]);
});

test('line ends of other systems end lines, and stay as they are inside quotes', () => {
  assert.deepEqual(parseCsv('a,b\r"1\r2",x\r\r3,"y\r\nz"'), [
    { a: '1\r2', b: 'x' },
    { a: '3', b: 'y\r\nz' },
  ]);
});

test('rows of the wrong length are named by their line, blank lines and line breaks in quotes counted', () => {
  const text = 'a,b\n\n"x\ny",1\r\n\r\n2,3,4\n';
  assert.throws(() => parseCsv(text), /expected 2 fields in each line; got 3 in line 6; quote/);
  assert.throws(() => parseCsv('a;b\n1\n'), /got 1 in line 2; .*contain ";"/);
  assert.throws(() => parseCsv('a,b\n1,"x" y\n'), /closed quotes .* in line 2/);
  assert.throws(() => parseCsv('a,b\n1,2\n3,"x\n'), /closed quotes .* in line 3/);
});

test('two columns of one name are an error, also if blanks or case of quotes differ', () => {
  assert.throws(
    () => parseCsv('a,b, "a"\n1,2,3'),
    /different name for each column; got "a" twice in line 1/,
  );
  assert.deepEqual(
    parseCsv(',b\n0,x'),
    [{ '': 0, b: 'x' }],
    'the index column of pandas has no name',
  );
});

test('numbers in another way of writing are an error that names the option, which then reads them', () => {
  const thousands = 'city,people\nA,"120,000"\nB,950\n';
  assert.throws(
    () => parseCsv(thousands),
    /numbers such as 1234.5 in column people; got "120,000" in line 2; read it with { thousands: ',' }, or .*text: \['people'\]/,
  );
  assert.deepEqual(parseCsv(thousands, { text: ['people'] })[0], { city: 'A', people: '120,000' });
  const european = 'x;y\n1,5;2\n\n-0,25;3\n';
  assert.throws(() => parseCsv(european), /got "1,5" in line 2; read it with { decimal: ',' }/);
  assert.deepEqual(parseCsv(european, { decimal: ',' }), [
    { x: 1.5, y: 2 },
    { x: -0.25, y: 3 },
  ]);
  assert.throws(
    () => parseCsv('x;y\n1.234,5;2\n'),
    /got "1.234,5" in line 2; read it with { decimal: ',', thousands: '.' }/,
  );
  assert.throws(() => parseCsv("x\n1'234\n"), /thousands: "'"/);
  assert.deepEqual(parseCsv('x\n12\u00a0345\n7 000 000\n', { thousands: ' ' }), [
    { x: 12345 },
    { x: 7000000 },
  ]);
  // Groups of other than three digits are no thousands.
  assert.equal(csvTable('x;n\n12,34,5;1\n', { thousands: ',' }).columns['x']?.type, 'text');
});

test('a column of numbers and texts is kept as text, and said to be with the first line of each', () => {
  const text = 'age,name\n31,Ann\nunknown,7\n\n45,Bo\nNA,Cy\n';
  let rows: Record<string, Cell>[] = [];
  const printed = warnings(() => (rows = parseCsv(text)));
  assert.deepEqual(
    rows.map(({ age }) => age),
    ['31', 'unknown', '45', null],
  );
  assert.equal(printed.length, 2);
  assert.match(
    printed[0] ?? '',
    /column age; got 2 numbers \(line 2: "31"\) and 1 texts \(line 3: "unknown"\)/,
  );
  const named = warnings(() => {
    rows = parseCsv(text, { missing: ['', 'NA', 'unknown'], text: ['name'] });
  });
  assert.deepEqual([named, rows.map(({ age }) => age)], [[], [31, null, 45, null]]);
});

test('csvTable reports type, gaps, numbers and texts of each column without printing', () => {
  const printed = warnings(() => {
    const { columns } = csvTable('a,b,c,d\n1,x,,7\n2.5,3,NA,\n,?,NaN,005\n');
    const types = Object.entries(columns).map(([name, { type, missing }]) => [name, type, missing]);
    assert.deepEqual(types, [
      ['a', 'number', 1],
      ['b', 'text', 1],
      ['c', 'empty', 3],
      ['d', 'text', 1],
    ]);
    assert.deepEqual(columns['b']?.numbers, { count: 1, first: 'line 3: "3"' });
  });
  assert.deepEqual(printed, []);
});

test('options out of range are errors', () => {
  assert.throws(
    () => parseCsv('a\n1', { decimal: '.', thousands: '.' }),
    /decimal and thousands to differ/,
  );
  assert.throws(() => parseCsv('a\n1', { text: ['b'] }), /text to name columns among a; got "b"/);
  assert.throws(() => parseCsv('a\n1', loose({ missng: [] })), /did you mean missing\?/);
});

test('what is written with any separator is read back, awkward texts included', () => {
  const pieces = [
    'x',
    ' ',
    '"',
    ',',
    ';',
    '\t',
    '|',
    '\n',
    '\r\n',
    '\r',
    'é',
    '鲸',
    '7',
    '.',
    '👍🏽',
  ];
  for (let seed = 0; seed < 300; seed++) {
    const random = createRandom(seed);
    const pick = <T>(list: readonly T[]): T => list[random.integer(list.length)] as T;
    // A letter at the end keeps a text from being read as a number or a gap.
    const text = () => Array.from({ length: random.integer(6) }, () => pick(pieces)).join('') + 'w';
    const rows = Array.from({ length: 1 + random.integer(5) }, () => ({
      text: pick([text(), text(), null]),
      'second, name': pick([text(), null]),
      number: pick([random.normal() * 10 ** random.integer(9), random.integer(1e9), -0.5, null]),
    }));
    const [mark, end] = [pick([',', ';', '\t', '|'] as const), pick(['\n', '\r\n'])];
    const quote = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`;
    const field = (value: Cell) =>
      value === null
        ? pick(['', 'NA', '?'])
        : typeof value === 'number'
          ? String(value)
          : quote(value);
    const lines = [
      Object.keys(rows[0] ?? {})
        .map(quote)
        .join(mark),
      ...rows.map((row) => Object.values(row).map(field).join(mark)),
    ];
    assert.deepEqual(parseCsv(lines.join(end) + pick(['', end, end + end])), rows, `seed ${seed}`);
  }
});
