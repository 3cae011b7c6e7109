/** Which notebooks there are and where their files stand. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../setup/paths.mjs';
import { SetupError } from '../setup/process.mjs';

/**
 * @typedef {object} Chapter a row of notebooks/chapters.json
 * @property {string} id two digits; with a b where it goes further
 * @property {string} slug file name without extension
 * @property {string} title
 * @property {string} summary one line
 * @property {number} readMinutes computed from the text; see times.mjs
 * @property {number} [exerciseMinutes] likewise
 * @property {number} runMinutes on 2 cores, from the stored execution
 */

/**
 * @typedef {object} Problem one fault, with the place to look at
 * @property {string} file path below the top folder
 * @property {number} [line] in that file, from 1
 * @property {string} message
 */

/** The paths of one course; tests make a small one in a temporary folder. */
export class Project {
  /** @param {string} top */
  constructor(top = root) {
    this.top = top;
    this.notebooks = path.join(top, 'notebooks');
    this.resultsFile = path.join(this.notebooks, 'results.json');
    this.readme = path.join(top, 'README.md');
  }

  /** @returns {Chapter[]} all rows of chapters.json, also those whose notebook is not written yet */
  chapters() {
    return JSON.parse(fs.readFileSync(path.join(this.notebooks, 'chapters.json'), 'utf8'));
  }

  /** @returns {Chapter[]} the chapters whose text twin exists */
  written() {
    return this.chapters().filter((chapter) => fs.existsSync(this.twin(chapter)));
  }

  /**
   * @param {readonly string[]} ids chapters asked for; none means all that are written
   * @returns {Chapter[]}
   */
  select(ids) {
    const written = this.written();
    if (ids.length === 0) return written;
    return ids.map((id) => {
      const found = written.find((each) => each.id === id || each.slug === id);
      if (found !== undefined) return found;
      const known = written.map((each) => each.id).join(', ') || 'none';
      throw new SetupError(
        `notebooks: expected chapters that have a text twin (${known}); got '${id}'. ` +
          'Write its row in notebooks/chapters.json and its twin in notebooks/text/.',
      );
    });
  }

  /** @param {Chapter} chapter */
  twin(chapter) {
    return path.join(this.notebooks, 'text', `${chapter.slug}.md`);
  }

  /** @param {Chapter} chapter */
  notebook(chapter) {
    return path.join(this.notebooks, `${chapter.slug}.ipynb`);
  }

  /** @param {string} file @returns {string} path below the top folder, for messages */
  short(file) {
    return path.relative(this.top, file).replaceAll('\\', '/');
  }
}

/** @param {Problem} problem */
export function describeProblem({ file, line, message }) {
  return `✗ ${file}${line === undefined ? '' : `:${line}`}  ${message}`;
}

/** @param {string} text */
export const sha = (text) => crypto.createHash('sha256').update(text).digest('hex');
