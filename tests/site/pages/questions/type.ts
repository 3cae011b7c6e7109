/** The look of a chapter: lines of a readable length, one heading an exercise. */
import type { Page } from 'playwright-core';
import { isChapter } from '../browser';
import type { Question } from '../visit';

export const type: readonly Question[] = [
  {
    claim: 'a line of text has 60 to 75 letters',
    on: 'desk',
    of: isChapter,
    async ask(page) {
      const letters = await lettersOfLines(page);
      return letters >= 60 && letters <= 75 ? [] : [`${letters} letters a line`];
    },
  },
  {
    claim: 'a line does not begin with the sign after a formula',
    on: ['narrow', 'desk'],
    of: isChapter,
    ask: signsAtBegin,
  },
  { claim: 'an exercise has one heading', on: 'desk', of: isChapter, ask: exercisesWithoutHeading },
];

/** Letters of a full line of running text, the median of all paragraphs of at least four lines. */
function lettersOfLines(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await document.fonts.ready;
    const counts = [...document.querySelectorAll('article section > p')].flatMap((paragraph) => {
      if (paragraph.querySelector('.math')) return [];
      const lines = paragraph.getBoundingClientRect().height / parseFloat(getComputedStyle(paragraph).lineHeight); // prettier-ignore
      // The last line ends, on the average, in its middle.
      return lines < 3.5 ? [] : [(paragraph.textContent ?? '').length / (Math.round(lines) - 0.5)];
    });
    return counts.sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
  });
}

/** Formulas whose next sign, or first bracket before, stands in another line. */
function signsAtBegin(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.querySelectorAll('article span.math')].flatMap((formula) => {
      const parts = formula.querySelectorAll('.katex-base');
      const [first, last] = [parts[0], parts[parts.length - 1]];
      const [before, after] = [formula.previousSibling, formula.nextSibling];
      if (!first || !last || formula.getClientRects().length === 0) return [];
      const found: string[] = [];
      const range = document.createRange();
      if (after instanceof Text && /^[.,;:!?)\]”’]/.test(after.data)) {
        range.setStart(after, 0);
        range.setEnd(after, 1);
        if (range.getBoundingClientRect().left < last.getBoundingClientRect().right - 3)
          found.push(`${after.data.slice(0, 12)} begins a line`);
      }
      if (before instanceof Text && /[([“‘]$/.test(before.data)) {
        range.setStart(before, before.length - 1);
        range.setEnd(before, before.length);
        if (range.getBoundingClientRect().right > first.getBoundingClientRect().left + 3)
          found.push(`${before.data.slice(-12)} ends a line`);
      }
      return found;
    });
  });
}

/** Headings of exercises that stand twice, or are not shown as headings. */
function exercisesWithoutHeading(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const titles = [...document.querySelectorAll('article strong')].flatMap(
      (strong) => /^Exercise \d\d\w?\.\d+\./.exec(strong.textContent ?? '')?.[0] ?? [],
    );
    const shown = [...document.querySelectorAll('article .exercise-title')];
    const twice = titles.filter((title, i) => titles.indexOf(title) !== i);
    return [
      ...twice.map((title) => `twice: ${title}`),
      ...(shown.length > 0 && shown.length >= titles.length ? [] : [`${shown.length} of ${titles.length} are titles`]), // prettier-ignore
    ];
  });
}
