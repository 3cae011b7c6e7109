/**
 * What a file of `notebooks/exercises` imports besides `dlts`: `import { defineExercise } from 'dlts/dist/learn/author'`.
 *
 * A check is synchronous, and the loaders of `dlts` are not; so data can be read from here at once.
 */
import type { AuthoredExercise, QuizQuestion } from './definitions';

export { parseCsv } from '../data/csv';
export { dataFolder, readBundledText, readVerified } from '../data/files';
export { parseIdx } from '../data/idx';
export { imageTensor } from '../data/image-dataset';
export type { AuthoredExercise, QuizOption, QuizQuestion } from './definitions';
export type { CloseOptions, GuardedFunction, Mistake, Report, TensorOptions } from './report';

/**
 * One exercise: `export const exercise = defineExercise({ … })` in `notebooks/exercises/NN/NN.M-a-few-words.ts`, and
 * beside it `export function solution() { … return answer; }`, whose body is shown to the reader.
 *
 * @param exercise all that the reader meets, and the check of the answer.
 * @returns the same.
 */
export function defineExercise(exercise: AuthoredExercise): AuthoredExercise {
  return exercise;
}

/**
 * The self-test of a chapter: `export const selfTest = defineSelfTest([ … ])` in `notebooks/exercises/NN/self-test.ts`.
 *
 * @param questions at least five, each with exactly one right option.
 * @returns the same.
 */
export function defineSelfTest(questions: readonly QuizQuestion[]): readonly QuizQuestion[] {
  return questions;
}
