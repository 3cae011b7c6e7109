/**
 * Whether the notebook runs with small data and few epochs (environment variable `DLTS_QUICK=1`).
 *
 * @returns `true` in quick mode.
 *
 * @example
 * const seeds = isQuick() ? [1] : [1, 2, 3];
 */
export function isQuick(): boolean {
  return process.env['DLTS_QUICK'] === '1';
}

/**
 * The settings of a notebook: `full` as the chapter states them; in quick mode with `quick` laid over.
 *
 * Quick mode (`DLTS_QUICK=1`) is for tests: every cell runs, in seconds, and no result is judged.
 *
 * @param full all settings of the chapter, flat.
 * @param quick the settings that differ in quick mode; each must exist in `full`.
 * @returns a frozen copy; neither argument is changed.
 * @throws TypeError if `quick` names a setting that `full` lacks, or changes the type of one.
 *
 * @example
 * const config = configure({ epochs: 6, trainingExamples: 60000 }, { epochs: 1, trainingExamples: 512 });
 */
export function configure<T extends object>(full: T, quick: Partial<T> = {}): Readonly<T> {
  for (const [key, value] of Object.entries(quick)) {
    const stated = (full as Record<string, unknown>)[key];
    if (!Object.hasOwn(full, key))
      throw new TypeError(
        `configure: expected quick settings to override full ones; got '${key}', which full lacks ` +
          `(it has ${Object.keys(full).join(', ')}); add it to full first.`,
      );
    if (typeof value !== typeof stated)
      throw new TypeError(
        `configure: expected quick.${key} to be a ${typeof stated}, as in full; got ${typeof value}; ` +
          `give both the same type.`,
      );
  }
  return Object.freeze({ ...full, ...(isQuick() ? quick : {}) });
}
