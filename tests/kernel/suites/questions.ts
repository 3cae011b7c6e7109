import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kernel } from '../client';

export function questions(kernel: () => Kernel): void {
  const complete = async (code: string, cursor = code.length): Promise<Record<string, unknown>> => {
    const { reply } = await kernel().request('complete_request', {
      code,
      cursor_pos: [...code.slice(0, cursor)].length,
    });
    return reply;
  };
  const inspect = async (
    code: string,
    cursor: number,
  ): Promise<{ found: boolean; text: string; markdown: string }> => {
    const { reply } = await kernel().request('inspect_request', {
      code,
      cursor_pos: cursor,
      detail_level: 0,
    });
    const data = reply['data'] as Record<string, string>;
    return {
      found: reply['found'] as boolean,
      text: data['text/plain'] ?? '',
      markdown: data['text/markdown'] ?? '',
    };
  };

  test('completion knows members of the library and variables of earlier cells', async () => {
    await kernel().execute('const wavelength = 3;');
    assert.ok(((await complete('tf.matM'))['matches'] as string[]).includes('matMul'));
    const own = await complete('1 + wavel');
    assert.deepEqual(own['matches'], ['wavelength']);
    assert.equal(own['cursor_start'], 4);
    const { _jupyter_types_experimental: types } = own['metadata'] as Record<
      string,
      { text: string; type: string }[]
    >;
    assert.deepEqual(
      types?.map(({ text, type }) => [text, type]),
      [['wavelength', 'const']],
    );
  });

  test('completion lists functions first, in their real kinds, and operations of TensorFlow last', async () => {
    await kernel().execute("import { tf } from 'dlts';");
    const reply = await complete('tf.');
    const { _jupyter_types_experimental: types } = reply['metadata'] as Record<
      string,
      { text: string; type: string }[]
    >;
    const kinds = new Map(types?.map(({ text, type }) => [text, type]));
    assert.equal(kinds.get('matMul'), 'function');
    assert.equal(kinds.get('layers'), 'module');
    assert.equal(kinds.get('Sequential'), 'class');
    assert.equal(kinds.get('_FusedMatMul'), 'const');
    assert.ok(types?.slice(0, 200).every(({ type }) => type === 'function'));
    const names = reply['matches'] as string[];
    assert.ok(names.indexOf('zeros') < names.indexOf('Sequential'));
    assert.ok(names.indexOf('Sequential') < names.indexOf('_FusedMatMul'));
    const member = (await complete('tf.ones([2]).sha'))['matches'] as string[];
    assert.equal(member[0], 'shape');
  });

  test('positions count characters, not UTF-16 units', async () => {
    const reply = await complete("'🎓🎓'; wavel");
    assert.equal(reply['cursor_start'], 6);
    assert.equal(reply['cursor_end'], 11);
  });

  test('inspection shows signature and documentation of the library', async () => {
    const { found, text, markdown } = await inspect('tf.matMul', 5);
    assert.ok(found);
    assert.match(text, /matMul/);
    assert.match(text, /dot product of two matrices/);
    assert.match(text, /@param/);
    assert.match(markdown, /^```typescript\n/);
  });

  test('inspection shows the documentation written in an earlier cell, also two cells later', async () => {
    await kernel().execute(
      '/**\n * Doubles a number.\n * @param n the number\n */\nfunction doubled(n: number): number {\n  return 2 * n;\n}',
    );
    await kernel().execute('const unrelated = 1;');
    const { text } = await inspect('doubled(3)', 2);
    assert.match(text, /function doubled\(n: number\): number/);
    assert.match(text, /Doubles a number\./);
    assert.match(text, /@param n the number/);
  });

  test('inside the arguments of a call, inspection shows the function', async () => {
    const code = 'tf.matMul(tf.ones([2]), )';
    assert.match((await inspect(code, code.length - 1)).text, /matMul/);
    assert.equal((await inspect('   ', 1)).found, false);
  });

  test('is_complete tells open, finished and wrong code apart', async () => {
    const status = async (code: string): Promise<unknown> =>
      (await kernel().request('is_complete_request', { code })).reply['status'];
    assert.equal(await status('const a = 1;'), 'complete');
    assert.equal(await status('const id = <T>(x: T): T => x;'), 'complete');
    assert.equal(await status('function f() {'), 'incomplete');
    assert.equal(await status('const s = `open'), 'incomplete');
    assert.equal(await status('foo('), 'incomplete');
    assert.equal(await status('/* open'), 'incomplete');
    assert.equal(await status('const = 1;'), 'invalid');
    const { reply } = await kernel().request('is_complete_request', { code: '  if (x) {' });
    assert.equal(reply['indent'], '    ');
  });
}
