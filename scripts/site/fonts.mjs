/**
 * The fonts of the pages: Source Serif for text, Source Sans for headings and controls, Source Code for code; Adobe's,
 * under the SIL Open Font License, from the Fontsource packages. Browsers load a file only when a page has a letter of
 * its range.
 */
import fs from 'node:fs';
import path from 'node:path';
import { at } from '../setup/paths.mjs';

/**
 * @typedef {object} Face
 * @property {string} family as the style sheets name it
 * @property {string} of the package below node_modules
 * @property {string} file name without its subset: `{subset}` stands for it
 * @property {string} weight in CSS; two numbers for a variable font
 * @property {'normal' | 'italic'} style
 * @property {string[]} subsets
 */

const SERIF = '@fontsource/source-serif-4';
const SUBSETS = ['latin', 'latin-ext', 'greek'];

/** @type {Face[]} */
const FACES = [
  { family: 'Course Text', of: SERIF, file: 'source-serif-4-{subset}-400-normal', weight: '400', style: 'normal', subsets: SUBSETS },
  { family: 'Course Text', of: SERIF, file: 'source-serif-4-{subset}-400-italic', weight: '400', style: 'italic', subsets: SUBSETS },
  { family: 'Course Text', of: SERIF, file: 'source-serif-4-{subset}-600-normal', weight: '600 700', style: 'normal', subsets: SUBSETS },
  { family: 'Course Sans', of: '@fontsource-variable/source-sans-3', file: 'source-sans-3-{subset}-wght-normal', weight: '200 900', style: 'normal', subsets: ['latin'] },
  { family: 'Course Code', of: '@fontsource/source-code-pro', file: 'source-code-pro-{subset}-400-normal', weight: '400', style: 'normal', subsets: ['latin', 'greek'] },
]; // prettier-ignore

/** What each page needs before its first line can be drawn as it stays. */
export const PRELOADED = [
  'source-serif-4-latin-400-normal.woff2',
  'source-sans-3-latin-wght-normal.woff2',
  'source-code-pro-latin-400-normal.woff2',
];

/**
 * Copies the fonts with their licenses, and writes fonts.css beside them.
 *
 * @param {string} folder gets `fonts/`
 * @returns {number} bytes of all fonts; a page loads a part of them
 */
export function buildFonts(folder) {
  const fonts = path.join(folder, 'fonts');
  fs.mkdirSync(fonts, { recursive: true });
  const rules = FACES.flatMap((face) => face.subsets.map((subset) => place(face, subset, fonts)));
  for (const name of new Set(FACES.map(({ of }) => of)))
    fs.copyFileSync(at('node_modules', ...name.split('/'), 'LICENSE'), path.join(fonts, `LICENSE-${path.basename(name)}.txt`)); // prettier-ignore
  fs.writeFileSync(path.join(fonts, 'fonts.css'), `${rules.join('\n')}\n`);
  return fs.readdirSync(fonts).filter((file) => file.endsWith('.woff2')).reduce((sum, file) => sum + fs.statSync(path.join(fonts, file)).size, 0); // prettier-ignore
}

/** Copies one subset of a face. @param {Face} face @param {string} subset @param {string} folder @returns {string} its rule */
function place({ family, of, file, weight, style }, subset, folder) {
  const name = `${file.replace('{subset}', subset)}.woff2`;
  const source = at('node_modules', ...of.split('/'));
  fs.copyFileSync(path.join(source, 'files', name), path.join(folder, name));
  const ranges = JSON.parse(fs.readFileSync(path.join(source, 'unicode.json'), 'utf8'));
  return (
    `@font-face{font-family:'${family}';font-style:${style};font-weight:${weight};font-display:swap;` +
    `src:url(${name}) format('woff2');unicode-range:${lettersOnly(ranges[subset])}}`
  );
}

/** A range without small raised letters (ᵀ), for which alone 18 kB would be loaded. @param {string} ranges */
const lettersOnly = (ranges) =>
  ranges
    .split(',')
    .filter((range) => !/^U\+1D/i.test(range))
    .join(',');
