/** Checks the keys of options objects: a misspelled option must not be ignored in silence. */

/** The keys that a function understands, as a list or as `{ epochs: true, … }`. */
export type KnownOptions = readonly string[] | Readonly<Record<string, true>>;

/** Letters that may differ between a key and the one that was probably meant. */
const MOST_CHANGES = 2;
/** A key longer than this many letters per change is taken for a misspelling. */
const LETTERS_PER_CHANGE = 3;

/**
 * Refuses options that a function does not know, with the nearest name that it does.
 *
 * To have the compiler notice a key that is missing in the list, pass
 * `{ epochs: true, … } satisfies Record<keyof TrainOptions, true>`.
 *
 * @param caller  begins the message: the function, or `train: earlyStopping` style for options inside options
 * @param options what was passed; `undefined` has no keys
 * @param known   the keys that exist
 * @throws TypeError if `options` is no object; RangeError naming the first unknown key and the nearest known one.
 * @example
 * checkOptions('train', { epoch: 3 }, ['epochs', 'batchSize']);
 * // RangeError: train: expected options among epochs, batchSize; got "epoch"; did you mean epochs?
 */
export function checkOptions(
  caller: string,
  options: object | undefined,
  known: KnownOptions,
): void {
  if (options === undefined) return;
  const names = isList(known) ? known : Object.keys(known);
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(
      `${caller}: expected an object of options; got ${kindOf(options)}; ` +
        `pass for example { ${names[0] ?? 'name'}: … }.`,
    );
  const wrong = Object.keys(options).find((key) => !names.includes(key));
  if (wrong === undefined) return;
  const meant = nearest(wrong, names);
  throw new RangeError(
    `${caller}: expected options among ${names.join(', ')}; got "${wrong}"; ` +
      (meant === undefined ? 'leave it out.' : `did you mean ${meant}?`),
  );
}

function isList(known: KnownOptions): known is readonly string[] {
  return Array.isArray(known);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return value === null || typeof value !== 'function' ? String(value) : 'a function';
}

/** The known name that needs the fewest changes, if they are few. Case and underscores do not count. */
function nearest(wrong: string, names: readonly string[]): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, '');
  const [first] = names
    .map((name) => ({ name, changes: editDistance(plain(wrong), plain(name)) }))
    .sort((a, b) => a.changes - b.changes);
  const few = Math.min(MOST_CHANGES, Math.floor(wrong.length / LETTERS_PER_CHANGE));
  return first && first.changes <= few ? first.name : undefined;
}

/**
 * Fewest insertions, deletions, replacements and swaps of neighbors that make one word of the other.
 * @see https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance (optimal string alignment)
 */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const at = (values: number[], index: number): number => values[index] ?? Infinity;
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          at(last, j) + 1,
          at(row, j - 1) + 1,
          at(last, j - 1) + same,
          swapped ? at(before, j - 2) + 1 : Infinity,
        ),
      );
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
