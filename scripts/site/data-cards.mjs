/** The page of dataset cards: made from data/README.md, the loaders and the chapters, so that it cannot drift. */
import fs from 'node:fs';
import path from 'node:path';
import { at } from '../setup/paths.mjs';
import { slug as anchorOf } from './glossary.mjs';

/** @typedef {import('../notebooks/project.mjs').Chapter} Chapter */

/**
 * @typedef {object} Card
 * @property {string} name
 * @property {string} summary the sentences below the name
 * @property {Record<string, string>} facts Count, Units, Split, Source, License …
 * @property {string} rest what else data/README.md has there: tables of files
 * @property {string[]} loaders names of functions
 * @property {string} loads what the docstring of the first loader says
 * @property {Chapter[]} chapters that call a loader or name the file
 */

/** @param {Chapter[]} chapters @returns {Card[]} in the order of data/README.md */
export function dataCards(chapters, readme = fs.readFileSync(at('data', 'README.md'), 'utf8')) {
  const loaders = loadersByAnchor(readme);
  const docs = loaderDocs();
  return sectionsOf(readme)
    .filter(isDataSet)
    .map((section) => {
      const { text: _, ...card } = section;
      const names = loaders[anchorOf(card.name)] ?? [];
      const loads = names.map((name) => docs.get(name)).find((doc) => doc !== undefined) ?? '';
      return {
        ...card,
        loaders: names,
        loads,
        chapters: users(chapters, names, card.facts['File']),
      };
    });
}

/** What data/README.md says of pretrained weights and of tables, as it stands there. @returns {string} */
export function otherSections(readme = fs.readFileSync(at('data', 'README.md'), 'utf8')) {
  return sectionsOf(readme)
    .filter((section) => !isDataSet(section))
    .map(({ text }) => `## ${text.trimEnd()}`)
    .join('\n\n');
}

const sectionsOf = (/** @type {string} */ readme) =>
  readme.split(/^## /m).slice(1).map((text) => ({ ...sectionOf(text), text })); // prettier-ignore

const isDataSet = (/** @type {{ facts: Record<string, string> }} */ { facts }) =>
  facts['License'] !== undefined;

/** @param {string} text @returns {Pick<Card, 'name' | 'summary' | 'facts' | 'rest'>} */
function sectionOf(text) {
  const [name = '', ...lines] = text.trimEnd().split('\n');
  const fact = /^- ([A-Z][\w ]*): (.*)$/;
  const facts = Object.fromEntries(
    lines.flatMap((line) => {
      const [, key = '', value = ''] = fact.exec(line) ?? [];
      return key ? [[key, value]] : [];
    }),
  );
  const others = lines.filter((line) => !fact.test(line));
  const table = others.findIndex((line) => line.startsWith('|'));
  const end = table < 0 ? others.length : table;
  return {
    name,
    summary: others.slice(0, end).join('\n').trim(),
    facts,
    rest: others.slice(end).join('\n').trim(),
  };
}

/** `| [MNIST](#mnist) | `loadMnist` | …`: the table at the top. @returns {Record<string, string[]>} */
function loadersByAnchor(/** @type {string} */ readme) {
  const rows = [...readme.matchAll(/^\| \[[^\]]+\]\(#([^)]+)\) \| ([^|]+) \|/gm)];
  return Object.fromEntries(
    rows.map(([, anchor = '', names = '']) => [
      anchor,
      [...names.matchAll(/`(load\w+)`/g)].map(([, name = '']) => name),
    ]),
  );
}

/** The first paragraph of each loader's docstring. @returns {Map<string, string>} */
function loaderDocs() {
  const folder = at('src', 'data');
  const sources = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
  const docs = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export (?:async )?function (load\w+)/g;
  return new Map(
    sources.flatMap((source) =>
      [...source.matchAll(docs)].map(([, doc = '', name = '']) => [name, firstParagraph(doc)]),
    ),
  );
}

function firstParagraph(/** @type {string} */ doc) {
  const lines = doc.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trim());
  const [first = ''] = lines
    .join('\n')
    .trim()
    .split(/\n\s*\n|\n(?=@)/);
  return first.replace(/\n/g, ' ');
}

/** @param {Chapter[]} chapters @param {string[]} loaders @param {string} [fileFact] begins with the file's name */
function users(chapters, loaders, fileFact = '') {
  const [, file] = /^`([^`]+)`/.exec(fileFact) ?? [];
  return chapters.filter(({ slug }) => {
    const twin = at('notebooks', 'text', `${slug}.md`);
    const text = fs.existsSync(twin) ? fs.readFileSync(twin, 'utf8') : '';
    const isLoaded = loaders.some((name) => new RegExp(`\\b${name}\\(`).test(text));
    return isLoaded || (file !== undefined && text.includes(file));
  });
}

const INTRODUCTION = `# Data sets

A card for each data set: what it is, how many examples, units, split, known faults, source and license. The cards are
made from \`data/README.md\` in the course's folder, and the lists of chapters from the chapters' code. Small files
come with the course; a loader compares a file with its checksum before it reads it.`;

/** @param {Card[]} cards @param {string} others further sections @returns {string} MyST Markdown */
export function dataPage(cards, others = '') {
  const rows = cards.map(
    (card) =>
      `| [${card.name}](#${anchorOf(card.name)}) | ${code(card.loaders) || '·'} | ${linksTo(card.chapters) || '·'} |`,
  );
  const overview = ['| data set | loader | used in |', '|---|---|---|', ...rows].join('\n');
  return [INTRODUCTION, overview, ...cards.map(cardText), others].join('\n\n').trimEnd() + '\n';
}

function cardText(/** @type {Card} */ card) {
  const facts = {
    ...card.facts,
    ...(card.loaders.length > 0 ? { Loader: `${code(card.loaders)}: ${card.loads}` } : {}),
    ...(card.chapters.length > 0 ? { 'Used in': linksTo(card.chapters) } : {}),
  };
  const rows = Object.entries(facts).map(
    ([key, value]) => `| **${key}** | ${value.replaceAll('|', '\\|')} |`,
  );
  const table = ['| | |', '|---|---|', ...rows].join('\n');
  return [`## ${card.name}`, card.summary, table, card.rest].filter(Boolean).join('\n\n');
}

const code = (/** @type {string[]} */ names) => names.map((name) => `\`${name}\``).join(', ');

const linksTo = (/** @type {Chapter[]} */ chapters) =>
  chapters.map(({ id, slug }) => `[${id}](../${slug}.ipynb)`).join(', ');
