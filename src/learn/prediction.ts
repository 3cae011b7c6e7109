/** A question that the reader answers before the cell that decides it. Text only: no widget, no script. */
import { Displayable, type MimeBundle } from '../host/displayable';
import { MarkdownText, markdownBundle } from './display';

const LETTERS = 'ABCDE';

/** The question with its choices, and the reader's own. */
export class Prediction extends Displayable {
  /** @internal */
  constructor(
    private readonly question: string,
    private readonly choices: readonly string[],
    /** The letter that the reader chose; `undefined` so far. */
    readonly chosen?: string,
  ) {
    super();
  }

  override toMimeBundle(): MimeBundle {
    const lines = this.choices.map((text, i) => {
      const letter = LETTERS.charAt(i);
      return `- **${letter}.** ${text.trim()}${letter === this.chosen ? ' ← your prediction' : ''}`;
    });
    const help =
      this.chosen === undefined
        ? "Commit yourself before you run the next cell: write your letter into `.choose('')` and run this one again."
        : 'Now run the next cell.';
    return markdownBundle(`**Predict.** ${this.question.trim()}\n\n${lines.join('\n')}\n\n${help}`);
  }

  /**
   * Commits the reader. The notebook has `.choose('')`, which chooses nothing; so it runs without a reader.
   *
   * @param letter `'A'`, `'B'` and so on; everything else counts as no choice yet.
   * @returns the question with the choice marked.
   */
  choose(letter: string): Prediction {
    const wanted = String(letter).trim().toUpperCase();
    const known = this.choices.some((_, i) => LETTERS.charAt(i) === wanted);
    return new Prediction(this.question, this.choices, known ? wanted : undefined);
  }

  /**
   * Says which choice was right, and whether the reader had it; for the cell that decides.
   *
   * @param letter the right one, computed where that is possible: `.reveal(deep > wide ? 'A' : 'B')`.
   * @param because why; Markdown. Default: nothing.
   * @returns text that shows itself. Without a choice it says what was right, and no more.
   * @throws RangeError if there is no such choice.
   */
  reveal(letter: string, because = ''): MarkdownText {
    const text = letter.length === 1 ? this.choices[LETTERS.indexOf(letter)] : undefined;
    if (text === undefined)
      throw new RangeError(
        `prediction.reveal: expected one of ${[...LETTERS.slice(0, this.choices.length)].join(', ')}; ` +
          `got '${letter}'; pass the letter of the right choice.`,
      );
    const right = `**${letter}.** ${text.trim()}`;
    const verdict =
      this.chosen === undefined
        ? `○ ${right}`
        : this.chosen === letter
          ? `✓ As you predicted: ${right}`
          : `✗ You predicted ${this.chosen}; it is ${right}`;
    return new MarkdownText([verdict, because.trim()].filter((part) => part !== '').join('\n\n'));
  }
}

/**
 * Asks for a prediction before a result that can surprise. The cell ends in
 * `const guess = prediction('…', ['…', '…', '…']).choose('');` and `guess;`, the reader writes a letter and runs it, and
 * the next cell ends in `guess.reveal('C');`.
 *
 * @param question Markdown, formulas as `$…$`.
 * @param choices two to five, in Markdown without their letters.
 * @returns the question, shown when it is the last value of a cell. Nothing waits for an answer.
 * @throws TypeError if the question is empty; RangeError unless there are two to five choices.
 *
 * @example
 * const guess = prediction('Which is larger?', ['2³', '3²', 'They are equal']).choose('A');
 * guess.chosen; // 'A'
 * guess.reveal(2 ** 3 > 3 ** 2 ? 'A' : 'B'); // ✗ You predicted A; it is B. 3²
 */
export function prediction(question: string, choices: readonly string[]): Prediction {
  if (typeof question !== 'string' || question.trim() === '')
    throw new TypeError(
      `prediction: expected a question; got ${JSON.stringify(question)}; ask what the next cell will show.`,
    );
  if (choices.length < 2 || choices.length > LETTERS.length)
    throw new RangeError(
      `prediction: expected two to ${LETTERS.length} choices; got ${choices.length}; three are usual.`,
    );
  return new Prediction(question, choices);
}
