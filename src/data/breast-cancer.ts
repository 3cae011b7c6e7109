/** Breast cancer: cell nuclei measured under the microscope, and the diagnosis. */
import { parseCsv } from './csv';
import { readBundledText } from './files';
import type { ColumnInfo, Table } from './tables';

const MEASURES = {
  radius: 'mean distance from the center to the outline',
  texture: 'standard deviation of the gray values',
  perimeter: 'length of the outline',
  area: 'area',
  smoothness: 'local variation in radius lengths',
  compactness: 'perimeter² / area − 1',
  concavity: 'severity of the concave parts of the outline',
  concavePoints: 'number of concave parts of the outline',
  symmetry: 'symmetry',
  fractalDimension: 'roughness of the outline, “coastline approximation” − 1',
};
const KINDS = {
  Mean: 'mean over the nuclei of the picture',
  Error: 'standard error of that mean',
  Worst: 'mean of the three largest values',
};

/** The thirty measurements of one picture. */
export type NucleusMeasurements = Record<`${keyof typeof MEASURES}${keyof typeof KINDS}`, number>;

/** One patient: what was measured, and what the lump turned out to be. */
export interface Tumor extends NucleusMeasurements {
  diagnosis: 'malignant' | 'benign';
}

function describeColumns(): Record<keyof Tumor, ColumnInfo> {
  const measured = Object.entries(KINDS).flatMap(([kind, of]) =>
    Object.entries(MEASURES).map(([name, what]) => [
      name + kind,
      { unit: '', description: `${what}; ${of}` },
    ]),
  );
  const diagnosis = { unit: '', description: 'malignant or benign' };
  return Object.fromEntries([...measured, ['diagnosis', diagnosis]]) as Record<
    keyof Tumor,
    ColumnInfo
  >;
}

/**
 * Breast Cancer Wisconsin (diagnostic): 569 tumors, 30 measurements of the cell nuclei in each, 212 malignant.
 *
 * @returns rows with numbers, and what each column means; lengths are in units that the source does not state.
 * @throws Error if the bundled file is missing or damaged.
 * @see Street, Wolberg, Mangasarian 1993, Nuclear feature extraction for breast tumor diagnosis; data/README.md
 * @example
 * const tumors = await loadBreastCancer();
 * tumors.rows.length; // 569
 * tumors.rows.filter(({ diagnosis }) => diagnosis === 'malignant').length; // 212
 * tumors.columns.areaWorst.description; // 'area; mean of the three largest values'
 */
export async function loadBreastCancer(): Promise<Table<Tumor>> {
  const rows = parseCsv<Tumor>(readBundledText('loadBreastCancer', 'breast-cancer.csv'));
  return { rows, columns: describeColumns() };
}
