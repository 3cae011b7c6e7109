/** Rows of a table as numbers for a network: numbers scaled, categories as 0 or 1, all of it learned from training rows. */
import { checkOptions } from '../host/options';
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { checkOneKind, labelText } from './labels';
import { standardScaler } from './scale';

/** A category, or `null` where it is missing. */
type Category = string | number | boolean | null;

/** A number, scaled: `(value − offset) / scale`. */
export interface NumberFeature {
  column: string;
  /** Mean of the training rows. */
  offset: number;
  /** Standard deviation of the training rows; 1 for a number that never changes. */
  scale: number;
  /** Takes the place of a missing number: the median of the training rows. `null` if none was missing there. */
  fill: number | null;
}

/** 1 if the column holds that value, else 0. */
export interface CategoryFeature {
  column: string;
  equals: Category;
}

/** One column of the matrix. */
export type Feature = NumberFeature | CategoryFeature;

/** What an encoder remembers; plain JSON, simple enough to be applied by any program. */
export interface FeatureEncoderState {
  kind: 'features';
  features: Feature[];
}

export interface FeatureOptions {
  /** Names of numeric columns, in the order wanted. */
  numbers?: readonly string[];
  /** Names of columns of categories. Each value of the training rows becomes a feature of its own. */
  categories?: readonly string[];
  /** A category that training has not seen: `refuse` (default) throws, `zeros` leaves all its features 0. */
  unseen?: 'refuse' | 'zeros';
}

const FEATURE_OPTIONS = {
  ...{ numbers: true, categories: true, unseen: true },
} as const satisfies Record<keyof FeatureOptions, true>;

/** A fitted encoder. */
export interface FeatureEncoder {
  /** What each of the D features is, such as `weight` or `origin = Japan`. */
  readonly names: readonly string[];
  readonly features: readonly Feature[];
  /**
   * Encodes rows; nothing is learned from them.
   *
   * @param rows N rows with the columns that the encoder was fitted on.
   * @returns `[N, D]` float32. Caller disposes.
   * @throws RangeError naming column and row if a number is missing that never was in training, a value is no number,
   *   or a category was not seen there.
   */
  transform(rows: readonly object[]): tf.Tensor2D;
  /** A plain object for `JSON.stringify`; {@link featureEncoderFromJSON} reads it back. */
  toJSON(): FeatureEncoderState & { unseen: 'refuse' | 'zeros' };
}

type Row = Readonly<Record<string, unknown>>;
type Unseen = 'refuse' | 'zeros';

const isMissing = (value: unknown): boolean =>
  value === null || value === undefined || Number.isNaN(value);

const isCategory = (feature: Feature): feature is CategoryFeature => 'equals' in feature;

function columnOf(rows: readonly Row[], name: string): unknown[] {
  const lacking = rows.findIndex((row) => !(name in row));
  if (lacking >= 0)
    throw new RangeError(
      `featureEncoder: expected the column ${name} in each row; got row ${lacking} with ` +
        `${Object.keys(rows[lacking] ?? {}).join(', ') || 'no columns'}; check the spelling.`,
    );
  return rows.map((row) => row[name]);
}

function checkNumber(column: string, value: unknown, row: number): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new RangeError(
    `featureEncoder: expected a finite number in column ${column}; got ${labelText(value)} in row ${row}; ` +
      'read the file with the options that make it one, or give the column as a category.',
  );
}

const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (itemAt(sorted, Math.ceil(middle) - 1) + itemAt(sorted, Math.floor(middle))) / 2;
};

/** The feature of a numeric column, and one more that says where it was missing, if it ever was. */
function fitNumber(rows: readonly Row[], column: string): Feature[] {
  const values = columnOf(rows, column);
  const known = values.flatMap((value, row) =>
    isMissing(value) ? [] : [checkNumber(column, value, row)],
  );
  if (known.length === 0)
    throw new RangeError(
      `featureEncoder: expected a known number in column ${column}; got none in ${rows.length} rows; ` +
        'leave the column out.',
    );
  const gaps = known.length < values.length;
  const fill = gaps ? median(known) : null;
  const scaler = standardScaler(gaps ? values.map((value) => (isMissing(value) ? fill : value) as number) : known); // prettier-ignore
  const feature = {
    column,
    offset: itemAt(scaler.offset, 0),
    scale: itemAt(scaler.scale, 0),
    fill,
  };
  return gaps ? [feature, { column, equals: null }] : [feature];
}

function fitCategories(rows: readonly Row[], column: string): Feature[] {
  const values = columnOf(rows, column).map((value) => (isMissing(value) ? null : value));
  checkOneKind('featureEncoder', `column ${column}`, values);
  const distinct = [...new Set(values)] as Category[];
  const known = distinct.filter((value) => value !== null).sort((a, b) => (a < b ? -1 : 1));
  const ordered = distinct.includes(null) ? [...known, null] : known;
  return ordered.map((equals) => ({ column, equals }));
}

const nameOf = (feature: Feature): string => {
  if (!isCategory(feature)) return feature.column;
  return feature.equals === null
    ? `${feature.column} missing`
    : `${feature.column} = ${String(feature.equals)}`;
};

function numberFor(
  { column, offset, scale, fill }: NumberFeature,
  value: unknown,
  row: number,
): number {
  if (!isMissing(value)) return (checkNumber(column, value, row) - offset) / scale;
  if (fill !== null) return (fill - offset) / scale;
  throw new RangeError(
    `featureEncoder: expected a number in column ${column}, which was never missing in training; got nothing in ` +
      `row ${row}; leave that row out, or train with rows that lack it.`,
  );
}

/** @throws RangeError for a category that no feature stands for. */
function checkSeen(features: readonly Feature[], rows: readonly Row[]): void {
  const numeric = new Set(features.filter((each) => !isCategory(each)).map(({ column }) => column));
  const seen = new Map<string, Set<Category>>();
  for (const feature of features)
    if (isCategory(feature) && !numeric.has(feature.column))
      seen.set(feature.column, (seen.get(feature.column) ?? new Set()).add(feature.equals));
  for (const [column, known] of seen) {
    const values = columnOf(rows, column);
    const row = values.findIndex(
      (value) => !known.has((isMissing(value) ? null : value) as Category),
    );
    if (row < 0) continue;
    throw new RangeError(
      `featureEncoder: expected a category of column ${column} that training has seen ` +
        `(${[...known].slice(0, 5).map(labelText).join(', ')}${known.size > 5 ? ', …' : ''}); got ` +
        `${labelText(values[row])} in row ${row}; check its spelling, or pass { unseen: 'zeros' }.`,
    );
  }
}

function encode(features: readonly Feature[], rows: readonly Row[], unseen: Unseen): tf.Tensor2D {
  for (const { column } of features) columnOf(rows, column);
  if (unseen === 'refuse') checkSeen(features, rows);
  const cells = rows.flatMap((row, at) =>
    features.map((feature) => {
      const value = row[feature.column];
      if (!isCategory(feature)) return numberFor(feature, value, at);
      return Number((isMissing(value) ? null : value) === feature.equals);
    }),
  );
  return tf.tensor2d(cells, [rows.length, features.length]);
}

function createEncoder(features: Feature[], unseen: Unseen): FeatureEncoder {
  return {
    features,
    names: features.map(nameOf),
    transform: (rows) => encode(features, rows as readonly Row[], unseen),
    toJSON: () => structuredClone({ kind: 'features', features, unseen }),
  };
}

/**
 * Learns from training rows how to turn rows into numbers: means and deviations of the numeric columns, the values of
 * the categories. Apply it to every part alike.
 *
 * A numeric column with gaps gets the median of the training rows there, and a feature of its own that is 1 at the gaps.
 * A category becomes one feature for each of its values (one-hot).
 *
 * Axes: N rows · D features.
 *
 * @param training the rows to learn from; never those to judge by.
 * @param options  which columns, and what to do with categories that are new.
 * @returns an encoder; it holds plain numbers, nothing to dispose. Its `transform` gives `[N, D]` float32.
 * @throws RangeError if there are no rows, no columns are named, one is unknown, named twice or holds no number.
 * @throws TypeError if a category mixes kinds, such as '1' beside 1.
 * @see Zheng and Casari 2018, Feature Engineering for Machine Learning, chapter 5.
 * @example
 * const rows = [{ size: 1, color: 'red' }, { size: 3, color: 'blue' }];
 * const encoder = featureEncoder(rows, { numbers: ['size'], categories: ['color'] });
 * encoder.names; // [ 'size', 'color = blue', 'color = red' ]
 * encoder.transform([{ size: 4, color: 'red' }]); // [[2, 0, 1]]
 */
export function featureEncoder(
  training: readonly object[],
  options: FeatureOptions = {},
): FeatureEncoder {
  checkOptions('featureEncoder', options, FEATURE_OPTIONS);
  const { numbers = [], categories = [], unseen = 'refuse' } = options;
  const names = [...numbers, ...categories];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (training.length === 0 || names.length === 0 || twice !== undefined)
    throw new RangeError(
      'featureEncoder: expected training rows and different columns in numbers and categories; got ' +
        `${training.length} rows and ${names.length} columns${twice === undefined ? '' : `, ${twice} twice`}; ` +
        "pass for example { numbers: ['weight'], categories: ['origin'] }.",
    );
  if (unseen !== 'refuse' && unseen !== 'zeros')
    throw new RangeError(
      `featureEncoder: expected unseen to be 'refuse' or 'zeros'; got ${labelText(unseen)}; leave it out.`,
    );
  const rows = training as readonly Row[];
  const features = [
    ...numbers.flatMap((name) => fitNumber(rows, name)),
    ...categories.flatMap((name) => fitCategories(rows, name)),
  ];
  return createEncoder(features, unseen);
}

const isFeature = (feature: Partial<NumberFeature & CategoryFeature> | null): boolean =>
  typeof feature?.column === 'string' &&
  ('equals' in feature ||
    (Number.isFinite(feature.offset) &&
      Number.isFinite(feature.scale) &&
      (feature.fill === null || Number.isFinite(feature.fill))));

/**
 * An encoder from what `toJSON` gave, parsed or as text.
 *
 * @param json the state of an encoder, or its JSON text.
 * @returns an encoder that gives the same numbers.
 * @throws TypeError if the state is not one of an encoder.
 * @example
 * const saved = JSON.stringify(featureEncoder([{ a: 1 }, { a: 3 }], { numbers: ['a'] }));
 * featureEncoderFromJSON(saved).transform([{ a: 4 }]); // [[2]]
 */
export function featureEncoderFromJSON(
  json: (FeatureEncoderState & { unseen?: Unseen }) | string,
): FeatureEncoder {
  const state: Partial<FeatureEncoderState & { unseen: Unseen }> | null =
    typeof json === 'string' ? JSON.parse(json) : json;
  const { kind, features = [], unseen = 'refuse' } = state ?? {};
  if (kind !== 'features' || features.length === 0 || !features.every(isFeature))
    throw new TypeError(
      'featureEncoderFromJSON: expected {kind, features, unseen} as toJSON gives; got something else; ' +
        'save the encoder with JSON.stringify(encoder).',
    );
  return createEncoder(features, unseen);
}
