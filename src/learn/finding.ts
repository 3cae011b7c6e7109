/** What a chapter concludes: a sentence, checked on the run's own numbers. */
import { Displayable, type MimeBundle } from '../host/displayable';
import type { Evidence } from '../host/evidence';
import { whyNotJudged } from './configure';
import { plainText } from './display';

/** MIME type under which the notebook runner finds findings. */
export const FINDING_MIME = 'application/vnd.dlts.finding+json';

/** The shown line. */
export class Finding extends Displayable {
  /** @internal */
  constructor(
    /** What is concluded, in Markdown. */
    readonly sentence: string,
    /** What it rests on. */
    readonly evidence: readonly Evidence[],
    private readonly notJudged: string | undefined,
  ) {
    super();
  }

  /** Whether all of the evidence holds. Says nothing about a run with small settings. */
  get holds(): boolean {
    return this.evidence.every(({ holds }) => holds);
  }

  override toMimeBundle(): MimeBundle {
    const line = this.line();
    return {
      [FINDING_MIME]: { sentence: this.sentence, holds: this.holds, evidence: this.evidence },
      'text/markdown': line,
      'text/plain': plainText(line),
    };
  }

  private line(): string {
    const mark = this.notJudged ? '○' : this.holds ? '✓' : '✗';
    const numbers = this.evidence.map(({ text }) => `(${text})`).join(' ');
    const remark = this.notJudged ? ` ${this.notJudged}, so not judged.` : '';
    return `${mark} ${this.sentence.replace(/\.$/, '')} ${numbers}.${remark}`;
  }
}

/**
 * A conclusion of a chapter with its evidence: one line, `✓ sentence (numbers, n)` or `✗ …`.
 *
 * A full run of the notebook stores the finding and fails if it is false; with small settings (quick mode, a page) it is
 * not judged.
 *
 * @param sentence what is concluded, one sentence in Markdown; each of a chapter is different.
 * @param evidence at least one; all must hold. Made by `metrics.paired(a, b).below(0)`, `metrics.bootstrap(…).above(…)`,
 *   `spread([…]).above(0.97)`, `difference(a, b).between(−1, 1)`, `equalWithin(a, b, 1e-5)`.
 * @returns a line that shows itself as the last value of a cell, and that the notebook runner reads.
 * @throws TypeError if the sentence is empty or something is no evidence; RangeError if there is none.
 *
 * @example
 * finding('The second network is better on every seed.', spread([0.8, 0.9, 0.7]).above(0)).holds; // true
 */
export function finding(sentence: string, ...evidence: readonly Evidence[]): Finding {
  if (typeof sentence !== 'string' || sentence.trim() === '')
    throw new TypeError(
      `finding: expected a sentence; got ${JSON.stringify(sentence)}; say first what is concluded.`,
    );
  if (evidence.length === 0)
    throw new RangeError(
      'finding: expected evidence after the sentence; got none; add for example spread(accuracies).above(0.97).',
    );
  const wrong = evidence.find((each) => typeof each?.holds !== 'boolean' || !each.text);
  if (wrong !== undefined || evidence.includes(undefined as never))
    throw new TypeError(
      `finding: expected evidence such as metrics.paired(a, b).below(0); got ${typeof wrong}; ` +
        'end a comparison with .below, .above or .between.',
    );
  return new Finding(sentence.trim(), evidence, whyNotJudged());
}
