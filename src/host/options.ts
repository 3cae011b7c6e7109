/** Options that a caller passes: a name that nothing reads is refused, with the nearest one that something does. */

/** Number of letters to insert, drop, replace or swap with their neighbor to make `b` of `a`, case aside. */
function editDistance(a: string, b: string): number {
  const [from, to] = [a.toLowerCase(), b.toLowerCase()];
  let [last, above]: number[][] = [[], Array.from({ length: to.length + 1 }, (_, j) => j)];
  for (const [i, letter] of [...from].entries()) {
    const row = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const [left = 0, up = 0, corner = 0] = [row[j], above?.[j + 1], above?.[j]];
      const swapped = i > 0 && j > 0 && letter === to[j - 1] && from[i - 1] === other;
      const replaced = corner + Number(letter !== other);
      const cost = Math.min(left + 1, up + 1, replaced);
      row.push(swapped ? Math.min(cost, (last?.[j - 1] ?? 0) + 1) : cost);
    }
    [last, above] = [above, row];
  }
  return above?.[to.length] ?? from.length;
}

/** The known name that is spelled most like `name`, if any is near enough to be what was meant. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((each) => ({ each, distance: editDistance(name, each) }))
    .filter(({ each, distance }) => distance <= Math.max(2, Math.min(name.length, each.length) / 3))
    .sort((a, b) => a.distance - b.distance);
  return best?.each;
}

/**
 * Refuses options that nothing reads: a misspelled option must not be ignored.
 *
 * @param caller name of the function, for the message
 * @param options what was passed
 * @param known names of the options; `{ … } satisfies Record<keyof Options, true>` lets the compiler find a forgotten one
 * @throws TypeError naming the first unknown option, all known ones, and the one that was probably meant.
 * @example
 * checkOptions('train', { epochs: 3 }, ['epochs', 'batchSize']);
 */
export function checkOptions(
  caller: string,
  options: object | undefined,
  known: readonly string[] | Record<string, true>,
): void {
  if (options === undefined || options === null) return;
  const names: readonly string[] = known instanceof Array ? known : Object.keys(known);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const meant = nearest(unknown, names);
  throw new TypeError(
    `${caller}: expected options among ${names.join(', ')}; got "${unknown}"; ` +
      (meant === undefined ? 'leave it out.' : `did you mean ${meant}?`),
  );
}
