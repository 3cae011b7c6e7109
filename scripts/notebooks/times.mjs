/** Reading and running times in notebooks/chapters.json and on each first screen: computed, and kept true. */
import fs from 'node:fs';
import path from 'node:path';
import { writeAtomically } from '../setup/files.mjs';
import { Project } from './project.mjs';
import { readingTime, runMinutes, timeLine } from './reading-time.mjs';
import { readResults } from './results.mjs';

/** @typedef {import('./project.mjs').Chapter} Chapter */
/** @typedef {import('./project.mjs').Problem} Problem */

const TIME_LINE = /^\*\*Time:\*\*.*$/m;

/** Writes computed times into chapters.json and into the texts. @param {Project} [project] */
export function writeTimes(project = new Project()) {
  const results = readResults(project);
  const chapters = project.chapters().map((chapter) => withTimes(chapter, results, project));
  const file = path.join(project.notebooks, 'chapters.json');
  const text = JSON.stringify(chapters, null, 2) + '\n';
  if (text !== fs.readFileSync(file, 'utf8')) writeAtomically(file, text);
  for (const chapter of project.written()) {
    const twin = fs.readFileSync(project.twin(chapter), 'utf8');
    const better = twin.replace(TIME_LINE, lineOf(chapter, twin));
    if (better !== twin) writeAtomically(project.twin(chapter), better);
  }
}

/**
 * The times that stand in chapters.json and on the first screens are the computed ones.
 *
 * @param {Chapter[]} [chapters] default: all that are written
 * @param {Project} [project]
 * @returns {Promise<Problem[]>}
 */
export async function checkTimes(chapters, project = new Project()) {
  const results = readResults(project);
  return (chapters ?? project.written()).flatMap((chapter) => {
    const remedy = 'run npm run notebooks -- --readme';
    const twin = fs.readFileSync(project.twin(chapter), 'utf8');
    const file = project.short(project.twin(chapter));
    /** @type {Problem[]} */
    const problems = [];
    if (JSON.stringify(withTimes(chapter, results, project)) !== JSON.stringify(chapter))
      problems.push({
        file: 'notebooks/chapters.json',
        message: `times of chapter ${chapter.id} are not those of its text and results; ${remedy}`,
      });
    const stated = TIME_LINE.exec(twin)?.[0];
    if (stated === undefined)
      problems.push({ file, message: `lacks the line '${lineOf(chapter, twin)}'` });
    else if (stated !== lineOf(chapter, twin))
      problems.push({
        file,
        message: `states other times than '${lineOf(chapter, twin)}'; ${remedy}`,
      });
    return problems;
  });
}

/**
 * @param {Chapter} chapter
 * @param {import('./results.mjs').ChapterResults[]} results
 * @param {Project} project
 * @returns {Chapter}
 */
function withTimes(chapter, results, project) {
  const file = project.twin(chapter);
  if (!fs.existsSync(file)) return chapter;
  const { read, exercises } = readingTime(fs.readFileSync(file, 'utf8'));
  const seconds = results.find((each) => each.chapter === chapter.id)?.seconds;
  const { id, slug, title, summary } = chapter;
  return {
    ...{ id, slug, title, summary },
    readMinutes: read,
    exerciseMinutes: exercises,
    runMinutes: seconds === undefined ? chapter.runMinutes : runMinutes(seconds),
  };
}

/** @param {Chapter} chapter @param {string} twin */
const lineOf = (chapter, twin) => timeLine(readingTime(twin), chapter.runMinutes);
