/** Code cells with their lines, one program per notebook, types and lint with the line in the twin. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { HEADER_LINES, loadScripts, makeCourse } from './course';

let scripts: Awaited<ReturnType<typeof loadScripts>>;
const tops: string[] = [];
before(async () => {
  scripts = await loadScripts();
});
after(() => tops.forEach((top) => fs.rmSync(top, { recursive: true, force: true })));

function course(...texts: string[]) {
  const { top, chapters } = makeCourse(...texts);
  tops.push(top);
  return { project: new scripts.Project(top), chapters };
}

/** A notebook of these code cells, with a line of prose before each. */
const twin = (...cells: string[]) =>
  cells.map((code) => `Prose.\n\n\`\`\`typescript\n${code}\n\`\`\`\n`).join('\n');

const typeErrors = async (...cells: string[]) => {
  const { project } = course(twin(...cells));
  return (await scripts.checkTypes(undefined, project)).map(({ message }) => message);
};

test('codeCells finds TypeScript fences alone, with the line of their first code line', () => {
  const text = [
    '---', '```typescript', '---', // a header is no cell, whatever it holds
    'Prose', '```typescript', 'one', '', 'two', '```',
    '```python', '```typescript', '```', // inside another fence
    '<!-- #region -->', '```typescript', 'shown, not run', '```', '<!-- #endregion -->',
    '```typescript .noeval', 'shown, not run', '```',
    '```typescript tags=["hide-input"]', 'three', '```', '',
  ].join('\n'); // prettier-ignore
  assert.deepEqual(scripts.codeCells(text), [
    { line: 6, source: 'one\n\ntwo' },
    { line: 22, source: 'three' },
  ]);
});

test('our reader and jupytext find the same cells', async () => {
  const { project } = course(
    'A\n\n```typescript\nconst a = 1;\n```\n\n```text\nshown\n```\n\n' +
      '<!-- #region -->\nshown:\n\n```typescript\nconst no = 0;\n```\n<!-- #endregion -->\n\n' +
      '```typescript tags=["hide-input"]\n\nconst b = 2;\n```\n',
    '```typescript\nconst c = 2;\n```\n',
    '~~~text\n```typescript\n~~~\n', // jupytext looks for cells in here, too
  );
  const problems = await scripts.checkTwins(undefined, project);
  const found = problems.filter(({ message }) => !message.startsWith('does not exist'));
  assert.deepEqual(
    found.map(({ file }) => file),
    ['notebooks/text/03-topic.md'],
  );
  assert.match(found[0]?.message ?? '', /this code fence and jupytext’s cell differ/);
});

test('later cells see earlier names, may declare them again, await, and import at any place', async () => {
  const found = await typeErrors(
    "import fs from 'node:fs';\nimport { join } from 'node:path';\nconst a = 2;\nlet total = 0;",
    'const a = `text ${a1()}`;\nfunction a1() {\n  return 1;\n}\na.length;',
    'total = await Promise.resolve(a.length);\nfor await (const each of [Promise.resolve(1)]) total += each;',
    "import { join, sep } from 'node:path';\nimport fs from 'node:fs';\nfs.existsSync(join(sep, 'x'));",
    'interface P {\n  x: number;\n}\nconst p: P = { x: total };\np;',
    'interface P {\n  y: string;\n}\nconst q: P = { y: a };\nq;',
  );
  assert.deepEqual(found, []);
});

test('a name has its declared type in later cells, whatever was assigned to it', async () => {
  const found = await typeErrors(
    'const answer: number[] | undefined = undefined;\nlet state: string | number = 3;',
    'if (answer) answer.length;\nif (typeof state === "string") state.length;',
    'state.toFixed();',
  );
  assert.equal(found.length, 1);
  assert.match(found[0] ?? '', /toFixed/);
});

test('strict faults are found: implicit any, possibly undefined, wrong argument, unknown name, const', async () => {
  const codes = [
    'const f = (x) => x;\nf(1);',
    'const first = [1].find((x) => x > 0);\nfirst.toFixed();',
    'Math.sqrt("4");',
    'missing;',
    'const fixed = 1;',
    'fixed = 2;',
  ];
  const found = await typeErrors(...codes);
  for (const code of ['TS7006', 'TS18048', 'TS2345', 'TS2304', 'TS2588'])
    assert.ok(
      found.some((message) => message.startsWith(code)),
      code,
    );
  assert.equal(found.length, 5);
});

test('a type error is reported with file and line of the twin, also after an import and in the last cell', async () => {
  const { project } = course(
    twin("import {\n  join,\n  nothing,\n} from 'node:path';\njoin('a');", 'const a = 1;\n\nconst b: string = a;\nb;'),
    twin('const fine = 1;\nfine;'),
  ); // prettier-ignore
  const problems = await scripts.checkTypes(undefined, project);
  assert.deepEqual(
    problems.map(({ file, line }) => [file, (line ?? 0) - HEADER_LINES]),
    [
      ['notebooks/text/01-topic.md', 6],
      ['notebooks/text/01-topic.md', 16],
    ],
  );
});

test('a syntax error is reported with its line', async () => {
  const { project } = course(twin('const a = 1;', 'const b = 2;\nconst = 3;'));
  const [first] = await scripts.checkTypes(undefined, project);
  assert.equal(first?.line, HEADER_LINES + 11);
});

test('lint sees through cells: used later is used; unused, loose equality and format are reported', async () => {
  const { project } = course(
    twin(
      'const used = 1;',
      'used;',
      'const forgotten = used == 2;',
      'const long = [ 1,2 ];\nlong;',
    ),
  );
  const problems = await scripts.lintTwins(undefined, project);
  assert.deepEqual(
    problems.map(({ line, message }) => [(line ?? 0) - HEADER_LINES, message.split(':')[0]]),
    [
      [22, 'not in prettier’s format; run npm run notebooks -- --format'],
      [16, '@typescript-eslint/no-unused-vars'],
      [16, 'eqeqeq'],
    ],
  );
});

test('--format repairs the cells and leaves the prose alone', async () => {
  const text = `Some  prose.\n\n${twin('const  a = { b:1 }', 'if (a.b) { a.b }')}\n- x\n-   y\n`;
  const { project, chapters } = course(text);
  assert.equal((await scripts.formatTwins(undefined, project)).length, 1);
  const formatted = fs.readFileSync(project.twin(chapters[0] as never), 'utf8');
  assert.match(formatted, /Some {2}prose\./);
  assert.match(formatted, /^-\s{3}y$/m);
  assert.match(formatted, /```typescript\nconst a = \{ b: 1 \};\n```/);
  assert.deepEqual(
    (await scripts.lintTwins(undefined, project)).filter(({ message }) => /prettier/.test(message)),
    [],
  );
  assert.deepEqual(await scripts.formatTwins(undefined, project), []);
});

test('asking for a chapter that is not written names those that are', () => {
  const { project } = course(twin('1;'));
  assert.throws(
    () => project.select(['07']),
    /expected chapters that have a text twin \(01\); got '07'/,
  );
  assert.equal(project.select(['01-topic'])[0]?.id, '01');
  fs.rmSync(path.join(project.top, 'notebooks', 'text', '01-topic.md'));
  assert.deepEqual(project.select([]), []);
});

test('a finding before the end of its cell is reported with its line: nobody would judge it', async () => {
  const { project } = course(
    twin(
      "import { finding, spread } from 'dlts';",
      "finding('First.', spread([1, 2]).above(0));\nfinding('Second.', spread([1, 2]).above(0));",
      "finding('Alone.', spread([1, 2]).above(0));",
    ),
  );
  const found = (await scripts.lintTwins(undefined, project)).filter(({ message }) =>
    message.startsWith('finding:'),
  );
  assert.equal(found.length, 1);
  assert.match(found[0]?.message ?? '', /only the last statement of a cell is shown and judged/);
  const [place] = found;
  const text = fs.readFileSync(path.join(project.top, place?.file ?? ''), 'utf8');
  assert.match(text.split('\n')[(place?.line ?? 0) - 1] ?? '', /First/);
});
