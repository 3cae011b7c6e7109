/** What `tests/learn/answers/NN/NN.M-….ts` states beside the exercise of the same name. */
import fs from 'node:fs';
import path from 'node:path';

/** A plausible wrong answer, and what the learner must be told about it. */
export type WrongAnswer = {
  /** A part of the message that the check must give, letter for letter. */
  readonly says: string;
} & (
  | {
      /** What the learner passes to `.check`. */
      readonly answer: unknown;
    }
  | {
      /** Makes it, where that takes more than a value: several statements, a training. */
      make(): unknown;
    }
);

/** What a file of answers exports. */
export interface Answers {
  /** At least two. */
  readonly wrongAnswers: readonly WrongAnswer[];
  /** Code of earlier cells that placeholder or solution rely on (data, a function). */
  readonly setup?: string;
}

/** A file of `notebooks/exercises` that repeats what an earlier cell of the notebook defines, as that cell. */
export function earlierCell(file: string): string {
  const folder = path.join(__dirname, '..', '..', 'notebooks', 'exercises');
  return fs.readFileSync(path.join(folder, file), 'utf8').replace(/^export /gm, '');
}
