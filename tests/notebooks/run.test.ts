/** Notebooks built, executed, stored, checked and synchronized for real: jupytext, a kernel, files. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Chapter, type Notebook, HEADER_LINES, ROOT, loadScripts, makeCourse } from './course';

let scripts: Awaited<ReturnType<typeof loadScripts>>;
const tops: string[] = [];
before(async () => {
  scripts = await loadScripts();
});
after(() => tops.forEach((top) => fs.rmSync(top, { recursive: true, force: true })));

function course(...texts: string[]) {
  const { top, chapters } = makeCourse(...texts);
  tops.push(top);
  return { project: new scripts.Project(top), chapters, first: chapters[0] as Chapter };
}

const cell = (code: string) => `\`\`\`typescript\n${code}\n\`\`\`\n`;
const read = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8')) as Notebook;
const messages = (problems: { message: string }[]) => problems.map(({ message }) => message);

// Stands in for expected() of the library, whose own tests are elsewhere: no TensorFlow has to start here.
const STATE = (value: string) => `const shown = {
  toMimeBundle: () => ({
    'text/plain': 'results',
    'application/vnd.dlts.results+json': {
      chapter: '01',
      rows: [{ name: 'sum', value: ${value}, low: 2, high: 4, anchor: 'by hand' }],
    },
  }),
};
shown;`;

// The same for finding().
const CONCLUDE = (holds: string) => `({
  toMimeBundle: () => ({
    'text/plain': 'finding',
    'application/vnd.dlts.finding+json': {
      sentence: 'Three is odd.',
      holds: ${holds},
      evidence: [{ holds: ${holds}, text: 'rest 1, n = 1', n: 1, numbers: { rest: 1 } }],
    },
  }),
});`;

const SOUND = [
  '# Title\n',
  cell('const quick = process.env.DLTS_QUICK === "1";\nconsole.log(`${1 + 1}`);'),
  cell('if (quick === "DLTS_PUBLISH" in process.env) throw new Error("models go elsewhere");'),
  cell(STATE('quick ? 9 : 3')),
].join('\n');

const kernels = path.join(ROOT, '.venv', 'share', 'jupyter', 'kernels', 'tslab');
const skip = fs.existsSync(kernels)
  ? false
  : 'the TypeScript kernel is not installed: run npm start';

test(
  'a notebook is executed, stored, sound, and the same again when executed again',
  { skip },
  async () => {
    const { project, first, chapters } = course(SOUND);
    const options = { project, store: true };
    const [outcome] = await scripts.executeNotebooks(chapters, options);
    assert.deepEqual(outcome?.problems, []);
    assert.deepEqual(outcome?.rows[0]?.value, 3);
    const text = fs.readFileSync(project.notebook(first), 'utf8');
    const stored = read(project.notebook(first));
    assert.deepEqual(stored.cells.map((each) => each.execution_count ?? null), [null, 1, 2, 3]); // prettier-ignore
    assert.equal(stored.metadata['kernelspec']?.['name'], 'tslab');
    assert.equal(stored.metadata['language_info']?.['name'], 'typescript');
    scripts.writeResults([{ chapter: '01', seconds: 1, results: outcome?.rows ?? [] }], project);
    scripts.writeReadme(project);
    assert.deepEqual(await scripts.checkTwins(undefined, project), []);
    assert.deepEqual(await scripts.checkStored(undefined, project), []);

    await scripts.executeNotebooks(chapters, options);
    assert.equal(fs.readFileSync(project.notebook(first), 'utf8'), text);
  },
);

test(
  'faults name the line in the twin, and the stored notebook stays as it was',
  { skip },
  async () => {
    const { project, chapters } = course(
      SOUND.replace('quick ? 9 : 3', '9'),
      `${cell('const fine = 1;')}\n${cell('fine;\n\nthrow new RangeError("too far");')}`,
    );
    const old = '{"cells": []}';
    for (const chapter of chapters) fs.writeFileSync(project.notebook(chapter), old);
    const options = { project, store: true, force: true, parallel: 2 };
    const outcomes = await scripts.executeNotebooks(chapters, options);
    assert.deepEqual(messages(outcomes[0]?.problems ?? []), ["'sum' is 9; its band is 2 to 4"]);
    assert.equal(outcomes[1]?.problems[0]?.line, HEADER_LINES + 8);
    assert.match(outcomes[1]?.problems[0]?.message ?? '', /RangeError: too far/);
    for (const chapter of chapters)
      assert.equal(fs.readFileSync(project.notebook(chapter), 'utf8'), old);
  },
);

test('quick mode sets DLTS_QUICK, does not judge bands, and stores nothing', { skip }, async () => {
  const { project, first, chapters } = course(SOUND);
  const [outcome] = await scripts.executeNotebooks(chapters, { project, quick: true });
  assert.deepEqual(outcome?.problems, []);
  assert.equal(outcome?.rows[0]?.value, 9);
  assert.equal(fs.existsSync(project.notebook(first)), false);
});

test(
  'a finding is stored with its evidence, and found out when results.json has another one',
  { skip },
  async () => {
    const { project, chapters } = course(`${SOUND}\n${cell(CONCLUDE('!quick'))}`);
    const [outcome] = await scripts.executeNotebooks(chapters, { project, store: true });
    assert.deepEqual(outcome?.problems, []);
    const { rows: results = [], findings = [] } = outcome ?? {};
    assert.deepEqual(findings.map(({ sentence, holds }) => [sentence, holds]), [['Three is odd.', true]]); // prettier-ignore
    const write = (chapter: object) => {
      scripts.writeResults([{ chapter: '01', seconds: 1, results, ...chapter }], project);
      scripts.writeReadme(project);
    };
    write({ findings });
    assert.deepEqual(await scripts.checkStored(undefined, project), []);
    write({});
    assert.match(
      messages(await scripts.checkStored(undefined, project))[0] ?? '',
      /chapter 01 is not what its notebook/,
    );
  },
);

test(
  'a false finding fails a full run and stores nothing; a quick run does not judge it',
  { skip },
  async () => {
    const { project, first, chapters } = course(`${SOUND}\n${cell(CONCLUDE('false'))}`);
    const [full] = await scripts.executeNotebooks(chapters, { project, store: true });
    assert.deepEqual(messages(full?.problems ?? []), [
      "false finding: 'Three is odd.' (rest 1, n = 1)",
    ]);
    assert.equal(fs.existsSync(project.notebook(first)), false);
    const [quick] = await scripts.executeNotebooks(chapters, { project, quick: true });
    assert.deepEqual(quick?.problems, []);
  },
);

test('a run that stores nothing publishes no model for the site', { skip }, async () => {
  const { project, chapters } = course(SOUND.replace('quick === "DLTS', '"DLTS'));
  const [outcome] = await scripts.executeNotebooks(chapters, { project });
  assert.deepEqual(outcome?.problems, []);
});

test('a missing kernel is one clear message', async () => {
  const { project, chapters } = course(SOUND);
  const [outcome] = await scripts.executeNotebooks(chapters, { project, kernel: 'no-such' });
  assert.match(outcome?.problems[0]?.message ?? '', /NoSuchKernel.*npm start/s);
});

/** Stores the notebook as made from its twin, without outputs. */
async function store(project: ReturnType<typeof course>['project'], chapter: Chapter) {
  const [built] = await scripts.buildNotebooks([chapter], project);
  assert.ok(built);
  fs.writeFileSync(project.notebook(chapter), scripts.serialize(built));
}

function edit(file: string, from: string, to: string) {
  const text = fs.readFileSync(file, 'utf8');
  assert.ok(text.includes(from));
  fs.writeFileSync(file, text.replace(from, to));
}

test('cell ids follow from the cells, so that a new cell leaves the others alone', async () => {
  const { project, chapters } = course(
    `${cell('1;')}\n${cell('2;')}\n${cell('1;')}`,
    `${cell('0;')}\n${cell('1;')}\n${cell('2;')}\n${cell('1;')}`,
  );
  const [a, b] = await scripts.buildNotebooks(chapters, project);
  const ids = a?.cells.map(({ id }) => id) ?? [];
  assert.equal(new Set(ids).size, 3);
  assert.deepEqual(b?.cells.slice(1).map(({ id }) => id), ids); // prettier-ignore
});

test('a stale notebook is found, and the message says which side was edited', async () => {
  const { project, first } = course(SOUND);
  const check = async () => messages(await scripts.checkTwins([first], project));
  assert.match((await check())[0] ?? '', /does not exist; run npm run notebooks -- 01/);
  await store(project, first);
  assert.deepEqual(await check(), []);

  edit(project.twin(first), '# Title', '# Other');
  assert.match(
    (await check())[0] ?? '',
    /cell 1 differs.*the twin was edited; run npm run notebooks -- 01/,
  );
  await store(project, first);
  edit(project.notebook(first), '${1 + 1}', '${1 + 3}');
  assert.match((await check())[0] ?? '', /cell 2 differs.*the notebook was edited.*--sync 01/);
  edit(project.twin(first), '# Other', '# Third');
  assert.match((await check())[0] ?? '', /both were edited/);
});

test('--sync takes a notebook’s edits over into the twin, unless the twin was edited too', async () => {
  const { project, first } = course(SOUND);
  await store(project, first);
  edit(project.notebook(first), '${1 + 1}', '${1 + 3}');
  const synced = await scripts.syncTwins([first], { project });
  assert.deepEqual(synced, { changed: ['notebooks/text/01-topic.md'], problems: [] });
  assert.match(fs.readFileSync(project.twin(first), 'utf8'), /console\.log\(`\$\{1 \+ 3\}`\);/);
  assert.deepEqual(await scripts.checkTwins([first], project), []);

  await store(project, first);
  edit(project.notebook(first), '${1 + 3}', '${1 + 5}');
  edit(project.twin(first), '# Title', '# Other');
  const refused = await scripts.syncTwins([first], { project });
  assert.match(refused.problems[0]?.message ?? '', /both were edited/);
  assert.match(fs.readFileSync(project.twin(first), 'utf8'), /# Other/);
  await scripts.syncTwins([first], { project, force: true });
  assert.match(fs.readFileSync(project.twin(first), 'utf8'), /# Title[\s\S]*1 \+ 5/);
});

test('a notebook and its twin give one another back: tags, lists, formulas, details', async () => {
  const text =
    '# A\n\n$$\nx^2\n$$\n\n<details>\n<summary>more</summary>\n\n- a\n- b\n\n</details>\n\n\nSecond cell.\n\n' +
    '```typescript tags=["hide-input"]\nconst a = `\n\nb`;\n```\n';
  const { project, first } = course(text);
  const before = fs.readFileSync(project.twin(first), 'utf8');
  await store(project, first);
  edit(project.notebook(first), 'Second cell.', 'Second  cell.');
  await scripts.syncTwins([first], { project });
  const after = fs.readFileSync(project.twin(first), 'utf8');
  assert.equal(after, before.replace('Second cell.', 'Second  cell.'));
});

test('a notebook that was edited in JupyterLab is not overwritten unasked', async () => {
  const { project, first, chapters } = course(SOUND);
  await store(project, first);
  edit(project.notebook(first), '# Title', '# Mine');
  const before = fs.readFileSync(project.notebook(first), 'utf8');
  const [outcome] = await scripts.executeNotebooks(chapters, { project, store: true });
  assert.match(
    outcome?.problems[0]?.message ?? '',
    /the notebook was edited.*--sync 01.*--force 01/,
  );
  assert.equal(fs.readFileSync(project.notebook(first), 'utf8'), before);
});
