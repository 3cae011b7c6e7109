/** TypeScript of the pages, marked at build time by the grammar of their editor. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const SCRIPT = path.join(__dirname, '..', '..', 'scripts', 'site', 'highlight.mjs');

async function highlight(code: string): Promise<string> {
  const { highlighted } = (await import(pathToFileURL(SCRIPT).href)) as {
    highlighted(code: string): string;
  };
  return highlighted(code);
}

/** What each word is taken for, in order; words without a mark are left out. */
async function marks(code: string): Promise<string[]> {
  const spans = (await highlight(code)).matchAll(/<span class="tok-([^"]*)">([^<]*)<\/span>/g);
  return [...spans].map(([, kind, text]) => `${text?.trim()} ${kind}`);
}

test('a value after a colon is what it is; only an annotation is a type', async () => {
  assert.deepEqual(await marks('const config = { limit: LIMIT, seed: 1 };'), [
    'const keyword',
    'limit propertyName tok-definition',
    'seed propertyName tok-definition',
    '1 number',
  ]);
  assert.deepEqual(await marks('let x: Figure = y;'), ['let keyword', 'Figure typeName']);
});

test('words, numbers, texts, comments and regular expressions of any alphabet are told apart', async () => {
  const code = "await run(60_000, 'a', /\\p{L}/u); // why\nreturn null ?? true;";
  assert.deepEqual(await marks(code), [
    'await keyword',
    '60_000 number',
    "'a' string",
    '/\\p{L}/u string2',
    '// why comment',
    'return null keyword', // one element for two words
    'true bool',
  ]);
});

test('the text is the code, whatever stands in it', async () => {
  const code = 'const a = `<b>\n${1 < 2 && "&amp;"}`;\n\n/* x\n y */ a<number>();\n';
  const text = (await highlight(code))
    .replace(/<\/?span[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  assert.equal(text, code);
});
