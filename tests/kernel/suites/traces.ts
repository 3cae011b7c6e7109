import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { notebooks, type Kernel } from '../client';

/** The way to an error: library files by their sources, own files, and always the cell. */
export function traces(kernel: () => Kernel): void {
  const ownFile = async (name: string, text: string, use: () => Promise<void>): Promise<void> => {
    const file = path.join(notebooks, name);
    fs.writeFileSync(file, text);
    try {
      await use();
    } finally {
      fs.rmSync(file, { force: true });
    }
  };

  test('a frame of the library names the source and its line', async () => {
    const cell = await kernel().execute(
      "import { trainTestSplit } from 'dlts';\n\ntrainTestSplit([2, 3, 5], { testSize: -7 });",
    );
    assert.match(cell.trace, /at .*src\/data\/[\w-]+\.ts:\d+/);
    assert.doesNotMatch(cell.trace, /dist\/|\.js:/);
    assert.match(cell.trace, /→ 3 │/);
    const [, file, line] = /at (?:\w+, )?(src\/data\/[\w-]+\.ts):(\d+)/.exec(cell.trace) ?? [];
    const source = fs.readFileSync(path.join(notebooks, '..', file ?? ''), 'utf8').split('\n');
    assert.ok((source[Number(line) - 1] ?? '').trim().length > 3, 'the line exists');
  });

  test('a frame of an own file names the TypeScript file and its line', async () => {
    const text =
      'interface Erased {\n  a: number;\n}\n\nexport function check(n: Erased): void {\n  if (n.a > 3) throw new RangeError(`too large: ${n.a}`);\n}\n';
    await ownFile('helper-for-traces.ts', text, async () => {
      const cell = await kernel().execute(
        "import { check } from './helper-for-traces';\ncheck({ a: 1 });\ncheck({ a: 5 });",
      );
      assert.match(cell.trace, /RangeError: too large: 5\n {2}at check, helper-for-traces\.ts:6\n/);
      assert.match(cell.trace, /→ 3 │ check\(\{ a: 5 \}\);/);
    });
  });

  test('an own file may be named with its ending, in a cell and in another own file', async () => {
    const inner = 'export const size: number = 17;\n';
    const outer = "export * from './helper-inside.ts';\n";
    await ownFile('helper-inside.ts', inner, () =>
      ownFile('helper-outside.ts', outer, async () => {
        const uses = [
          "import { size } from './helper-outside.ts';\nsize",
          "import { size } from './helper-outside';\nsize",
          "(await import('./helper-outside.ts')).size",
          "const file: string = './helper-outside.ts';\n((await import(file)) as { size: number }).size",
        ];
        for (const use of uses) {
          const cell = await kernel().execute(use);
          assert.equal(cell.trace, '', use);
          assert.equal(cell.text, '17', use);
        }
      }),
    );
  });

  test('an own file is read anew when it has changed, and its type errors name it', async () => {
    await ownFile('helper-that-changes.ts', 'export const size = 11;\n', async () => {
      const use = "import { size } from './helper-that-changes';\nsize";
      assert.equal((await kernel().execute(use)).text, '11');
      const file = path.join(notebooks, 'helper-that-changes.ts');
      fs.writeFileSync(file, 'export const size = 13;\n');
      fs.utimesSync(file, new Date(), new Date(Date.now() + 2000));
      assert.equal((await kernel().execute(use)).text, '13');
      fs.writeFileSync(file, "\nexport const size: number = 'text';\n");
      fs.utimesSync(file, new Date(), new Date(Date.now() + 4000));
      const wrong = await kernel().execute(use);
      assert.match(wrong.trace, /helper-that-changes\.ts line 2, column 14: .*not assignable/);
    });
    await kernel().execute('1');
  });

  test('an own file that is written after it was asked for is found', async () => {
    const use = "import { late } from './helper-that-comes-late';\nlate";
    assert.match((await kernel().execute(use)).error?.evalue ?? '', /Cannot find module/);
    await ownFile('helper-that-comes-late.ts', 'export const late = 17;\n', async () => {
      assert.equal((await kernel().execute(use)).text, '17');
    });
    await kernel().execute('const late = 0;');
  });

  test('an error that comes out of a library’s await still leads to the line of the cell', async () => {
    const cell = await kernel().execute(
      "import { readFile } from 'node:fs/promises';\nconst before = 1;\nasync function load(name: string) {\n  return await readFile(name);\n}\n\nawait load('/no/such/file');",
    );
    assert.match(cell.error?.evalue ?? '', /ENOENT/);
    assert.match(cell.trace, /at load, Cell \[\d+\] line 4/);
    assert.match(cell.trace, /→ 7 │ await load/);
  });

  test('a refusal of native TensorFlow names the operation and the shapes, at the line of the cell', async () => {
    await kernel().execute("import { tf } from 'dlts';");
    const cases: [source: string, message: RegExp][] = [
      [
        'tf.matMul(tf.ones([5]), tf.ones([5, 2]))',
        /^matMul: expected both operands to have at least 2 axes; got \[5\] and \[5, 2\]; add an axis with expandDims/,
      ],
      [
        'tf.ones([2, 3]).matMul(tf.ones([7, 5]))',
        /^matMul: expected the columns .*; got \[2, 3\] and \[7, 5\]; transpose/,
      ],
      [
        'tf.sub(tf.ones([2, 7]), tf.ones([3, 5]))',
        /^sub: expected shapes .*; got \[2, 7\] and \[3, 5\]; /,
      ],
      [
        'tf.reshape(tf.ones([3, 5]), [7])',
        /^reshape: expected sizes for the 15 values of \[3, 5\]; got \[7\], which holds 7; choose sizes whose product is 15/,
      ],
      [
        'tf.concat([tf.ones([2, 3]), tf.ones([2, 5])], 0)',
        /^concat: expected .*; got \[2, 3\], \[2, 5\]/,
      ],
      [
        'tf.gather(tf.ones([3]), tf.tensor1d([11], "int32"))',
        /^gather: expected indices from 0 to below 3; got .*; look for an index of 11/,
      ],
      [
        'tf.tile(tf.ones([2]), [-3])',
        /^tile: expected operands that fit together; got "Expected multiples\[0\] >= 0, but got -3" for \[2\]/,
      ],
    ];
    for (const [source, message] of cases) {
      const cell = await kernel().execute(`\n${source};`);
      assert.match(cell.error?.evalue ?? '', message, source);
      assert.match(cell.trace, /→ 2 │/, source);
    }
    const caught = await kernel().execute(
      "let said = ''; try { tf.add(tf.ones([2]), tf.ones([3])); } catch (error) { said = error instanceof Error ? error.message : ''; }\nsaid",
    );
    assert.match(caught.text ?? '', /^'add: expected shapes/);
  });
}
