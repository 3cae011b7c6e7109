/**
 * Takes edited prose over into stored notebooks whose code is unchanged: their outputs come from exactly these code
 * cells still, so nothing has to be executed again.
 */
import { writeAtomically } from '../setup/files.mjs';
import { serialize } from './outputs.mjs';
import { Project } from './project.mjs';
import { buildNotebooks, compare, joined, readNotebook } from './twin-sync.mjs';

/** @typedef {import('./project.mjs').Chapter} Chapter */
/** @typedef {import('./twin-sync.mjs').Notebook} Notebook */

/**
 * @param {Chapter[]} chapters
 * @param {Project} [project]
 * @returns {Promise<string[]>} the notebooks that changed
 */
export async function adoptProse(chapters, project = new Project()) {
  const built = await buildNotebooks(chapters, project);
  /** @type {string[]} */
  const changed = [];
  for (const [i, chapter] of chapters.entries()) {
    const file = project.notebook(chapter);
    const [fresh, stored] = [built[i], readNotebook(file)];
    if (fresh === undefined || stored === undefined) continue;
    if (compare(fresh, stored) !== 'twin changed' || !sameCode(fresh, stored)) continue;
    writeAtomically(file, serialize(withOutputs(fresh, stored)));
    changed.push(project.short(file));
  }
  return changed;
}

/** @param {Notebook} notebook */
const codeOf = ({ cells }) => cells.filter((cell) => cell.cell_type === 'code');

/** @param {Notebook} a @param {Notebook} b */
function sameCode(a, b) {
  const [left, right] = [a, b].map((notebook) =>
    JSON.stringify(codeOf(notebook).map(({ source }) => joined(source).trimEnd())),
  );
  return left === right;
}

/** @param {Notebook} fresh @param {Notebook} stored @returns {Notebook} */
function withOutputs(fresh, stored) {
  const executed = codeOf(stored)[Symbol.iterator]();
  const cells = fresh.cells.map((cell) => {
    if (cell.cell_type !== 'code') return cell;
    const { outputs = [], execution_count = null } = executed.next().value ?? {};
    return { ...cell, outputs, execution_count };
  });
  return { ...fresh, cells };
}
