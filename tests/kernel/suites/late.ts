import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cell, Kernel } from '../client';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What comes late, what would end the kernel, and what would wait for ever. */
export function late(kernel: () => Kernel): void {
  /** What arrives after the end of a cell, by the cell that it belongs to. */
  const lateOutput = async (cells: string[], wait = 400): Promise<string[]> => {
    const strays = kernel().strays.length;
    const ids: string[] = [];
    const inTime: string[] = [];
    for (const source of cells) {
      const cell: Cell = await kernel().execute(source);
      assert.equal(cell.trace, '', source);
      ids.push(cell.published[0]?.parent.msg_id ?? '');
      inTime.push(cell.stream('stdout') + cell.stream('stderr'));
    }
    await sleep(wait);
    const streams = kernel()
      .strays.slice(strays)
      .filter(({ header }) => header.msg_type === 'stream');
    return ids.map(
      (id, i) =>
        (inTime[i] ?? '') +
        streams
          .filter(({ parent }) => parent.msg_id === id)
          .map(({ content }) => content['text'])
          .join(''),
    );
  };

  test('what timers print after the end of their cell belongs to it, and not to the cell shown last', async () => {
    const [first, second] = await lateOutput([
      "setTimeout(() => console.log('from a timeout'), 90);\nsetImmediate(() => setTimeout(() => console.error('nested'), 60));",
      "console.log('second');",
    ]);
    assert.match(first ?? '', /nested/);
    assert.match(first ?? '', /from a timeout/);
    assert.equal(second, 'second\n');
  });

  test('what an async function prints after its await belongs to the cell that called it', async () => {
    const [definition, first, second] = await lateOutput([
      "import { setTimeout as rest } from 'node:timers/promises';\nasync function report(name: string) { for (let i = 0; i < 3; i++) { await rest(40); console.log(name + i); await null; } }",
      "void report('a');",
      "void report('b');\nvoid new Promise<void>((done) => setTimeout(done, 70)).then(() => console.log('then'));",
    ]);
    assert.equal(definition, '');
    assert.equal(first, 'a0\na1\na2\n');
    assert.deepEqual(second?.trim().split('\n').sort(), ['b0', 'b1', 'b2', 'then']);
  });

  test('a late error is shown at the cell that it came from', async () => {
    const [first, second, third] = await lateOutput([
      "setTimeout(() => { throw new RangeError('thrown late'); }, 60);",
      "async function fails() { await new Promise((done) => setTimeout(done, 60)); await Promise.reject(new TypeError('rejected late')); }\nvoid fails();",
      '1',
    ]);
    assert.match(first ?? '', /thrown late/);
    assert.doesNotMatch(first ?? '', /rejected/);
    assert.match(second ?? '', /rejected late/);
    assert.equal(third, '');
  });

  test('an interrupt stops intervals that cells have started, also finished ones', async () => {
    const count = async (): Promise<string | undefined> => (await kernel().execute('ticks')).text;
    await kernel().execute(
      'let ticks = 0;\nsetInterval(() => { ticks++; }, 10);\nasync function forever() { for (;;) { await new Promise((done) => setTimeout(done, 10)); ticks++; } }\nvoid forever();',
    );
    const before = await count();
    await sleep(80);
    assert.notEqual(await count(), before, 'they run');
    await kernel().interrupt();
    await sleep(60);
    const stopped = await count();
    await sleep(120);
    assert.equal(await count(), stopped);
    const cell = await kernel().execute(
      'let fresh = 0; const timer = setInterval(() => { if (++fresh === 3) clearInterval(timer); }, 5);\nawait new Promise((done) => setTimeout(done, 120));\nfresh',
    );
    assert.equal(cell.text, '3', 'a new interval runs');
  });

  test('process.exit in a cell is refused in one sentence, at its line, and the kernel lives', async () => {
    await kernel().execute('const survives = 19;');
    const cell = await kernel().execute('const code = 5;\nprocess.exit(code);');
    assert.equal(cell.error?.ename, 'ExitRefused');
    assert.match(
      cell.error?.evalue ?? '',
      /^process\.exit\(5\): expected .*; got .*; throw an Error/,
    );
    assert.match(cell.trace, /→ 2 │ process\.exit\(code\);/);
    assert.equal((await kernel().execute('survives')).text, '19');
    const [timer] = await lateOutput(['setTimeout(() => process.exit(), 30);']);
    assert.match(timer ?? '', /process\.exit\(\): expected a cell that ends by itself/);
    assert.equal((await kernel().execute('survives')).text, '19');
  });

  test('whoever asks for input is told that there is none, and does not wait', async () => {
    const sources = [
      "import { createInterface } from 'node:readline';\ncreateInterface({ input: process.stdin });",
      "import { createInterface as ask } from 'node:readline/promises';\nawait ask(process.stdin, process.stdout).question('age? ');",
      "process.stdin.on('data', () => {});",
      'for await (const line of process.stdin) console.log(line);',
    ];
    for (const source of sources) {
      const cell = await kernel().execute(source);
      assert.match(cell.error?.evalue ?? '', /^input is not supported here; /, source);
      assert.match(cell.trace, /Cell \[\d+\] line/, source);
    }
    assert.equal((await kernel().execute('process.stdin.isTTY')).text, 'false');
  });

  test('100,000 lines arrive in few messages, and a cell that prints without end is cut, with a word about it', async () => {
    const many = await kernel().execute('for (let i = 0; i < 100_000; i++) console.log(i);');
    assert.equal(many.stream('stdout').split('\n').length, 100_001);
    assert.ok(many.all('stream').length < 60, `${many.all('stream').length} messages`);
    const endless = await kernel().execute(
      "for (let i = 0; i < 30_000; i++) { console.log('0123456789'.repeat(6)); if (i % 2) console.error('~'); }\n'done'",
    );
    const text = endless.stream('stdout') + endless.stream('stderr');
    assert.equal(endless.text, "'done'");
    assert.match(
      text,
      /The output is cut here: a cell shows its first 1,000,000 characters\. Print less/,
    );
    assert.ok(text.length > 999_000 && text.length < 1_000_300, String(text.length));
    assert.equal(text.match(/cut here/g)?.length, 1);
    assert.equal((await kernel().execute("console.log('next')")).stream('stdout'), 'next\n');
  });
}
