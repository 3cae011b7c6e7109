/** Where exercises come from: files of the course's folder, found by their names, compiled with the library. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { solutionIn } from '../../src/learn/solution';

const ROOT = path.join(__dirname, '..', '..');
const course = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-course-'));
after(() => fs.rmSync(course, { recursive: true, force: true }));

/** A course with one chapter that the library has never heard of, beside a copy of the compiled library. */
before(() => {
  const compiled = path.join(ROOT, 'src', 'dist');
  assert.ok(fs.existsSync(path.join(compiled, 'index.js')), 'run npm run build first');
  fs.cpSync(compiled, path.join(course, 'src', 'dist'), { recursive: true });
  fs.cpSync(path.join(ROOT, 'src', 'package.json'), path.join(course, 'src', 'package.json'));
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(course, 'node_modules'), 'junction');
  write('notebooks/chapters.json', '[]');
  const solution = 'export function solution() {\n  const sum: number = 2 + 3;\n  return sum;\n}\n';
  for (const name of ['07.2-difference', '07.10-quotient', '07.1-sum'])
    write(`notebooks/exercises/07/${name}.ts`, solution);
  write('notebooks/exercises/07/helper.ts', 'export const five = 5;\n');
  write('notebooks/exercises/07/self-test.ts', '');
  write(
    'notebooks/exercises/dist/07/07.1-sum.js',
    `exports.exercise = {
      title: 'Sum', difficulty: 1, task: 'Add.', answer: 'sum', placeholder: '', hints: ['a', 'b'],
      check: (answer, report) => report.close(answer, 5),
    };`,
  );
});

function write(name: string, text: string): void {
  const file = path.join(course, ...name.split('/'));
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

/** What `code` prints, run by plain Node with the compiled library of `folder`. */
function printed(folder: string, code: string): string {
  const library = JSON.stringify(path.join(folder, 'src', 'dist', 'learn'));
  const program = `const { exercise, progress, quiz } = require(${library});
    const message = (run) => { try { return String(run()); } catch (error) { return error.name + ': ' + error.message; } };
    ${code}`;
  const progress = path.join(course, 'progress.json');
  const env = { ...process.env, DLTS_ENGINE: 'js', DLTS_PROGRESS: progress, NODE_OPTIONS: '' };
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return stdout + (stdout === '' ? stderr : '');
}

test('a new chapter is found by its folder alone, and shows its solution with types', () => {
  const shown = printed(
    course,
    `console.log(exercise('07.1').check(5).status, exercise('07.1').check(6).status);
     console.log(String(exercise('07.1').solution()));`,
  );
  assert.match(shown, /^passed wrong\n/);
  assert.match(shown, /const sum: number = 2 \+ 3;$/m);
  assert.doesNotMatch(shown, /return sum/);
});

test('exercises are known by their numbers, in order; other files of the folder are no exercises', () => {
  const shown = printed(course, "console.log(message(() => exercise('07.3')));");
  assert.match(shown, /^RangeError: exercise: expected one of 07\.1, 07\.2, 07\.10; got '07\.3'; /);
});

test('an exercise or a self-test that is not compiled says which file, and how to compile it', () => {
  const shown = printed(
    course,
    "console.log(message(() => exercise('07.2'))); console.log(message(() => quiz('07')));",
  );
  const [ofExercise = '', ofQuiz = ''] = shown.split('\n');
  assert.match(
    ofExercise,
    /^Error: exercise: expected notebooks\/exercises\/07\/07\.2-difference\.ts/,
  );
  assert.match(ofExercise, /run npm start \(or npm run build\).*, then restart the kernel\.$/);
  assert.match(ofQuiz, /^Error: quiz: expected notebooks\/exercises\/07\/self-test\.ts/);
});

test('the compiled library finds the compiled exercises and self-tests of the course', () => {
  const shown = printed(
    ROOT,
    `console.log(exercise('01.1').check([1.445, 0.705]).status, progress().rows.length > 40);
     console.log(/^5 of 5 right/.test(String(quiz('00').check('BACBD'))));`,
  );
  assert.equal(shown, 'passed true\ntrue\n');
});

// ---- the shown solution

const SOURCE = `
/** Before. */
export async function solution(names: Parts<string[]>) {
  // a comment, a type, an empty line

  const answer: number[] = names.map((name) => {
    return name.length;
  });
  return answer;
}

function after() {
  return 3;
}
`;

test('the solution is what stands between the braces, moved to the margin, without the last return', () => {
  assert.equal(
    solutionIn(SOURCE, 'answer'),
    '// a comment, a type, an empty line\n\nconst answer: number[] = names.map((name) => {\n  return name.length;\n});',
  );
  assert.equal(solutionIn(SOURCE.replaceAll('\n', '\r\n'), 'answer'), solutionIn(SOURCE, 'answer'));
});

test('an exercise without a solution, or whose solution returns something else, is refused', () => {
  assert.throws(
    () => solutionIn('const solution = 3;', 'x'),
    /SyntaxError.*got no such function; write/,
  );
  assert.throws(
    () => solutionIn(SOURCE, 'other'),
    /return other; \}`; got another last line; write/,
  );
});
