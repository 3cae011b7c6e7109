import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDates } from '../../src/data';
import { loose } from './helpers';

test('one date with a day above 12 decides the order of the whole column', () => {
  assert.deepEqual(parseDates(['4/3/1971', '3/25/1971']), ['1971-04-03', '1971-03-25']);
  assert.deepEqual(parseDates(['4.3.1971', '25.3.1971']), ['1971-03-04', '1971-03-25']);
  assert.deepEqual(parseDates(['1971-3-4', null, '1971-12-31T10:00:00Z']), [
    '1971-03-04',
    null,
    '1971-12-31',
  ]);
  assert.deepEqual(parseDates([null, null]), [null, null]);
});

test('a column that allows two orders is refused with both readings, unless they agree', () => {
  assert.throws(
    () => parseDates(['5/5/1971', '4/3/1971']),
    /"4\/3\/1971" at position 1 may be 1971-03-04 or 1971-04-03; say \{ order: 'day-month-year' \}/,
  );
  assert.deepEqual(parseDates(['5/5/1971']), ['1971-05-05']);
  assert.deepEqual(parseDates(['4/3/1971'], { order: 'day-month-year' }), ['1971-03-04']);
  assert.deepEqual(parseDates(['4/3/1971'], { order: 'month-day-year' }), ['1971-04-03']);
});

test('values that contradict each other, or are no dates, are named', () => {
  assert.throws(
    () => parseDates(['25/3/1971', '3/25/1971']),
    /one order in the whole column; got "25\/3\/1971" at position 0 and "3\/25\/1971" at position 1/,
  );
  assert.throws(() => parseDates(['1971-02-29']), /got "1971-02-29" at position 0; mend/);
  assert.throws(() => parseDates(['1/2/71']), /got "1\/2\/71" at position 0/);
  assert.throws(() => parseDates(['1972-02-29', 'soon']), /got "soon" at position 1/);
  assert.throws(
    () => parseDates(['25.3.1971'], { order: 'month-day-year' }),
    /in the order month-day-year; got "25\.3\.1971" at position 0/,
  );
  assert.throws(() => parseDates(['1.1.1971'], { order: loose('dmy') }), /order to be one of year/);
  assert.throws(() => parseDates(['1.1.1971'], loose({ ordr: 'x' })), /did you mean order/);
});

test('a date survives every way of writing it', () => {
  for (let day = 0; day < 1461; day += 13) {
    const iso = new Date(Date.UTC(1972, 0, 1 + day)).toISOString().slice(0, 10);
    const [year, month, date] = iso.split('-').map(Number);
    assert.deepEqual(parseDates([`${date}.${month}.${year}`], { order: 'day-month-year' }), [iso]);
    assert.deepEqual(parseDates([`${month}/${date}/${year}`], { order: 'month-day-year' }), [iso]);
  }
});
