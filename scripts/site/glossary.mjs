/** The glossary as data: its entries, the spellings of each term, and where else a spelling means something else. */
import fs from 'node:fs';
import { at } from '../setup/paths.mjs';

/**
 * @typedef {object} Entry
 * @property {string} term as its heading has it
 * @property {string[]} also other spellings
 * @property {string} text the definition, Markdown
 * @property {string} places the line after the arrow: where it is built, and related entries
 */

/** Words of the glossary that are too common to be linked wherever they stand. */
const COMMON = new Set([
  'calibrated', 'clipping', 'closed form', 'completeness', 'episode', 'episodes', 'expectation', 'exploding', 'fairness', 'heads', 'intervention', 'interventions',
  'label', 'large model', 'leak', 'objective', 'policy', 'policies', 'prediction', 'probe', 'probes', 'rank', 'return', 'returns', 'saturate', 'SD', 'SE', 'shape', 'soft answers',
  'stacked', 'state', 'student', 'supervised', 'teacher', 'unit', 'unsupervised', 'vanishing',
]); // prettier-ignore

/**
 * Spellings that mean something else in a chapter, by its id: 00 and 01 speak of Jupyter's kernel, of the weights of cars
 * and of a filter for rows, 04 of how well a network recalls a symbol, 04b of the weather, 05 and 05b of the weights of
 * attention, 06b of the momentum of running means and of a sign that hides letters, 07 of a bias against people, 07b of
 * numbers in mixed precision, 08 of a planted shortcut, 08b of the bias of an estimate and of the targets of a test.
 *
 * @type {Record<string, string[]>}
 */
const MEANS_ELSE = {
  '00': ['kernel'],
  '01': ['kernel', 'filter', 'shortcut', 'weight', 'weights'],
  '02b': ['mask'],
  '03b': ['mask'],
  '04': ['recall', 'precision'],
  '04b': ['temperature', 'weight', 'weights'],
  '05': ['residual', 'residuals', 'perceptron', 'weight', 'weights'],
  '05b': ['filter', 'filters', 'residual', 'residuals', 'weight', 'weights'],
  '06b': ['mask', 'momentum'],
  '07': ['bias', 'calibration', 'channel', 'channels', 'residual', 'residuals'],
  '07b': ['precision'],
  '08': ['shortcut'],
  '08b': ['bias', 'target', 'targets'],
  11: ['saturation', 'noise'],
};

/** In the chapters' tables of words a part of a term may stand for the whole. @type {Record<string, string>} */
const SHORT = {
  training: 'training set',
  validation: 'validation set',
  test: 'test set',
  head: 'multi-head attention',
};

/** @returns {Entry[]} in the order of the page; the questions at its end are left out */
export function readGlossary(file = at('notebooks', 'appendix', 'glossary.md')) {
  const [terms = ''] = fs.readFileSync(file, 'utf8').split('\n## Questions\n');
  return sections(terms).map(entryOf);
}

/** @returns {Entry[]} the questions, whose `term` is the question */
export function readQuestions(file = at('notebooks', 'appendix', 'glossary.md')) {
  const [, questions = ''] = fs.readFileSync(file, 'utf8').split('\n## Questions\n');
  return sections(questions).map(entryOf);
}

const sections = (/** @type {string} */ text) =>
  text.split(/^### /m).slice(1).map((section) => section.replace(/^## .*$/m, '').trim()); // prettier-ignore

/** @param {string} section @returns {Entry} */
function entryOf(section) {
  const [term = '', ...paragraphs] = section.split(/\n{1,}/);
  const also = paragraphs.find((text) => text.startsWith('*Also: '));
  const places = paragraphs.find((text) => text.startsWith('→ ')) ?? '';
  const text = paragraphs.filter((each) => each !== also && each !== places).join('\n\n');
  return { term, also: also?.slice(7).replace(/\.\*$/, '').split(', ') ?? [], text, places };
}

/**
 * What the site needs to link the first use of each term: for each chapter's pages, spelling → place in the glossary.
 *
 * @returns {{ terms: { spelling: string, anchor: string, says: string, common: boolean }[], meansElse: Record<string, string[]> }}
 */
export function glossaryForSite(entries = readGlossary()) {
  const terms = entries.flatMap((entry) =>
    [entry.term, ...entry.also].map((spelling) => ({
      spelling,
      anchor: slug(entry.term),
      says: firstSentence(entry.text),
      common: COMMON.has(spelling),
    })),
  );
  const short = Object.entries(SHORT).flatMap(([spelling, term]) => {
    const whole = terms.find((each) => each.spelling === term);
    return whole ? [{ ...whole, spelling, common: true }] : [];
  });
  return { terms: [...terms, ...short], meansElse: MEANS_ELSE };
}

/** The id that a heading gets on the site and on GitHub. @param {string} heading */
export const slug = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');

/** As plain text; nothing when it holds a formula. @param {string} text */
export function firstSentence(text) {
  const [first = ''] = text.split(/(?<=[.?!])\s/);
  return /[$`]/.test(first) ? '' : first.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').replace(/\*/g, '');
}
