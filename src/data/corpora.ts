/** Bundled texts: first names, a novel, a pronouncing dictionary, mail. */
import { itemAt } from '../host/item-at';
import { readBundledText } from './files';
import type { Part, Parts } from './parts';

/** Rows of a bundled file of tab-separated lines. */
function readLines(caller: string, name: string): string[][] {
  return readBundledText(caller, name)
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
}

/** Cuts rows that are stored in random order: 80 % train, 10 % validation, 10 % test, at most `limit` each. */
function cut<T>(rows: T[], limit: number): Parts<T[]> {
  const [first, second] = [Math.round(rows.length * 0.8), Math.round(rows.length * 0.9)];
  return {
    train: rows.slice(0, Math.min(first, limit)),
    validation: rows.slice(first, second).slice(0, limit),
    test: rows.slice(second).slice(0, limit),
  };
}

function checkLimit(caller: string, limit: number): void {
  if (!(limit >= 1) || (Number.isFinite(limit) && !Number.isInteger(limit)))
    throw new RangeError(
      `${caller}: expected limit to be a whole number ≥ 1; got ${limit}; leave it out to load everything.`,
    );
}

export interface CorpusOptions {
  /** At most this many examples in each part, for a quick run. Defaults to all. */
  limit?: number;
}

/** Which list of first names holds a name. */
export type NameList = 'female' | 'male' | 'both';

/**
 * First names used in English-speaking countries: 8,403 names of 2 to 15 small letters, each once.
 *
 * Split 80 / 10 / 10 in a fixed random order.
 *
 * @returns the names of each part, and for every name which list it comes from.
 * @throws Error if the bundled file is missing or damaged; RangeError if `limit` is out of range.
 */
export async function loadNames({ limit = Infinity }: CorpusOptions = {}): Promise<
  Parts<string[]> & { listOf: Record<string, NameList> }
> {
  checkLimit('loadNames', limit);
  const lists: Record<string, NameList> = { f: 'female', m: 'male', fm: 'both' };
  const rows = readLines('loadNames', 'names.tsv.gz');
  const names = rows.map(([name]) => name as string);
  const listOf = Object.fromEntries(
    rows.map(([name, list]) => [name as string, lists[list ?? ''] ?? 'both'] as const),
  );
  return { ...cut(names, limit), listOf };
}

/** A text, and the parts that it is cut into from front to back. */
export interface TextParts extends Parts<string> {
  text: string;
}

/**
 * Herman Melville, Moby-Dick (1851): 135 chapters and the epilogue, 1.19 million characters.
 *
 * Cut in order: the first 90 % trains, 5 % validates, 5 % tests. With `limit`, the text is cut off first.
 *
 * @param options.limit characters to use, from the start. Defaults to all.
 * @throws Error if the bundled file is missing or damaged; RangeError if `limit` is below 100.
 */
export async function loadMobyDick({ limit = Infinity }: CorpusOptions = {}): Promise<TextParts> {
  if (!(limit >= 100))
    throw new RangeError(
      `loadMobyDick: expected limit to be at least 100 characters; got ${limit}; leave it out to load everything.`,
    );
  const text = readBundledText('loadMobyDick', 'moby-dick.txt.gz').slice(0, limit);
  const [first, second] = [Math.round(text.length * 0.9), Math.round(text.length * 0.95)];
  return {
    text,
    train: text.slice(0, first),
    validation: text.slice(first, second),
    test: text.slice(second),
  };
}

/** A word and how American English speaks it. */
export interface Pronunciation {
  /** Small letters a to z. */
  word: string;
  /** The first pronunciation given, in ARPABET phonemes such as 'K', 'AE'. */
  phonemes: string[];
  /** All pronunciations given, the first included: any of them is right. */
  accepted: string[][];
}

export interface PronunciationOptions extends CorpusOptions {
  /** Keeps the stress of vowels (0 none, 1 primary, 2 secondary) in their names. Defaults to false. */
  stress?: boolean;
  /** Fewest letters of a word. Defaults to 3. */
  minLength?: number;
  /** Most letters of a word. Defaults to 12. */
  maxLength?: number;
}

/**
 * Spelling and pronunciation of English words and names, from the CMU Pronouncing Dictionary.
 *
 * Split 80 / 10 / 10 in a fixed random order, after choosing by length. Many words are family names.
 *
 * @returns the entries of each part, and all phonemes that occur, in alphabetical order.
 * @throws Error if the bundled file is missing or damaged; RangeError if an option is out of range.
 */
export async function loadPronunciations({
  limit = Infinity,
  stress = false,
  minLength = 3,
  maxLength = 12,
}: PronunciationOptions = {}): Promise<Parts<Pronunciation[]> & { phonemes: string[] }> {
  checkLimit('loadPronunciations', limit);
  const speak = (text: string) => (stress ? text : text.replace(/\d/g, '')).split(' ');
  const entries = readLines('loadPronunciations', 'pronunciations.tsv.gz')
    .filter(([word = '']) => word.length >= minLength && word.length <= maxLength)
    .map(([word = '', ...spoken]): Pronunciation => {
      const distinct = [...new Set(spoken.map((text) => speak(text).join(' ')))];
      const accepted = distinct.map((text) => text.split(' '));
      return { word, phonemes: itemAt(accepted, 0), accepted };
    });
  if (entries.length === 0)
    throw new RangeError(
      `loadPronunciations: expected minLength ≤ maxLength, from 2 to 20; got ${minLength} and ${maxLength}; ` +
        'for example 3 and 12.',
    );
  const phonemes = [...new Set(entries.flatMap(({ accepted }) => accepted.flat()))].sort();
  return { ...cut(entries, limit), phonemes };
}

/**
 * Mail of 2002 and 2003: 5,835 texts, 4,104 wanted (ham) and 1,731 unwanted (spam), from SpamAssassin.
 *
 * A text is the subject, a full stop, and the first 120 words; addresses, links and telephone numbers read
 * EMAIL, URL, PHONE. Mails with the same text appear once. Split 80 / 10 / 10 in a fixed random order.
 * Some texts are vulgar.
 *
 * @returns `x` texts, `y` class numbers: 0 ham, 1 spam.
 * @throws Error if the bundled file is missing or damaged; RangeError if `limit` is out of range.
 */
export async function loadSpam({ limit = Infinity }: CorpusOptions = {}): Promise<
  Parts<Part<string[], number[]>> & { classNames: string[] }
> {
  checkLimit('loadSpam', limit);
  const classNames = ['ham', 'spam'];
  const parts = cut(readLines('loadSpam', 'spam.tsv.gz'), limit);
  const separate = (rows: string[][]) => ({
    x: rows.map(([, , text = '']) => text),
    y: rows.map(([kind = '']) => classNames.indexOf(kind)),
  });
  return {
    train: separate(parts.train),
    validation: separate(parts.validation),
    test: separate(parts.test),
    classNames,
  };
}
