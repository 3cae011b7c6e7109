/** One visit for many questions: a page is opened once, and asked what the questions want to know, screen after screen. */
import assert from 'node:assert/strict';
import { after, describe, test, type TestContext } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { DESK, PHONE, settle, turn, watchedPage, type Site } from './browser';

/** In the order of a visit. Figures are drawn in the dark; `drawn` is the phone once more, with them. */
const SCREENS = {
  phone: { viewport: PHONE, theme: 'light' },
  narrow: { viewport: { width: 390, height: 844 }, theme: 'light' },
  desk: { viewport: DESK, theme: 'light' },
  wide: { viewport: { width: 1400, height: 900 }, theme: 'light' },
  dark: { viewport: DESK, theme: 'dark' },
  drawn: { viewport: PHONE, theme: 'dark' },
} as const;
type Screen = keyof typeof SCREENS;

/** Something that holds for each of some pages. */
export interface Question {
  claim: string;
  /** Where it is asked; on several screens, if need be. */
  on: Screen | readonly Screen[];
  /** Whether it is asked of a page; of all, when left out. */
  of?: (name: string) => boolean;
  /** @returns what is wrong */
  ask(page: Page, name: string, t: TestContext): Promise<string[]>;
}

/** A page of the site in a window of its own, opened when the first question is asked. */
class Visit {
  /** Errors of the page, and requests to other hosts. */
  readonly found: string[] = [];
  private opened: Promise<Page> | undefined;
  private context: BrowserContext | undefined;
  private screen: Screen = 'phone';

  constructor(
    private readonly site: () => Site,
    private readonly name: string,
  ) {}

  async on(screen: Screen): Promise<Page> {
    const page = await (this.opened ??= this.open());
    const { viewport, theme } = SCREENS[screen];
    if (screen !== this.screen) {
      await page.setViewportSize(viewport);
      if (theme !== SCREENS[this.screen].theme) await turn(page, theme);
      await settle(page);
      this.screen = screen;
    }
    return page;
  }

  async close(): Promise<void> {
    await this.context?.close();
  }

  private async open(): Promise<Page> {
    const { browser, url } = this.site();
    this.context = await browser.newContext({ viewport: SCREENS[this.screen].viewport });
    const page = await watchedPage(this.context, url, this.found);
    await page.goto(url + this.name, { waitUntil: 'load' });
    await settle(page);
    return page;
  }
}

/**
 * Asks each page its questions, each of them a test of its own, in one visit.
 *
 * @param site is there once the tests run
 */
export function visitPages(
  site: () => Site,
  names: readonly string[],
  questions: readonly Question[],
): void {
  describe('visits', { concurrency: 2 }, () => {
    for (const name of names)
      describe(name, { concurrency: 1 }, () => {
        const visit = new Visit(site, name);
        after(() => visit.close());
        for (const screen of Object.keys(SCREENS) as Screen[])
          for (const { claim, on, of, ask } of questions) {
            if (![on].flat().includes(screen) || of?.(name) === false) continue;
            test(`${claim}, ${screen}`, async (t) => {
              const faults = await ask(await visit.on(screen), name, t);
              assert.deepEqual([...new Set(faults)], []);
            });
          }
        test('it prints no error and asks no other host', () => {
          assert.deepEqual([...new Set(visit.found)], []);
        });
      });
  });
}
