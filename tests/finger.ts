/** A finger on the screen of a page, for browser tests of figures: on the site and in JupyterLab. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';

/** A phone held upright; nothing hovers. */
export const FINGER = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
} as const;

/** Time in ms after which a page and a figure have followed a finger. */
const SETTLE = 1000;

interface Place {
  x: number;
  y: number;
}

/** Where an element is on the screen: a share of its width and height. */
async function placeIn(element: Locator, across = 0.5, down = 0.5): Promise<Place> {
  const box = await element.boundingBox();
  assert.ok(box, 'the element is on the page');
  return { x: box.x + box.width * across, y: box.y + box.height * down };
}

/** Puts a finger down, moves it, lifts it. */
async function drag(page: Page, from: Place, to: Place): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const touch = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    places: Place[],
  ): Promise<unknown> => browser.send('Input.dispatchTouchEvent', { type, touchPoints: places });
  await touch('touchStart', [from]);
  for (let share = 0.1; share < 1.05; share += 0.1) {
    const x = from.x + (to.x - from.x) * share;
    await touch('touchMove', [{ x, y: from.y + (to.y - from.y) * share }]);
    await page.waitForTimeout(30);
  }
  await touch('touchEnd', []);
  await browser.detach();
  await page.waitForTimeout(SETTLE);
}

/** Taps the slider of a figure, drags its grip, plays its frames. @returns what did not follow the finger */
export async function playWithSlider(figure: Locator): Promise<string[]> {
  const page = figure.page();
  const slider = figure.locator('.slider-group');
  const rail = figure.locator('.slider-rail-touch-rect');
  const last = Number(await slider.getAttribute('aria-valuemax'));
  const position = async (): Promise<number> => Number(await slider.getAttribute('aria-valuenow'));
  const found: string[] = [];
  const tapped = await placeIn(rail, 0.15);
  await page.touchscreen.tap(tapped.x, tapped.y);
  await page.waitForTimeout(SETTLE);
  if ((await position()) > last / 3)
    found.push(`tapped near its beginning, at ${await position()}`);
  await drag(page, await placeIn(figure.locator('.slider-grip-rect')), await placeIn(rail, 0.85));
  if ((await position()) < (2 * last) / 3)
    found.push(`dragged near its end, at ${await position()}`);
  await figure.locator('.updatemenu-button').first().tap();
  await page.waitForTimeout(300);
  if ((await position()) > last / 2) found.push('its button does not play from the beginning');
  return found;
}

/** Moves a finger up over the middle of a figure's plot. @returns by how many pixels the page has followed */
export async function scrollOver(figure: Locator): Promise<number> {
  const top = (): Promise<number> => figure.evaluate((box) => box.getBoundingClientRect().top);
  await figure.evaluate((box) => box.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await figure.page().waitForTimeout(300);
  const before = await top();
  const from = await placeIn(figure.locator('.nsewdrag').first());
  await drag(figure.page(), from, { x: from.x, y: from.y - 150 });
  return before - (await top());
}
