/** The look of the pages: their own fonts, colors that can be told from the ground, nothing too small. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { DESK, HTML, lookAt, openSite, PHONE, turn, watchedPage, type Site } from './browser'; // prettier-ignore

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

const SOME = '03-convolutional-networks.html';

/** Families of the page's own fonts that were loaded, and what text, headings and code name first. */
function fontsOf(page: Page): Promise<{ loaded: string[]; named: (string | undefined)[] }> {
  return page.evaluate(async () => {
    await document.fonts.ready;
    const loaded = [...document.fonts]
      .filter(({ status }) => status === 'loaded')
      .map(({ family }) => family.replace(/["']/g, ''));
    const named = ['section > p', 'article h2', 'article pre'].map((place) => {
      const element = document.querySelector(place);
      return element ? getComputedStyle(element).fontFamily.split(',')[0]?.replace(/"/g, '') : '';
    });
    return { loaded: [...new Set(loaded)].filter((family) => family.startsWith('Course')), named };
  });
}

test('text, headings and code have the course’s fonts, from a server and from a folder', async () => {
  for (const top of [site.url, `${pathToFileURL(HTML).href}/`]) {
    const context = await site.browser.newContext({ viewport: DESK });
    const found: string[] = [];
    const page = await watchedPage(context, top, found);
    await page.goto(top + SOME);
    const { loaded, named } = await fontsOf(page);
    await context.close();
    assert.deepEqual(found, []);
    assert.deepEqual(named, ['Course Text', 'Course Sans', 'Course Code']);
    assert.deepEqual(loaded.sort(), ['Course Code', 'Course Sans', 'Course Text'], top);
  }
});

test('every font lies beside a license', () => {
  const fonts = path.join(HTML, '_static', 'fonts');
  const files = fs.readdirSync(fonts);
  const families = ['source-serif-4', 'source-sans-3', 'source-code-pro'];
  for (const family of families) {
    assert.ok(files.some((file) => file.startsWith(family)));
    const license = fs.readFileSync(path.join(fonts, `LICENSE-${family}.txt`), 'utf8');
    assert.match(license, /SIL OPEN FONT LICENSE/i);
  }
  assert.ok(
    files.filter((file) => file.endsWith('.woff2')).every((file) => families.some((family) => file.startsWith(family))), // prettier-ignore
  );
});

test('paper has dark letters on white, whatever the screen has', () =>
  lookAt(site, SOME, DESK, async (page) => {
    await turn(page, 'dark');
    await page.emulateMedia({ media: 'print' });
    await page.waitForTimeout(400);
    const colors = await page.evaluate(() =>
      ['body', 'article', 'article h2', '.tok-keyword', '.cell_input pre'].flatMap((place) => {
        const element = document.querySelector(place);
        const style = getComputedStyle(element ?? document.body);
        return [`${place} ${style.color}`, `${place} ground ${style.backgroundColor}`];
      }),
    );
    return colors.filter((text) => {
      const [r = 0, g = 0, b = 0, alpha = 1] = (/\(.*\)/.exec(text)?.[0].match(/[\d.]+/g) ?? []).map(Number); // prettier-ignore
      const brightness = (r + g + b) / 3;
      return text.includes(' ground ') ? alpha > 0 && brightness < 200 : brightness > 120;
    });
  }));

describe('lines of live charts can be told from the page, light and dark', () => {
  for (const name of ['03-convolutional-networks.html', '04-recurrent-networks.html'])
    test(name, () =>
      lookAt(site, name, DESK, async (page) => {
        const found: string[] = [];
        for (const theme of ['light', 'dark'] as const) {
          await turn(page, theme);
          found.push(...(await faintLines(page)).map((line) => `${theme}: ${line}`));
        }
        return found;
      }),
    );
});

/** Lines of charts with less than 3:1 to the page, and a page without any. */
function faintLines(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const light = [document.body, ...document.querySelectorAll('svg[role="img"] path[stroke]')].map(
      (element, i) => {
        const style = getComputedStyle(element);
        const color = i === 0 ? style.backgroundColor : style.stroke;
        const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).map((channel) => {
          const share = Number(channel) / 255;
          return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return { color, y: 0.2126 * r + 0.7152 * g + 0.0722 * b };
      },
    );
    const [ground, ...lines] = light;
    if (!ground || lines.length === 0) return ['no chart'];
    return lines.flatMap(({ color, y }) => {
      const contrast = (Math.max(y, ground.y) + 0.05) / (Math.min(y, ground.y) + 0.05);
      return contrast >= 3 ? [] : [`${color} has ${contrast.toFixed(2)}:1`];
    });
  });
}

test('on a phone nothing of a chapter is smaller than 11 pixels', () =>
  lookAt(site, SOME, PHONE, (page) =>
    page.evaluate(() => {
      const small =
        [...document.querySelectorAll('article :is(p, li, td, th, pre, h2, h3, summary, button)')] // prettier-ignore
          .filter((element) => element.checkVisibility())
          .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 11);
      return [...new Set(small.map((element) => `${element.tagName}.${element.className}`))];
    }),
  ));

describe('cards of the landing page fill their rows, and each has a picture', () => {
  for (const width of [390, 1280, 1920])
    test(`${width} pixels`, () =>
      lookAt(site, 'index.html', { width, height: 900 }, (page) =>
        page.evaluate(() =>
          [...document.querySelectorAll('.course-cards')].flatMap((cards) => {
            const end = cards.getBoundingClientRect().right;
            const all = [...cards.querySelectorAll('.course-card')];
            const short = all.filter((card, i) => {
              const { top, right } = card.getBoundingClientRect();
              const next = all[i + 1]?.getBoundingClientRect().top;
              return top !== next && end - right > 2;
            });
            const bare = all.filter((card) => !card.querySelector('img'));
            return [
              ...short.map((card) => `a hole after ${card.querySelector('h3')?.textContent}`),
              ...bare.map((card) => `no picture: ${card.querySelector('h3')?.textContent}`),
            ];
          }),
        ),
      ));
});
