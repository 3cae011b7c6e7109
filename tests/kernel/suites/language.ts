import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kernel } from '../client';

/** What a developer writes in 2026. */
export function language(kernel: () => Kernel): void {
  const value = async (source: string): Promise<string | undefined> => {
    const cell = await kernel().execute(source);
    assert.equal(cell.trace, '', source);
    return cell.text;
  };
  const refusal = async (source: string): Promise<string> =>
    (await kernel().execute(source)).error?.evalue ?? '';

  test('arrays are sorted, reversed and changed in a copy', async () => {
    assert.equal(
      await value(
        'const odd = [5, 3, 7];\n[odd.toSorted(), odd.toReversed(), odd.with(1, 11), odd.toSpliced(0, 2), odd.findLast((n) => n < 6)]',
      ),
      '[ [ 3, 5, 7 ], [ 7, 3, 5 ], [ 5, 11, 7 ], [ 7 ], 3 ]',
    );
  });

  test('a filter by a condition narrows the type, and NoInfer keeps an argument out of it', async () => {
    assert.equal(
      await value(
        'const found: number[] = [2, undefined, 3, null].filter((n) => n !== undefined && n !== null);\nfound',
      ),
      '[ 2, 3 ]',
    );
    const source =
      "function first<T extends string>(all: T[], wanted: NoInfer<T>): T { return all.find((one) => one === wanted) ?? wanted; }\nfirst(['sgd', 'adam'], ";
    assert.equal(await value(`${source}'adam')`), "'adam'");
    assert.match(await refusal(`${source}'rmsprop')`), /"rmsprop"' is not assignable/);
  });

  test('using disposes at the end of its block, and at the end of the cell', async () => {
    const text = await value(
      'const gone: string[] = [];\nclass Held implements Disposable { constructor(readonly name: string) {} [Symbol.dispose]() { gone.push(this.name); } }\n' +
        "{ using inner = new Held('inner'); gone.push(`in ${inner.name}`); }\ngone.join()",
    );
    assert.equal(text, "'in inner,inner'");
    const cell = await value(
      "using outer = new Held('outer');\nlet during = gone.length;\nfunction twice() { return 2 * during; }\nouter.name + twice()",
    );
    assert.equal(cell, "'outer4'", 'the trailing value of a cell with using is shown');
    assert.equal(
      await value('during += 5;\n[gone.at(-1), outer.name, twice()]'),
      "[ 'outer', 'outer', 14 ]",
    );
  });

  test('await using waits for the disposal', async () => {
    const text = await value(
      "const order: string[] = [];\nconst slow = { async [Symbol.asyncDispose]() { await null; order.push('closed'); } };\n" +
        "async function work() { await using held = slow; order.push(held ? 'work' : ''); }\nawait work();\norder",
    );
    assert.equal(text, "[ 'work', 'closed' ]");
    assert.equal(await value('await using last = slow;\norder.length'), '2');
    assert.equal(await value('order.length'), '3');
  });

  test('what the running Node has is accepted, and what it lacks is refused in its name', async () => {
    const modern: [expression: string, exists: boolean, shown: string][] = [
      [
        'Object.groupBy([1, 2, 3], (n) => (n > 1 ? "big" : "small")).big',
        'groupBy' in Object,
        '[ 2, 3 ]',
      ],
      ['new Set([1, 2]).union(new Set([3])).size', 'union' in Set.prototype, '3'],
      ['await Array.fromAsync([Promise.resolve(5)])', 'fromAsync' in Array, '[ 5 ]'],
      ['typeof Promise.withResolvers<number>().resolve', 'withResolvers' in Promise, "'function'"],
      ['[1, 2].values().map((n) => n * 3).toArray()', 'Iterator' in globalThis, '[ 3, 6 ]'],
      ['new DisposableStack().disposed', 'DisposableStack' in globalThis, 'false'],
      ['await Promise.try(() => 7)', 'try' in Promise, '7'],
      ["'a\\ud800'.isWellFormed()", 'isWellFormed' in String.prototype, 'false'],
      ['/[\\p{L}--[a-z]]/v.test("Q")', 'unicodeSets' in RegExp.prototype, 'true'],
    ];
    for (const [expression, exists, shown] of modern)
      if (exists) assert.equal(await value(expression), shown, expression);
      else
        assert.match(
          await refusal(expression),
          new RegExp(`Node ${process.versions.node}, which runs this cell, does not have it yet`),
          expression,
        );
  });

  test('cells say which TypeScript checks them: the one that compiles the library', async () => {
    const { reply } = await kernel().request('kernel_info_request', {});
    const { version } = reply['language_info'] as { version: string };
    const { default: ts } = await import('typescript');
    assert.equal(version, ts.version);
  });

  test('satisfies, const type parameters and accessors of decorators’ days are accepted', async () => {
    const text = await value(
      'const sizes = { small: 2, large: 13 } satisfies Record<string, number>;\nfunction tuple<const T extends readonly unknown[]>(items: T): T { return items; }\n' +
        'class Counter { accessor count = sizes.small; }\nconst counter = new Counter();\ncounter.count += tuple([5, 7])[1];\ncounter.count',
    );
    assert.equal(text, '9');
  });

  test('JSON is imported with its types, also from above the notebook', async () => {
    const cell = await kernel().execute("import pkg from '../package.json';\npkg.name.length");
    assert.equal(cell.trace, '');
    assert.equal(cell.text, '27');
    const wrong = await kernel().execute('pkg.title');
    assert.match(wrong.trace, /Property 'title' does not exist/);
  });

  test('a shell command, a magic and a browser’s dialog are answered with what to use here', async () => {
    for (const source of ['!ls -la', '!pip install numpy', '  !git status'])
      assert.match(
        await refusal(source),
        /^line 1, column \d+: !\w*: there is no shell here; use /,
      );
    for (const source of ['%timeit f(3)', '%%time\nconst a = 1;', '%matplotlib inline'])
      assert.match(await refusal(source), /there are no magics here; use .*console\.time/);
    const dialog = await kernel().execute("confirm('sure?')");
    assert.match(dialog.error?.evalue ?? '', /no web page here; use a variable/);
    assert.doesNotMatch(dialog.trace, /TS\d|been run/);
    assert.match(await refusal("const name = prompt('name')"), /input is not supported here; use/);
    assert.match(
      await refusal('document.title'),
      /there is no web page here; use a last expression/,
    );
    assert.match(await refusal('tf?'), /there is no \? here; use Shift\+Tab/);
  });

  test('a negation of a misspelled name stays an ordinary error', async () => {
    const cell = await kernel().execute('const done7 = true;\nif (!donne7) console.log(1);');
    assert.match(cell.error?.evalue ?? '', /Cannot find name 'donne7'\. Did you mean 'done7'/);
  });
}
