/** The self-test of a chapter: options that open to show why they are right or wrong. No script, no widget. */
import type { QuizQuestion } from './definitions';
import { Displayable, type MimeBundle } from '../host/displayable';
import { MarkdownText, inlineHtml, plainText } from './display';
import { updateProgress } from './progress-store';
import { chapterDefinition } from './registry';

const LETTERS = 'ABCDE';

/** The self-test of one chapter. As the last value of a cell it shows its questions. */
export class Quiz extends Displayable {
  /** @internal */
  constructor(
    private readonly chapter: string,
    private readonly questions: readonly QuizQuestion[],
  ) {
    super();
  }

  override toMimeBundle(): MimeBundle {
    const intro =
      `**Self-test.** ${this.questions.length} questions. Choose first, then open an option to see ` +
      'whether it is right, and why.';
    const markdown = [intro, this.questions.map(questionMarkdown).join('\n\n<br>\n\n')].join(
      '\n\n',
    );
    return { 'text/markdown': markdown, 'text/plain': this.text() };
  }

  /**
   * Judges choices: `check('ACBDA')`, one letter per question. Never throws.
   *
   * @returns how many are right, and the explanation of every wrong choice.
   */
  check(choices: string): MarkdownText {
    const letters = String(choices)
      .toUpperCase()
      .replace(/[^A-Z]/g, '');
    const count = this.questions.length;
    if (letters.length !== count)
      return new MarkdownText(
        `Give one letter per question, ${count} in all: \`quiz('${this.chapter}').check('${'A'.repeat(count)}')\`. ` +
          `Got ${letters.length}.`,
      );
    const wrong = this.questions.flatMap((question, i) =>
      wrongChoice(question, i, letters[i] ?? ''),
    );
    const right = count - wrong.length;
    updateProgress((progress) => {
      progress.quizzes[this.chapter] = Math.max(right, progress.quizzes[this.chapter] ?? 0);
    });
    return new MarkdownText([`**${right} of ${count} right.**`, ...wrong].join('\n\n'));
  }

  /** All answers with their reasons, for readers without a browser. */
  answers(): MarkdownText {
    const lines = this.questions.map((question, i) => {
      const right = question.options.findIndex((option) => option.right === true);
      return `**${i + 1}. ${LETTERS[right]}.** ${question.options[right]?.because.trim()}`;
    });
    return new MarkdownText(lines.join('\n\n'));
  }

  private text(): string {
    const questions = this.questions.map((question, i) =>
      [
        `${i + 1}. ${plainText(question.question)}`,
        ...question.options.map((option, j) => `   ${LETTERS[j]}. ${plainText(option.text)}`),
      ].join('\n'),
    );
    const help = `quiz('${this.chapter}').check('…') judges your letters; quiz('${this.chapter}').answers() shows all.`;
    return ['Self-test', ...questions, help].join('\n\n');
  }
}

/**
 * The self-test of a chapter. The answer of each option stays hidden until it is opened (mouse, or Tab and Enter);
 * works in JupyterLab, on GitHub and on a static page.
 *
 * @param chapter two digits, as in the notebook's name.
 * @returns the questions, shown when it is the last value of the cell; `.check('ACBDA')` judges, `.answers()` tells.
 * @throws RangeError if there is no such chapter; Error if its files are not compiled.
 *
 * @example
 * quiz('00').check('BACBD'); // 5 of 5 right.
 */
export function quiz(chapter: string): Quiz {
  return new Quiz(chapter, chapterDefinition(chapter, 'quiz').quiz);
}

/** Blank lines around the inner text make it Markdown again, so that formulas and code are rendered. */
function questionMarkdown({ question, options }: QuizQuestion, index: number): string {
  const lines = options.map(
    (option, i) =>
      `<details>\n<summary>${LETTERS[i]}. ${inlineHtml(option.text)}</summary>\n\n` +
      `${option.right === true ? '✓ **Right.**' : '✗ **No.**'} ${option.because.trim()}\n\n</details>`,
  );
  return [`**${index + 1}.** ${question.trim()}`, ...lines].join('\n\n');
}

function wrongChoice({ options }: QuizQuestion, index: number, letter: string): string[] {
  const chosen = options[LETTERS.indexOf(letter)];
  if (chosen?.right === true) return [];
  const why = chosen === undefined ? `There is no option ${letter}.` : chosen.because.trim();
  return [`✗ **${index + 1}. ${letter}:** ${why}`];
}
