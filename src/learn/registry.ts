/**
 * Finds exercises and self-tests in the course's folder, by the names of their files; each is loaded only when asked
 * for. A new chapter is a new folder, and nothing else has to list it. What runs is compiled (`notebooks/exercises/dist`),
 * what is shown as the solution is read from the source beside it.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { courseFolder } from '../host/files';
import type {
  AuthoredExercise,
  ChapterDefinition,
  ExerciseDefinition,
  QuizQuestion,
} from './definitions';
import { solutionIn } from './solution';

const load = createRequire(__filename);
const CHAPTER = /^\d\d[a-z]?$/;
const EXERCISE = /^(\d\d[a-z]?\.[1-9]\d?)-[\w-]+(?=\.ts$)/;

/** Numbers of the chapters that have exercises, in order: two digits, and a letter for a chapter's second notebook. */
export function chapterIds(): string[] {
  return fs
    .readdirSync(exercisesFolder('chapterIds'))
    .filter((name) => CHAPTER.test(name))
    .sort();
}

/**
 * The definitions of one chapter.
 *
 * @throws RangeError if there is no such chapter; Error if its files are not compiled.
 */
export function chapterDefinition(id: string, asker = 'chapterDefinition'): ChapterDefinition {
  checkChapter(id, asker);
  const { selfTest } = loadFile<{ selfTest: readonly QuizQuestion[] }>(id, 'self-test', asker);
  const exercises = [...exerciseFiles(id)].map(([each, name]) => loadExercise(each, name));
  return { id, exercises, quiz: selfTest };
}

/**
 * The definition of one exercise.
 *
 * @throws TypeError if `id` is no string; RangeError if there is no such exercise; Error if it is not compiled.
 */
export function exerciseDefinition(id: string): ExerciseDefinition {
  if (typeof id !== 'string')
    throw new TypeError(
      `exercise: expected a string such as '02.3'; got ${typeof id}; put the number in quotes.`,
    );
  const chapter = id.split('.')[0] ?? '';
  checkChapter(chapter, 'exercise');
  const files = exerciseFiles(chapter);
  const name = files.get(id);
  if (name === undefined)
    throw new RangeError(
      `exercise: expected one of ${[...files.keys()].join(', ')}; got '${id}'; ` +
        'correct the number after the period.',
    );
  return loadExercise(id, name);
}

function checkChapter(id: string, asker: string): void {
  const known = chapterIds();
  if (known.includes(id)) return;
  throw new RangeError(
    `${asker}: expected a chapter, one of ${known.join(', ')}; got '${id}'; ` +
      "write the number as the notebook's name has it, such as '02'.",
  );
}

function exercisesFolder(asker: string): string {
  const course = courseFolder();
  const folder = path.join(course ?? '', 'notebooks', 'exercises');
  if (course !== undefined && fs.existsSync(folder)) return folder;
  throw new Error(
    `${asker}: expected the course's folder notebooks/exercises above ${__dirname} or ${process.cwd()}; ` +
      "got none; run the notebook inside the course's folder.",
  );
}

/** File names without extension, by the id of their exercise, in the order of their numbers. */
function exerciseFiles(chapter: string): Map<string, string> {
  const files = fs.readdirSync(path.join(exercisesFolder('exercise'), chapter));
  const found = files
    .map((file) => EXERCISE.exec(file))
    .filter((match) => match !== null)
    .map(([name, id = '']): [string, string] => [id, name]);
  return new Map(found.sort(([a], [b]) => numberIn(a) - numberIn(b)));
}

const numberIn = (id: string): number => Number(id.split('.')[1]);

function loadExercise(id: string, name: string): ExerciseDefinition {
  const chapter = id.split('.')[0] ?? '';
  const { exercise } = loadFile<{ exercise: AuthoredExercise }>(chapter, name, 'exercise');
  const source = path.join(exercisesFolder('exercise'), chapter, `${name}.ts`);
  const solution = solutionIn(fs.readFileSync(source, 'utf8'), exercise.answer);
  return { ...exercise, id, solution };
}

/** Loads a module by a path known only at run time. */
function loadFile<T>(chapter: string, name: string, asker: string): T {
  const file = path.join(exercisesFolder(asker), 'dist', chapter, `${name}.js`);
  if (fs.existsSync(file)) return load(file) as T;
  throw new Error(
    `${asker}: expected notebooks/exercises/${chapter}/${name}.ts to be there and compiled; got no ${file}; ` +
      "run npm start (or npm run build) in the course's folder, then restart the kernel.",
  );
}
