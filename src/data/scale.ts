/** Scaling of features, fitted on the training part and applied to every part. Computed in float64 throughout. */
import { shapeText } from '../host/checks';
import { itemAt } from '../host/item-at';
import { notice } from '../host/notice';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { isLost, noticeLoss } from './precision';

/** Values with features along the last axis; one feature if there is one axis only. */
export type Scalable = tf.Tensor | readonly number[] | readonly number[][] | readonly object[];

/** What a scaler remembers; plain JSON. */
export interface ScalerState {
  kind: 'standard';
  /** Names of the columns, when fitted on rows. */
  columns: string[] | null;
  /** Subtracted from each feature: its mean. */
  offset: number[];
  /** Divides what is left: the standard deviation; 1 for a feature that never changes. */
  scale: number[];
}

/** A fitted scaler: `(value − offset) / scale`, feature by feature. */
export interface Scaler extends Readonly<ScalerState> {
  /**
   * Scales values of the shape that it was fitted on: tensors, lists, or rows (other columns pass unchanged).
   *
   * @returns the same kind of value; `values` stays as it is. A new tensor is float32: the caller disposes it.
   * @throws RangeError if the number of features differs.
   */
  transform<T extends Scalable>(values: T): T;
  /** The opposite of {@link transform}: back to the original units. */
  inverse<T extends Scalable>(values: T): T;
  /** A plain object for `JSON.stringify`; `scalerFromJSON` reads it back. */
  toJSON(): ScalerState;
}

/** Which columns to scale when the values are rows. */
export interface ScalerOptions {
  /** Names of numeric columns. Defaults to every column whose values are all numbers. */
  columns?: string[];
}

const OPTIONS = { columns: true } satisfies Record<keyof ScalerOptions, true>;

type Row = Record<string, unknown>;

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether values are rows: a list that begins with an object. */
const isRows = (values: unknown): values is readonly Row[] =>
  Array.isArray(values) && isRow(values[0]);

const isTensor = (values: unknown): values is tf.Tensor => values instanceof tf.Tensor;

/** Values as one flat list of N · D cells. */
interface Flat {
  cells: ArrayLike<unknown>;
  features: number;
}

function flatten(caller: string, values: Scalable, columns: readonly string[]): Flat {
  if (isTensor(values)) {
    const features = values.rank < 2 ? 1 : itemAt(values.shape, values.rank - 1);
    return { cells: values.dataSync(), features };
  }
  if (isRows(values)) {
    const cells = values.flatMap((row) => columns.map((name) => row[name]));
    return { cells, features: columns.length };
  }
  const rows = (values as readonly unknown[]).map((row): readonly unknown[] =>
    Array.isArray(row) ? row : [row],
  );
  const features = rows[0]?.length ?? 1;
  const ragged = rows.findIndex((row) => row.length !== features);
  if (ragged >= 0)
    throw new RangeError(
      `${caller}: expected ${features} features in each row; got another number in row ${ragged}; ` +
        'give every row the same features.',
    );
  return { cells: rows.flat(), features };
}

function numericColumns(rows: readonly Row[]): string[] {
  return Object.keys(rows[0] ?? {}).filter((name) =>
    rows.every((row) => typeof row[name] === 'number'),
  );
}

/** Numbers of each feature, checked. */
function featureColumns(training: Scalable, columns: readonly string[]): Float64Array[] {
  const { cells, features } = flatten('standardScaler', training, columns);
  const count = features === 0 ? 0 : cells.length / features;
  if (count === 0)
    throw new RangeError(
      'standardScaler: expected at least one example with one numeric feature; got none; ' +
        'check that the data were read.',
    );
  return Array.from({ length: features }, (_, feature) =>
    Float64Array.from({ length: count }, (_, example) => {
      const value = cells[example * features + feature];
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      throw new RangeError(
        `standardScaler: expected finite numbers; got ${String(value)} in example ${example}, feature ` +
          `${columns[feature] ?? feature}; drop or fill missing values first.`,
      );
    }),
  );
}

/** One value scaled, or back in its units. */
type Change = (value: number, feature: number) => number;

const changeOf = ({ offset, scale }: ScalerState, back: boolean): Change =>
  back
    ? (value, feature) => value * itemAt(scale, feature) + itemAt(offset, feature)
    : (value, feature) => (value - itemAt(offset, feature)) / itemAt(scale, feature);

function changeRows(
  caller: string,
  rows: readonly Row[],
  columns: readonly string[] | null,
  change: Change,
): Row[] {
  const missing = columns?.find((name) => rows.some((row) => typeof row[name] !== 'number'));
  if (!columns || missing !== undefined)
    throw new TypeError(
      `${caller}: expected rows with the numeric columns that the scaler was fitted on; ` +
        `got ${columns ? `rows without ${missing}` : 'rows for a scaler of lists or tensors'}; ` +
        'fit and transform the same kind of data.',
    );
  return rows.map((row) => ({
    ...row,
    ...Object.fromEntries(
      columns.map((name, feature) => [name, change(Number(row[name]), feature)]),
    ),
  }));
}

/** Float64 until the result is made: a large offset in float32 would swallow the differences. */
function changeTensor(
  caller: string,
  values: tf.Tensor,
  { offset, scale }: ScalerState,
  change: Change,
): tf.Tensor {
  // A scale of 1 may stand for a feature that never changes: nothing to lose.
  const lost = offset.findIndex((value, feature) => {
    const spread = itemAt(scale, feature);
    return spread !== 1 && isLost(Math.abs(value), spread);
  });
  if (lost >= 0 && (caller === 'inverse' || values.dtype === 'float32'))
    notice(
      `${caller}: expected values whose differences a float32 tensor can hold (about seven digits); got values near ` +
        `${offset[lost]} in feature ${lost}; pass a list of numbers (float64) instead of a tensor.`,
    );
  const source = values.dataSync();
  const result = new Float32Array(source.length);
  for (let at = 0; at < result.length; at++)
    result[at] = change(itemAt(source, at), at % offset.length);
  return tf.tensor(result, values.shape, 'float32');
}

function apply(
  caller: 'transform' | 'inverse',
  state: ScalerState,
  values: Scalable,
): tf.Tensor | Row[] | number[] | number[][] {
  const change = changeOf(state, caller === 'inverse');
  if (isRows(values)) return changeRows(caller, values, state.columns, change);
  if (!isTensor(values) && values.length === 0) return [];
  const last = isTensor(values) && values.rank > 1 ? itemAt(values.shape, values.rank - 1) : 1;
  const features = isTensor(values) ? last : flatten(caller, values, []).features;
  if (features !== state.offset.length)
    throw new RangeError(
      `${caller}: expected ${state.offset.length} features, as the scaler was fitted on; got ${features}` +
        `${isTensor(values) ? ` in ${shapeText(values.shape)}` : ''}; pass the same features in the same order.`,
    );
  if (isTensor(values)) return changeTensor(caller, values, state, change);
  const rows = values as readonly (number | number[])[];
  const changed = rows.map((row) => (Array.isArray(row) ? row.map(change) : change(row, 0)));
  return changed as number[] | number[][];
}

function createScaler(state: ScalerState): Scaler {
  return {
    ...state,
    transform: <T extends Scalable>(values: T) => apply('transform', state, values) as T,
    inverse: <T extends Scalable>(values: T) => apply('inverse', state, values) as T,
    toJSON: () => structuredClone(state),
  };
}

/** Mean and standard deviation (of the population) of some numbers; 0 for numbers that never change. */
function moments(values: Float64Array): { mean: number; deviation: number } {
  const measure = (from: number) => {
    const mean = from + values.reduce((sum, value) => sum + (value - from), 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { mean, deviation: Math.sqrt(squares / values.length) };
  };
  const first = itemAt(values, 0);
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  // A spread of a few roundings is no spread; dividing by it would blow up noise.
  if (high - low <= 4 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high)))
    return { mean: high === low ? first : measure(0).mean, deviation: 0 };
  const plain = measure(0);
  // Far from 0, sums of the values themselves lose digits: sums of their differences do not.
  return plain.deviation < 1e-6 * Math.abs(plain.mean) ? measure(first) : plain;
}

/**
 * Fits z-scores on the training part: subtracts the mean, divides by the standard deviation (of the
 * population, 1 / N). A feature that never changes is only shifted.
 *
 * Axes: N examples · D features. Computed in float64; a list of timestamps keeps its differences. A float32 tensor
 * has lost them before it comes here, which prints a notice.
 *
 * @param training N examples: tensor `[…, D]` or `[N]`, list of numbers, list of lists, or rows.
 * @param options  which columns of rows to scale.
 * @returns a scaler to apply to the training, validation and test part alike.
 * @throws RangeError if there are no examples or a value is not a finite number.
 * @example
 * const scaler = standardScaler([1, 3]);
 * scaler.transform([5]); // [ 3 ]
 * scaler.inverse([3]); // [ 5 ]
 * standardScaler(tf.tensor2d([[1, 10], [3, 30]])).transform(tf.tensor2d([[2, 40]])); // [[0, 2]]
 */
export function standardScaler(training: Scalable, options: ScalerOptions = {}): Scaler {
  checkOptions('standardScaler', options, OPTIONS);
  const columns = isRows(training) ? (options.columns ?? numericColumns(training)) : null;
  const features = featureColumns(training, columns ?? []);
  if (isTensor(training) && training.dtype === 'float32')
    for (const [feature, values] of features.entries())
      noticeLoss('standardScaler', feature, values, {
        rounded: true,
        remedy: 'fit and transform the list of numbers (float64), and make the tensor after that',
      });
  const measured = features.map(moments);
  return createScaler({
    kind: 'standard',
    columns,
    offset: measured.map(({ mean }) => mean),
    scale: measured.map(({ deviation }) => deviation || 1),
  });
}

const isNumbers = (list: unknown): list is number[] =>
  Array.isArray(list) && list.length > 0 && list.every(Number.isFinite);

/**
 * A scaler from what `toJSON` gave, parsed or as text.
 *
 * @param json the state of a scaler, or its JSON text.
 * @returns a scaler that gives the same numbers.
 * @throws TypeError if the state is not one of a scaler.
 * @example
 * const saved = JSON.stringify(standardScaler([1, 3]));
 * scalerFromJSON(saved).transform([5]); // [ 3 ]
 */
export function scalerFromJSON(json: ScalerState | string): Scaler {
  const state: Partial<ScalerState> | null = typeof json === 'string' ? JSON.parse(json) : json;
  const { kind, columns = null, offset, scale } = state ?? {};
  if (
    kind !== 'standard' ||
    !isNumbers(offset) ||
    !isNumbers(scale) ||
    offset.length !== scale.length
  )
    throw new TypeError(
      'scalerFromJSON: expected {kind, columns, offset, scale} as toJSON gives; got something else; ' +
        'save the scaler with JSON.stringify(scaler).',
    );
  return createScaler({ kind, columns, offset, scale });
}
