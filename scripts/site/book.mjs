/**
 * `npm run site -- --pdf`: the whole course as one PDF, from the built pages: title page, contents with page numbers,
 * parts, chapters, appendices. Chromium prints it twice, since only the first PDF tells on which page a section is.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { at, venvPython } from '../setup/paths.mjs';
import { APPENDICES } from './appendices.mjs';
import { launch } from './browser.mjs';
import { FOR_PAGES } from './demos.mjs';

/** @typedef {import('../notebooks/project.mjs').Chapter} Chapter */
/** @typedef {import('../../site/book/index.js').Plan} Plan */
/** @typedef {import('../../site/book/index.js').SourcePage} SourcePage */

/** Parts of the book, each with the id of the chapter that it begins with. */
const PARTS = [
  { begins: '00', title: 'Foundations' },
  { begins: '03', title: 'Images and sequences' },
  { begins: '05', title: 'Transformers and language models' },
  { begins: '08', title: 'Understanding and trust' },
  { begins: '09', title: 'Generating, applying, delivering' },
  { begins: '90', title: 'Errors of introductions' },
];

/** Most prints until the numbers of pages are right. */
const ROUNDS = 4;

/** In the order in which they matter: the last one wins. Paths from the book's file. */
const STYLES = [
  ...[
    'vendor/katex/katex.min.css',
    'formulas.css',
    'fonts/fonts.css',
    'pygments.css',
    'palette.css',
    'type.css',
  ],
  ...['code.css', 'course.css', 'print.css'],
].map((name) => `html/_static/${name}`);

/**
 * Chapters in parts; one of which no part knows begins with the nearest before it.
 *
 * @template {{ id: string }} C
 * @param {readonly C[]} chapters in their order
 * @returns {{ title: string, chapters: C[] }[]}
 */
export function inParts(chapters) {
  /** @type {{ title: string, chapters: C[] }[]} */
  const parts = [];
  for (const chapter of chapters) {
    const part = PARTS.find(({ begins }) => begins === chapter.id);
    if (part || parts.length === 0)
      parts.push({ title: (part ?? PARTS[0])?.title ?? '', chapters: [] });
    parts.at(-1)?.chapters.push(chapter);
  }
  return parts;
}

/** @param {string} html folder of the built pages @param {string} name @param {string} key @returns {SourcePage} */
function sourcePage(html, name, key) {
  return { key, name, html: fs.readFileSync(path.join(html, `${name}.html`), 'utf8') };
}

/** @param {string} html @param {readonly Chapter[]} chapters @returns {Plan} */
function planOf(html, chapters) {
  const { version } = JSON.parse(fs.readFileSync(at('package.json'), 'utf8'));
  const parts = inParts(chapters).map(({ title, chapters: own }, i) => ({
    title: `Part ${i + 1}. ${title}`,
    pages: own.map(({ id, slug }) => sourcePage(html, slug, `c${id}`)),
  }));
  const appendices = APPENDICES.map(({ name }) => sourcePage(html, `appendix/${name}`, `appendix-${name}`)); // prettier-ignore
  return {
    title: 'Deep Learning in TypeScript',
    subtitle: 'From linear regression to a language model that answers: built from plain tensors, checked by numbers, trained on real data.',
    imprint: [
      `Version ${version}, made ${new Date().toISOString().slice(0, 10)} from the executed notebooks.`,
      'Code and text under the MIT license; data, weights and fonts under their own.',
      'Every cell also runs on the pages of the course, and figures can be turned and zoomed there.',
    ],
    parts: [...parts, { title: 'Appendices', pages: appendices }],
    site: 'html/',
  }; // prettier-ignore
}

/** The script that puts the pages together. @returns {Promise<string>} */
async function assembler() {
  const { build } = await import('esbuild'); // there only once the npm packages are
  const entryPoints = [at('site', 'book', 'index.ts')];
  const { outputFiles } = await build({ ...FOR_PAGES, entryPoints, write: false });
  return outputFiles?.[0]?.text ?? '';
}

/** An empty document with the book's styles. @param {string} file */
function writeFrame(file) {
  const styles = [...STYLES, '../book/book.css'].map((href) => `<link rel="stylesheet" href="${href}">`); // prettier-ignore
  fs.writeFileSync(
    file,
    `<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8">${styles.join('')}<body></body></html>\n`,
  );
}

/** Pages of named places, counted from 1. @param {string} file a PDF @returns {Record<string, number>} */
export function pagesOfPlaces(file) {
  const script = at('scripts', 'site', 'pdf_places.py');
  const text = execFileSync(venvPython, [script, file], { encoding: 'utf8', maxBuffer: 1e8 });
  return JSON.parse(text);
}

/**
 * Prints until the contents give the pages on which sections are. Twice, as a rule: numbers move nothing.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} file gets the PDF
 * @param {readonly string[]} listed ids of what the contents list
 * @returns {Promise<Record<string, number>>} pages of named places
 */
async function printNumbered(page, file, listed) {
  /** @type {Record<string, number>} */
  let written = {};
  for (let round = 0; round < ROUNDS; round++) {
    await page.evaluate(() => window.dltsBook?.layOutAnew());
    await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true, outline: true, tagged: true }); // prettier-ignore
    const places = pagesOfPlaces(file);
    const lost = listed.filter((id) => places[id] === undefined);
    if (lost.length > 0)
      throw new Error(
        `makeBook: expected every listed section in the PDF; got none of ${lost.slice(0, 5)}.`,
      );
    const moved = listed.filter((id) => places[id] !== written[id]);
    if (moved.length === 0) return places;
    await page.evaluate((numbers) => window.dltsBook?.fillNumbers(numbers), places);
    written = places;
  }
  throw new Error(`makeBook: expected pages that stay; got others in each of ${ROUNDS} prints.`);
}

/**
 * Makes the book. Uses `site/_build/book.html` beside the pages, which stays there to be looked at.
 *
 * @param {string} html folder of the built pages
 * @param {readonly Chapter[]} chapters
 * @param {string} file gets the PDF
 * @returns {Promise<{ pages: number, bytes: number }>}
 */
export async function makeBook(html, chapters, file) {
  const frame = path.join(path.dirname(html), 'book.html');
  writeFrame(frame);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(pathToFileURL(frame).href);
    await page.addScriptTag({ content: await assembler() });
    const listed = await page.evaluate((plan) => window.dltsBook?.assemble(plan) ?? [], planOf(html, chapters)); // prettier-ignore
    await page.emulateMedia({ media: 'print' }); // fonts that only paper uses are loaded before pages are counted
    await page.evaluate(async () => {
      await Promise.all([...document.images].map((image) => image.decode()));
      await document.fonts.ready;
    });
    const places = await printNumbered(page, file, listed);
    return { pages: places[''] ?? 0, bytes: fs.statSync(file).size };
  } finally {
    await browser.close();
  }
}
