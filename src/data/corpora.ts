/** Bundled texts: first names, a novel, a pronouncing dictionary, mail. */
import { checkWholeNumber } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { checkLimit, readBundledText } from './files';
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

export interface CorpusOptions {
  /** At most this many examples in each part, for a quick run. Defaults to all. */
  limit?: number;
}

const CORPUS_OPTIONS = { limit: true } satisfies Record<keyof CorpusOptions, true>;

/** Which list of first names holds a name. */
export type NameList = 'female' | 'male' | 'both';

/**
 * First names used in English-speaking countries: 8,403 names of 2 to 15 small letters, each once.
 *
 * Split 80 / 10 / 10 in a fixed random order.
 *
 * @param options `limit` for a quick run.
 * @returns the names of each part, and for every name which list it comes from.
 * @throws Error if the bundled file is missing or damaged; RangeError if `limit` is out of range.
 * @example
 * const names = await loadNames({ limit: 100 });
 * names.train.length; // 100
 * names.listOf['mary']; // 'female'
 */
export async function loadNames(
  options: CorpusOptions = {},
): Promise<Parts<string[]> & { listOf: Record<string, NameList> }> {
  checkOptions('loadNames', options, CORPUS_OPTIONS);
  const { limit = Infinity } = options;
  checkLimit('loadNames', limit);
  const lists: Record<string, NameList> = { f: 'female', m: 'male', fm: 'both' };
  const rows = readLines('loadNames', 'names.tsv.gz');
  const names = rows.map(([name = '']) => name);
  const listOf = Object.fromEntries(
    rows.map(([name = '', list = '']) => [name, lists[list] ?? 'both'] as const),
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
 * @returns the whole text and its three parts.
 * @throws Error if the bundled file is missing or damaged; RangeError if `limit` is below 100.
 * @example
 * const { text, train } = await loadMobyDick({ limit: 1000 });
 * text.slice(0, 20); // 'CHAPTER 1. Loomings.'
 * train.length; // 900
 */
export async function loadMobyDick(options: CorpusOptions = {}): Promise<TextParts> {
  checkOptions('loadMobyDick', options, CORPUS_OPTIONS);
  const { limit = Infinity } = options;
  if (limit !== Infinity)
    checkWholeNumber('loadMobyDick', 'limit', limit, {
      least: 100,
      remedy: 'use at least 100 characters, or leave it out to load everything',
    });
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

const PRONUNCIATION_OPTIONS = {
  ...CORPUS_OPTIONS,
  stress: true,
  minLength: true,
  maxLength: true,
} satisfies Record<keyof PronunciationOptions, true>;

/**
 * Spelling and pronunciation of English words and names, from the CMU Pronouncing Dictionary.
 *
 * Split 80 / 10 / 10 in a fixed random order, after choosing by length. Many words are family names.
 *
 * @param options lengths of the words, whether to keep the stress, `limit` for a quick run.
 * @returns the entries of each part, and all phonemes that occur, in alphabetical order.
 * @throws Error if the bundled file is missing or damaged; RangeError if an option is out of range.
 * @example
 * const { train, phonemes } = await loadPronunciations({ limit: 7 });
 * train.length; // 7
 * phonemes.slice(0, 3); // [ 'AA', 'AE', 'AH' ]
 */
export async function loadPronunciations(
  options: PronunciationOptions = {},
): Promise<Parts<Pronunciation[]> & { phonemes: string[] }> {
  checkOptions('loadPronunciations', options, PRONUNCIATION_OPTIONS);
  const { limit = Infinity, stress = false, minLength = 3, maxLength = 12 } = options;
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
 * @param options `limit` for a quick run.
 * @returns `x` texts, `y` class numbers: 0 ham, 1 spam.
 * @throws Error if the bundled file is missing or damaged; RangeError if `limit` is out of range.
 * @example
 * const { train, classNames } = await loadSpam({ limit: 50 });
 * [train.x.length, train.y.length]; // [ 50, 50 ]
 * classNames; // [ 'ham', 'spam' ]
 */
export async function loadSpam(
  options: CorpusOptions = {},
): Promise<Parts<Part<string[], number[]>> & { classNames: string[] }> {
  checkOptions('loadSpam', options, CORPUS_OPTIONS);
  const { limit = Infinity } = options;
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
