/** Runs an exercise's code as a notebook cell would, with everything that `dlts` exports in scope. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import * as dlts from '../../src';
import type { ChapterDefinition, ExerciseDefinition } from '../../src/learn/definitions';
import { chapterDefinition, chapterIds } from '../../src/learn/registry';
import type { Answers } from './wrong-answer';

export const chapters: ChapterDefinition[] = chapterIds().map((id) => chapterDefinition(id));
export const exercises: ExerciseDefinition[] = chapters.flatMap((chapter) => [
  ...chapter.exercises,
]);

const load = createRequire(__filename);
const ANSWERS = path.join(__dirname, 'answers');

/** The foreseen wrong answers to an exercise, from the file that bears its number. */
export function answersTo({ id }: ExerciseDefinition): Answers {
  const folder = path.join(ANSWERS, id.split('.')[0] ?? '');
  const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const file = files.find((name) => name.startsWith(`${id}-`));
  if (file === undefined)
    throw new Error(`${id}: expected tests/learn/answers to have ${id}-….ts; got none; add it.`);
  return load(path.join(folder, file)) as Answers;
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: true,
};

/** The value that `code` gives to the exercise's answer, after the exercise's `setup`. */
export async function answerOf(definition: ExerciseDefinition, code: string) {
  const { answer } = definition;
  const { setup = '' } = answersTo(definition);
  const names = Object.keys(dlts);
  const values = names.map((name) => (dlts as Record<string, unknown>)[name]);
  // The cell is a function inside the one with the set-up: it may declare a name again, as in the kernel.
  const source = `return (async () => {
${setup}
return await (async () => {
${code}
;return { answer: ${answer} };
})();
})();`;
  const js = ts.transpileModule(`(function () {${source}})`, {
    compilerOptions: OPTIONS,
  }).outputText;
  const body = js.slice(js.indexOf('{') + 1, js.lastIndexOf('}'));
  const run = new Function('require', 'exports', ...names, body) as (
    ...args: unknown[]
  ) => Promise<{ answer: unknown }>;
  // Wrapped in an object: a promise as an answer must not be awaited here.
  return (await run(require, {}, ...values)).answer;
}
