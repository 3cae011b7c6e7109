/** Dates as people write them, made into year-month-day. Which number is the day is decided for a whole column. */
import { checkOptions } from '../host/options';

/** Which part of a date comes first, second and third. */
export type DateOrder = 'year-month-day' | 'day-month-year' | 'month-day-year';

export interface DateOptions {
  /** Order of the parts. Defaults to the only one that all values allow. */
  order?: DateOrder;
}

const DATE_OPTIONS = { order: true } satisfies Record<keyof DateOptions, true>;

const ORDERS: readonly DateOrder[] = ['year-month-day', 'day-month-year', 'month-day-year'];

/** Three numbers between the same kind of mark, the year with four digits; a time of day may follow. */
const DATE =
  /^(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{4})(?:[T ]\d{2}:\d{2}.*)?$/;

const isMissing = (value: unknown): boolean => value === null || value === undefined;

/** A date as year-month-day, or `undefined` if `text` is none in that order. */
function dateIn(order: DateOrder, text: string): string | undefined {
  if (!DATE.test(text)) return undefined;
  const numbers = text.split(/[-./T ]/, 3);
  const part = (name: string): string => numbers[order.split('-').indexOf(name)] ?? '';
  if (part('year').length !== 4) return undefined;
  const iso = [part('year'), part('month').padStart(2, '0'), part('day').padStart(2, '0')].join(
    '-',
  );
  const time = Date.parse(`${iso}T00:00:00Z`);
  // February 30 is refused by some engines and becomes March 1 or 2 in others.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso) ? iso : undefined;
}

/**
 * The orders in which every known value is a date; none if there is no known value.
 *
 * @param values texts; `null` is skipped.
 */
export function possibleOrders(values: readonly unknown[]): DateOrder[] {
  const texts = [...new Set(values.filter((value) => !isMissing(value)))];
  if (texts.length === 0) return [];
  return ORDERS.filter((order) =>
    texts.every((text) => typeof text === 'string' && dateIn(order, text.trim()) !== undefined),
  );
}

const isDate = (order: DateOrder, value: unknown): boolean =>
  isMissing(value) || (typeof value === 'string' && dateIn(order, value.trim()) !== undefined);

function refuse(values: readonly unknown[], given: DateOrder | undefined): never {
  const at = (order: DateOrder): number => values.findIndex((value) => !isDate(order, value));
  const shown = (position: number): string =>
    `${JSON.stringify(values[position])} at position ${position}`;
  if (given !== undefined)
    throw new RangeError(
      `parseDates: expected dates in the order ${given}; got ${shown(at(given))}; ` +
        'name the order that the file has, or mend that value.',
    );
  const nowhere = values.findIndex((value) => ORDERS.every((order) => !isDate(order, value)));
  if (nowhere >= 0)
    throw new RangeError(
      `parseDates: expected dates such as 2024-03-25, 25.3.2024 or 3/25/2024; got ${shown(nowhere)}; ` +
        'mend that value, or make it null.',
    );
  const [dayFirst, monthFirst] = [at('month-day-year'), at('day-month-year')];
  throw new RangeError(
    `parseDates: expected one order in the whole column; got ${shown(dayFirst)} and ${shown(monthFirst)}, ` +
      'which do not fit each other; read the two sources apart.',
  );
}

/**
 * Dates as texts `year-month-day`, which sort in time and compare with `<`.
 *
 * 4/3/2024 is April 3 in one country and March 4 in another, and no single value tells which. So the order is decided
 * for all values together: 25/3/2024 anywhere settles it, and where nothing settles it you have to say it.
 *
 * @param values  texts such as `2024-03-25`, `25.3.2024` or `3/25/2024`, years with four digits, perhaps with a time of
 *   day after it, which is dropped; `null` stays `null`.
 * @param options `order` of the parts, if the values leave it open.
 * @returns one text or `null` for each value.
 * @throws RangeError naming the value if one is no date in that order, if two values contradict each other, or if all
 *   of them are dates in two orders.
 * @example
 * parseDates(['25.3.2024', null, '4.3.2024']); // [ '2024-03-25', null, '2024-03-04' ]
 * parseDates(['4/3/2024'], { order: 'month-day-year' }); // [ '2024-04-03' ]
 */
export function parseDates(
  values: readonly (string | number | boolean | null)[],
  options: DateOptions = {},
): (string | null)[] {
  checkOptions('parseDates', options, DATE_OPTIONS);
  const { order: given } = options;
  if (given !== undefined && !ORDERS.includes(given))
    throw new RangeError(
      `parseDates: expected order to be one of ${ORDERS.join(', ')}; got ${JSON.stringify(given)}; ` +
        "pass for example { order: 'day-month-year' }.",
    );
  if (values.every(isMissing)) return values.map(() => null);
  const possible = possibleOrders(values);
  const read = (order: DateOrder): (string | null)[] =>
    values.map((value) =>
      typeof value === 'string' ? (dateIn(order, value.trim()) ?? null) : null,
    );
  if (given !== undefined) return possible.includes(given) ? read(given) : refuse(values, given);
  const [order, other] = possible;
  if (order === undefined) return refuse(values, undefined);
  if (other === undefined) return read(order);
  const [first, second] = [read(order), read(other)];
  const open = first.findIndex((date, at) => date !== second[at]);
  if (open < 0) return first;
  throw new RangeError(
    `parseDates: expected a value that tells the day from the month; got none: ` +
      `${JSON.stringify(values[open])} at position ${open} may be ${first[open]} or ${second[open]}; ` +
      "say { order: 'day-month-year' } or { order: 'month-day-year' }.",
  );
}
