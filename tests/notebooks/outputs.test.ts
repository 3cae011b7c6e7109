/** What is demanded of executed notebooks, how they are stored, results.json and the README's tables. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import {
  type Cell,
  type Notebook,
  type Output,
  type Row,
  type StatedFinding,
  loadScripts,
  makeCourse,
} from './course';

let scripts: Awaited<ReturnType<typeof loadScripts>>;
const tops: string[] = [];
before(async () => {
  scripts = await loadScripts();
});
after(() => tops.forEach((top) => fs.rmSync(top, { recursive: true, force: true })));

const PLACE = {
  file: 'text.md',
  twin: 'Prose\n\n```typescript\none;\n```\n\n```typescript\ntwo;\n```\n',
};
const ROW: Row = { name: 'accuracy', value: 97.7, low: 97.5, high: 98, unit: '%', anchor: 'x | y' };

function notebook(...outputs: Output[][]): Notebook {
  const code = outputs.map((each, i): Cell => ({
    cell_type: 'code',
    id: `c${i}`,
    source: i === 0 ? 'one;' : 'two;',
    metadata: {},
    execution_count: i + 1,
    outputs: each,
  }));
  const prose: Cell = { cell_type: 'markdown', id: 'm', source: 'Prose', metadata: {} };
  return {
    cells: [prose, ...code],
    metadata: { kernelspec: { name: 'tslab' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

const stated = (...rows: Row[]): Output => ({
  output_type: 'execute_result',
  data: { 'application/vnd.dlts.results+json': { chapter: '01', rows }, 'text/plain': 'table' },
  metadata: {},
});

const figure = (png?: string, alt?: string): Output => ({
  output_type: 'display_data',
  data: {
    'application/vnd.plotly.v1+json': {
      data: [{ type: 'scatter', x: [1, 2], y: [3, 5] }],
      layout: { height: 300 },
    },
    ...(png === undefined ? {} : { 'image/png': png }),
  },
  metadata: alt === undefined ? {} : { 'image/png': { alt } },
});

test('a sound notebook has no fault', () => {
  assert.deepEqual(scripts.checkOutputs(notebook([], [stated(ROW)]), PLACE), []);
});

test('an error output and text on stderr are faults, with the line of the cell in the twin', () => {
  const error: Output = { output_type: 'error', ename: 'TypeError', evalue: 'no\n way' };
  const stderr: Output = { output_type: 'stream', name: 'stderr', text: 'careful' };
  assert.deepEqual(scripts.checkOutputs(notebook([stderr], [error]), PLACE), [
    { file: 'text.md', line: 4, message: 'prints on stderr: careful' },
    { file: 'text.md', line: 8, message: 'TypeError: no way' },
  ]);
});

test('a gap in the execution counts is a fault, an empty cell is not', () => {
  const gap = notebook([], []);
  (gap.cells[2] as Cell).execution_count = 3;
  assert.match(scripts.checkOutputs(gap, PLACE)[0]?.message ?? '', /count 3; expected 2/);
  (gap.cells[2] as Cell).execution_count = null;
  assert.match(scripts.checkOutputs(gap, PLACE)[0]?.message ?? '', /count missing; expected 2/);
  (gap.cells[2] as Cell).source = '  \n';
  assert.deepEqual(scripts.checkOutputs(gap, PLACE), []);
});

test('bands include their ends; outside and not-a-number are faults', () => {
  const at = (value: number | null) => scripts.checkBands([{ ...ROW, value }], 'f').length;
  assert.deepEqual([97.5, 98, 97.7].map(at), [0, 0, 0]);
  assert.deepEqual([97.49, 98.01, null].map(at), [1, 1, 1]);
});

test('results come from the expected() tables; none, a double and a foreign one are faults', () => {
  const messages = (...outputs: Output[][]) =>
    scripts.statedResults(notebook(...outputs), '01', PLACE).problems.map(({ message }) => message);
  assert.deepEqual(scripts.statedResults(notebook([stated(ROW)]), '01', PLACE), {
    rows: [ROW],
    problems: [],
  });
  assert.match(messages([])[0] ?? '', /states no result/);
  assert.match(messages([stated(ROW)], [stated(ROW)])[0] ?? '', /'accuracy' twice/);
  assert.match(
    scripts.statedResults(notebook([stated(ROW)]), '02', PLACE).problems[0]?.message ?? '',
    /states chapter '01'; this is '02'/,
  );
});

test('a figure needs its PNG and an alternative text', () => {
  const messages = (output: Output) =>
    scripts.checkFigures(notebook([output]), PLACE).map(({ message }) => message);
  assert.deepEqual(messages(figure('AAAA', 'a line')), []);
  assert.deepEqual(messages(figure()), ['figure without its PNG']);
  assert.deepEqual(messages(figure('AAAA')), ['figure without an alternative text']);
  assert.deepEqual(messages(figure('AAAA', ' ')), ['figure without an alternative text']);
});

test('an unchanged figure keeps its PNG, whatever the order of its keys', async () => {
  const old = notebook([figure('T0xE', 'a line')]);
  const fresh = notebook([figure(undefined, 'a line')]);
  const output = fresh.cells[1]?.outputs?.[0] as Output;
  output.data = JSON.parse(
    '{"application/vnd.plotly.v1+json":{"layout":{"height":300},"data":[{"y":[3,5],"x":[1,2],"type":"scatter"}]}}',
  ) as Record<string, unknown>;
  assert.equal(await scripts.addFigures(fresh, old), true);
  assert.equal(output.data['image/png'], 'T0xE');
  assert.deepEqual(output.metadata?.['image/png'], { alt: 'a line', width: 720 });
});

test('a notebook of 1 MB is too large, and the message says how to mend it', () => {
  assert.deepEqual(scripts.checkSize('x'.repeat(999_999), 'f'), []);
  assert.match(
    scripts.checkSize('é'.repeat(500_000), 'f')[0]?.message ?? '',
    /1\.00 MB.*fewer points/,
  );
});

test('what is stored depends on results alone: streams are joined, ids and times are gone', () => {
  const built = notebook([], []);
  const executed = notebook(
    [
      { output_type: 'stream', name: 'stdout', text: 'a\n' },
      { output_type: 'stream', name: 'stdout', text: 'b\n' },
      { output_type: 'display_data', data: { 'text/plain': 'x\ny' }, metadata: {}, transient: { display_id: 'r4nd' } } as Output,
    ],
    [],
  ); // prettier-ignore
  const first = executed.cells[1] as Cell;
  first.id = 'random';
  first.metadata = { execution: { 'iopub.execute_input': '2026-01-01' } };
  const stored = JSON.parse(scripts.serialize(scripts.normalize(executed, built))) as Notebook;
  assert.deepEqual(stored.cells[1], {
    cell_type: 'code',
    execution_count: 1,
    id: 'c0',
    metadata: {},
    outputs: [
      { name: 'stdout', output_type: 'stream', text: ['a\n', 'b\n'] },
      { data: { 'text/plain': ['x\n', 'y'] }, metadata: {}, output_type: 'display_data' },
    ],
    source: ['one;'],
  });
  const text = scripts.serialize(scripts.normalize(executed, built));
  assert.equal(
    scripts.serialize(JSON.parse(text) as Notebook),
    text,
    'serializing again changes nothing',
  );
});

test('results.json and the README tables: one chapter is replaced, the others stay', () => {
  const { top } = makeCourse('One.', 'Two.');
  tops.push(top);
  const project = new scripts.Project(top);
  scripts.writeResults([{ chapter: '02', seconds: 7, results: [ROW] }], project);
  scripts.writeResults([{ chapter: '01', seconds: 5, results: [{ ...ROW, value: 1 / 3, name: 'loss' }] }], project); // prettier-ignore
  scripts.writeResults([{ chapter: '02', seconds: 9, results: [ROW] }], project);
  assert.deepEqual(
    scripts.readResults(project).map(({ chapter, seconds }) => [chapter, seconds]),
    [['01', 5], ['02', 9]], // prettier-ignore
  );
  assert.match(scripts.checkReadme(project)[0]?.message ?? '', /tables are not those/);
  assert.deepEqual(scripts.writeReadme(project), []);
  assert.deepEqual(scripts.checkReadme(project), []);
  const readme = fs.readFileSync(project.readme, 'utf8');
  assert.match(readme, /\| 01 \| Topic 01 \(in preparation\) \| a \\\| b \| 3 min \| 1 min \|/);
  assert.match(readme, /\| 01 \| loss \| 0\.33 % \| 97\.5 to 98 % \| x \\\| y \|/);
  assert.match(readme, /\| 02 \| accuracy \| 97\.7 % \|/);
  fs.writeFileSync(project.readme, '# Course\n');
  assert.match(scripts.writeReadme(project)[0]?.message ?? '', /lacks the lines/);
});

const FINDING: StatedFinding = {
  sentence: 'Scaling helps.',
  holds: true,
  evidence: [
    { holds: true, text: 'difference 3, n = 7; above 0', n: 7, numbers: { difference: 3 } },
  ],
};
const concluded = (finding: StatedFinding): Output => ({
  output_type: 'execute_result',
  data: { 'application/vnd.dlts.finding+json': finding, 'text/plain': 'line' },
  metadata: {},
});

test('findings are collected from their outputs; a false one fails, unless the run is quick', () => {
  const untrue = { ...FINDING, sentence: 'Luck helps.', holds: false };
  const executed = notebook([concluded(FINDING)], [stated(ROW), concluded(untrue)]);
  const judged = scripts.statedFindings(executed, PLACE, { judge: true });
  assert.deepEqual(judged.findings, [FINDING, untrue]);
  assert.deepEqual(judged.problems, [
    {
      file: 'text.md',
      line: 8,
      message: "false finding: 'Luck helps.' (difference 3, n = 7; above 0)",
    },
  ]);
  assert.deepEqual(scripts.statedFindings(executed, PLACE, { judge: false }).problems, []);
});

test('the same conclusion twice in a chapter is a fault', () => {
  const executed = notebook([concluded(FINDING)], [concluded(FINDING)]);
  const { problems } = scripts.statedFindings(executed, PLACE, { judge: false });
  assert.deepEqual(problems.map(({ message }) => message), ["finding() states 'Scaling helps.' twice"]); // prettier-ignore
});

test('the README counts findings below its results, and says nothing while there are none', () => {
  const { top } = makeCourse('One.', 'Two.');
  tops.push(top);
  const project = new scripts.Project(top);
  const plain = { chapter: '01', seconds: 5, results: [ROW] };
  scripts.writeResults([plain], project);
  scripts.writeReadme(project);
  assert.doesNotMatch(fs.readFileSync(project.readme, 'utf8'), /conclusion/);
  const findings = [FINDING, { ...FINDING, sentence: 'More helps more.' }];
  scripts.writeResults([plain, { chapter: '02', seconds: 5, results: [ROW], findings }], project);
  assert.match(scripts.checkReadme(project)[0]?.message ?? '', /tables are not those/);
  scripts.writeReadme(project);
  const readme = fs.readFileSync(project.readme, 'utf8');
  assert.match(
    readme,
    /\|\n\nBesides these numbers, 2 conclusions are checked in every full run: 2 in 02\.\n<!-- results:end -->/,
  );
  assert.deepEqual(scripts.checkReadme(project), []);
});
