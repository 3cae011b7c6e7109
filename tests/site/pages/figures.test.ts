/** Controls of live figures, and their letters: those of the page, light and dark. */
import { after, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { DESK, lookAt, openSite, PHONE, turn, type Site } from './browser';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

const SOME = '03-convolutional-networks.html';
const BUTTONS = ".figure-box:has(img[alt^='Buttons: vertical'])";
const LIST = ".figure-box:has(img[alt^='Buttons: 7, first'])";
const SLIDER = ".figure-box:has(img[alt^='Slider'])";

/** A figure, drawn. */
async function drawn(page: Page, selector: string): Promise<Locator> {
  const box = page.locator(selector).first();
  await box.scrollIntoViewIfNeeded();
  await page.locator(`${selector}.is-live .main-svg`).first().waitFor();
  return box;
}

/** Buttons whose letters have less than 4.5:1, or whose ground stands out from the page like a lamp. */
function badButtons(box: Locator): Promise<string[]> {
  return box.evaluate((figure) => {
    const isDark = document.documentElement.dataset['theme'] === 'dark';
    const buttons = [...figure.querySelectorAll('.updatemenu-item-rect')];
    const found = buttons.flatMap((rect) => {
      const letters = rect.parentElement?.querySelector('.updatemenu-item-text') ?? rect;
      // No function with a name: what compiles this file would give it a helper that the page lacks.
      const [ground = 0, ink = 0] = [rect, letters].map((element) => {
        const [r = 0, g = 0, b = 0] = (getComputedStyle(element).fill.match(/[\d.]+/g) ?? []).map(
          (channel) => {
            const share = Number(channel) / 255;
            return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          },
        );
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      });
      const contrast = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
      return [
        ...(contrast >= 4.5 ? [] : [`${letters.textContent}: ${contrast.toFixed(1)}:1`]),
        ...(ground < 0.5 === isDark ? [] : [`${letters.textContent}: ground ${ground.toFixed(2)}`]),
      ];
    });
    return buttons.length === 0 ? ['no button'] : found;
  });
}

const pressed = (box: Locator): Promise<string[]> =>
  box.evaluate((figure) =>
    [...figure.querySelectorAll('g[aria-pressed="true"]:has(> .updatemenu-item-rect)')].map(
      (button) => button.textContent ?? '',
    ),
  );

const groundOf = (box: Locator, label: string): Promise<string> =>
  box
    .locator('.updatemenu-button', { hasText: label })
    .locator('rect')
    .evaluate((rect) => getComputedStyle(rect).fill);

test('buttons, lists and sliders have the colors of the page, light and dark', () =>
  lookAt(site, SOME, DESK, async (page) => {
    const found: string[] = [];
    for (const selector of [BUTTONS, LIST, SLIDER]) {
      const box = await drawn(page, selector);
      for (const theme of ['dark', 'light'] as const) {
        await turn(page, theme);
        const bad = await badButtons(box);
        found.push(...bad.map((text) => `${theme}, ${selector}: ${text}`));
      }
    }
    return found;
  }));

test('the pressed button looks pressed, and says so', () =>
  lookAt(site, SOME, DESK, async (page) => {
    const box = await drawn(page, BUTTONS);
    await turn(page, 'dark');
    const before = await pressed(box);
    await box.locator('.updatemenu-button', { hasText: 'blur' }).click();
    await page.mouse.move(0, 0);
    const after = await pressed(box);
    const [blur, spot] = [await groundOf(box, 'blur'), await groundOf(box, 'spot')];
    return [
      ...(before.join() === 'vertical' ? [] : [`pressed at first: ${before.join()}`]),
      ...(after.join() === 'blur' ? [] : [`pressed after a click: ${after.join()}`]),
      ...(blur !== spot ? [] : [`pressed and not: ${blur}`]),
    ];
  }));

test('an open list can be reached by keyboard, with its chosen entry marked', () =>
  lookAt(site, SOME, DESK, async (page) => {
    const box = await drawn(page, LIST);
    await box.locator('.updatemenu-header').click();
    const entries = box.locator('.updatemenu-dropdown-button');
    const roles = await entries.evaluateAll((all) => all.map((each) => each.getAttribute('role')));
    const chosen = await pressed(box);
    return [
      ...(roles.length > 1 && roles.every((role) => role === 'button') ? [] : [`roles: ${roles.join()}`]), // prettier-ignore
      ...(chosen.length === 1 ? [] : [`chosen: ${chosen.join()}`]),
    ];
  }));

test('letters in figures are those of headings and tables', () =>
  lookAt(site, SOME, DESK, async (page) => {
    const box = await drawn(page, BUTTONS);
    const font = await box
      .locator('.gtitle')
      .evaluate((title) => getComputedStyle(title).fontFamily.replace(/["']/g, ''));
    return font.startsWith('Course Sans') ? [] : [font];
  }));

test('on a phone a figure with proportions of its own is not taller than it needs', () =>
  lookAt(site, SOME, PHONE, async (page) => {
    const box = await drawn(page, BUTTONS);
    const [height, stored] = await box.evaluate((figure) => [
      figure.querySelector('.figure-live')?.clientHeight ?? 0,
      Number(figure.querySelector<HTMLElement>('.figure-json')?.dataset['height']),
    ]);
    return height > 150 && height < 0.7 * stored ? [] : [`${height} of ${stored} pixels`];
  }));

test('a figure follows a screen that narrows while it is drawn', () =>
  lookAt(site, SOME, DESK, async (page) => {
    await drawn(page, BUTTONS); // so that Plotly is there
    await page.evaluate(() => {
      type Draw = (...given: unknown[]) => Promise<unknown>;
      const { Plotly } = window as unknown as { Plotly: { newPlot: Draw } };
      const newPlot = Plotly.newPlot.bind(Plotly);
      Plotly.newPlot = async (...given) => {
        const graph = await newPlot(...given);
        await new Promise((resolve) => setTimeout(resolve, 1500));
        return graph;
      };
    });
    const box = page.locator('.figure-box').last();
    await box.scrollIntoViewIfNeeded();
    await box.locator('.main-svg').first().waitFor();
    await page.setViewportSize(PHONE);
    if (await box.evaluate(({ classList }) => classList.contains('is-live')))
      return ['drawn before the screen narrowed: nothing was asked'];
    await box.evaluate(async (figure) => {
      while (!figure.classList.contains('is-live'))
        await new Promise((resolve) => setTimeout(resolve, 50));
    });
    await page.waitForTimeout(1000);
    const [svg, screen] = await box.evaluate((figure) => [
      figure.querySelector('.main-svg')?.clientWidth ?? 0,
      document.documentElement.clientWidth,
    ]);
    return svg <= screen ? [] : [`${svg} pixels on a screen of ${screen}`];
  }));
