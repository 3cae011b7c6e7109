/** The findings that a notebook shows: collected, judged in full runs, counted in the README. */
import { places } from './outputs.mjs';

/** @typedef {import('./project.mjs').Problem} Problem */

/**
 * @typedef {object} Finding one conclusion of a chapter
 * @property {string} sentence
 * @property {boolean} holds
 * @property {{ holds: boolean, text: string, n: number, numbers: Record<string, number | null> }[]} evidence
 */

const FINDING = 'application/vnd.dlts.finding+json';

/**
 * The findings of a notebook, from its `finding()` outputs.
 *
 * @param {import('./twin-sync.mjs').Notebook} notebook executed
 * @param {import('./outputs.mjs').Place} place
 * @param {{ judge: boolean }} options whether a false finding is a problem; in quick mode it is none
 * @returns {{ findings: Finding[], problems: Problem[] }} problems: a false one, a sentence twice
 */
export function statedFindings(notebook, place, { judge }) {
  const at = places(notebook, place);
  /** @type {Finding[]} */
  const findings = [];
  /** @type {Problem[]} */
  const problems = [];
  for (const [index, cell] of notebook.cells.entries())
    for (const { data } of cell.outputs ?? []) {
      const stated = /** @type {Finding | undefined} */ (data?.[FINDING]);
      if (stated === undefined) continue;
      const { sentence, holds, evidence } = stated;
      if (judge && !holds) {
        const numbers = evidence.map(({ text }) => `(${text})`).join(' ');
        problems.push({ ...at(index), message: `false finding: '${sentence}' ${numbers}` });
      }
      if (findings.some((each) => each.sentence === sentence))
        problems.push({ ...at(index), message: `finding() states '${sentence}' twice` });
      findings.push({ sentence, holds, evidence });
    }
  return { findings, problems };
}

/**
 * One line for the README; empty while no chapter has a finding.
 *
 * @param {readonly { chapter: string, findings?: Finding[] }[]} results
 */
export function findingsLine(results) {
  const counts = results.flatMap(({ chapter, findings = [] }) =>
    findings.length === 0 ? [] : [{ chapter, count: findings.length }],
  );
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return '';
  const list = counts.map(({ chapter, count }) => `${count} in ${chapter}`).join(', ');
  const subject = all === 1 ? '1 conclusion is' : `${all} conclusions are`;
  return `\nBesides these numbers, ${subject} checked in every full run: ${list}.\n`;
}

/** The same findings give the same text, whatever the order of their keys. @param {Finding[]} findings */
export const textOfFindings = (findings) =>
  JSON.stringify(
    findings.map(({ sentence, holds, evidence }) => [
      sentence,
      holds,
      evidence.map(({ text, n }) => [text, n]),
    ]),
  );
