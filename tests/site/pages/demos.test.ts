/** Every demo, opened from its file, on an input whose answer the library computes as well. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { ready } from '../../../src/index';
import { cosine, createEncoder, pairsOf, tableOf } from '../../../site/demos/alike/vectors';
import { Learner } from '../../../site/demos/cartpole/learner';
import { hasFallen, randomStart, stepCart } from '../../../site/demos/cartpole/physics';
import {
  createDecoder,
  createVelocity,
  guidedStep,
  noiseOf,
  STEPS,
} from '../../../site/demos/latent/networks';
import { distribution } from '../../../site/demos/next/tree';
import { itemAt } from '../../../src/host/item-at';
import { axe, HTML, openSite, turn, watchedPage, type Site } from './browser';
import {
  descentOnCars,
  digitProbabilities,
  nextProbabilities,
  pronunciation,
} from './known-inputs';
import { storedLatent, storedPieces, storedTrees } from '../stored-models';

/** Largest difference between a probability in the browser and in Node. */
const TOLERANCE = 1e-4;
const MAX_BYTES = 3_000_000;
const WIDTH = 360;

/** Each demo's known input. */
const ANSWERS: Record<string, (page: Page) => Promise<void>> = {
  ...{ digits, attention, names, moby, next, alike, latent, descent, cartpole, reader },
  'attention-steps': attentionSteps,
};

let site: Site;
before(async () => {
  await ready();
  site = await openSite();
});
after(() => site?.close());

async function addressOf(name: string): Promise<string> {
  const { pageOf } = await import('../../../scripts/site/demos.mjs');
  return pathToFileURL(path.join(HTML, `${pageOf(name)}.html`)).href;
}

for (const name of Object.keys(ANSWERS)) {
  test(`${name}: from its file, on a phone, it answers as the library does`, async (t) => {
    if (!(await isBuilt(name))) return t.skip('its model is not published');
    const context = await site.browser.newContext({
      viewport: { width: WIDTH, height: 780 },
      hasTouch: true,
    });
    const found: string[] = [];
    try {
      const page = await watchedPage(context, `${pathToFileURL(HTML).href}/`, found);
      await page.goto(await addressOf(name));
      t.diagnostic(await startDemo(page, name));
      await ANSWERS[name]?.(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= WIDTH, `${wide} pixels wide while it runs`);
      for (const theme of ['light', 'dark'] as const) {
        await turn(page, theme);
        found.push(...(await axe(page, `running, ${theme}`)));
      }
    } finally {
      await context.close();
    }
    assert.deepEqual([...new Set(found)], []);
  });

  test(`${name}: without JavaScript there is a picture, and a sentence that says what it does`, async (t) => {
    if (!(await isBuilt(name))) return t.skip('its model is not published');
    const { demoOf } = await import('../../../scripts/site/demos.mjs');
    const context = await site.browser.newContext({ javaScriptEnabled: false });
    try {
      const page = await context.newPage();
      await page.goto(await addressOf(name));
      const said = await page.locator(`[data-demo="${name}"] noscript`).innerText();
      assert.ok(said.includes(demoOf(name).invitation.slice(1)), said);
      const picture = await page.locator(`[data-demo="${name}"] .demo-still img`).boundingBox();
      assert.ok(picture && picture.height > 100);
    } finally {
      await context.close();
    }
  });
}

async function isBuilt(name: string): Promise<boolean> {
  const { availableDemos } = await import('../../../scripts/site/demos.mjs');
  return availableDemos().includes(name);
}

/** @returns what it loaded, and how long that took */
async function startDemo(page: Page, name: string): Promise<string> {
  const demo = page.locator(`.demo[data-demo="${name}"]`);
  const starts = (await demo.getAttribute('data-starts')) !== null;
  const said = (await demo.getAttribute('data-size')) ?? '';
  const size = parseFloat(said) * (said.endsWith(' kB') ? 1e3 : 1e6);
  assert.ok(size > 0 && size < (starts ? MAX_BYTES / 10 : MAX_BYTES), `the demo loads ${said}`);
  const begun = performance.now();
  if (starts) await demo.scrollIntoViewIfNeeded();
  else await demo.locator('.demo-offer').tap();
  await page.locator(`.demo[data-demo="${name}"][data-state="live"]`).waitFor({ timeout: 30_000 });
  return `${said}, live after ${Math.round(performance.now() - begun)} ms`;
}

function assertClose(
  what: string,
  actual: number[],
  expected: number[],
  tolerance = TOLERANCE,
): void {
  const text = (values: number[]): string => values.map((value) => value.toFixed(5)).join(', ');
  const isClose = expected.every((value, i) => Math.abs(value - (actual[i] ?? NaN)) <= tolerance);
  const message = `${what}: expected ${text(expected)}; got ${text(actual)}`;
  assert.ok(isClose && actual.length === expected.length, message);
}

const indexOfLargest = (values: number[]): number => values.indexOf(Math.max(...values));

/** It plays by itself, pauses, and gives for a whole digit the probabilities of the library. */
async function reader(page: Page): Promise<void> {
  const expected = itemAt(await digitProbabilities('Perceptron'), 0);
  const values = (): Promise<number[]> =>
    page
      .locator('[data-demo="reader"] li')
      .evaluateAll((items) => items.map((item) => Number((item as HTMLElement).dataset['value'])));
  await page.waitForFunction(
    (digit) =>
      document.querySelector(`[data-demo="reader"] li[data-digit="${digit}"].is-best`) !== null,
    indexOfLargest(expected),
  );
  await page.waitForTimeout(1900); // drawn to its end, and still there
  await page.getByRole('button', { name: 'Pause' }).tap();
  assertClose('a whole test image', await values(), expected);
  const paused = await values();
  await page.waitForTimeout(3500);
  assert.deepEqual(await values(), paused, 'it goes on though it was paused');
  await page.getByRole('button', { name: 'Clear' }).tap();
  await page.waitForFunction(
    () => document.querySelector('[data-demo="reader"] .is-best') === null,
  );
}

/** The numbers of chapter 05's worked example, in words, and those of another token. */
async function attentionSteps(page: Page): Promise<void> {
  const demo = page.locator('[data-demo="attention-steps"]');
  await demo.getByRole('button', { name: 'Pause' }).tap();
  await demo.getByRole('button', { name: 'Back' }).tap(); // from the first stage to the last
  const says = demo.locator('.steps-says');
  assert.match((await says.textContent()) ?? '', /expects next: n, with 75 %/);
  await demo.getByRole('button', { name: 'Back' }).tap();
  assert.match((await says.textContent()) ?? '', /0\.269 of a, 0\.087 of b, 0\.644 of n/);
  await demo.getByRole('button', { name: 'n₂' }).tap();
  await demo.getByRole('button', { name: 'Step' }).tap();
  assert.match((await says.textContent()) ?? '', /expects next: a, with 81 %/);
}

async function digits(page: Page): Promise<void> {
  const networks = ['CNN', 'Perceptron'] as const;
  const expected = await Promise.all(networks.map(digitProbabilities));
  for (const digit of [0, 3, 7]) {
    await page.locator('.demo-example').nth(digit).tap();
    const verdict = `CNN: ${indexOfLargest(itemAt(itemAt(expected, 0), digit))} `;
    await page.waitForFunction(
      (text) => document.querySelector('.demo-verdict')?.textContent?.startsWith(text),
      verdict,
      { timeout: 10_000 },
    );
    for (const [i, network] of networks.entries()) {
      const bars = page.locator(`[data-network="${network}"] li`);
      const shown = await bars.evaluateAll((items) =>
        items.map((item) => Number((item as HTMLElement).dataset['value'])),
      );
      assertClose(`${network}, example ${digit}`, shown, itemAt(itemAt(expected, i), digit));
    }
  }
  await drawOneByKeyboard(page);
}

/** A vertical stroke, drawn with the arrow keys alone, is a 1 for the convolutional network. */
async function drawOneByKeyboard(page: Page): Promise<void> {
  await page.locator('.demo-drawing canvas').focus();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Space');
  for (let i = 0; i < 16; i++) await page.keyboard.press('ArrowDown');
  await page.waitForTimeout(500);
  assert.match((await page.locator('.demo-verdict').textContent()) ?? '', /^CNN: 1 /);
}

async function attention(page: Page): Promise<void> {
  for (const word of ['photograph', 'reader']) {
    await page.locator('input[type="text"]').fill(word);
    await page.waitForFunction(
      (w) => document.querySelector<HTMLElement>('.demo-place')?.dataset['word'] === w,
      word,
    );
    const expected = await pronunciation(word);
    assert.equal(await page.locator('.demo-place').getAttribute('data-sounds'), expected, word);
    const cells = await page
      .locator('.demo-shade')
      .evaluateAll((all) =>
        all.map((cell) => Number((cell as HTMLElement).style.getPropertyValue('--weight'))),
      );
    const rows = expected.split(' ').length + 1;
    assert.equal(cells.length, rows * word.length, word);
    const sum = cells.slice(0, word.length).reduce((a, b) => a + b, 0);
    assertClose(`attention of the first sound of ${word}`, [sum], [1], 1e-3);
  }
  await page.locator('input[type="text"]').fill('Café internationally');
  await page.getByText(/^cafinternati: .* Left out, .*: “é”, spaces\. It reads the first 12 /).waitFor(); // prettier-ignore
}

/** The five bars after a beginning, against the library's probabilities. */
async function nextCharacters(page: Page, model: string, prompt: string): Promise<void> {
  await page.getByLabel('Temperature').fill('0.7');
  await page.getByLabel('Top-k').fill('5');
  await page.getByLabel('Begin with').fill(prompt);
  await page.waitForTimeout(1500);
  const shown = await page.locator('.demo-next li').evaluateAll((items) =>
    items.slice(0, 5).map((item) => {
      const { token, value } = (item as HTMLElement).dataset;
      return { token: Number(token), value: Number(value) };
    }),
  );
  const all = await nextProbabilities(model, prompt, { temperature: 0.7, topK: 5 });
  const values = shown.map(({ value }) => value);
  const expected = shown.map(({ token }) => itemAt(all, token));
  assertClose(`${model} after "${prompt}"`, values, expected);
  const sum = values.reduce((a, b) => a + b, 0);
  assertClose(`${model}: sum of five`, [sum], [1]);
}

async function names(page: Page): Promise<void> {
  await page.getByLabel('Begin with').fill('zoë');
  await page.getByText('Left out, unknown to the model: “ë”.').waitFor();
  await nextCharacters(page, 'names-lstm', 'mar');
  await page.getByRole('button', { name: 'Write' }).tap();
  await page.locator('.demo-name').nth(1).waitFor({ timeout: 20_000 });
  assert.match((await page.locator('.demo-name').first().textContent()) ?? '', /^mar[a-z]*$/);
}

/** Longer than the model's window, so that it has to begin again with the last half. */
async function moby(page: Page): Promise<void> {
  await page.getByLabel('Begin with').fill('鯨');
  await page.getByText('Left out, unknown to the model: “鯨”.').waitFor();
  await nextCharacters(page, 'moby-gpt', 'The whale ');
  await page.getByRole('button', { name: 'Write' }).tap();
  await page.waitForFunction(
    () => (document.querySelector('.demo-prose')?.textContent?.length ?? 0) > 90,
    undefined,
    { timeout: 30_000 },
  );
  assert.match((await page.locator('.demo-prose').textContent()) ?? '', /^The whale /);
}

/** The bars of a beginning, and of the text one token later, against the stored probabilities. */
async function next(page: Page): Promise<void> {
  const { trees, unit } = storedTrees();
  const number = trees.findIndex(({ label }) => label === 'The nurse said that');
  const { nodes } = itemAt(trees, number);
  await page.getByLabel('Beginning').selectOption(String(number));
  await page.getByLabel('Temperature').fill('0.7');
  const first = itemAt(nodes, 0);
  const second = itemAt(nodes, first.after[itemAt(first.tokens, 0)] ?? NaN);
  for (const [place, node] of [first, second].entries()) {
    if (place > 0) await page.getByRole('button', { name: 'Greedy' }).tap();
    const bars = page.locator('.demo-next li');
    const shown = await bars.evaluateAll((items) =>
      items.map((item) => Number((item as HTMLElement).dataset['value'])),
    );
    const settings = { tenths: 7, topK: Infinity, topP: 1 };
    const expected = distribution(node, unit, settings).probabilities.slice(0, 12);
    assertClose(`after ${place} tokens`, shown, expected);
  }
}

/** The table of typed sentences, and of an example as MiniLM itself compares it. */
async function alike(page: Page): Promise<void> {
  const { embed } = createEncoder(storedPieces());
  const shown = (): Promise<number[]> =>
    page
      .locator('.demo-cosine')
      .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).dataset['value'])));
  const cells = (count: number, values: number[]): number[] =>
    tableOf(count, values).flatMap((row, i) => row.filter((_, j) => i !== j));
  const typed = ['Dogs bite.', 'A puppy has sharp teeth.', 'The stock market fell.'];
  await page.getByLabel('Your sentences').fill(`${typed.join('\n')}\n\n`);
  const vectors = typed.map(embed);
  const values = pairsOf(3).map(([i, j]) => cosine(itemAt(vectors, i), itemAt(vectors, j)));
  assertClose('typed sentences', await shown(), cells(3, values));
  const judges = page.getByLabel('Compared by');
  assert.ok(await judges.locator('option[value="original"]').isDisabled());
  await judges.selectOption('bag');
  assertClose('no word in common but “.”', (await shown()).slice(0, 1), [1 / Math.sqrt(18)]);
  await page.getByLabel('Examples').selectOption('1');
  await judges.selectOption('original');
  const { sentences, hundredths } = itemAt(storedPieces().presets, 1);
  const original = cells(sentences.length, hundredths.map((value) => value / 100)); // prettier-ignore
  assertClose('MiniLM itself', await shown(), original);
}

/** Ink of ten drawings of one class, and a walk on the map. */
async function latent(page: Page): Promise<void> {
  const set = storedLatent().sets['clothes'];
  assert.ok(set);
  await page.getByLabel('Trained on').selectOption('clothes');
  await page.getByLabel('Class').selectOption('8');
  await page.getByLabel('Guidance').fill('2');
  await page.getByText(`${STEPS} of ${STEPS} steps`).waitFor({ timeout: 30_000 });
  const shown = await page
    .locator('.demo-gallery canvas')
    .evaluateAll((all) => all.map((each) => Number((each as HTMLElement).dataset['ink'])));
  const [velocity, decode] = [createVelocity(set.flow), createDecoder(set.decoder)];
  const expected = noiseOf(1).map((noise) => {
    let code = noise;
    for (let step = 0; step < STEPS; step++)
      code = guidedStep(velocity, code, { label: 8, guidance: 2 }, step, STEPS);
    return decode(code).reduce((sum, value) => sum + value, 0);
  });
  assertClose('ink of ten bags', shown, expected, 0.5);
  await page.locator('.demo-latent-map canvas').focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowLeft');
  await page.getByText('Code −0.50, 0.00.').waitFor();
}

async function descent(page: Page): Promise<void> {
  const weights = async (): Promise<[number, number]> =>
    JSON.parse((await page.locator('.demo-place').getAttribute('data-weights')) ?? '[]');
  const start = await weights();
  await page.getByLabel('Learning rate').fill('-1');
  for (let i = 0; i < 12; i++) await page.getByRole('button', { name: 'Step' }).tap();
  const expected = await descentOnCars(start, 0.1, 12);
  assertClose('12 steps of SGD from the start', await weights(), expected);
  const surfaces = page.getByLabel('Surface', { exact: true });
  for (const name of await surfaces.locator('option').allTextContents()) {
    await surfaces.selectOption({ label: name });
    assert.ok((await colorsOn(page.locator('canvas.demo-map'))) > 8, `${name} is not drawn`);
  }
}

/** Different colors in the middle row of a canvas. */
function colorsOn(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const context = (element as HTMLCanvasElement).getContext('2d');
    const row = context?.getImageData(0, height >> 1, width, 1).data ?? [];
    const colors = new Set<string>();
    for (let i = 0; i < row.length; i += 4) colors.add(row.slice(i, i + 4).join());
    return colors.size;
  });
}

/** Steps of the first episodes, as the demo's own files play them in Node. */
function episodesInNode(count: number): number[] {
  const learner = new Learner(1);
  while (learner.lengths.length < count) {
    let [state, steps] = [randomStart(learner.random), 0];
    for (; steps < 500 && !hasFallen(state); steps++) state = stepCart(state, learner.act(state));
    learner.end();
  }
  return learner.lengths;
}

async function cartpole(page: Page): Promise<void> {
  const lengths = async (): Promise<number[]> =>
    JSON.parse((await page.locator('.demo-place').getAttribute('data-lengths')) ?? '[]');
  const learn = page.getByRole('button', { name: 'Learn 10 episodes' });
  for (let i = 0; i < 3; i++) await learn.tap();
  // Sines and exponentials may differ in the last digit between engines, and one push changes all that follows.
  assert.deepEqual((await lengths()).slice(0, 5), episodesInNode(5));
  for (let i = 0; i < 14; i++) await learn.tap();
  const late = (await lengths()).slice(-20);
  assert.ok(late.reduce((sum, steps) => sum + steps, 0) / 20 > 300, late.join(' '));
  await page.getByLabel('Your push').fill('5');
  await page.getByRole('button', { name: 'Run' }).tap();
  await page.getByRole('button', { name: 'Pause' }).tap();
  await page.getByRole('button', { name: 'Let go' }).tap();
  assert.equal(await page.getByLabel('Your push').inputValue(), '0');
  await page.getByRole('button', { name: 'Start over' }).tap();
  assert.deepEqual(await lengths(), []);
}
