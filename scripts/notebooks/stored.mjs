// @ts-check
/** The stored notebooks as they are: readable by anyone who opens them, and telling the same as results.json. */
import fs from 'node:fs';
import { checkSize } from './execute.mjs';
import { statedFindings, textOfFindings } from './findings.mjs';
import { checkBands, checkFigures, checkOutputs, statedResults } from './outputs.mjs';
import { Project } from './project.mjs';
import { checkReadme, readResults } from './results.mjs';
import { readNotebook } from './twins.mjs';

/** @typedef {import('./project.mjs').Problem} Problem */

/**
 * Stored outputs: no error, counts 1…n, results in their bands, findings true, both equal to results.json, figures, size,
 * README tables.
 *
 * @param {import('./project.mjs').Chapter[]} [chapters] default: all that are written
 * @param {Project} [project]
 * @returns {Promise<Problem[]>}
 */
export async function checkStored(chapters, project = new Project()) {
  const results = readResults(project);
  /** @type {Problem[]} */
  const problems = [];
  for (const chapter of chapters ?? project.written()) {
    const notebook = readNotebook(project.notebook(chapter));
    if (notebook === undefined) continue; // checkTwins reports it
    const file = project.short(project.notebook(chapter));
    // Cells are those of the twin (checkTwins), so its lines are the place to look at.
    const place = {
      file: project.short(project.twin(chapter)),
      twin: fs.readFileSync(project.twin(chapter), 'utf8'),
    };
    const { rows, problems: unsound } = statedResults(notebook, chapter.id, place);
    const { findings, problems: untrue } = statedFindings(notebook, place, { judge: true });
    problems.push(
      ...checkOutputs(notebook, place),
      ...unsound,
      ...untrue,
      ...checkBands(rows, file),
      ...checkFigures(notebook, place),
      ...checkSize(fs.readFileSync(project.notebook(chapter), 'utf8'), file),
    );
    const stated = results.find((each) => each.chapter === chapter.id);
    if (
      textOf(stated?.results ?? []) !== textOf(rows) ||
      textOfFindings(stated?.findings ?? []) !== textOfFindings(findings)
    )
      problems.push({
        file: project.short(project.resultsFile),
        message: `chapter ${chapter.id} is not what its notebook states; run npm run notebooks -- ${chapter.id}`,
      });
  }
  return [...problems, ...checkReadme(project)];
}

/** The same rows give the same text, whatever the order of their keys. @param {import('./outputs.mjs').Row[]} rows */
const textOf = (rows) =>
  JSON.stringify(
    rows.map(({ name, value, low, high, unit, anchor }) => [name, value, low, high, unit, anchor]),
  );
