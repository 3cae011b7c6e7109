/** The appendices on the site: notebooks/appendix with links as Sphinx understands them, and the dataset cards. */
import fs from 'node:fs';
import path from 'node:path';
import { at } from '../setup/paths.mjs';
import { dataCards, dataPage, otherSections } from './data-cards.mjs';
import { glossaryForSite, slug } from './glossary.mjs';

/** @typedef {import('../notebooks/project.mjs').Chapter} Chapter */

/** In the order of the navigation. */
export const APPENDICES = [
  { name: 'glossary', title: 'Glossary', invitation: 'Every term, in two to five sentences, and the section that builds it; and the questions that introductions leave open.' },
  { name: 'notation', title: 'Notation', invitation: 'Letters, shapes and signs, and where a letter has to serve twice.' },
  { name: 'data-sets', title: 'Data sets', invitation: 'A card for each: what, how many, units, split, known faults, source and license.' },
  { name: 'further-reading', title: 'Further reading', invitation: 'Books, courses and papers: for whom, and what they do better than this course.' },
  { name: 'licenses-and-law', title: 'Licenses and law', invitation: 'Whether you may use the data, the weights and the code, and what European law wants from whoever runs a model.' },
  { name: 'state-of-the-tools', title: 'State of the tools', invitation: 'Which packages are maintained, and what would change if one ended.' },
]; // prettier-ignore

/**
 * Writes the pages into the folder `appendix`, and glossary.json, from which the chapters' terms are linked.
 *
 * @param {string} source Sphinx's source folder
 * @param {Chapter[]} chapters those on the site
 */
export function layOutAppendices(source, chapters) {
  const folder = path.join(source, 'appendix');
  fs.mkdirSync(folder, { recursive: true });
  for (const { name } of APPENDICES) {
    const file = at('notebooks', 'appendix', `${name}.md`);
    const text = fs.existsSync(file) ? siteLinks(fs.readFileSync(file, 'utf8'), chapters) : dataPage(dataCards(chapters), otherSections()); // prettier-ignore
    fs.writeFileSync(path.join(folder, `${name}.md`), text);
  }
  fs.writeFileSync(path.join(source, 'glossary.json'), JSON.stringify(glossaryForSite()));
}

/**
 * Links as JupyterLab follows them become links of the site: a place within a page is named by Sphinx's id, the data's
 * README is a page, and chapters that are not there are plain text.
 *
 * @param {string} text Markdown
 * @param {Chapter[]} chapters
 * @param {(slug: string) => Set<string>} placesOf ids of the headings of a chapter; a place that a stored notebook
 *   doesn't have yet becomes the chapter as a whole
 */
export function siteLinks(text, chapters, placesOf = placesInNotebook) {
  const places = new Map(chapters.map(({ slug }) => [slug, placesOf(slug)]));
  const toChapter = (/** @type {string} */ label, /** @type {string} */ chapter, place = '') => {
    const known = places.get(chapter);
    const id = slug(place.slice(1));
    return known ? `[${label}](../${chapter}.ipynb${known.has(id) ? `#${id}` : ''})` : label;
  };
  return text
    .replace(/\[([^\]]+)\]\(\.\.\/([\w-]+)\.ipynb(#[^)]*)?\)/g, (_, ...parts) =>
      toChapter(parts[0], parts[1], parts[2]),
    )
    .replace(/\]\(\.\.\/\.\.\/data\/README\.md(#[^)]*)?\)/g, (_, place = '') => {
      return `](data-sets.md${place && `#${slug(place.slice(1))}`})`;
    })
    .replace(/\]\(#([^)]+)\)/g, (_, place) => `](#${slug(place)})`);
}

/** Ids of the headings of a stored notebook. @param {string} name @returns {Set<string>} */
function placesInNotebook(name) {
  /** @type {{ cells: { cell_type: string, source: string | string[] }[] }} */
  const { cells } = JSON.parse(fs.readFileSync(at('notebooks', `${name}.ipynb`), 'utf8'));
  const texts = cells.filter((cell) => cell.cell_type === 'markdown').map(({ source }) => [source].flat().join('')); // prettier-ignore
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => slug(heading))), // prettier-ignore
  );
}
