/** The exercises of a chapter: task, check, hints, solution. Nothing here throws because of a learner's answer. */
import { tf } from '../engine';
import { NotAttempted, WrongAnswerFound, isPromise, oneLine } from './attempt';
import { type ExerciseDefinition } from './definitions';
import { Displayable, type MimeBundle } from '../host/displayable';
import { MarkdownText, markdownBundle } from './display';
import { entryOf, readProgress, updateProgress } from './progress-store';
import { exerciseDefinition } from './registry';
import { Report } from './report';

const LEVELS = { 1: 'easy', 2: 'medium', 3: 'hard' } as const;

/** How an answer was judged. Shows itself as the last value of a cell. */
export class CheckResult extends Displayable {
  constructor(
    /** `'passed'`, `'wrong'`, or `'not attempted'` while the placeholder stands. */
    readonly status: 'passed' | 'wrong' | 'not attempted',
    /** What the learner is told, in Markdown. */
    readonly message: string,
  ) {
    super();
  }

  /** Whether the answer is right. */
  get passed(): boolean {
    return this.status === 'passed';
  }

  override toMimeBundle(): MimeBundle {
    return markdownBundle(this.message);
  }
}

/** One exercise. As the last value of a cell it shows its task. */
export class Exercise extends Displayable {
  /** @internal */
  constructor(private readonly definition: ExerciseDefinition) {
    super();
  }

  /** Chapter and number: `'02.3'`. */
  get id(): string {
    return this.definition.id;
  }

  override toMimeBundle(): MimeBundle {
    const { id, title, difficulty, task } = this.definition;
    const solved = readProgress().exercises[id]?.solved === undefined ? '' : ' · solved ✓';
    return markdownBundle(
      `**Exercise ${id}. ${title}** (${LEVELS[difficulty]}${solved})\n\n${task.trim()}`,
    );
  }

  /**
   * Judges an answer. Never throws: a wrong, throwing, missing or unfinished answer becomes a message, and tensors
   * and variables made meanwhile are freed.
   *
   * @returns the verdict, shown when it is the last value of the cell.
   */
  check(answer: unknown): CheckResult {
    const result = judge(this.definition, answer);
    if (result.status !== 'not attempted')
      updateProgress((progress) => {
        const entry = entryOf(progress, this.id);
        entry.attempts += 1;
        if (result.passed) entry.solved ??= new Date().toISOString();
      });
    return result;
  }

  /** The next hint, one step further at each call; the last one repeats. */
  hint(): MarkdownText {
    const { id, hints } = this.definition;
    let number = 0;
    updateProgress((progress) => {
      const entry = entryOf(progress, id);
      number = entry.hints = Math.min(entry.hints + 1, hints.length);
    });
    const more =
      number < hints.length
        ? `Run \`exercise('${id}').hint()\` again for the next one.`
        : `That was the last hint; \`exercise('${id}').solution()\` shows one solution.`;
    return new MarkdownText(
      `**Hint ${number} of ${hints.length}.** ${hints[number - 1]?.trim()}\n\n${more}`,
    );
  }

  /** One solution, as code. */
  solution(): MarkdownText {
    const { id, solution } = this.definition;
    updateProgress((progress) => {
      const entry = entryOf(progress, id);
      if (entry.solved === undefined) entry.solutionShown = true;
    });
    return new MarkdownText(
      `**One solution of exercise ${id}.** Type it yourself rather than copying it, and change it until it breaks.\n\n` +
        `\`\`\`ts\n${solution.trim()}\n\`\`\``,
    );
  }
}

/**
 * One exercise of the course.
 *
 * `exercise('02.3')` as the last line of a cell shows the task; `.check(answer)` judges, `.hint()` helps one step
 * further each time, `.solution()` shows code.
 *
 * @param id chapter and number, such as `'02.3'`.
 * @returns the exercise, shown when it is the last value of the cell.
 * @throws TypeError if `id` is no string; RangeError if there is no such exercise; Error if it is not compiled.
 *
 * @example
 * const shape = [7, 3, 5];
 * exercise('00.1').check(shape).status; // 'passed'
 */
export function exercise(id: string): Exercise {
  return new Exercise(exerciseDefinition(id));
}

/** Runs the definition's check with nothing leaking out of it: no error, no tensor, no variable. */
function judge(definition: ExerciseDefinition, answer: unknown): CheckResult {
  const before = new Set(variableNames());
  try {
    return tf.tidy(() => verdict(definition, answer) as never) as CheckResult;
  } finally {
    disposeVariablesExcept(before);
  }
}

/** Misses of a task for paper before its check says the right value. */
const MISSES = 3;

function verdict(definition: ExerciseDefinition, answer: unknown): CheckResult {
  const { id, check, answer: name } = definition;
  // A function is tried on inputs of the check's own, and may know what they give.
  const reveals = typeof answer === 'function' || entryOf(readProgress(), id).attempts >= MISSES;
  const report = new Report(name, reveals);
  const help = `\n\nStuck? Run \`exercise('${id}').hint()\`.`;
  try {
    if (answer === undefined) throw new NotAttempted();
    if (isPromise(answer)) {
      answer.catch(() => undefined); // its failure would otherwise surface later as an unhandled rejection
      report.wrong(`\`${name}\` is a promise. Write \`await\` in front of it.`);
    }
    check.call(definition, answer, report);
    return passed(id, report.remarks);
  } catch (error) {
    if (error instanceof NotAttempted)
      return new CheckResult('not attempted', notAttemptedText(id, name));
    if (error instanceof WrongAnswerFound)
      return new CheckResult('wrong', `✗ **Exercise ${id}: not yet.** ${error.message}${help}`);
    return new CheckResult(
      'wrong',
      `✗ **Exercise ${id}: not yet.** The check met something it did not expect: \`${oneLine(error)}\`. ` +
        `Compare what \`${name}\` takes and returns with the task.${help}`,
    );
  }
}

function passed(id: string, remarks: readonly string[]): CheckResult {
  const text = [`✓ **Exercise ${id}: right.**`, ...remarks].join(' ');
  return new CheckResult('passed', text);
}

function notAttemptedText(id: string, name: string): string {
  return (
    `○ **Exercise ${id}: not attempted yet.** Write \`${name}\` in this cell and run it again. ` +
    `\`exercise('${id}').hint()\` helps.`
  );
}

function variableNames(): string[] {
  return Object.keys(tf.engine().state.registeredVariables);
}

function disposeVariablesExcept(kept: ReadonlySet<string>): void {
  for (const name of variableNames())
    if (!kept.has(name)) tf.engine().state.registeredVariables[name]?.dispose();
}
