/** Finds the chapters' definitions; each is loaded only when asked for. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { ChapterDefinition, ExerciseDefinition } from './definitions';

const load = createRequire(__filename);
const FOLDER = path.join(__dirname, 'chapters');

/** Two-digit numbers of the chapters that have definitions, in order. */
export function chapterIds(): string[] {
  const ids = fs
    .readdirSync(FOLDER)
    .map((file) => /^ch(\d\d)\.(?:js|ts)$/.exec(file)?.[1])
    .filter((id): id is string => id !== undefined);
  return [...new Set(ids)].sort();
}

/**
 * The definitions of one chapter.
 *
 * @throws RangeError if there is no such chapter.
 */
export function chapterDefinition(id: string, asker = 'chapterDefinition'): ChapterDefinition {
  if (!chapterIds().includes(id))
    throw new RangeError(
      `${asker}: expected a chapter, one of ${chapterIds().join(', ')}; got '${id}'. ` +
        `Write the two digits of the notebook's name, such as '02'.`,
    );
  // A path known only at run time, so that a chapter is one file and nothing else has to list it.
  return (load(path.join(FOLDER, `ch${id}`)) as { chapter: ChapterDefinition }).chapter;
}

/**
 * The definition of one exercise.
 *
 * @throws TypeError if `id` is no string; RangeError if there is no such exercise.
 */
export function exerciseDefinition(id: string): ExerciseDefinition {
  if (typeof id !== 'string')
    throw new TypeError(
      `exercise: expected a string such as '02.3'; got ${typeof id}. Put the number in quotes.`,
    );
  const chapter = chapterDefinition(id.split('.')[0] ?? '', 'exercise');
  const found = chapter.exercises.find((each) => each.id === id);
  if (found === undefined)
    throw new RangeError(
      `exercise: expected one of ${chapter.exercises.map((each) => each.id).join(', ')}; got '${id}'. ` +
        `Correct the number after the period.`,
    );
  return found;
}
