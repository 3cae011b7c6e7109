import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { notebooks, type Kernel } from '../client';

export function errors(kernel: () => Kernel): void {
  test('an error names itself and points at the line of the cell', async () => {
    const cell = await kernel().execute(
      "interface Erased {\n  a: number;\n}\nfunction fail(n: number): number {\n  if (n === 0) throw new RangeError('deep');\n  return fail(n - 1);\n}\n\nfail(1);",
    );
    const count = String(cell.reply['execution_count']);
    assert.equal(cell.error?.ename, 'RangeError');
    assert.equal(cell.error?.evalue, 'deep');
    const places = [...cell.trace.matchAll(/Cell \[(\d+)\] line (\d+)/g)].map((m) => [m[1], m[2]]);
    assert.deepEqual(places, [
      [count, '5'],
      [count, '6'],
      [count, '9'],
    ]);
    assert.match(cell.trace, /→ 5 │ {3}if \(n === 0\) throw new RangeError\('deep'\);/);
    assert.match(cell.error?.traceback[0] ?? '', /\x1b\[31m/);
  });

  test('no frame of the kernel, of tslab or of Node shows', async () => {
    const cell = await kernel().execute("await null;\n[1].map(() => { throw new Error('x'); })");
    assert.match(cell.trace, /line 2/);
    assert.doesNotMatch(cell.trace, /kernel|tslab|node:|evalmachine|__tslab/);
  });

  test('a trace through a function of an earlier cell names both cells', async () => {
    const definition = await kernel().execute(
      "function thrower() {\n  throw new TypeError('earlier');\n}",
    );
    const call = await kernel().execute('const before = 1;\n\nthrower();');
    assert.match(
      call.trace,
      new RegExp(`at thrower, Cell \\[${String(definition.reply['execution_count'])}\\] line 2`),
    );
    assert.match(
      call.trace,
      new RegExp(`Cell \\[${String(call.reply['execution_count'])}\\] line 3`),
    );
  });

  test('the column survives shorthand, await and an earlier variable on the line', async () => {
    await kernel().execute('const known = 1;');
    const cell = await kernel().execute(
      "const o = { known }; const p = [known, await null, (() => { throw new Error('col') })()];",
    );
    const line =
      "const o = { known }; const p = [known, await null, (() => { throw new Error('col') })()];";
    assert.match(cell.trace, new RegExp(`line 1, column ${line.indexOf('new Error') + 1}\\b`));
  });

  test('an error inside a library shows the way there, briefly', async () => {
    const cell = await kernel().execute("import { tf } from 'dlts';\n\ntf.tensor([1, 2, 3], [7]);");
    assert.match(cell.trace, /tfjs-core/);
    assert.match(cell.trace, /Cell \[\d+\] line 3/);
    assert.ok(cell.trace.split('\n').length < 20);
  });

  test('endless recursion makes a short trace', async () => {
    const cell = await kernel().execute(
      'function round(n: number): number {\n  return round(n + 1) + 1;\n}\nround(0)',
    );
    assert.equal(cell.error?.ename, 'RangeError');
    assert.ok(cell.trace.split('\n').length < 40, cell.trace);
  });

  test('a cause is shown with its own place', async () => {
    const cell = await kernel().execute(
      "try {\n  JSON.parse('{');\n} catch (cause) {\n  throw new Error('outer', { cause });\n}",
    );
    assert.match(cell.trace, /Error: outer[^]*line 4[^]*Caused by:[^]*SyntaxError/);
  });

  test('a class of errors keeps its name, and anything can be thrown', async () => {
    const custom = await kernel().execute(
      "class ShapeError extends Error {}\nthrow new ShapeError('no')",
    );
    assert.equal(custom.error?.ename, 'ShapeError');
    const text = await kernel().execute("throw 'just text'");
    assert.equal(text.error?.evalue, 'just text');
    const nothing = await kernel().execute('throw undefined');
    assert.equal(nothing.reply['status'], 'error');
    assert.equal(nothing.error?.evalue, 'undefined');
  });

  test('every type error is reported, each with its line, and nothing runs', async () => {
    const cell = await kernel().execute(
      "console.log('ran');\nconst a: number = 'text';\nconst b = { a, missing: unknownName };\na.nope();",
    );
    assert.equal(cell.error?.ename, 'TypeScriptError');
    const lines = [...(cell.error?.evalue ?? '').matchAll(/line (\d+), column (\d+)/g)].map((m) =>
      m.slice(1),
    );
    assert.deepEqual(lines, [
      ['2', '7'],
      ['3', '25'],
      ['4', '3'],
    ]);
    assert.match(cell.trace, /TS2322/);
    assert.equal(cell.stream('stdout'), '');
  });

  test('a nested explanation of a type error stays one problem', async () => {
    const cell = await kernel().execute('const f: (x: number) => string = (x: number) => [x];');
    assert.equal(cell.error?.evalue.match(/line \d+/g)?.length, 1);
    assert.match(cell.error?.evalue ?? '', /not assignable/);
  });

  test('a syntax error is called one, at its line', async () => {
    const cell = await kernel().execute('const fine = 1;\nconst broken = (;\n');
    assert.equal(cell.error?.ename, 'SyntaxError');
    assert.match(cell.error?.evalue ?? '', /^line 2, column 17: /);
  });

  test('a package that is not there is a clear error', async () => {
    const cell = await kernel().execute("import { x } from 'no-such-package';");
    assert.match(cell.error?.evalue ?? '', /Cannot find module 'no-such-package'/);
  });

  test('a package that is not there comes with the command that installs it, when a cell is checked and when it runs', async () => {
    const install = (name: string): RegExp =>
      new RegExp(`in the course folder: npm install ${name}(\\n|$)`);
    const advice: [code: string, expected: RegExp][] = [
      ["import { x } from 'no-such-package';", install('no-such-package')],
      ["import { x } from 'no-such-package/part/x';", install('no-such-package')],
      ["import { x } from '@no-such/scope/part';", install('@no-such/scope')],
      ["import 'no-such-package';", install('no-such-package')],
      ["const name: string = '@no-such/scope';\nawait import(name)", install('@no-such/scope')],
    ];
    for (const [code, expected] of advice) {
      const { trace } = await kernel().execute(code);
      assert.match(trace, expected, code);
      assert.doesNotMatch(trace, /Require stack|notebooks\//, code);
    }
    for (const name of ['./no-such-file', '../no-such-file.ts', 'node:no-such', '@/no-such']) {
      const { trace } = await kernel().execute(`import { x } from '${name}';`);
      assert.match(trace, /spelled right/, name);
      assert.doesNotMatch(trace, /npm install/, name);
    }
  });

  test('a type error names modules as the reader imports them, not by this machine’s paths', async () => {
    const file = path.join(notebooks, 'helper-with-type.ts');
    fs.writeFileSync(file, 'export const size = 11;\n');
    try {
      const named = async (specifier: string): Promise<string> => {
        const source = `import * as found from '${specifier}';\nconst wrong: string = found;`;
        return (await kernel().execute(source)).error?.evalue ?? '';
      };
      for (const specifier of ['dlts', 'dlts/dist/host/html', '@tensorflow/tfjs', 'danfojs-node'])
        assert.match(
          await named(specifier),
          new RegExp(`'typeof import\\("${specifier}"\\)' is not assignable to type 'string'`),
        );
      assert.match(await named('./helper-with-type'), /'typeof import\("\.\/helper-with-type"\)'/);
      assert.match(await named('node:fs'), /'typeof import\("node:fs"\)'/);
      // The declarations of earlier cells name it, too.
      await kernel().execute("import * as kept from 'dlts';\nconst alias = kept;");
      const later = await kernel().execute('const wrong: string = alias;');
      assert.match(later.error?.evalue ?? '', /typeof import\("dlts"\)/);
      const code = "import * as shown from './helper-with-type';\nshown";
      const content = { code, cursor_pos: code.length - 1, detail_level: 0 };
      const { reply } = await kernel().request('inspect_request', content);
      assert.doesNotMatch(JSON.stringify(reply), new RegExp(notebooks));
    } finally {
      fs.rmSync(file, { force: true });
    }
  });

  test('a late exception and an unhandled rejection are shown, and the kernel goes on', async () => {
    const cell = await kernel().execute(
      "function tooLate() {\n  throw new TypeError('late one');\n}\nsetTimeout(tooLate, 5);\nvoid Promise.reject(new Error('nobody caught me'));\nawait new Promise((done) => setTimeout(done, 60));\n'alive'",
    );
    assert.equal(cell.text, "'alive'");
    assert.match(cell.stream('stderr'), /late one/);
    assert.match(cell.stream('stderr'), /nobody caught me/);
    assert.match(cell.stream('stderr'), /line 2, column/);
    assert.equal((await kernel().execute('41')).text, '41');
  });

  test('an exception after the end of its cell is shown too', async () => {
    const strays = kernel().strays.length;
    await kernel().execute("setTimeout(() => { throw new Error('after the end'); }, 80);");
    await new Promise((resolve) => setTimeout(resolve, 300));
    const late = kernel()
      .strays.slice(strays)
      .map((message) => JSON.stringify(message.content));
    assert.match(late.join(''), /after the end/);
  });

  test('a value that cannot be shown is an error of the cell', async () => {
    const cell = await kernel().execute("({ toMimeBundle() { throw new Error('cannot show'); } })");
    assert.equal(cell.error?.evalue, 'cannot show');
    assert.equal(cell.reply['status'], 'error');
  });
}
