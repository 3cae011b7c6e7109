import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kernel } from '../client';

/** Odd values, and errors as values. */
export function values(kernel: () => Kernel): void {
  const alive = async (): Promise<void> =>
    assert.equal((await kernel().execute('6 * 7')).text, '42', 'the kernel lives');
  const refusal = async (source: string): Promise<string> => {
    const cell = await kernel().execute(source);
    assert.equal(cell.reply['status'], 'error', source);
    assert.deepEqual(cell.types, ['execute_input', 'error'], source);
    await alive();
    return cell.error?.evalue ?? '';
  };
  const bundle = (body: string): string => `({ toMimeBundle: () => (${body}) })`;

  test('a bundle that no message can hold is an error of its cell, in one sentence', async () => {
    const circle = `(() => { const a: Record<string, unknown> = {}; a['self'] = [a]; return { ...a }; })()`;
    assert.match(
      await refusal(bundle(`{ 'application/json': ${circle} }`)),
      /^toMimeBundle: expected application\/json to hold what JSON can; got an object that contains itself; use /,
    );
    assert.match(
      await refusal(bundle("{ 'application/vnd.x+json': { layers: [{ units: 9n }] } }")),
      /got the BigInt 9n in units; /,
    );
    assert.match(
      await refusal(bundle("{ 'text/plain': 17 }")),
      /expected text\/plain to be text; got a number; make a string of it/,
    );
    assert.match(
      await refusal(bundle("{ 'text/html': ['<b>'] }")),
      /text\/html to be text; got an array/,
    );
    assert.match(
      await refusal(bundle("'just text'")),
      /expected an object with a value per MIME type; got a string/,
    );
    assert.match(await refusal(bundle('null')), /got null; return for example/);
  });

  test('a display that no message can hold is an error where it is called', async () => {
    const host =
      "import { notebookHost } from 'dlts/dist/host/notebook-host';\nconst where = notebookHost();\n";
    assert.match(
      await refusal(`${host}where?.display({ 'application/json': { n: 3n } });`),
      /^display: expected application\/json/,
    );
    assert.match(
      await refusal(`${host}where?.display({ 'text/plain': 'x' }, { n: 3n });`),
      /got the BigInt 3n in n/,
    );
    const caught = await kernel().execute(
      `${host}let caught = ''; try { where?.display({ 'text/plain': 5 }); } catch (error) { caught = String(error); }\ncaught`,
    );
    assert.match(caught.text ?? '', /TypeError: display: expected text\/plain to be text/);
    assert.match(
      await refusal(
        "import { display } from 'tslab';\ndisplay.raw('text/plain', 8 as unknown as string);",
      ),
      /^display: expected text\/plain to be text; got a number/,
    );
  });

  test('undefined entries of a bundle are left out, and objects without prototype can show themselves', async () => {
    const cell = await kernel().execute(
      "Object.assign(Object.create(null), { toMimeBundle: () => ({ 'image/png': undefined, 'text/latex': '$x$' }) })",
    );
    assert.deepEqual(cell.data, { 'text/plain': '[Object]', 'text/latex': '$x$' });
  });

  test('a value that throws when it is looked at is an error of its cell', async () => {
    assert.match(
      await refusal(
        "({ get layers(): never { throw new RangeError('do not look'); } , summary() {}, countParams() {} })",
      ),
      /do not look/,
    );
  });

  test('a function as last expression has its own name, or none', async () => {
    const shown = async (source: string): Promise<string | undefined> =>
      (await kernel().execute(source)).text;
    assert.equal(await shown('(x: number) => x + 1'), '[Function (anonymous)]');
    assert.equal(await shown('async function named() {}\nnamed'), '[AsyncFunction: named]');
    assert.equal(
      await shown('class {}'.replace('class', '(class').concat(')')),
      '[class (anonymous)]',
    );
  });

  test('an error as a value shows the reader’s own places only, nested and printed too', async () => {
    await kernel().execute('function make(text: string) {\n  return new TypeError(text);\n}');
    const value = await kernel().execute("\nmake('shown')");
    const count = String(value.reply['execution_count']);
    assert.match(
      value.text ?? '',
      new RegExp(
        `^TypeError: shown\\n    at make, Cell \\[\\d+\\] line 2, column 10\\n    at Cell \\[${count}\\] line 2, column 1$`,
      ),
    );
    const nested = await kernel().execute(
      "console.log({ wrong: make('inside') });\nconsole.error(Object.assign(make('with field'), { code: 13 }));",
    );
    const text = nested.stream('stdout') + nested.stream('stderr');
    assert.match(text, /wrong: TypeError: inside\n\s+at make, Cell/);
    assert.match(text, /TypeError: with field\n {4}at make, Cell[^]* \{\n {2}code: 13\n\}/);
    assert.doesNotMatch(text, /kernel|tslab|node:|evalmachine/);
  });
}
