// @ts-check
/**
 * `npm run notebooks [-- 03 05]`: executes chapters from their text twins and stores them.
 *
 * | option | what it does |
 * |---|---|
 * | (none) | execute in full, check, store notebooks, results.json and the README's tables |
 * | `--check` | execute in full, check outputs and bands, store nothing |
 * | `--quick` | execute with small data (`DLTS_QUICK=1`), check outputs, store nothing |
 * | `--check-only` | execute nothing: twins, types, format, lint, stored outputs |
 * | `--sync` | take over into the twins what was edited in JupyterLab |
 * | `--format` | format the twins' code cells |
 * | `--readme` | rewrite the README's tables |
 * | `--force` | overwrite the side that was edited as well |
 * | `--parallel N` | N notebooks at once |
 * | `--timeout S` | seconds for one cell, default 900 |
 */
import { parseArgs } from 'node:util';
import { executeNotebooks } from './notebooks/execute.mjs';
import { formatTwins, lintTwins } from './notebooks/lint.mjs';
import { Project, describeProblem } from './notebooks/project.mjs';
import { writeReadme, writeResults } from './notebooks/results.mjs';
import { checkStored } from './notebooks/stored.mjs';
import { checkTwins, syncTwins } from './notebooks/twins.mjs';
import { checkTypes } from './notebooks/types.mjs';
import { runMain, setup } from './setup.mjs';
import { SetupError } from './setup/process.mjs';

export { checkStored, checkTwins, checkTypes, executeNotebooks, formatTwins, lintTwins, syncTwins };

/** @typedef {import('./notebooks/project.mjs').Problem} Problem */

runMain(import.meta.url, async () => {
  const { values, positionals } = options();
  await setup();
  const project = new Project();
  const chapters = project.select(positionals);
  if (values.sync) {
    const { changed, problems } = await syncTwins(chapters, { force: values.force, project });
    return finish(
      problems,
      changed.length ? `Changed: ${changed.join(', ')}` : 'Nothing to take over.',
    );
  }
  if (values.format) {
    const changed = await formatTwins(chapters, project);
    return finish([], changed.length ? `Changed: ${changed.join(', ')}` : 'Already formatted.');
  }
  if (values.readme) return finish(writeReadme(project), 'README tables written.');
  if (values['check-only']) return checkAll(chapters, project);
  return execute(chapters, values, project);
});

function options() {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        check: flag,
        quick: flag,
        'check-only': flag,
        sync: flag,
        format: flag,
        readme: flag,
        force: flag,
        parallel: { type: 'string', default: '1' },
        timeout: { type: 'string', default: '900' },
      },
    });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new SetupError(
      `notebooks: ${message}\n  Options are listed at the top of scripts/notebooks.mjs.`,
    );
  }
}

/** @param {string | undefined} text @param {string} name */
function wholeNumber(text, name) {
  if (text !== undefined && /^[1-9]\d*$/.test(text)) return Number(text);
  throw new SetupError(`notebooks: expected --${name} to be a whole number from 1; got '${text}'.`);
}

/**
 * @param {import('./notebooks/project.mjs').Chapter[]} chapters
 * @param {Project} project
 */
async function checkAll(chapters, project) {
  /** @type {Problem[]} */
  const problems = [];
  for (const check of [checkTwins, checkTypes, lintTwins, checkStored])
    problems.push(...(await check(chapters, project)));
  return finish(
    problems,
    `${chapters.length} notebooks: twins, types, format, stored outputs sound.`,
  );
}

/**
 * @param {import('./notebooks/project.mjs').Chapter[]} chapters
 * @param {ReturnType<typeof options>['values']} values
 * @param {Project} project
 */
async function execute(chapters, values, project) {
  const quick = values.quick === true;
  const store = !quick && values.check !== true;
  const outcomes = await executeNotebooks(chapters, {
    quick,
    store,
    force: values.force,
    project,
    parallel: wholeNumber(values.parallel, 'parallel'),
    timeout: wholeNumber(values.timeout, 'timeout'),
    onCell: ({ id }, cell, of) => live(`${id}  cell ${cell} of ${of} …`),
    onEnd: ({ chapter, problems, seconds, rows, findings }) => {
      live('');
      const state = problems.length === 0 ? '✓' : '✗';
      console.log(
        `${state} ${chapter.id} ${chapter.title}: ${Math.round(seconds)} s, ${rows.length} results, ${findings.length} findings` +
          (quick ? ' (quick mode: not judged)' : ''),
      );
      for (const problem of problems) console.log(`  ${describeProblem(problem)}`);
    },
  });
  const sound = outcomes.filter(({ problems }) => problems.length === 0);
  /** @type {Problem[]} */
  const problems = [];
  if (store && sound.length > 0) {
    writeResults(
      sound.map(({ chapter, seconds, rows, findings }) => ({
        chapter: chapter.id,
        seconds: Math.round(seconds),
        results: rows,
        ...(findings.length === 0 ? {} : { findings }),
      })),
      project,
    );
    problems.push(...writeReadme(project));
  }
  const failed = outcomes.length - sound.length;
  const summary = `${sound.length} of ${outcomes.length} notebooks sound${store ? ' and stored' : ''}.`;
  if (failed > 0) console.log(`${summary} A notebook with a problem keeps its old outputs.`);
  return finish(problems, failed > 0 ? '' : summary) || (failed > 0 ? 1 : 0);
}

/** One line that is written over, where a person watches. */
function live(/** @type {string} */ text) {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${text}`);
}

/** @param {Problem[]} problems @param {string} summary @returns {number} exit code */
function finish(problems, summary) {
  for (const problem of problems) console.log(describeProblem(problem));
  if (problems.length > 0) console.log(`${problems.length} problems.`);
  else if (summary !== '') console.log(summary);
  return problems.length > 0 ? 1 : 0;
}
