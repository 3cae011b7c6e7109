/** What is searched: sections of pages, and how their words are cut. The builder of the index and the page share this. */
import type { Options } from 'minisearch';

/** One section of a page. */
export interface Section {
  /** Address below the top of the site. */
  page: string;
  /** Its id; empty for the beginning of a page. */
  anchor: string;
  /** Titles of the sections around it, outermost first, with `›` between them. */
  path: string;
  title: string;
  text: string;
  /** Names that its code uses. */
  code: string;
}

/** A section with its number. */
export type IndexedSection = Section & { id: number };

/** What a result carries, beside the words by which it is found. */
export type StoredSection = Pick<Section, 'page' | 'anchor' | 'path' | 'title' | 'text'>;

/** Words that nobody looks for. */
const COMMON = new Set(
  'a an and are as at be but by can do does for from had has have how if in into is it its no not of on or so than that the their then there these they this to was we were what when which will with you your'.split(
    ' ',
  ),
);
const WORD_BREAK = /[^\p{L}\p{N}]+/u;
const CAMEL = /(?<=\p{Ll})(?=\p{Lu})/u;

/** Small letters without accents. */
const folded = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** `confusionMatrix` is found as one word and by its parts. */
function wordForms(word: string): string[] {
  const parts = word.split(CAMEL);
  const forms = parts.length > 1 ? [word, ...parts] : [word];
  return forms.map(folded).filter((form) => form.length > 1 && !COMMON.has(form));
}

/** The words of a text or a query, as the index holds them. */
export const wordsOf = (text: string): string[] => text.split(WORD_BREAK).flatMap(wordForms);

export const INDEX_OPTIONS: Options<IndexedSection> = {
  fields: ['title', 'path', 'text', 'code'],
  storeFields: ['page', 'anchor', 'path', 'title', 'text'],
  tokenize: (text) => text.split(WORD_BREAK),
  processTerm: (term) => wordForms(term),
};
