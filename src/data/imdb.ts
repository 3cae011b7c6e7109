/** IMDB: 50,000 film reviews, positive and negative. */
import { checkFraction } from '../host/checks';
import { checkOptions } from '../host/options';
import { createRandom } from '../engine';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { findFetched, readArchive } from './archive';
import { checkLimit, dataFolder } from './files';
import type { Part, Parts } from './parts';

export interface ImdbOptions {
  /** The archive or the unpacked folder. Defaults to its published name in the course's `data/` folder. */
  path?: string;
  /** Share of the training reviews set apart for validation, in [0, 1). Defaults to 0.2. */
  validationSize?: number;
  /** At most this many reviews in each part, for a quick run. Defaults to all. */
  limit?: number;
  /** Compares with the published checksum and counts. Defaults to true; false reads other files of the format. */
  verify?: boolean;
}

const OPTIONS = {
  path: true,
  validationSize: true,
  limit: true,
  verify: true,
} satisfies Record<keyof ImdbOptions, true>;

/** One review: its number in the collection and its text. */
interface Review {
  id: number;
  text: string;
}

const CLASS_NAMES = ['negative', 'positive'];
const REVIEWS_PER_CLASS = 12500;
const ENTRY = /(train|test)\/(neg|pos)\/(\d+)_\d+\.txt$/;
const REMEDY =
  'get aclImdb_v1.tar.gz (84 MB, md5 7c2ac02c03563afcf9b574c7e56c153a) from ' +
  'https://ai.stanford.edu/~amaas/data/sentiment/, put it into the data folder of the course as it is, or give ' +
  'its place with loadImdb({ path })';

/** Reviews by folder: 'train/neg', 'train/pos', 'test/neg', 'test/pos'. */
type Folders = Map<string, Review[]>;

async function readReviews(place: { file: string; isFolder: boolean }): Promise<Folders> {
  const folders: Folders = new Map(
    ['train/neg', 'train/pos', 'test/neg', 'test/pos'].map((name) => [name, []]),
  );
  const put = (name: string, content: Buffer) => {
    const [, part, kind, id] = ENTRY.exec(name) ?? [];
    const text = content.toString('utf8').replace(/<br\s*\/?>/gi, '\n');
    folders.get(`${part}/${kind}`)?.push({ id: Number(id), text });
  };
  if (place.isFolder) {
    for (const folder of folders.keys()) {
      const full = path.join(place.file, folder);
      if (!existsSync(full)) continue;
      for (const name of readdirSync(full))
        if (ENTRY.test(`${folder}/${name}`))
          put(`${folder}/${name}`, readFileSync(path.join(full, name)));
    }
  } else {
    for await (const { name, content } of readArchive('loadImdb', place.file, (entry) =>
      ENTRY.test(entry),
    ))
      put(name, content);
  }
  for (const reviews of folders.values()) reviews.sort((a, b) => a.id - b.id);
  return folders;
}

/** All reviews, from the archive or the folder, as many as there should be. */
async function findReviews(chosen: string | undefined, verify: boolean): Promise<Folders> {
  const place = await findFetched({
    caller: 'loadImdb',
    places:
      chosen === undefined
        ? ['aclImdb_v1.tar.gz', 'aclImdb'].map((name) => path.join(dataFolder(), name))
        : [chosen],
    md5: '7c2ac02c03563afcf9b574c7e56c153a',
    verify,
    remedy: REMEDY,
  });
  const folders = await readReviews(place);
  for (const [folder, reviews] of folders)
    if (reviews.length === 0 || (verify && reviews.length !== REVIEWS_PER_CLASS))
      throw new Error(
        `loadImdb: expected ${verify ? REVIEWS_PER_CLASS : 'some'} reviews in ${folder} of ${place.file}; ` +
          `got ${reviews.length}; ${REMEDY}.`,
      );
  return folders;
}

/** Both classes in a fixed random order. */
function mixed(negative: Review[], positive: Review[], limit: number): Part<string[], number[]> {
  const rows = [
    ...negative.map(({ text }) => [text, 0] as const),
    ...positive.map(({ text }) => [text, 1] as const),
  ];
  createRandom(0).shuffle(rows);
  const kept = rows.slice(0, limit);
  return { x: kept.map(([text]) => text), y: kept.map(([, label]) => label) };
}

/**
 * IMDB film reviews (Large Movie Review Dataset), which the reader fetches once; nothing is downloaded here.
 *
 * Training 20,000, validation 5,000, test 25,000, half of each positive, in a fixed random order. Reviews of
 * one film stand together in the collection: validation is its last part, so that films are hardly shared.
 * Line breaks (`<br />`) become new lines.
 *
 * @param options place of the files, share of the validation part, `limit` for a quick run.
 * @returns `x` texts, `y` class numbers: 0 negative, 1 positive.
 * @throws Error saying where to put what if the files are missing or damaged; RangeError if a size is out of range.
 * @see Maas et al. 2011, Learning word vectors for sentiment analysis. https://aclanthology.org/P11-1015/
 * @example
 * const reason = await loadImdb({ path: 'nowhere.tar.gz' }).catch(String);
 * String(reason).includes('got no such file; get aclImdb_v1.tar.gz'); // true
 */
export async function loadImdb(
  options: ImdbOptions = {},
): Promise<Parts<Part<string[], number[]>> & { classNames: string[] }> {
  checkOptions('loadImdb', options, OPTIONS);
  const { path: chosen, validationSize = 0.2, limit = Infinity, verify = true } = options;
  checkFraction(
    'loadImdb',
    'validationSize',
    validationSize,
    'it is a share of the training reviews, for example 0.2',
  );
  checkLimit('loadImdb', limit);
  const folders = await findReviews(chosen, verify);
  const reviews = (folder: string) => folders.get(folder) ?? [];
  const cutAt = (list: Review[]) => list.length - Math.round(list.length * validationSize);
  const [negative, positive] = [reviews('train/neg'), reviews('train/pos')];
  return {
    train: mixed(negative.slice(0, cutAt(negative)), positive.slice(0, cutAt(positive)), limit),
    validation: mixed(negative.slice(cutAt(negative)), positive.slice(cutAt(positive)), limit),
    test: mixed(reviews('test/neg'), reviews('test/pos'), limit),
    classNames: [...CLASS_NAMES],
  };
}
