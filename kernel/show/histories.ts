/** What `train` and `trainLoop` return, as a table with a row for each epoch. It stays the plain object that it is. */
import { formatNumber, formatSeconds } from 'dlts/dist/training/live/text';
import { abridge, MISSING, type Table } from './tables';

/** Numbers per epoch, and how the training ended. */
export interface HistoryLike {
  epoch: number[];
  seconds: number;
  stopped: string;
  bestEpoch?: number;
}

/** What there is one of for the whole training. */
const SINGLE = new Set(['seconds', 'stopped', 'bestEpoch']);

/** The digits of a column: that many significant ones of its largest number, and of its smallest at least so many. */
const DIGITS = { largest: 4, smallest: 3 };
/** More decimals than these are written with a power of ten. */
const MOST_DECIMALS = 6;

/** Whether a value has what every history has, and besides only lists with a number for each epoch. */
export function isHistory(value: unknown): value is HistoryLike {
  if (typeof value !== 'object' || value === null) return false;
  const { epoch, seconds, stopped, bestEpoch } = value as Partial<HistoryLike>;
  if (!Array.isArray(epoch) || typeof seconds !== 'number' || typeof stopped !== 'string')
    return false;
  if (bestEpoch !== undefined && typeof bestEpoch !== 'number') return false;
  return Object.entries(value).every(([name, list]) => {
    if (SINGLE.has(name)) return true;
    return (
      Array.isArray(list) &&
      list.length === epoch.length &&
      list.every((one) => typeof one === 'number')
    );
  });
}

/** The columns are called as the lists are: `history.valLoss` is `valLoss`. */
export function historyTable(history: HistoryLike): Table {
  const { epoch, seconds, stopped, bestEpoch } = history;
  const lists = Object.entries(history)
    .filter(([name]) => !SINGLE.has(name) && name !== 'epoch')
    .sort(([a], [b]) => Number(a === 'learningRate') - Number(b === 'learningRate'))
    .map(([name, list]) => ({ name, texts: columnTexts(list as number[]) }));
  const rows = abridge(epoch.length, (i): [string, ...string[]] => [
    String(epoch[i]),
    ...lists.map(({ texts }) => texts[i] ?? ''),
  ]);
  const shown = rows.filter((row) => row !== undefined).length;
  const hidden = shown < epoch.length ? ` (${epoch.length - shown} not shown)` : '';
  const best = bestEpoch === undefined ? '' : `; best epoch: ${bestEpoch}`;
  return {
    label: { name: 'epoch', numeric: true },
    columns: lists.map(({ name }) => name),
    rows,
    numeric: lists.map(() => true),
    size:
      `${epoch.length} epoch${epoch.length === 1 ? '' : 's'}${hidden} in ${formatSeconds(seconds)}; ` +
      `stopped: ${stopped}${best}`,
  };
}

/** Numbers of one column with equally many decimals, so that they can be compared at a glance. */
function columnTexts(numbers: readonly number[]): string[] {
  const decimals = decimalsFor(numbers);
  return numbers.map((value) => {
    if (Number.isNaN(value)) return MISSING;
    return decimals === undefined || !Number.isFinite(value)
      ? formatNumber(value)
      : value.toFixed(decimals);
  });
}

/** `undefined` where powers of ten read better. */
function decimalsFor(numbers: readonly number[]): number | undefined {
  const sizes = numbers.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  if (sizes.length === 0) return 0;
  const places = (size: number, digits: number): number =>
    digits - 1 - Math.floor(Math.log10(size));
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  const wanted = Math.max(places(largest, DIGITS.largest), places(smallest, DIGITS.smallest), 0);
  const needed = Math.max(...sizes.map((size) => decimalsOf(size.toFixed(Math.min(wanted, 100)))));
  return needed > MOST_DECIMALS || largest >= 1e6 ? undefined : needed;
}

/** How many decimals a number has without the zeros at its end. */
function decimalsOf(text: string): number {
  return (/\.(\d*?)0*$/.exec(text)?.[1] ?? '').length;
}
