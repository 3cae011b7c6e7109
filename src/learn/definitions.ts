/**
 * What a chapter states about its exercises and its self-test. The content is no part of the library: it stands in
 * `notebooks/exercises/NN/`, one file an exercise, and is found there by name (`registry.ts`).
 */
import type { Report } from './report';

/** One exercise as its author writes it. The file's name says its number, the file's `solution` its solution. */
export interface AuthoredExercise {
  /** A few words, no final period. */
  readonly title: string;
  /** 1 a few minutes · 2 needs the whole chapter · 3 goes beyond it. */
  readonly difficulty: 1 | 2 | 3;
  /** The task in Markdown, formulas as `$…$`; says exactly what the answer takes and returns. No headings. */
  readonly task: string;
  /** Name that the cell defines and passes to `.check`, such as `'standardize'`. */
  readonly answer: string;
  /**
   * The cell before the learner starts, without the line that calls `.check`. It must run and type-check: a function
   * whose body is `return todo();`, or `const answer: number | undefined = undefined;`.
   */
  readonly placeholder: string;
  /** Markdown, from a nudge to nearly the solution; at least two. */
  readonly hints: readonly string[];
  /**
   * Judges `answer`; synchronous. Ends normally when right; the methods of `report` stop it at the first fault.
   * Runs inside `tf.tidy`: tensors made here need no disposal.
   */
  check(answer: unknown, report: Report): void;
}

/** One exercise as the reader meets it. */
export interface ExerciseDefinition extends AuthoredExercise {
  /** Chapter and number: `'02.3'`. */
  readonly id: string;
  /** The cell that passes, as a learner would type it, without the line that calls `.check`. */
  readonly solution: string;
}

/** One option of a question. */
export interface QuizOption {
  /** One line; `code` and **bold** allowed; no `$…$` (it stands in a summary line: write x², ∂L/∂w). */
  readonly text: string;
  /** `true` for the one right option. */
  readonly right?: boolean;
  /** Why it is right or wrong; Markdown, formulas as `$…$`. */
  readonly because: string;
}

/** One question of the self-test, with exactly one right option. */
export interface QuizQuestion {
  /** Markdown, formulas as `$…$`. */
  readonly question: string;
  /** Two to five options. */
  readonly options: readonly QuizOption[];
}

/** All that `learn` knows of one chapter. */
export interface ChapterDefinition {
  /** Two digits, and a letter where a chapter has several notebooks, as in the notebook's file name. */
  readonly id: string;
  readonly exercises: readonly ExerciseDefinition[];
  readonly quiz: readonly QuizQuestion[];
}
