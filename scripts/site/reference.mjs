/** The API reference as pages for Sphinx: written by site/reference from the docstrings, with pictures of its figures. */
import fs from 'node:fs';
import path from 'node:path';
import { at } from '../setup/paths.mjs';
import { run } from '../setup/process.mjs';
import { digest, readStamp, treeDigest, writeStamp } from '../setup/stamp.mjs';

/** @typedef {{ name: string, figure: { data: object[], layout?: Record<string, any> } }} NamedFigure */

/**
 * Writes the pages anew if the library, the chapters or the generator changed.
 *
 * @param {string} build folder for what is built
 * @returns {Promise<string>} folder of the pages, with the pictures in `gallery` and `sources.json`
 */
export async function buildReference(build) {
  const out = path.join(build, 'reference');
  const stamp = path.join(build, 'reference-stamp');
  const wanted = digest(
    String(readStamp(at('.cache', 'library-stamp'))),
    treeDigest([at('site', 'reference'), at('notebooks', 'text')], /\.(ts|md)$/),
    fs.readFileSync(at('notebooks', 'chapters.json')),
  );
  if (readStamp(stamp) !== wanted || !fs.existsSync(out)) {
    fs.rmSync(out, { recursive: true, force: true });
    const generator = at('site', 'reference', 'index.ts');
    await run(process.execPath, ['--import', 'tsx', generator, out], {
      log: 'reference',
      what: 'Writing the API reference',
      env: { ...process.env, DLTS_ENGINE: 'js' },
    });
    writeStamp(stamp, wanted);
  }
  await drawPictures(out, path.join(build, 'gallery-cache'));
  return out;
}

/** PNGs of the figures: what is seen in print, and until a figure is drawn. Without Chromium there are none. */
async function drawPictures(/** @type {string} */ folder, /** @type {string} */ kept) {
  /** @type {NamedFigure[]} */
  const figures = JSON.parse(fs.readFileSync(path.join(folder, 'figures.json'), 'utf8'));
  const fileOf = (/** @type {NamedFigure} */ each) =>
    path.join(kept, `${each.name}-${digest(JSON.stringify(each.figure))}.png`);
  fs.mkdirSync(kept, { recursive: true });
  const missing = figures.filter((each) => !fs.existsSync(fileOf(each)));
  const { renderFigures } = await import('../figures.mjs'); // needs the compiled library
  const drawn = await renderFigures(missing.map(({ figure }) => figure));
  missing.forEach((each, i) => {
    const png = drawn?.[i];
    if (png) fs.writeFileSync(fileOf(each), png);
  });
  const gallery = path.join(folder, 'gallery');
  fs.mkdirSync(gallery, { recursive: true });
  for (const each of figures)
    if (fs.existsSync(fileOf(each)))
      fs.copyFileSync(fileOf(each), path.join(gallery, `${each.name}.png`));
}

/**
 * Puts the pages where Sphinx reads them, and the pictures beside the other static files.
 *
 * @param {string} pages what {@link buildReference} returned
 * @param {string} source Sphinx's source folder
 */
export function layOutReference(pages, source) {
  fs.mkdirSync(path.join(source, 'api'), { recursive: true });
  const gallery = path.join(pages, 'gallery');
  const hasPicture = (/** @type {string} */ file) => fs.existsSync(path.join(gallery, file));
  for (const file of fs.readdirSync(pages).filter((name) => name.endsWith('.md'))) {
    const text = fs.readFileSync(path.join(pages, file), 'utf8');
    const shown = text.replace(/<img class="(?:figure-picture|gallery-thumb)" src="[^"]*\/(\w+\.\w+)"[^>]*>/g, (image, name) => (hasPicture(name) ? image : '')); // prettier-ignore
    fs.writeFileSync(path.join(source, 'api', file), shown);
  }
  fs.cpSync(gallery, path.join(source, '_static', 'gallery'), { recursive: true });
}

/** @param {string} pages what {@link buildReference} returned @returns {string[]} names of the rooms' pages, in order */
export function referenceRooms(pages) {
  return JSON.parse(fs.readFileSync(path.join(pages, 'rooms.json'), 'utf8'));
}

/**
 * Pages of an earlier build that this one no longer has: Sphinx leaves them, and their links would be dead.
 *
 * @param {string} pages what {@link buildReference} returned
 * @param {string} html folder of the built pages
 */
export function removeOldPages(pages, html) {
  const folder = path.join(html, 'api');
  if (!fs.existsSync(folder)) return;
  for (const file of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.html') && !fs.existsSync(path.join(pages, file.replace(/html$/, 'md'))))
      fs.rmSync(path.join(folder, file));
}

/**
 * The source files that the pages link, as text that a browser shows.
 *
 * @param {string} pages what {@link buildReference} returned
 * @param {string} html folder of the built pages
 */
export function copySources(pages, html) {
  /** @type {string[]} */
  const files = JSON.parse(fs.readFileSync(path.join(pages, 'sources.json'), 'utf8'));
  for (const file of files) {
    const to = path.join(html, '_sources', `${file}.txt`);
    fs.mkdirSync(path.dirname(to), { recursive: true });
    // The mark at the beginning tells a browser the encoding when the page is opened from a folder.
    fs.writeFileSync(to, `\uFEFF${fs.readFileSync(at(...file.split('/')), 'utf8')}`);
  }
}
