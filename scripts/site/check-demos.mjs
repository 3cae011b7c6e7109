/** Every demo, opened from its file, on an input whose answer the library computes as well. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { axe, watchedPage } from './check.mjs';
import { availableDemos, demos } from './demos.mjs';
import {
  descentOnCars,
  digitProbabilities,
  nextProbabilities,
  pronunciation,
} from './known-inputs.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./check.mjs').Problem} Problem */

/** Largest difference between a probability in the browser and in Node. */
const TOLERANCE = 1e-4;
const MAX_BYTES = 3_000_000;

/** @type {Record<string, (page: Page) => Promise<string[]>>} each returns what is wrong */
const knownInputs = { digits, attention, names, moby, descent };

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} html
 * @returns {Promise<Problem[]>}
 */
export async function checkDemos(browser, html) {
  /** @type {Problem[]} */
  const problems = [];
  for (const name of availableDemos()) {
    const file = path.join(html, 'demos', `${name}.html`);
    const address = pathToFileURL(file).href;
    const found = [
      ...(await withoutScript(browser, address, name)),
      ...(await live(browser, html, address, name)),
    ];
    problems.push(...found.map((message) => ({ page: `demos/${name}.html`, message })));
  }
  return problems;
}

/** The demo from its file, on a phone. */
async function live(
  /** @type {import('playwright-core').Browser} */ browser,
  /** @type {string} */ html,
  /** @type {string} */ address,
  /** @type {string} */ name,
) {
  const context = await browser.newContext({
    viewport: { width: 360, height: 780 },
    hasTouch: true,
  });
  /** @type {string[]} */
  const found = [];
  const page = await watchedPage(context, `${pathToFileURL(html).href}/`, found);
  try {
    await page.goto(address);
    const label = (await page.locator('.demo-offer').textContent()) ?? '';
    const size = Number(/([\d.]+) MB/.exec(label)?.[1]);
    if (!(size * 1e6 < MAX_BYTES)) found.push(`the demo loads "${label}"; the limit is 3 MB`);
    const begun = Date.now();
    await page.locator('.demo-offer').tap();
    await page.locator('.demo[data-state="live"]').waitFor({ timeout: 30_000 });
    const milliseconds = Date.now() - begun;
    found.push(...(await knownInputs[name](page)));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > 360) found.push(`${wide} pixels wide on a screen of 360 while it runs`);
    for (const theme of ['light', 'dark']) {
      await page.evaluate((t) => (document.documentElement.dataset.theme = t), theme);
      await page.waitForTimeout(400); // colors change gradually
      found.push(...(await axe(page, `running, ${theme}`)));
    }
    console.log(`  demo ${name}: ${size} MB, live after ${milliseconds} ms`);
  } catch (error) {
    found.push(/** @type {Error} */ (error).message);
  }
  await context.close();
  return found;
}

/** Without JavaScript: a picture, and a sentence that says what the demo would do. */
async function withoutScript(
  /** @type {import('playwright-core').Browser} */ browser,
  /** @type {string} */ address,
  /** @type {string} */ name,
) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address);
  const said = await page.locator('.demo noscript').innerText();
  const picture = await page.locator('.demo-still img').boundingBox();
  await context.close();
  const sentence = demos[name].invitation.slice(1);
  return [
    ...(said.includes(sentence) ? [] : [`without JavaScript it says "${said}"`]),
    ...(picture && picture.height > 100 ? [] : ['without JavaScript there is no picture']),
  ];
}

/** @returns {string[]} a problem when two lists differ */
function compare(
  /** @type {string} */ what,
  /** @type {number[]} */ actual,
  /** @type {number[]} */ expected,
  tolerance = TOLERANCE,
) {
  const gaps = expected.map((value, i) => Math.abs(value - actual[i]));
  const gap = Math.max(...gaps.map((each) => (Number.isNaN(each) ? Infinity : each)));
  return gap <= tolerance && actual.length === expected.length
    ? []
    : [`${what}: expected ${expected.map((v) => v.toFixed(5))}; got ${actual.map((v) => v.toFixed(5))}`]; // prettier-ignore
}

async function digits(/** @type {Page} */ page) {
  const expected = await digitProbabilities();
  /** @type {string[]} */
  const found = [];
  for (const digit of [0, 3, 7]) {
    await page.locator('.demo-example').nth(digit).tap();
    await page.waitForFunction(
      (d) => document.querySelector('.demo-verdict')?.textContent?.startsWith(`CNN: ${d} `),
      digit,
      { timeout: 10_000 },
    );
    for (const network of ['CNN', 'Perceptron']) {
      const bars = page.locator(`[data-network="${network}"] li`);
      const shown = await bars.evaluateAll((items) => items.map((item) => Number(/** @type {HTMLElement} */ (item).dataset.value))); // prettier-ignore
      found.push(
        ...compare(`${network} for the example ${digit}`, shown, expected[network][digit]),
      );
    }
  }
  return [...found, ...(await drawOneByKeyboard(page))];
}

/** A vertical stroke, drawn with the arrow keys alone, is a 1 for the convolutional network. */
async function drawOneByKeyboard(/** @type {Page} */ page) {
  await page.locator('.demo-drawing canvas').focus();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Space');
  for (let i = 0; i < 16; i++) await page.keyboard.press('ArrowDown');
  await page.waitForTimeout(500);
  const said = (await page.locator('.demo-verdict').textContent()) ?? '';
  return said.startsWith('CNN: 1 ') ? [] : [`a vertical stroke by keyboard is read as "${said}"`];
}

async function attention(/** @type {Page} */ page) {
  /** @type {string[]} */
  const found = [];
  for (const word of ['photograph', 'reader']) {
    await page.locator('input[type="text"]').fill(word);
    await page.waitForFunction((w) => /** @type {HTMLElement} */ (document.querySelector('.demo-place')).dataset.word === w, word); // prettier-ignore
    const sounds = await page.locator('.demo-place').getAttribute('data-sounds');
    const expected = await pronunciation(word);
    if (sounds !== expected) found.push(`${word}: expected ${expected}; got ${sounds}`);
    const cells = await page.locator('.demo-shade').evaluateAll((all) => all.map((cell) => Number(/** @type {HTMLElement} */ (cell).style.getPropertyValue('--weight')))); // prettier-ignore
    const rows = expected.split(' ').length + 1;
    if (cells.length !== rows * word.length)
      found.push(`${word}: expected ${rows} × ${word.length} cells; got ${cells.length}`);
    const sum = cells.slice(0, word.length).reduce((a, b) => a + b, 0);
    found.push(...compare(`attention of the first sound of ${word}`, [sum], [1], 1e-3));
  }
  return found;
}

/** The five bars after a beginning, against the library's probabilities. */
async function nextCharacters(
  /** @type {Page} */ page,
  /** @type {string} */ model,
  /** @type {string} */ prompt,
) {
  await page.getByLabel('Temperature').fill('0.7');
  await page.getByLabel('Top-k').fill('5');
  await page.getByLabel('Begin with').fill(prompt);
  await page.waitForTimeout(1500);
  const shown = await page.locator('.demo-next li').evaluateAll((items) =>
    items.slice(0, 5).map((item) => {
      const { token, value } = /** @type {HTMLElement} */ (item).dataset;
      return [Number(token), Number(value)];
    }),
  );
  const all = await nextProbabilities(model, prompt, { temperature: 0.7, topK: 5 });
  const values = shown.map(([, value]) => value);
  const expected = shown.map(([token]) => all[token]);
  const sum = values.reduce((a, b) => a + b, 0);
  return [
    ...compare(`${model} after "${prompt}"`, values, expected),
    ...compare(`${model}: sum of five`, [sum], [1]),
  ];
}

async function names(/** @type {Page} */ page) {
  const found = await nextCharacters(page, 'names-lstm', 'mar');
  await page.getByRole('button', { name: 'Write' }).tap();
  await page.locator('.demo-name').nth(1).waitFor({ timeout: 20_000 });
  const first = (await page.locator('.demo-name').first().textContent()) ?? '';
  return /^mar[a-z]*$/.test(first)
    ? found
    : [...found, `expected a name that begins with mar; got "${first}"`];
}

/** Longer than the model's window, so that it has to begin again with the last half. */
async function moby(/** @type {Page} */ page) {
  const found = await nextCharacters(page, 'moby-gpt', 'The whale ');
  await page.getByRole('button', { name: 'Write' }).tap();
  await page.waitForFunction(
    () => (document.querySelector('.demo-prose')?.textContent?.length ?? 0) > 90,
    undefined,
    { timeout: 30_000 },
  );
  const written = (await page.locator('.demo-prose').textContent()) ?? '';
  return written.startsWith('The whale ') ? found : [...found, `got "${written}"`];
}

async function descent(/** @type {Page} */ page) {
  const start = JSON.parse(
    (await page.locator('.demo-place').getAttribute('data-weights')) ?? '[]',
  );
  await page.getByLabel('Learning rate').fill('-1');
  for (let i = 0; i < 12; i++) await page.getByRole('button', { name: 'Step' }).tap();
  const end = JSON.parse((await page.locator('.demo-place').getAttribute('data-weights')) ?? '[]');
  return compare('12 steps of SGD from the start', end, descentOnCars(start, 0.1, 12));
}
