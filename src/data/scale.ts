/** Scaling of features, fitted on the training part and applied to every part. */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';

/** Values with features along the last axis; one feature if there is one axis only. */
export type Scalable = tf.Tensor | readonly number[] | readonly number[][] | readonly object[];

/** What a scaler remembers; plain JSON. */
export interface ScalerState {
  kind: 'standard' | 'minMax';
  /** Names of the columns, when fitted on rows. */
  columns: string[] | null;
  /** Subtracted from each feature. */
  offset: number[];
  /** Divides what is left; 1 for a feature that never changes. */
  scale: number[];
}

/** A fitted scaler: `(value − offset) / scale`, feature by feature. */
export interface Scaler extends Readonly<ScalerState> {
  /**
   * Scales values of the shape that it was fitted on: tensors, lists, or rows (other columns pass unchanged).
   *
   * @returns the same kind of value; `values` stays as it is. A new tensor: the caller disposes it.
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

type Row = Record<string, unknown>;

const isRows = (values: unknown): values is Row[] =>
  Array.isArray(values) &&
  typeof values[0] === 'object' &&
  values[0] !== null &&
  !Array.isArray(values[0]);

/** Values as one flat list of N · D numbers. */
function flatten(
  caller: string,
  values: Scalable,
  columns: string[] | null,
): { flat: ArrayLike<number>; features: number } {
  if (values instanceof tf.Tensor) {
    const features = values.rank < 2 ? 1 : itemAt(values.shape, values.rank - 1);
    return { flat: values.dataSync() as Float32Array, features };
  }
  if (isRows(values)) {
    const names = columns ?? [];
    return {
      flat: values.flatMap((row) => names.map((name) => row[name] as number)),
      features: names.length,
    };
  }
  const features = Array.isArray(values[0]) ? values[0].length : 1;
  const ragged = values.findIndex((row) => (Array.isArray(row) ? row.length : 1) !== features);
  if (ragged >= 0)
    throw new RangeError(
      `${caller}: expected ${features} features in each row; got another number in row ${ragged}; ` +
        'give every row the same features.',
    );
  return { flat: (values as number[][]).flat(), features };
}

function numericColumns(rows: Row[]): string[] {
  return Object.keys(rows[0] ?? {}).filter((name) =>
    rows.every((row) => typeof row[name] === 'number'),
  );
}

/** Numbers of each feature, checked. */
function featureColumns(
  caller: string,
  training: Scalable,
  columns: string[] | null,
): Float64Array[] {
  const { flat, features } = flatten(caller, training, columns);
  const count = features === 0 ? 0 : flat.length / features;
  if (count === 0)
    throw new RangeError(
      `${caller}: expected at least one example with one numeric feature; got none; check that the data were read.`,
    );
  return Array.from({ length: features }, (_, feature) =>
    Float64Array.from({ length: count }, (_, example) => {
      const value = flat[example * features + feature];
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      throw new RangeError(
        `${caller}: expected finite numbers; got ${String(value)} in example ${example}, feature ` +
          `${columns?.[feature] ?? feature}; drop or fill missing values first.`,
      );
    }),
  );
}

function applyToTensor(
  { offset, scale }: ScalerState,
  values: tf.Tensor,
  back: boolean,
): tf.Tensor {
  return tf.tidy(() => {
    const shape = values.rank < 2 ? [] : [offset.length];
    const offsets = tf.tensor(values.rank < 2 ? itemAt(offset, 0) : offset, shape, 'float32');
    const scales = tf.tensor(values.rank < 2 ? itemAt(scale, 0) : scale, shape, 'float32');
    return back ? values.mul(scales).add(offsets) : values.sub(offsets).div(scales);
  });
}

function apply(caller: string, state: ScalerState, values: Scalable, back: boolean): Scalable {
  const { offset, scale, columns } = state;
  const one = (value: number, feature: number) => {
    const [shift, width] = [itemAt(offset, feature), itemAt(scale, feature)];
    return back ? value * width + shift : (value - shift) / width;
  };
  if (isRows(values)) {
    const missing = (columns ?? []).find((name) =>
      values.some((row) => typeof row[name] !== 'number'),
    );
    if (!columns || missing !== undefined)
      throw new TypeError(
        `${caller}: expected rows with the numeric columns that the scaler was fitted on; ` +
          `got ${columns ? `rows without ${missing}` : 'rows for a scaler of lists or tensors'}; ` +
          'fit and transform the same kind of data.',
      );
    return values.map((row) => ({
      ...row,
      ...Object.fromEntries(
        columns.map((name, feature) => [name, one(row[name] as number, feature)]),
      ),
    }));
  }
  const empty = Array.isArray(values) && values.length === 0;
  if (empty) return [];
  const features =
    values instanceof tf.Tensor
      ? values.rank < 2
        ? 1
        : itemAt(values.shape, values.rank - 1)
      : flatten(caller, values, null).features;
  if (features !== offset.length)
    throw new RangeError(
      `${caller}: expected ${offset.length} features, as the scaler was fitted on; got ${features}; ` +
        'pass the same features in the same order.',
    );
  if (values instanceof tf.Tensor) return applyToTensor(state, values, back);
  return (values as (number | number[])[]).map((row) =>
    Array.isArray(row) ? row.map(one) : one(row, 0),
  ) as number[] | number[][];
}

function createScaler(state: ScalerState): Scaler {
  return {
    ...state,
    transform: <T extends Scalable>(values: T) => apply('transform', state, values, false) as T,
    inverse: <T extends Scalable>(values: T) => apply('inverse', state, values, true) as T,
    toJSON: () => structuredClone(state),
  };
}

function fit(
  caller: string,
  kind: ScalerState['kind'],
  training: Scalable,
  options: ScalerOptions,
  measure: (values: Float64Array) => [number, number],
): Scaler {
  const columns = isRows(training) ? (options.columns ?? numericColumns(training)) : null;
  const measured = featureColumns(caller, training, columns).map(measure);
  return createScaler({
    kind,
    columns,
    offset: measured.map(([offset]) => offset),
    scale: measured.map(([, scale]) => scale || 1),
  });
}

/**
 * Fits z-scores on the training part: subtracts the mean, divides by the standard deviation (of the
 * population, 1 / N). A feature that never changes is only shifted.
 *
 * @param training N examples: tensor `[…, D]` or `[N]`, list of numbers, list of lists, or rows.
 * @returns a scaler to apply to the training, validation and test part alike.
 * @throws RangeError if there are no examples or a value is not a finite number.
 * @example const scaler = standardScaler(train.x); const x = scaler.transform(test.x);
 */
export function standardScaler(training: Scalable, options: ScalerOptions = {}): Scaler {
  return fit('standardScaler', 'standard', training, options, (values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / values.length);
    // Rounding leaves a trace of deviation in a constant feature; dividing by it would blow up noise.
    return [mean, deviation > 1e-12 * Math.abs(mean) ? deviation : 0];
  });
}

/**
 * Fits the range of the training part to [0, 1]. Values of other parts may fall outside: they are not clipped.
 *
 * @param training as {@link standardScaler}.
 * @throws as {@link standardScaler}.
 */
export function minMaxScaler(training: Scalable, options: ScalerOptions = {}): Scaler {
  return fit('minMaxScaler', 'minMax', training, options, (values) => {
    const low = values.reduce((least, value) => Math.min(least, value), Infinity);
    const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
    return [low, high - low];
  });
}

/**
 * A scaler from what `toJSON` gave, parsed or as text.
 *
 * @throws TypeError if the state is not one of a scaler.
 */
export function scalerFromJSON(json: ScalerState | string): Scaler {
  const state = (typeof json === 'string' ? JSON.parse(json) : json) as Partial<ScalerState> | null;
  const numbers = (list: unknown): list is number[] =>
    Array.isArray(list) && list.length > 0 && list.every(Number.isFinite);
  if (
    !state ||
    !(state.kind === 'standard' || state.kind === 'minMax') ||
    !numbers(state.offset) ||
    !numbers(state.scale) ||
    state.offset.length !== state.scale.length
  )
    throw new TypeError(
      'scalerFromJSON: expected {kind, columns, offset, scale} as toJSON gives; got something else; ' +
        'save the scaler with JSON.stringify(scaler).',
    );
  const { kind, columns = null, offset, scale } = state;
  return createScaler({ kind, columns, offset, scale });
}
