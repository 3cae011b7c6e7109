/**
 * The text twin and the notebook hold the same cells. The twin is the source; the notebook is made from it.
 *
 * A notebook remembers a hash of the cells that it was made from, which tells who changed since: the twin (make the
 * notebook again), the notebook (somebody edited it in JupyterLab: `--sync` takes the cells over), or both.
 */
import fs from 'node:fs';
import { KERNEL_INFO } from '../../kernel/dist/wire/kernel-info.js';
import { itemAt } from '../../src/dist/host/item-at.js';
import { writeAtomically } from '../setup/files.mjs';
import { Project, sha } from './project.mjs';
import { python } from './python.mjs';
import { codeCells } from './twin.mjs';

/** @typedef {import('./project.mjs').Chapter} Chapter */
/** @typedef {import('./project.mjs').Problem} Problem */

/**
 * @typedef {object} Output
 * @property {string} output_type
 * @property {string} [name] of a stream
 * @property {string} [text] of a stream
 * @property {Record<string, unknown>} [data] MIME type → value
 * @property {Record<string, any>} [metadata]
 * @property {number | null} [execution_count]
 * @property {string} [ename] of an error
 * @property {string} [evalue] of an error
 */

/**
 * @typedef {object} Cell
 * @property {string} cell_type
 * @property {string} [id]
 * @property {{ tags?: string[] } & Record<string, unknown>} metadata
 * @property {string} source
 * @property {Output[]} [outputs]
 * @property {number | null} [execution_count]
 */

/**
 * @typedef {object} Notebook
 * @property {Cell[]} cells
 * @property {Record<string, any>} metadata
 * @property {number} nbformat
 * @property {number} nbformat_minor
 */

const KERNELSPEC = { display_name: 'TypeScript', language: 'typescript', name: 'tslab' };

/**
 * Unexecuted notebooks, made from the text twins.
 *
 * @param {Chapter[]} chapters
 * @param {Project} [project]
 * @returns {Promise<Notebook[]>} in the order of `chapters`
 */
export async function buildNotebooks(chapters, project = new Project()) {
  if (chapters.length === 0) return [];
  const twins = chapters.map((chapter) => project.twin(chapter));
  /** @type {Notebook[]} */
  const built = JSON.parse(await python(['build', ...twins]));
  return built.map(finish);
}

/** @param {Notebook} built */
function finish({ cells }) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  const finished = cells.map((cell) => ({
    ...cell,
    source: joined(cell.source),
    metadata: tagsOnly(cell),
    id: stableId(cell, seen),
    ...(cell.cell_type === 'code' ? { outputs: [], execution_count: null } : {}),
  }));
  return {
    cells: finished,
    metadata: {
      dlts: { cells: hashOf(finished) },
      kernelspec: KERNELSPEC,
      // Exactly what the kernel says: JupyterLab would correct anything else, and then ask to save.
      language_info: KERNEL_INFO.language_info,
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** From what the cell holds, so that a new cell leaves the ids of the others alone. */
function stableId(/** @type {Cell} */ cell, /** @type {Map<string, number>} */ seen) {
  const id = sha(`${cell.cell_type}\n${joined(cell.source)}`).slice(0, 10);
  const count = (seen.get(id) ?? 0) + 1;
  seen.set(id, count);
  return count === 1 ? id : `${id}-${count}`;
}

const tagsOnly = (/** @type {Cell} */ { metadata }) =>
  metadata.tags?.length ? { tags: metadata.tags } : {};

/** @param {string | string[]} text nbformat stores long text as a list of lines */
export const joined = (text) => (Array.isArray(text) ? text.join('') : text);

/** @param {Cell[]} cells */
export function hashOf(cells) {
  return sha(JSON.stringify(cells.map(content))).slice(0, 16);
}

/** What counts as the same cell: kind, text, tags. */
function content(/** @type {Cell} */ cell) {
  return [cell.cell_type, joined(cell.source).trimEnd(), cell.metadata.tags ?? []];
}

/** @param {string} file @returns {Notebook | undefined} undefined if there is none, or it is damaged */
export function readNotebook(file) {
  try {
    const found = JSON.parse(fs.readFileSync(file, 'utf8'));
    return Array.isArray(found.cells) ? found : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {Notebook} built from the twin
 * @param {Notebook | undefined} stored
 * @returns {'same' | 'missing' | 'twin changed' | 'notebook changed' | 'both changed'}
 */
export function compare(built, stored) {
  if (stored === undefined) return 'missing';
  const [twin, notebook] = [hashOf(built.cells), hashOf(stored.cells)];
  const origin = stored.metadata.dlts?.cells;
  if (twin === notebook) return 'same';
  if (notebook === origin) return 'twin changed';
  return twin === origin ? 'notebook changed' : 'both changed';
}

/**
 * Stored notebook and text twin hold the same cells.
 *
 * @param {Chapter[]} [chapters] default: all that are written
 * @param {Project} [project]
 * @returns {Promise<Problem[]>}
 */
export async function checkTwins(chapters = undefined, project = new Project()) {
  const wanted = chapters ?? project.written();
  const notebooks = await buildNotebooks(wanted, project);
  return wanted.flatMap((chapter, i) => {
    const built = itemAt(notebooks, i);
    const stored = readNotebook(project.notebook(chapter));
    return [
      ...misread(built, chapter, project),
      ...staleness(compare(built, stored), built, stored, chapter, project),
    ];
  });
}

/** The line numbers in messages come from a reader of our own: it must find jupytext's cells. */
function misread(
  /** @type {Notebook} */ built,
  /** @type {Chapter} */ chapter,
  /** @type {Project} */ project,
) {
  const file = project.twin(chapter);
  const ours = codeCells(fs.readFileSync(file, 'utf8'));
  const theirs = built.cells.filter((cell) => cell.cell_type === 'code');
  const at = theirs.findIndex((cell, i) => cell.source.trim() !== ours[i]?.source.trim());
  if (at < 0 && ours.length === theirs.length) return [];
  const line = ours[at < 0 ? theirs.length : at]?.line;
  const message =
    'this code fence and jupytext’s cell differ; write ```typescript alone on its line, closed by ``` alone';
  return [{ file: project.short(file), line, message }];
}

/** @returns {Problem[]} */
function staleness(
  /** @type {ReturnType<typeof compare>} */ state,
  /** @type {Notebook} */ built,
  /** @type {Notebook | undefined} */ stored,
  /** @type {Chapter} */ chapter,
  /** @type {Project} */ project,
) {
  if (state === 'same') return [];
  const file = project.short(project.notebook(chapter));
  if (state === 'missing')
    return [{ file, message: `does not exist; run npm run notebooks -- ${chapter.id}` }];
  const cells = stored?.cells ?? [];
  const at = built.cells.findIndex(
    (cell, i) => cells[i] === undefined || hashOf([cell]) !== hashOf([cells[i]]),
  );
  const where = `cell ${(at < 0 ? built.cells.length : at) + 1} differs from the text twin`;
  return [{ file, message: `${where}: ${remedy(state, chapter)}` }];
}

/** @param {string} state @param {Chapter} chapter */
export function remedy(state, { id }) {
  if (state === 'twin changed') return `the twin was edited; run npm run notebooks -- ${id}`;
  const keep = `npm run notebooks -- --sync ${id}`;
  const drop = `npm run notebooks -- --force ${id}`;
  if (state === 'notebook changed')
    return `the notebook was edited; ${keep} takes it over into the twin, ${drop} drops the edit`;
  return `both were edited; ${keep} --force keeps the notebook's cells, ${drop} keeps the twin's`;
}

/**
 * Takes the cells of notebooks that were edited in JupyterLab over into their text twins.
 *
 * @param {Chapter[]} chapters
 * @param {{ force?: boolean, project?: Project }} [options] `force` also when the twin was edited meanwhile
 * @returns {Promise<{ changed: string[], problems: Problem[] }>}
 */
export async function syncTwins(chapters, { force = false, project = new Project() } = {}) {
  const notebooks = await buildNotebooks(chapters, project);
  /** @type {{ changed: string[], problems: Problem[] }} */
  const result = { changed: [], problems: [] };
  for (const [i, chapter] of chapters.entries()) {
    const stored = readNotebook(project.notebook(chapter));
    const state = compare(itemAt(notebooks, i), stored);
    if (state === 'same') continue;
    const file = project.short(project.notebook(chapter));
    if (state === 'missing')
      result.problems.push({ file, message: 'does not exist or is damaged' });
    else if (state !== 'notebook changed' && !force)
      result.problems.push({ file, message: remedy(state, chapter) });
    else {
      const text = await python(['twin', project.notebook(chapter), project.twin(chapter)]);
      writeAtomically(project.twin(chapter), text);
      result.changed.push(project.short(project.twin(chapter)));
    }
  }
  return result;
}
