import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvTable, describeColumns } from '../../src/data';

const TEXT =
  '\uFEFFage,when,open,kind,id,none\n31,3/25/1971,1/2/1971,a,01,NA\n\nabout 40,4/1/1971,3/4/1971,b,2,\n' +
  'NA,4/2/1971,5/6/1971,a,3,?\n,4/3/1971,7/8/1971,b,4,-\n';

const reports = describeColumns(csvTable(TEXT, { missing: ['', 'NA', '?', '-'] }));
const of = (name: string) => reports.find(({ column }) => column === name);

test('each column has its type', () => {
  assert.deepEqual(
    reports.map(({ column, type }) => [column, type]),
    [
      ['age', 'mixed'],
      ['when', 'date'],
      ['open', 'date'],
      ['kind', 'category'],
      ['id', 'text'],
      ['none', 'empty'],
    ],
  );
});

test('missing fields and different values are counted, blank lines are not', () => {
  assert.deepEqual([of('age')?.missing, of('age')?.different], [2, 2]);
  assert.deepEqual([of('none')?.missing, of('none')?.different], [4, 0]);
  assert.equal(of('kind')?.values, 'a, b');
});

test('mixed values are named with their lines of the file, blank ones counted', () => {
  assert.equal(of('age')?.remark, 'mixed: 1 numbers (line 2: "31"), 1 texts (line 4: "about 40")');
  assert.equal(of('id')?.remark, 'mixed: 3 numbers (line 4: "2"), 1 codes (line 2: "01")');
  assert.equal(of('kind')?.remark, '');
});

test('dates say whether day and month can be told apart', () => {
  assert.equal(of('when')?.remark, '');
  assert.equal(of('open')?.remark, 'day or month first? say the order');
});

test('numbers show their range', () => {
  const [report] = describeColumns(csvTable('x\n3\n-2\n7.5\n'));
  assert.deepEqual(report, {
    column: 'x',
    type: 'number',
    missing: 0,
    different: 3,
    values: '-2 to 7.5',
    remark: '',
  });
});
