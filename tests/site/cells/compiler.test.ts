/** The page's compiler: cells share one scope without any types, and places lead back to the reader's lines. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PageCompiler } from '../../../site/cells/worker/compiler';

/** Compiles cells one after another, and says what the last became. */
function compiled(...sources: string[]) {
  const compiler = new PageCompiler();
  let declarations = '';
  let last: ReturnType<PageCompiler['convert']> | undefined;
  sources.forEach((source, i) => {
    last = compiler.convert(declarations, source, `cell-${i}`);
    declarations = last.declarations;
  });
  assert.ok(last);
  return { compiler, ...last };
}

/** Runs cells as the worker does. Returns what they left behind. */
async function run(...sources: string[]): Promise<Record<string, unknown>> {
  const { PageRunner } = await import('../../../site/cells/worker/runner');
  const { CellRecord } = await import('../../../kernel/run/scope');
  const compiler = new PageCompiler();
  const scope: Record<string, unknown> = {};
  const guard = (value: unknown): unknown => value;
  const open = (access: object) => {
    const record = new CellRecord(scope, access as never);
    records.push(record);
    return record;
  };
  const records: InstanceType<typeof CellRecord>[] = [];
  const require = (): object => ({ two: 2 });
  Object.defineProperty(globalThis, '__tslab__', {
    value: { exports: scope, require, open, guard, guardEach: guard, timers: { setTimeout } },
    configurable: true,
  });
  let declarations = '';
  for (const [i, source] of sources.entries()) {
    const cell = compiler.convert(declarations, source, `tslab-cell-${i}`);
    assert.deepEqual(cell.problems, []);
    declarations = cell.declarations;
    await new PageRunner().run(cell);
    records.at(-1)?.commitAll();
  }
  return { ...scope, last: records.at(-1)?.last };
}

describe('cells share one scope', () => {
  test('a value, a function and a class of an earlier cell are in reach', async () => {
    const { last } = await run(
      'const a = 2; function twice(x: number) { return x * a; } class Box { constructor(readonly v: number) {} }',
      'new Box(twice(3)).v',
    );
    assert.equal(last, 6);
  });
  test('a closure sees what a later cell assigns', async () => {
    assert.equal((await run('let n = 1; const read = () => n;', 'n = 5;', 'read()'))['last'], 5);
  });
  test('a name may be declared again, and be another kind of thing', async () => {
    assert.equal((await run('const x = 1;', 'function x() { return 7; }', 'x()'))['last'], 7);
  });
  test('shorthand, patterns and defaults reach earlier variables', async () => {
    const { last } = await run(
      'const k = 3;',
      'const { m = k } = { } as { m?: number }; ({ k, m })',
    );
    assert.deepEqual(last, { k: 3, m: 3 });
  });
  test('a local variable of the same name is not the earlier one', async () => {
    assert.equal((await run('const v = 1;', '((v: number) => v + 1)(10)'))['last'], 11);
  });
  test('types of earlier cells cost nothing', async () => {
    assert.equal((await run('type Row = { a: number }; interface Wide extends Row { b: number }', 'const r: Wide = { a: 1, b: 2 };\nr.b'))['last'], 2); // prettier-ignore
  });
  test('imports are in reach of later cells, types among them are left out', async () => {
    const { last } = await run("import { two, type Three } from 'dlts';", 'two');
    assert.equal(last, 2);
  });
  test('await stands anywhere, also in a loop', async () => {
    const { last } = await run('let sum = 0; for await (const v of [1, 2, 3]) sum += await Promise.resolve(v);', 'sum'); // prettier-ignore
    assert.equal(last, 6);
  });
});

test('what cannot be read is said with its place, in the reader’s own lines', () => {
  const { problems } = compiled('const a = 1;', 'const b = a +;\nb');
  assert.equal(problems.length, 1);
  assert.deepEqual(problems[0]?.start, { line: 0, column: 13 });
});

test('a place in the code leads back to the line and column of the cell', () => {
  const source = 'const a = 1;\nconst { k } = { k: 2 };\nthrow new Error(`${a} ${k}`);';
  const { compiler, output = '' } = compiled(source);
  const lines = output.split('\n');
  const line = lines.findIndex((text) => text.includes('throw'));
  const place = compiler.locate('cell-0', { line, column: lines[line]?.indexOf('throw') ?? -1 });
  assert.deepEqual(place, { line: 2, column: 0 });
});

test('of a cell that stopped half-way, what had its value is kept', () => {
  const { compiler } = compiled('const a = 1;\nconst b = broken();');
  const kept = compiler.keep('', 'cell-0', ['a']);
  assert.deepEqual(kept.names, ['a']);
  assert.match(kept.declarations, /declare let a: any/);
  assert.doesNotMatch(kept.declarations, /\bb\b/);
});
