/** MovieLens 100K: stars that people gave to films. */
import { checkOptions } from '../host/options';
import { packageFiles } from './packages';
import { RECBOLE } from './packages/recbole';

/** One rating. */
export interface Rating {
  /** Number of the person, from 0. */
  user: number;
  /** Number of the film, from 0. */
  film: number;
  /** 1 to 5. */
  stars: number;
  /** Seconds since 1970 (Unix time). */
  time: number;
}

/** A film, at the place of its number. */
export interface Film {
  title: string;
  /** Of release; NaN if it is not known. */
  year: number;
  genres: string[];
}

/** Ratings, and what they are about. */
export interface MovieLens {
  ratings: Rating[];
  films: Film[];
  /** How many people there are. */
  users: number;
}

/** Options of {@link loadMovieLens}. */
export interface MovieLensOptions {
  /** Folder that holds `ml-100k.inter` and `ml-100k.item` already; then nothing is fetched. Defaults to the cache. */
  path?: string;
}

const OPTIONS = { path: true } satisfies Record<keyof MovieLensOptions, true>;
const RATING_HEADER = 'user_id:token\titem_id:token\trating:float\ttimestamp:float';
const FILM_HEADER = 'item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq';

function refused(file: string, line: number, got: string): Error {
  return new Error(
    `readMovieLens: expected line ${line} of ${file} in the format of MovieLens 100K; got ${JSON.stringify(got)}; ` +
      'fetch the package again.',
  );
}

/** The fields of each line after a header that must be this one. */
function readFields(text: string, file: string, header: string): string[][] {
  const [first = '', ...lines] = text.replace(/\r?\n$/, '').split(/\r?\n/);
  if (first !== header) throw refused(file, 1, first);
  return lines.map((line, i) => {
    const fields = line.split('\t');
    if (fields.length !== header.split('\t').length) throw refused(file, i + 2, line);
    return fields;
  });
}

/**
 * Ratings and films from the texts of the two files.
 *
 * @throws Error naming the line that is not of the format.
 */
export function readMovieLens(ratingText: string, filmText: string): MovieLens {
  const films = readFields(filmText, 'ml-100k.item', FILM_HEADER).map(
    ([number, title = '', year, genres = ''], i) => {
      if (Number(number) !== i + 1) throw refused('ml-100k.item', i + 2, `number ${number}`);
      return { title, year: year ? Number(year) : NaN, genres: genres.split(' ').filter(Boolean) };
    },
  );
  const ratings = readFields(ratingText, 'ml-100k.inter', RATING_HEADER).map((fields, i) => {
    const [user = NaN, film = NaN, stars = NaN, time = NaN] = fields.map(Number);
    const isWhole = [user, film, stars, time].every(Number.isInteger);
    if (!isWhole || user < 1 || film < 1 || film > films.length || stars < 1 || stars > 5)
      throw refused('ml-100k.inter', i + 2, fields.join(' '));
    return { user: user - 1, film: film - 1, stars, time };
  });
  const users = ratings.reduce((most, { user }) => Math.max(most, user + 1), 0);
  return { ratings, films, users };
}

/**
 * MovieLens 100K: 100,000 ratings that 943 people gave to 1,682 films in 1997 and 1998.
 *
 * Fetches the package `recbole` (2.1 MB) the first time, with a notice: GroupLens does not allow others to hand the data
 * on, so it is not bundled. What is known of the people (age, occupation, postal code) is not read.
 *
 * @param options `path`, a folder that holds the two files.
 * @returns ratings and films.
 * @throws Error if the package can be neither found nor fetched, or is damaged; RangeError if an option is unknown.
 * @see Harper, Konstan 2015, The MovieLens Datasets: History and Context. https://doi.org/10.1145/2827872
 * @example
 * const reason = await loadMovieLens({ path: 'nowhere' }).catch(String);
 * String(reason).includes('got no such file; put it there, or leave out path to fetch recbole'); // true
 */
export async function loadMovieLens(options: MovieLensOptions = {}): Promise<MovieLens> {
  checkOptions('loadMovieLens', options, OPTIONS);
  const files = await packageFiles('loadMovieLens', RECBOLE, { path: options.path });
  return readMovieLens(
    files['ml-100k.inter'].toString('utf8'),
    files['ml-100k.item'].toString('utf8'),
  );
}
