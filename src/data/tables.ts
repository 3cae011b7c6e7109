/** Small tables of measurements: cars, penguins, weather. */
import { checkOptions } from '../host/options';
import { parseCsv } from './csv';
import { readBundledText } from './files';
import type { Parts } from './parts';

/** What a column holds. */
export interface ColumnInfo {
  /** Unit of the numbers; empty for names and categories. */
  unit: string;
  description: string;
}

/** Rows with the meaning of their columns. */
export interface Table<Row> {
  rows: Row[];
  columns: Record<keyof Row & string, ColumnInfo>;
}

/** The same row with measurements that may be missing. */
export type Incomplete<Row, Missing extends keyof Row> = {
  [Name in keyof Row]: Name extends Missing ? Row[Name] | null : Row[Name];
};

/** One car of model years 1970 to 1982. */
export interface Car {
  name: string;
  milesPerGallon: number;
  cylinders: number;
  displacement: number;
  horsepower: number;
  weight: number;
  acceleration: number;
  year: number;
  origin: 'USA' | 'Europe' | 'Japan';
}

/** A car as recorded: fuel economy or power may be unknown. */
export type CarRecord = Incomplete<Car, 'milesPerGallon' | 'horsepower'>;

const CAR_COLUMNS: Record<keyof Car, ColumnInfo> = {
  name: { unit: '', description: 'make and model' },
  milesPerGallon: {
    unit: 'mi/gal',
    description: 'fuel economy in city driving, miles per US gallon',
  },
  cylinders: { unit: '', description: 'number of cylinders' },
  displacement: { unit: 'in³', description: 'engine displacement' },
  horsepower: { unit: 'hp', description: 'engine power' },
  weight: { unit: 'lb', description: 'weight of the car' },
  acceleration: { unit: 's', description: 'time from 0 to 60 mi/h' },
  year: { unit: '', description: 'model year; 1981 and 1982 are both recorded as 1982' },
  origin: { unit: '', description: 'region of the maker' },
};

/** A row whose values are all known. */
type Complete<Row> = { [Name in keyof Row]: NonNullable<Row[Name]> };

const isComplete = <Row extends object>(row: Row): row is Row & Complete<Row> =>
  Object.values(row).every((value) => value !== null);

/**
 * Fuel economy of cars (auto-mpg): 392 complete rows, or all 406 as recorded with `{ complete: false }`.
 *
 * @param options `complete: false` gives the rows with missing values too.
 * @returns rows with numbers and the unit of each column.
 * @throws Error if the bundled file is missing or damaged; RangeError if an option is unknown.
 * @see Quinlan 1993, Combining instance-based and model-based learning; data/README.md
 * @example
 * const cars = await loadCars();
 * cars.rows.length; // 392
 * cars.columns.weight.unit; // 'lb'
 * (await loadCars({ complete: false })).rows.length; // 406
 */
export async function loadCars(options?: { complete?: true }): Promise<Table<Car>>;
export async function loadCars(options: { complete: false }): Promise<Table<CarRecord>>;
export async function loadCars(
  options: { complete?: boolean } = {},
): Promise<Table<Car> | Table<CarRecord>> {
  checkOptions('loadCars', options, ['complete']);
  const rows = parseCsv<CarRecord>(readBundledText('loadCars', 'cars.csv'));
  if (options.complete === false) return { rows, columns: CAR_COLUMNS };
  return { rows: rows.filter(isComplete), columns: CAR_COLUMNS };
}

/** One penguin of the Palmer Archipelago, 2007 to 2009. */
export interface Penguin {
  species: 'Adelie' | 'Chinstrap' | 'Gentoo';
  island: 'Biscoe' | 'Dream' | 'Torgersen';
  beakLength: number;
  beakDepth: number;
  flipperLength: number;
  bodyMass: number;
  sex: 'female' | 'male';
}

/** A penguin as recorded: measurements or sex may be unknown. */
export type PenguinRecord = Incomplete<
  Penguin,
  'beakLength' | 'beakDepth' | 'flipperLength' | 'bodyMass' | 'sex'
>;

const PENGUIN_COLUMNS: Record<keyof Penguin, ColumnInfo> = {
  species: { unit: '', description: 'species' },
  island: { unit: '', description: 'island where the penguin nested' },
  beakLength: { unit: 'mm', description: 'length of the beak (culmen)' },
  beakDepth: { unit: 'mm', description: 'depth of the beak (culmen)' },
  flipperLength: { unit: 'mm', description: 'length of the flipper' },
  bodyMass: { unit: 'g', description: 'body mass' },
  sex: { unit: '', description: 'sex, from a blood sample' },
};

/**
 * Palmer penguins: 333 complete rows, or all 344 as recorded with `{ complete: false }`.
 *
 * @param options `complete: false` gives the rows with missing values too.
 * @returns rows with numbers and the unit of each column.
 * @throws Error if the bundled file is missing or damaged; RangeError if an option is unknown.
 * @see Gorman, Williams, Fraser 2014, https://doi.org/10.1371/journal.pone.0090081
 * @example
 * const penguins = await loadPenguins();
 * penguins.rows.length; // 333
 * penguins.rows.filter(({ species }) => species === 'Gentoo').length; // 119
 */
export async function loadPenguins(options?: { complete?: true }): Promise<Table<Penguin>>;
export async function loadPenguins(options: { complete: false }): Promise<Table<PenguinRecord>>;
export async function loadPenguins(
  options: { complete?: boolean } = {},
): Promise<Table<Penguin> | Table<PenguinRecord>> {
  checkOptions('loadPenguins', options, ['complete']);
  const rows = parseCsv<PenguinRecord>(readBundledText('loadPenguins', 'penguins.csv'));
  if (options.complete === false) return { rows, columns: PENGUIN_COLUMNS };
  return { rows: rows.filter(isComplete), columns: PENGUIN_COLUMNS };
}

/** Weather of one day in Seattle. */
export interface WeatherDay {
  /** ISO date, year-month-day. */
  date: string;
  precipitation: number;
  temperatureMax: number;
  temperatureMin: number;
  wind: number;
  weather: 'drizzle' | 'fog' | 'rain' | 'snow' | 'sun';
}

const WEATHER_COLUMNS: Record<keyof WeatherDay, ColumnInfo> = {
  date: { unit: '', description: 'date, without gaps' },
  precipitation: { unit: 'mm', description: 'precipitation of the day' },
  temperatureMax: { unit: '°C', description: 'highest temperature of the day' },
  temperatureMin: { unit: '°C', description: 'lowest temperature of the day' },
  wind: { unit: 'm/s', description: 'mean wind speed of the day' },
  weather: { unit: '', description: 'kind of weather, derived from the observations' },
};

/**
 * Daily weather in Seattle, 2012-01-01 to 2015-12-31: 1,461 days without gaps, in order.
 *
 * Split by year, as a forecaster would: train 2012 and 2013, validation 2014, test 2015.
 *
 * @returns all rows, the three parts of them, and the unit of each column.
 * @throws Error if the bundled file is missing or damaged.
 * @example
 * const { rows, train } = await loadSeattleWeather();
 * [rows.length, train.length]; // [ 1461, 731 ]
 * rows[0]?.date; // '2012-01-01'
 */
export async function loadSeattleWeather(): Promise<Table<WeatherDay> & Parts<WeatherDay[]>> {
  const rows = parseCsv<WeatherDay>(readBundledText('loadSeattleWeather', 'seattle-weather.csv'));
  const years = (from: string, to: string) =>
    rows.filter(({ date }) => date.slice(0, 4) >= from && date.slice(0, 4) <= to);
  return {
    rows,
    columns: WEATHER_COLUMNS,
    train: years('2012', '2013'),
    validation: years('2014', '2014'),
    test: years('2015', '2015'),
  };
}
