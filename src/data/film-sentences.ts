/** Sentences of film reviews, each rated by fifteen people or more. */
import { createRandom } from '../engine';
import { checkOptions } from '../host/options';
import { readArchive } from './archive';
import { checkLimit } from './files';
import { packageFiles } from './packages';
import { VADER } from './packages/vader';
import type { Part, Parts } from './parts';

/** Sentences with their classes, and what each person said. */
export interface FilmPart extends Part<string[], number[]> {
  /** For each sentence 15 to 29 ratings, from −4 very negative to 4 very positive. */
  ratings: number[][];
}

/** What {@link loadFilmSentences} returns. */
export interface FilmSentences extends Parts<FilmPart> {
  classNames: string[];
  /** Mean rating of a word, emoticon or abbreviation by ten people, from −4 to 4. */
  lexicon: ReadonlyMap<string, number>;
}

/** Options of {@link loadFilmSentences}. */
export interface FilmSentencesOptions {
  /** Most sentences of each part. Defaults to all. */
  limit?: number;
  /** Folder that holds the package's two files already; then nothing is fetched. Defaults to the course's cache. */
  path?: string;
}

const OPTIONS = { limit: true, path: true } satisfies Record<keyof FilmSentencesOptions, true>;
const FOLDER = 'hutto_ICWSM_2014/movieReviewSnippets_';
const TEXTS = `${FOLDER}GroundTruth.txt`;
const RATINGS = `${FOLDER}anonDataRatings.txt`;
/** Sentences of the test and of the validation part. */
const [TEST, VALIDATION] = [2000, 1000];
/** Of the fixed order: the file has the kind reviews first. */
const ORDER = 10;

interface Rated {
  text: string;
  ratings: number[];
  sum: number;
}

const linesOf = (text: string): string[][] =>
  text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));

/** Texts and ratings, row by row; a text counts once, and without one whose ratings cancel out. */
export function readRated(texts: string, ratings: string): Rated[] {
  const given = new Map(
    linesOf(ratings).map(([id = '', , , list = '[]']) => [id, JSON.parse(list) as number[]]),
  );
  const seen = new Set<string>();
  return linesOf(texts).flatMap(([id = '', , text = '']) => {
    const own = given.get(id) ?? [];
    const sum = own.reduce((total, each) => total + each, 0);
    const key = text.trim().toLowerCase();
    if (sum === 0 || seen.has(key)) return [];
    seen.add(key);
    return [{ text: text.trim(), ratings: own, sum }];
  });
}

async function nested(archive: Buffer): Promise<Rated[]> {
  const found = new Map<string, string>();
  const wanted = (name: string): boolean => name === TEXTS || name === RATINGS;
  for await (const { name, content } of readArchive(
    'loadFilmSentences',
    'ratings.tar.gz',
    wanted,
    archive,
  ))
    // prettier-ignore
    found.set(name, content.toString('utf8'));
  return readRated(found.get(TEXTS) ?? '', found.get(RATINGS) ?? '');
}

const toPart = (rows: Rated[]): FilmPart => ({
  x: rows.map(({ text }) => text),
  y: rows.map(({ sum }) => (sum > 0 ? 1 : 0)),
  ratings: rows.map(({ ratings }) => ratings),
});

/**
 * Sentences of film reviews from Rotten Tomatoes, each rated by 15 to 29 people, and the VADER lexicon.
 *
 * Fetches the package `vaderSentiment` (2.5 MB) the first time, with a notice. A sentence is positive if its ratings add up
 * to more than 0; the 37 whose ratings cancel out are left out, and a text that occurs twice is taken once. The order is
 * random and fixed: 2,000 sentences test, 1,000 validate, the rest trains.
 *
 * @param options `limit` for a quick run; `path`, a folder that holds `ratings.tar.gz` and `lexicon.txt`.
 * @returns `x` texts, `y` class numbers (0 negative, 1 positive), `ratings` of each; `lexicon` word → mood.
 * @throws Error if the package can be neither found nor fetched; RangeError if an option is unknown or out of range.
 * @see Hutto and Gilbert 2014, VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text, ICWSM.
 * @example
 * const reason = await loadFilmSentences({ path: 'nowhere' }).catch(String);
 * String(reason).includes('got no such file; put it there, or leave out path to fetch'); // true
 */
export async function loadFilmSentences(
  options: FilmSentencesOptions = {},
): Promise<FilmSentences> {
  checkOptions('loadFilmSentences', options, OPTIONS);
  const { limit = Infinity, path } = options;
  checkLimit('loadFilmSentences', limit);
  const files = await packageFiles('loadFilmSentences', VADER, { path });
  const rows = await nested(files['ratings.tar.gz']);
  const order = [...createRandom(ORDER).permutation(rows.length)];
  const mixed = order.flatMap((at) => rows.slice(at, at + 1));
  const part = (from: number, to?: number) => toPart(mixed.slice(from, to).slice(0, limit));
  const words = linesOf(files['lexicon.txt'].toString('utf8'));
  return {
    test: part(0, TEST),
    validation: part(TEST, TEST + VALIDATION),
    train: part(TEST + VALIDATION),
    classNames: ['negative', 'positive'],
    lexicon: new Map(words.map(([word = '', mood = '0']) => [word, Number(mood)])),
  };
}
