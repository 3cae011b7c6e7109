/** Hints and solutions stand at the end of a chapter: on paper nothing is folded away. */
import { element } from './plan';

const HELP = /^(Hint \d+|Solution)$/;
/** An option of the self-test. */
const OPTION = /^([A-Z])\. /;
/** What the self-test says before its questions, and what holds on paper. */
const ON_SCREEN = 'open an option to see';
const ON_PAPER = 'look at the end of the chapter to see';

const summaryOf = (details: Element): string =>
  details.querySelector('summary')?.textContent?.trim() ?? '';

/** A folded part, open: its summary becomes a heading within the text. */
function unfolded(details: Element): HTMLElement {
  const title = summaryOf(details);
  details.querySelector('summary')?.remove();
  return element(
    'div',
    'book-unfolded',
    element('p', 'book-unfolded-title', title),
    ...details.childNodes,
  );
}

/** An option alone stays with its question; why it is right or wrong is what this returns. */
function takeReason(option: Element, letter: string): HTMLElement {
  const summary = option.querySelector('summary');
  const shown = element('p', 'book-option', ...(summary?.childNodes ?? []));
  summary?.remove();
  const reason = element('div', '', ...option.childNodes);
  option.replaceWith(shown);
  return element('div', 'book-reason', element('span', '', letter), reason);
}

/** The number of the question that an option belongs to: `3.` */
function questionOf(option: Element): string {
  let before = option.previousElementSibling;
  while (before && !before.matches('p:not(.book-option)')) before = before.previousElementSibling;
  return before?.querySelector('strong')?.textContent ?? '';
}

/** Hints, solutions and reasons in the order of the chapter, below the titles of what they help with. */
class Gathered {
  readonly section = element('section', 'book-help');
  private title = '';

  /** @param title of an exercise or a question; written once */
  add(title: string, help: HTMLElement): void {
    if (title !== this.title) this.section.append(element('h4', '', title));
    this.title = title;
    this.section.append(help);
  }
}

/**
 * Takes hints, solutions and the reasons of the self-test out of a chapter, and opens everything else that is folded.
 *
 * @returns a section with them, when there are any
 */
export function gatherHelp(chapter: Element, key: string): HTMLElement | undefined {
  const gathered = new Gathered();
  let exercise = '';
  for (const each of [...chapter.querySelectorAll('.exercise-title, details')]) {
    const [, letter] = OPTION.exec(summaryOf(each)) ?? [];
    if (each.matches('.exercise-title')) exercise = each.querySelector('strong')?.textContent ?? '';
    else if (HELP.test(summaryOf(each))) {
      each.remove();
      gathered.add(exercise, unfolded(each));
    } else if (letter !== undefined)
      gathered.add(`Self-test, question ${questionOf(each)}`, takeReason(each, letter));
    else each.replaceWith(unfolded(each));
  }
  for (const text of chapter.querySelectorAll('.cell_output > p'))
    if (text.textContent?.includes(ON_SCREEN))
      text.innerHTML = text.innerHTML.replace(ON_SCREEN, ON_PAPER);
  if (gathered.section.childElementCount === 0) return undefined;
  const heading = element('h3', '', 'Hints and solutions');
  heading.id = `${key}--hints-and-solutions`;
  gathered.section.prepend(heading);
  return gathered.section;
}
