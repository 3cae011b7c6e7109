/** Runs an exercise's code as a notebook cell would, with everything that `dlts` exports in scope. */
import ts from 'typescript';
import * as dlts from '../../src';
import type { ChapterDefinition, ExerciseDefinition } from '../../src/learn/definitions';
import { chapterDefinition, chapterIds } from '../../src/learn/registry';

export const chapters: ChapterDefinition[] = chapterIds().map((id) => chapterDefinition(id));
export const exercises: ExerciseDefinition[] = chapters.flatMap((chapter) => [
  ...chapter.exercises,
]);

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: true,
};

/** The value that `code` gives to the exercise's answer, after the exercise's `setup`. */
export async function answerOf({ setup = '', answer }: ExerciseDefinition, code: string) {
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
