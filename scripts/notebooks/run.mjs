/** What `npm run notebooks` does, once the packages that it needs are installed. */
import { spawnSync } from 'node:child_process';
import { executeNotebooks } from './execute.mjs';
import { formatTwins, lintTwins } from './lint.mjs';
import { Project, describeProblem } from './project.mjs';
import { adoptProse } from './prose.mjs';
import { Digests, changedSince } from './ran-on.mjs';
import { readResults, writeReadme, writeResults } from './results.mjs';
import { checkStored } from './stored.mjs';
import { checkTimes, writeTimes } from './times.mjs';
import { checkTwins, syncTwins } from './twin-sync.mjs';
import { checkTypes } from './types.mjs';

/** @typedef {import('./project.mjs').Chapter} Chapter */
/** @typedef {import('./project.mjs').Problem} Problem */
/** @typedef {import('./execute.mjs').Outcome} Outcome */

/**
 * @typedef {object} Wishes the command's options
 * @property {boolean} check
 * @property {boolean} quick
 * @property {boolean} changed
 * @property {boolean} checkOnly
 * @property {boolean} sync
 * @property {boolean} format
 * @property {boolean} readme
 * @property {boolean} force
 * @property {number} parallel
 * @property {number} timeout seconds
 */

/**
 * @param {string[]} ids chapters; none means all
 * @param {Wishes} wishes
 * @returns {Promise<number>} exit code
 */
export async function runNotebooks(ids, wishes) {
  const project = new Project();
  const chapters = wishes.changed ? due(project.select(ids), project) : project.select(ids);
  if (wishes.sync) return sync(chapters, wishes.force, project);
  if (wishes.format) {
    const changed = await formatTwins(chapters, project);
    return finish([], changed.length ? `Changed: ${changed.join(', ')}` : 'Already formatted.');
  }
  if (wishes.readme) {
    return finish(await tell(project), 'README tables and times written, prose taken over.');
  }
  if (wishes.checkOnly) return checkAll(chapters, project);
  return execute(chapters, wishes, project);
}

/**
 * The chapters whose stored execution ran on something else than what stands here now, and one more, in turn from
 * commit to commit, so that all are executed again in time.
 *
 * @param {Chapter[]} chapters @param {Project} project
 */
function due(chapters, project) {
  const digests = new Digests(project);
  const results = readResults(project);
  const turn = commits(project) % Math.max(1, chapters.length);
  return chapters.filter((chapter, i) => {
    const then = results.find((each) => each.chapter === chapter.id)?.ranOn;
    const changed = changedSince(then, digests.of(chapter));
    if (changed.length > 0) console.log(`${chapter.id}: changed since (${changed.join(', ')})`);
    else if (i === turn) console.log(`${chapter.id}: in turn`);
    return changed.length > 0 || i === turn;
  });
}

/** Number of commits; 0 outside of a repository. @param {Project} project */
function commits(project) {
  const args = ['rev-list', '--count', 'HEAD'];
  return Number(spawnSync('git', args, { cwd: project.top, encoding: 'utf8' }).stdout) || 0;
}

/** @param {Chapter[]} chapters @param {boolean} force @param {Project} project */
async function sync(chapters, force, project) {
  const { changed, problems } = await syncTwins(chapters, { force, project });
  const summary = changed.length ? `Changed: ${changed.join(', ')}` : 'Nothing to take over.';
  return finish(problems, summary);
}

/** @param {Chapter[]} chapters @param {Project} project */
async function checkAll(chapters, project) {
  /** @type {Problem[]} */
  const problems = [];
  for (const check of [checkTwins, checkTypes, lintTwins, checkTimes, checkStored])
    problems.push(...(await check(chapters, project)));
  return finish(
    problems,
    `${chapters.length} notebooks: twins, types, format, stored outputs sound.`,
  );
}

/** @param {Chapter[]} chapters @param {Wishes} wishes @param {Project} project */
async function execute(chapters, { quick, check, force, parallel, timeout }, project) {
  const store = !quick && !check;
  const digests = new Digests(project); // reads the library once, when it is first asked
  const outcomes = await executeNotebooks(chapters, {
    ...{ quick, store, force, project, parallel, timeout },
    onCell: ({ id }, cell, of) => live(`${id}  cell ${cell} of ${of} …`),
    onEnd: (outcome) => {
      report(outcome, quick);
      // At once: whoever stops a run of all chapters keeps those that have ended.
      if (store && outcome.problems.length === 0) storeResults(outcome, digests, project);
    },
  });
  const sound = outcomes.filter(({ problems }) => problems.length === 0);
  const problems = store && sound.length > 0 ? await tell(project) : [];
  const failed = outcomes.length - sound.length;
  const summary = `${sound.length} of ${outcomes.length} notebooks sound${store ? ' and stored' : ''}.`;
  if (failed > 0) console.log(`${summary} A notebook with a problem keeps its old outputs.`);
  return finish(problems, failed > 0 ? '' : summary) || (failed > 0 ? 1 : 0);
}

/** @param {Outcome} outcome @param {Digests} digests @param {Project} project */
function storeResults({ chapter, seconds, rows, findings }, digests, project) {
  const fresh = {
    chapter: chapter.id,
    seconds: Math.round(seconds),
    results: rows,
    ...(findings.length === 0 ? {} : { findings }),
    ranOn: digests.of(chapter),
  };
  writeResults([fresh], project);
}

/** What follows from results and texts: times, prose of stored notebooks, README. @param {Project} project */
async function tell(project) {
  writeTimes(project);
  await adoptProse(project.written(), project);
  return writeReadme(project);
}

/** @param {Outcome} outcome @param {boolean} quick */
function report({ chapter, problems, seconds, rows, findings }, quick) {
  live('');
  const state = problems.length === 0 ? '✓' : '✗';
  console.log(
    `${state} ${chapter.id} ${chapter.title}: ${Math.round(seconds)} s, ${rows.length} results, ${findings.length} findings` +
      (quick ? ' (quick mode: not judged)' : ''),
  );
  for (const problem of problems) console.log(`  ${describeProblem(problem)}`);
}

/** One line that is written over, where a person watches. @param {string} text */
function live(text) {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${text}`);
}

/** @param {Problem[]} problems @param {string} summary @returns {number} exit code */
function finish(problems, summary) {
  for (const problem of problems) console.log(describeProblem(problem));
  if (problems.length > 0) console.log(`${problems.length} problems.`);
  else if (summary !== '') console.log(summary);
  return problems.length > 0 ? 1 : 0;
}
