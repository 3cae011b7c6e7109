/** What a finding rests on: a predicate with its numbers, said in words. */

/** Whether something holds, and the numbers that say so. */
export interface Evidence {
  readonly holds: boolean;
  /** The numbers in words, without a final period: `'mean 0.975, 0.971 to 0.978, n = 3; all above 0.97'`. */
  readonly text: string;
  /** How many values, pairs or runs it rests on. */
  readonly n: number;
  /** The same numbers by name; `null` where one is not finite. */
  readonly numbers: Readonly<Record<string, number | null>>;
}

/** What {@link Measured} knows of a quantity. */
export interface Measurement {
  /** The numbers in words, `n` included. */
  text: string;
  n: number;
  /** Lowest and highest value that it may have, as far as the data say. */
  range: readonly [low: number, high: number];
  numbers: Readonly<Record<string, number>>;
  /** Put before `below 0`: what must be there, such as `'all '`. Default: nothing. */
  scope?: string;
}

/** A quantity with a range. Something is said of it only if it is true of the whole range. */
export class Measured {
  readonly #measurement: Measurement;

  constructor(measurement: Measurement) {
    this.#measurement = measurement;
  }

  /** Evidence that the whole range lies below `limit`. */
  below(limit: number): Evidence {
    return this.evidence((_, high) => high < limit, `below ${numberText(limit)}`);
  }

  /** Evidence that the whole range lies above `limit`. */
  above(limit: number): Evidence {
    return this.evidence((low) => low > limit, `above ${numberText(limit)}`);
  }

  /** Evidence that the whole range lies between `least` and `most`, both included: "makes no difference". */
  between(least: number, most: number): Evidence {
    const claim = `between ${numberText(least)} and ${numberText(most)}`;
    return this.evidence((low, high) => low >= least && high <= most, claim);
  }

  private evidence(test: (low: number, high: number) => boolean, claim: string): Evidence {
    const { text, n, range, numbers, scope = '' } = this.#measurement;
    const holds = test(...range);
    return {
      holds,
      text: `${text}; ${holds ? '' : 'not '}${scope}${claim}`,
      n,
      numbers: finiteOrNull(numbers),
    };
  }
}

/** JSON knows no NaN and no infinity. */
export function finiteOrNull(
  numbers: Readonly<Record<string, number>>,
): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  );
}

/** A number for a sentence: four significant digits, a true minus sign. */
export function numberText(value: number): string {
  const rounded = Math.abs(value) >= 1e4 ? Math.round(value) : Number(value.toPrecision(4));
  const small = rounded !== 0 && Math.abs(rounded) < 1e-4;
  return (small ? rounded.toExponential() : String(rounded)).replaceAll('-', '−');
}
