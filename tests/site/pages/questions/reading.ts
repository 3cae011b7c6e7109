/** Reading a chapter: formulas stand where they should, and the list of contents follows. */
import type { Page } from 'playwright-core';
import { isChapter, settle } from '../browser';
import type { Question } from '../visit';

export const reading: readonly Question[] = [
  {
    claim: 'formulas stand in the middle; wide ones begin at the left and scroll to their end',
    on: ['narrow', 'desk'],
    of: isChapter,
    ask: misplacedFormulas,
  },
  {
    claim: 'the list of contents follows jumps and keeps its mark in sight',
    on: 'wide',
    of: isChapter,
    ask: followedJumps,
  },
];

/** Formulas whose drawn parts are neither in the middle of their place nor, when too wide, at its beginning. */
function misplacedFormulas(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('div.math')].flatMap((place, i) => {
      const outer = place.getBoundingClientRect();
      const parts = [...place.querySelectorAll('.katex-html *')]
        .filter(
          (part) =>
            part.matches('.mopen, .mclose') || // tall brackets are drawings without text
            (part.childElementCount === 0 && part.textContent?.trim()),
        )
        .map((part) => part.getBoundingClientRect())
        .filter((part) => part.width > 0);
      const left = Math.min(...parts.map((part) => part.left)) - outer.left;
      const right = outer.left + place.clientWidth - Math.max(...parts.map((part) => part.right));
      const isWide = place.scrollWidth > place.clientWidth;
      const isRight = isWide
        ? left >= -1 && left < 12 && place.scrollLeft === 0
        : Math.abs(left - right) < 12;
      const where = `${Math.round(left)} pixels at its left, ${Math.round(right)} at its right`;
      return isRight ? [] : [`formula ${i + 1}: ${where}`];
    }),
  );
}

async function followedJumps(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const share of [1, 0.1, 0.8, 0.3, 0.6]) {
    await page.evaluate((to) => {
      window.scrollTo({ top: to * document.body.scrollHeight, behavior: 'instant' });
    }, share);
    const { marked, read, isInSight } = await lastOf(page);
    if (marked !== read) found.push(`at ${share}: expected ${read} to be marked; got ${marked}`);
    if (!isInSight) found.push(`at ${share}: ${marked} is out of sight`);
  }
  return found;
}

/** What the list of contents marks, and what is read. */
interface Place {
  marked: string | undefined;
  read: string | undefined;
  isInSight: boolean;
}

/** What the list marks once it has followed, or after two seconds. */
async function lastOf(page: Page): Promise<Place> {
  const end = Date.now() + 2000;
  for (;;) {
    await settle(page);
    const place = await placeOf(page);
    if ((place.marked === place.read && place.isInSight) || Date.now() > end) return place;
  }
}

function placeOf(page: Page): Promise<Place> {
  return page.evaluate(() => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('#pst-page-toc-nav a')];
    const link = links.filter((each) => each.classList.contains('active')).at(-1);
    const box = link?.getBoundingClientRect();
    const passed = links.filter((each) => {
      const section = document.getElementById(decodeURIComponent(each.hash.slice(1)));
      // Its heading, which a margin sets apart from the section's top.
      const heading = section?.querySelector(':is(h1, h2, h3, h4, h5, h6)') ?? section;
      return (heading?.getBoundingClientRect().top ?? Infinity) <= 0.3 * innerHeight;
    });
    const isInSight = !box || (box.top >= 0 && box.bottom <= innerHeight);
    return { marked: link?.hash, read: passed.at(-1)?.hash, isInSight };
  });
}
