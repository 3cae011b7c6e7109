/** Small settings instead of the chapter's: in quick mode, and on a page of the site. */
export type SmallSettings = 'quick' | 'page';

/**
 * Which small settings this run has, by the environment variable `DLTS_QUICK`: `1` quick mode, `page` a page.
 *
 * @returns undefined with the full ones.
 */
export function smallSettings(): SmallSettings | undefined {
  const chosen = process.env['DLTS_QUICK'];
  return chosen === '1' ? 'quick' : chosen === 'page' ? 'page' : undefined;
}

/**
 * Whether the notebook runs with small data and few epochs: in quick mode (environment variable `DLTS_QUICK=1`), or
 * on a page of the site.
 *
 * @returns `true` with small settings of either kind.
 *
 * @example
 * const seeds = isQuick() ? [1] : [1, 2, 3];
 */
export function isQuick(): boolean {
  return smallSettings() !== undefined;
}

/** Why nothing is judged, as a sentence begins; undefined with the full settings. */
export function whyNotJudged(): string | undefined {
  const small = smallSettings();
  return (
    small && `${small === 'quick' ? 'Quick mode' : 'On this page'}: little data and few epochs`
  );
}

/**
 * The settings of a notebook: `full` as the chapter states them; in quick mode with `quick` laid over; on a page of the
 * site with `quick` and then `page` laid over.
 *
 * Quick mode (`DLTS_QUICK=1`) is for tests: every cell runs, in seconds, and no result is judged. A page has one core
 * and no native engine, so what is quick in Node may be slow there.
 *
 * @param full all settings of the chapter, flat.
 * @param quick the settings that differ in quick mode; each must exist in `full`.
 * @param page the settings that differ from those of quick mode on a page; each must exist in `full`.
 * @returns a frozen copy; no argument is changed.
 * @throws TypeError if `quick` or `page` names a setting that `full` lacks, or changes the type of one.
 *
 * @example
 * const config = configure({ epochs: 6, trainingExamples: 60000 }, { epochs: 1, trainingExamples: 512 });
 */
export function configure<T extends object>(
  full: T,
  quick: Partial<T> = {},
  page: Partial<T> = {},
): Readonly<T> {
  checkSettings(full, quick, 'quick');
  checkSettings(full, page, 'page');
  const small = smallSettings();
  return Object.freeze({ ...full, ...(small && quick), ...(small === 'page' && page) });
}

/** Small settings must be settings of the full ones, of the same types. */
function checkSettings<T extends object>(full: T, small: Partial<T>, kind: SmallSettings): void {
  for (const [key, value] of Object.entries(small)) {
    const stated = (full as Record<string, unknown>)[key];
    if (!Object.hasOwn(full, key))
      throw new TypeError(
        `configure: expected ${kind} settings to override full ones; got '${key}', which full lacks ` +
          `(it has ${Object.keys(full).join(', ')}); add it to full first.`,
      );
    if (typeof value !== typeof stated)
      throw new TypeError(
        `configure: expected ${kind}.${key} to be a ${typeof stated}, as in full; got ${typeof value}; ` +
          `give both the same type.`,
      );
  }
}
