/** The stored notebooks as they are: readable by anyone who opens them, and telling the same as results.json. */
import fs from 'node:fs';
import { checkSize } from './execute.mjs';
import { statedFindings, textOfFindings } from './findings.mjs';
import { checkBands, checkFigures, checkOutputs, statedResults } from './outputs.mjs';
import { Project } from './project.mjs';
import { checkReadme, readResults } from './results.mjs';
import { readNotebook } from './twin-sync.mjs';

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
    const { rows, findings, problems: found } = checkOne(chapter, project);
    problems.push(...found);
    if (rows === undefined) continue;
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

/**
 * @param {import('./project.mjs').Chapter} chapter
 * @param {Project} project
 * @returns {{ rows?: import('./outputs.mjs').Row[], findings: import('./findings.mjs').Finding[], problems: Problem[] }}
 *   no rows where there is no notebook
 */
function checkOne(chapter, project) {
  const notebook = readNotebook(project.notebook(chapter));
  if (notebook === undefined) return { findings: [], problems: [] }; // checkTwins reports it
  const file = project.short(project.notebook(chapter));
  // Cells are those of the twin (checkTwins), so its lines are the place to look at.
  const place = {
    file: project.short(project.twin(chapter)),
    twin: fs.readFileSync(project.twin(chapter), 'utf8'),
  };
  const { rows, problems } = statedResults(notebook, chapter.id, place);
  const { findings, problems: untrue } = statedFindings(notebook, place, { judge: true });
  return {
    rows,
    findings,
    problems: [
      ...checkOutputs(notebook, place),
      ...problems,
      ...untrue,
      ...checkBands(rows, file),
      ...checkFigures(notebook, place),
      ...checkSize(fs.readFileSync(project.notebook(chapter), 'utf8'), file),
    ],
  };
}

/** The same rows give the same text, whatever the order of their keys. @param {import('./outputs.mjs').Row[]} rows */
const textOf = (rows) =>
  JSON.stringify(
    rows.map(({ name, value, low, high, unit, anchor }) => [name, value, low, high, unit, anchor]),
  );
