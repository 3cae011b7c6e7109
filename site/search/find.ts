/** Finds sections: exact words first, then beginnings of words, two swapped letters, and other misspellings. */
import type MiniSearch from 'minisearch';
import type { Query, SearchOptions, SearchResult } from 'minisearch';
import { wordsOf, type IndexedSection, type StoredSection } from './sections';

/** A section that was found. */
export interface Found extends StoredSection {
  /** Words of the section by which it was found, in small letters. */
  words: string[];
}

/** What a query found. */
export interface Answer {
  found: Found[];
  /** Words that stand nowhere, with the known ones that were looked for instead. */
  corrected: { word: string; instead: string[] }[];
}

const RANKING: SearchOptions = {
  boost: { title: 6, path: 1.2, text: 1, code: 0.4 },
  weights: { prefix: 0.35, fuzzy: 0.2 },
  boostDocument: (_id, _term, stored) => weightOf(stored?.['page'] as string),
};
/** How much more a section counts whose title, or text, has the query as a whole. */
const PHRASE_IN_TITLE = 2;
const PHRASE_IN_TEXT = 1.4;

/** The landing page names everything and explains nothing. */
function weightOf(page: string): number {
  if (page === 'index.html') return 0.15;
  if (page.startsWith('api/')) return 0.7;
  return page.startsWith('appendix/') ? 0.9 : 1;
}

/** @param query what the reader typed */
export function find(index: MiniSearch<IndexedSection>, query: string): Answer {
  const words = wordsOf(query);
  if (words.length === 0) return { found: [], corrected: [] };
  const looked = words.map((word) => queryFor(index, word));
  const queries = looked.map((each) => each.query);
  const all = index.search({ combineWith: 'AND', queries }, RANKING);
  const results = all.length > 0 ? all : index.search({ combineWith: 'OR', queries }, RANKING);
  const phrase = words.join(' ');
  const scored = results.map((result) => ({ result, score: result.score * phraseBonus(result, phrase) })); // prettier-ignore
  scored.sort((a, b) => b.score - a.score);
  return {
    found: scored.map(({ result }) => ({ ...storedOf(result), words: result.terms })),
    corrected: looked.flatMap(({ word, instead }) => instead.length > 0 ? [{ word, instead }] : []), // prettier-ignore
  };
}

const storedOf = ({ page, anchor, path, title, text }: SearchResult): StoredSection => ({
  page: page as string,
  anchor: anchor as string,
  path: path as string,
  title: title as string,
  text: text as string,
});

interface Looked {
  word: string;
  instead: string[];
  query: Query;
}

function queryFor(index: MiniSearch<IndexedSection>, word: string): Looked {
  if (isKnown(index, word)) return { word, instead: [], query: { queries: [word], prefix: word.length > 2 } }; // prettier-ignore
  const instead = swapped(word).filter((other) => isKnown(index, other));
  if (instead.length > 0)
    return {
      word,
      instead,
      query: { combineWith: 'OR', queries: [...instead, { queries: [word], prefix: true }] },
    };
  const edits = word.length < 4 ? false : word.length < 6 ? 1 : 2;
  return { word, instead: [], query: { queries: [word], prefix: true, fuzzy: edits } };
}

const isKnown = (index: MiniSearch<IndexedSection>, word: string): boolean =>
  index.search(word, { prefix: false, fuzzy: false }).length > 0;

/** The word with two neighboring letters swapped, in every place: the commonest slip counts as two edits. */
const swapped = (word: string): string[] =>
  word.length < 4
    ? []
    : Array.from({ length: word.length - 1 }, (_, i) => `${word.slice(0, i)}${word.charAt(i + 1)}${word.charAt(i)}${word.slice(i + 2)}`); // prettier-ignore

function phraseBonus({ title, text }: SearchResult, phrase: string): number {
  const has = (where: string): boolean => wordsOf(where).join(' ').includes(phrase);
  if (has(title as string)) return PHRASE_IN_TITLE;
  return has(text as string) ? PHRASE_IN_TEXT : 1;
}
