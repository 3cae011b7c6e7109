/**
 * What a chapter states about its exercises and its self-test: one file per chapter, `chapters/chNN.ts`, that
 * exports `chapter`. Nothing else has to be edited; a generic test proves every definition
 * (`tests/learn/exercises.test.ts`).
 */
import type { Report } from './report';

/** A plausible wrong answer, and what the learner must be told about it. */
export interface WrongAnswer {
  /** The cell as this learner would have typed it; defines {@link ExerciseDefinition.answer}. */
  readonly code: string;
  /** A part of the message that the check must give, letter for letter. */
  readonly says: string;
}

/** One exercise. Code fields hold what stands in the notebook cell, without the line that calls `.check`. */
export interface ExerciseDefinition {
  /** Chapter and number: `'02.3'`. */
  readonly id: string;
  /** A few words, no final period. */
  readonly title: string;
  /** 1 a few minutes · 2 needs the whole chapter · 3 goes beyond it. */
  readonly difficulty: 1 | 2 | 3;
  /** The task in Markdown, formulas as `$…$`; says exactly what the answer takes and returns. No headings. */
  readonly task: string;
  /** Name that the cell defines and passes to `.check`, such as `'standardize'`. */
  readonly answer: string;
  /**
   * The cell before the learner starts. It must run and type-check: a function whose body is
   * `return todo();`, or `const answer: number | undefined = undefined;`.
   */
  readonly placeholder: string;
  /** Markdown, from a nudge to nearly the solution; at least two. */
  readonly hints: readonly string[];
  /** The cell that passes, as a learner would type it. */
  readonly solution: string;
  /** At least two foreseen mistakes. */
  readonly wrongAnswers: readonly WrongAnswer[];
  /**
   * Code that earlier cells of the notebook ran and that the exercise relies on (data, a model). Used by tests
   * only, so it may build small stand-ins. All exports of `dlts` are in scope anyway.
   */
  readonly setup?: string;
  /**
   * Judges `answer`; synchronous. Ends normally when right; the methods of `report` stop it at the first fault.
   * Runs inside `tf.tidy`: tensors made here need no disposal.
   */
  check(answer: unknown, report: Report): void;
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
  /** Two digits, as in the notebook's file name. */
  readonly id: string;
  readonly exercises: readonly ExerciseDefinition[];
  readonly quiz: readonly QuizQuestion[];
}
