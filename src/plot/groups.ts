/** Numbers by the name of their group. */
import { toVector } from './read';
import type { Numbers } from './types';

/** Values by name of their group. */
export type NamedNumbers = Readonly<Record<string, Numbers>>;

export interface Group {
  name: string;
  /** The finite ones. */
  values: number[];
  /** How many were NaN or infinite. */
  missing: number;
}

/** @throws RangeError if there is no group, or one of them has no finite value. */
export function readGroups(input: NamedNumbers, caller: string): Group[] {
  const groups = Object.entries(input).map(([name, numbers]) => {
    const all = toVector(numbers, caller, name);
    const values = all.filter(Number.isFinite);
    return { name, values, missing: all.length - values.length };
  });
  const empty = groups.find(({ values }) => values.length === 0);
  if (groups.length > 0 && !empty) return groups;
  throw new RangeError(
    `${caller}: expected finite values in every group; got none${empty ? ` in ${empty.name}` : ''}; check for NaN or an empty selection.`,
  );
}
