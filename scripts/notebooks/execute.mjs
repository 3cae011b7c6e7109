/** Executes notebooks from fresh kernels, judges the outcome, and stores what is sound. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { itemAt } from '../../src/dist/host/item-at.js';
import { addFigures } from './figures.mjs';
import { statedFindings } from './findings.mjs';
import {
  MAX_BYTES,
  checkBands,
  checkFigures,
  checkOutputs,
  normalize,
  places,
  serialize,
  statedResults,
} from './outputs.mjs';
import { writeAtomically } from '../setup/files.mjs';
import { Project } from './project.mjs';
import { python } from './python.mjs';
import { buildNotebooks, compare, readNotebook, remedy } from './twin-sync.mjs';
import { fetchWeights } from './weights.mjs';

/** @typedef {import('./project.mjs').Chapter} Chapter */
/** @typedef {import('./project.mjs').Problem} Problem */
/** @typedef {import('./twin-sync.mjs').Notebook} Notebook */

/**
 * @typedef {object} ExecuteOptions
 * @property {boolean} [quick] small data, few epochs; bands are not judged
 * @property {boolean} [store] write the notebook when it has no fault
 * @property {boolean} [force] store over a notebook that was edited
 * @property {number} [parallel] notebooks at once
 * @property {number} [timeout] seconds for one cell
 * @property {string} [kernel] name of the kernelspec
 * @property {Project} [project]
 * @property {(chapter: Chapter, cell: number, of: number) => void} [onCell]
 * @property {(outcome: Outcome) => void} [onEnd]
 */

/**
 * @typedef {object} Outcome
 * @property {Chapter} chapter
 * @property {Problem[]} problems
 * @property {number} seconds
 * @property {import('./outputs.mjs').Row[]} rows
 * @property {import('./findings.mjs').Finding[]} findings
 */

/**
 * @param {Chapter[]} chapters
 * @param {ExecuteOptions} [options]
 * @returns {Promise<Outcome[]>} in the order of `chapters`
 */
export async function executeNotebooks(chapters, options = {}) {
  await fetchWeights(chapters, options.project ?? new Project());
  const built = await buildNotebooks(chapters, options.project);
  /** @type {Outcome[]} */
  const outcomes = [];
  const queue = chapters.map((chapter, i) => ({ i, chapter, notebook: itemAt(built, i) }));
  const worker = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const outcome = await executeOne(job.chapter, job.notebook, options);
      outcomes[job.i] = outcome;
      options.onEnd?.(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.parallel ?? 1) }, worker));
  return outcomes;
}

/**
 * @param {Chapter} chapter
 * @param {Notebook} built
 * @param {ExecuteOptions} options
 * @returns {Promise<Outcome>}
 */
async function executeOne(chapter, built, options) {
  const { quick = false, store = false, force = false, project = new Project() } = options;
  const twin = fs.readFileSync(project.twin(chapter), 'utf8');
  const place = { file: project.short(project.twin(chapter)), twin };
  const edited = store && !force ? editedBy(chapter, built, project) : [];
  if (edited.length > 0) return { chapter, problems: edited, seconds: 0, rows: [], findings: [] };

  const { executed, seconds, failure } = await inFreshKernel(chapter, built, options);
  if (failure !== undefined) {
    const begin = failure.cell < 0 ? undefined : places(built, place)(failure.cell).line;
    const line = begin === undefined ? undefined : begin + failure.line - 1;
    const problem = { file: place.file, line, message: failure.message };
    return { chapter, problems: [problem], seconds, rows: [], findings: [] };
  }
  const { rows, problems: unsound } = statedResults(executed, chapter.id, place);
  const { findings, problems: untrue } = statedFindings(executed, place, { judge: !quick });
  const problems = [
    ...checkOutputs(executed, place),
    ...unsound,
    ...untrue,
    ...(quick ? [] : checkBands(rows, place.file)),
  ];
  if (store && problems.length === 0)
    problems.push(...(await storeNotebook(chapter, normalize(executed, built), place, project)));
  return { chapter, problems, seconds, rows, findings };
}

/** A person's edits in JupyterLab are not overwritten unasked. @returns {Problem[]} */
function editedBy(
  /** @type {Chapter} */ chapter,
  /** @type {Notebook} */ built,
  /** @type {Project} */ project,
) {
  const state = compare(built, readNotebook(project.notebook(chapter)));
  return state === 'notebook changed' || state === 'both changed'
    ? [{ file: project.short(project.notebook(chapter)), message: remedy(state, chapter) }]
    : [];
}

/**
 * @param {Chapter} chapter
 * @param {Notebook} built
 * @param {ExecuteOptions} options
 */
async function inFreshKernel(chapter, built, options) {
  const { kernel = 'tslab', timeout = 900, project = new Project() } = options;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-notebook-'));
  try {
    const [source, target] = [path.join(folder, 'in.ipynb'), path.join(folder, 'out.ipynb')];
    fs.writeFileSync(source, JSON.stringify(built));
    /** @type {{ seconds: number, error: CellError | null }} */
    let end = { seconds: 0, error: { cell: -1, name: 'Error', message: 'no answer from Jupyter' } };
    const args = ['--kernel', kernel, '--cwd', project.notebooks, '--timeout', String(timeout)];
    await python(['execute', source, target, ...args], {
      env: environment(folder, options, project),
      onLine: (line) => {
        const event = JSON.parse(line);
        if (event.seconds === undefined) options.onCell?.(chapter, event.cell + 1, event.of);
        else end = event;
      },
    });
    const executed = /** @type {Notebook} */ (readNotebook(target) ?? built);
    const failure = end.error === null ? undefined : failureOf(end.error);
    return { executed, seconds: end.seconds, failure };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** What the kernel finds in its environment. */
function environment(
  /** @type {string} */ folder,
  /** @type {ExecuteOptions} */ { quick = false, store = false },
  /** @type {Project} */ project,
) {
  // The stored page must show exercises as new, and must not touch the reader's own progress.
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, DLTS_PROGRESS: path.join(folder, 'progress.json') };
  delete env['DLTS_QUICK'];
  if (quick) env['DLTS_QUICK'] = '1';
  // Only a run that is kept publishes models for the site; every other one writes to .cache/models.
  delete env['DLTS_PUBLISH'];
  if (store && !quick) env['DLTS_PUBLISH'] = path.join(project.notebooks, 'models');
  return env;
}

/**
 * @typedef {object} CellError
 * @property {number} cell index; -1 if no cell was begun
 * @property {string} name
 * @property {string} message
 * @property {number | null} [count] execution count of the cell
 * @property {string} [trace]
 */

/** @param {CellError} error */
function failureOf({ cell, name, message, count, trace = '' }) {
  const text = withoutColors(message)
    .trim()
    .replace(/\s*\n\s*/g, '\n    ');
  const help = name === 'NoSuchKernel' ? ' Run npm start once; it installs the kernel.' : '';
  // The kernel's trace names the cell by its count; type errors begin with their line.
  const inCell = new RegExp(`\\[${count}\\] line (\\d+)`).exec(withoutColors(trace));
  const line = Number(/^line (\d+), column/.exec(text)?.[1] ?? inCell?.[1] ?? 1);
  return { cell, line, message: `${name}: ${text}${help}` };
}

const withoutColors = (/** @type {string} */ text) => text.replace(/\u001b\[[0-9;]*m/g, '');

/** @returns {Promise<Problem[]>} */
async function storeNotebook(
  /** @type {Chapter} */ chapter,
  /** @type {Notebook} */ notebook,
  /** @type {import('./outputs.mjs').Place} */ place,
  /** @type {Project} */ project,
) {
  const file = project.short(project.notebook(chapter));
  const drawn = await addFigures(notebook, readNotebook(project.notebook(chapter)));
  const text = serialize(notebook);
  const problems = [...(drawn ? checkFigures(notebook, place) : []), ...checkSize(text, file)];
  if (problems.length === 0) writeAtomically(project.notebook(chapter), text);
  return problems;
}

/** @param {string} text @param {string} file @returns {Problem[]} */
export function checkSize(text, file) {
  const bytes = Buffer.byteLength(text);
  if (bytes < MAX_BYTES) return [];
  const message =
    `${(bytes / 1e6).toFixed(2)} MB; the limit is ${MAX_BYTES / 1e6} MB. ` +
    'Draw fewer points, round them, or drop animation frames.';
  return [{ file, message }];
}
