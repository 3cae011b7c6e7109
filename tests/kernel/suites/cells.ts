import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kernel } from '../client';

export function cells(kernel: () => Kernel): void {
  /** Runs cells one after another and returns the text of the last one's value. */
  const run = async (...sources: string[]): Promise<string | undefined> => {
    let text: string | undefined;
    for (const source of sources) {
      const cell = await kernel().execute(source);
      assert.equal(cell.trace, '', source);
      text = cell.text;
    }
    return text;
  };

  test('shorthand takes the variable of an earlier cell, also nested and in a call', async () => {
    const text = await run(
      'const left = 2; const right = 3;',
      'const pair = { left, inner: { right, list: [{ left }] } };\nJSON.stringify(pair)',
    );
    assert.equal(text, `'{"left":2,"inner":{"right":3,"list":[{"left":2}]}}'`);
  });

  test('destructuring declares new names, and renames properties of an earlier type', async () => {
    const text = await run(
      'interface Spot { x: number; y: { z: number } }\nconst spot: Spot = { x: 11, y: { z: 13 } };',
      'const { x, y: { z: deep } } = spot;\nconst { x: renamed, ...others } = spot;',
      '[x, deep, renamed, Object.keys(others)]',
    );
    assert.equal(text, "[ 11, 13, 11, [ 'y' ] ]");
  });

  test('destructuring assigns to variables of earlier cells', async () => {
    const text = await run(
      'let first = 1; let second = 2; const source = { first: 17, other: 19 };',
      '({ first, other: second } = source);\n[first, second] = [second, first];',
      '[first, second]',
    );
    assert.equal(text, '[ 19, 17 ]');
  });

  test('a closure sees a later reassignment of its variable, and other cells see what it assigns', async () => {
    const text = await run(
      'let rate = 1; const read = () => rate; function raise() { rate += 10; }',
      'rate = 5;',
      'const seen = read(); raise(); const after = rate; rate++;',
      '[seen, after, rate, read()]',
    );
    assert.equal(text, '[ 5, 15, 16, 16 ]');
  });

  test('an earlier function that a cell redefines uses the old value until the new one exists', async () => {
    const text = await run(
      'let step = 3;',
      'function twice() { return 2 * step; }',
      'let step = twice() + 1;',
      '[step, twice()]',
    );
    assert.equal(text, '[ 7, 14 ]');
  });

  test('a cell can be run again, with other types', async () => {
    const text = await run('const again = 1;', "const again = 'now text';", 'again.toUpperCase()');
    assert.equal(text, "'NOW TEXT'");
  });

  test('what a cell defined before it threw is kept, the rest is not', async () => {
    await run('const survivor = 1; const shadowed = 2;');
    const failed = await kernel().execute(
      "const made = 23;\nfunction helper() { return made + 1; }\nclass Box { size = made }\nthrow new Error('here');\n" +
        "const unreached = 1; const shadowed = 'new';",
    );
    assert.equal(failed.error?.evalue, 'here');
    assert.equal(
      await run('[made, helper(), new Box().size, survivor, shadowed + 1]'),
      '[ 23, 24, 23, 1, 3 ]',
    );
    const lost = await kernel().execute('unreached');
    assert.match(lost.error?.evalue ?? '', /Cannot find name 'unreached'/);
  });

  test('what depends on a lost definition is lost with it, and the earlier one stays', async () => {
    await run('function scale(n: number) { return n; }');
    await kernel().execute(
      "throw new Error('early');\nconst factor = 2;\nfunction scale(n: number): string { return String(n * factor); }",
    );
    assert.equal(await run('scale(29)'), '29');
  });

  test('imports survive a failure in the same cell', async () => {
    await kernel().execute("import os from 'node:os';\nthrow new Error('after import');");
    assert.equal(await run('typeof os.EOL'), "'string'");
  });

  test('await and for await work at the top level, each alone', async () => {
    const text = await run(
      'const values: number[] = [];',
      'for await (const value of [Promise.resolve(1), 2]) values.push(value);',
      'async function* count() { yield 3; yield 4; }\nfor await (const value of count()) { values.push(value); if (value === 3) break; }',
      'values.push(await Promise.resolve(5));',
      'values',
    );
    assert.equal(text, '[ 1, 2, 3, 5 ]');
  });

  test('enums, classes, generators, generics and types reach later cells', async () => {
    const text = await run(
      'enum Color { Red, Green }\nclass Counter<T> { constructor(readonly items: T[]) {} get size() { return this.items.length; } }\ntype Pair<T> = [T, T];',
      'const colors: Pair<Color> = [Color.Red, Color.Green];\nconst counter = new Counter(colors);',
      '[counter.size, Color[colors[1]]]',
    );
    assert.equal(text, "[ 2, 'Green' ]");
  });

  test('value and type of a name are told apart when one of them is declared again', async () => {
    await run(
      'interface Point { x: number }\nclass Shape { area(): number { return 6; } }\nconst kept: Point = { x: 2 };\nconst form = new Shape(); let [p, q] = [3, 5];',
    );
    assert.equal(
      await run('const Point = 7;', 'const other: Point = { x: Point };\nother.x + kept.x'),
      '9',
    );
    // The class is gone, what was made of it keeps its type.
    assert.equal(
      await run("const p = 'new';", '[p.toUpperCase(), q, form.area()]'),
      "[ 'NEW', 5, 6 ]",
    );
    const cell = await kernel().execute(
      'interface Point { y: string }\nconst wrong: Point = { x: 1 };',
    );
    assert.match(cell.error?.evalue ?? '', /'x' does not exist in type 'Point'/);
    await run("interface Point { y: string }\nconst right: Point = { y: 'a' };");
    assert.equal(await run('right.y'), "'a'");
  });

  test('imports, also renamed and only some of them replaced, are known in later cells', async () => {
    await run(
      "import path, { join as glue, sep } from 'node:path';\nimport * as os from 'node:os';\nimport type { Stats } from 'node:fs';",
      'const sep = 11;',
    );
    assert.equal(
      await run(
        "const stats: Partial<Stats> = { size: sep };\n[glue('a', 'b'), stats.size, path === os.constants as unknown]",
      ),
      "[ 'a/b', 11, false ]",
    );
  });

  test('namespaces reach later cells, with their types', async () => {
    const text = await run(
      'namespace Sizes { export const large = 13; export type Name = "s" | "l"; }',
      'const size: Sizes.Name = "l";\n[Sizes.large, size]',
    );
    assert.equal(text, "[ 13, 'l' ]");
  });

  test('void before a trailing call runs it, and shows nothing', async () => {
    await run('let called = 0;\nfunction call() { called += 3; return called; }');
    const cell = await kernel().execute('void call()');
    assert.deepEqual(cell.types, ['execute_input']);
    assert.equal(await run('called'), '3');
  });

  test('await before a parenthesis is an await, also of what another cell has imported', async () => {
    const text = await run(
      "import { setImmediate as turn } from 'node:timers/promises';",
      "const got = await turn('first');\nconst also = await (Promise.resolve(2));\n[got, also, await [3]]",
    );
    assert.equal(text, "[ 'first', 2, [ 3 ] ]");
    assert.equal(
      await run("import { setImmediate as again } from 'node:timers/promises';\nawait again(5)"),
      '5',
    );
  });

  test('export in a cell means nothing and does no harm', async () => {
    assert.equal(
      await run('export const open = 31;\nexport function shut() { return open; }', 'shut()'),
      '31',
    );
    assert.equal(await run('const mine = 7;\nexport { mine };\nexport type { };', 'mine'), '7');
  });

  test('cells are checked and run strictly', async () => {
    const loose = await kernel().execute('const identity = (value) => value;');
    assert.match(loose.error?.evalue ?? '', /implicitly has an 'any' type/);
    const nullish = await kernel().execute(
      'const maybe = [1].find((n) => n > 1);\nmaybe.toFixed()',
    );
    assert.match(nullish.error?.evalue ?? '', /'maybe' is possibly 'undefined'/);
    const frozen = await kernel().execute(
      'const ice: { a: number } = Object.freeze({ a: 1 });\nice.a = 2;',
    );
    assert.equal(frozen.error?.ename, 'TypeError');
  });

  test('imports of the library carry its types', async () => {
    const cell = await kernel().execute(
      "import { tf } from 'dlts';\nconst wrong: string = tf.scalar(1);",
    );
    assert.match(cell.error?.evalue ?? '', /not assignable to type 'string'/);
  });

  test('a variable of an earlier cell is as fast in a loop as reading an object', async () => {
    const cell = await kernel().execute(
      'let sum = 0; const step1 = 1;\nexport {};'.replace('\nexport {};', ''),
    );
    assert.equal(cell.trace, '');
    assert.equal(await run('for (let i = 0; i < 1_000_000; i++) sum += step1;\nsum'), '1000000');
  });

  test('a module defined in a cell can be imported in the next', async () => {
    const text = await run(
      '/** @module doubling */\nexport const double = (n: number): number => 2 * n;',
      "import { double } from './doubling';\ndouble(37)",
    );
    assert.equal(text, '74');
  });

  test('the environment for native TensorFlow is set before it loads', async () => {
    const text = await run(
      "[process.env['TF_CPP_MIN_LOG_LEVEL'], process.env['TF_NUM_INTRAOP_THREADS']]",
    );
    assert.equal(text, "[ '3', '1' ]");
  });
}
