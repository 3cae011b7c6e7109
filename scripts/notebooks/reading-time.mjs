/** How long a chapter takes to read: computed from its words and cells, never guessed. */
import { codeCells } from './twin.mjs';

/** Prose of this kind is read slowly. */
const WORDS_PER_MINUTE = 130;
const SECONDS_PER_CELL = 20;
/** Minutes for an exercise of difficulty 1 and 2, and for the hard ones. */
const EXERCISE_MINUTES = 5;
const HARD_EXERCISE_MINUTES = 15;
const EXERCISE = /^\*\*Exercise \d\d\w?\.\d+\..*?\*\* Difficulty ([123]) of 3/gm;

/**
 * @typedef {object} ReadingTime
 * @property {number} read minutes for text and code cells, in steps of 5
 * @property {number} exercises minutes for the exercises
 */

/**
 * Minutes for a text twin: its words at 130 a minute and 20 seconds a code cell, exercises apart.
 *
 * @param {string} text the twin
 * @returns {ReadingTime}
 */
export function readingTime(text) {
  const body = withoutHeader(text);
  const chapter = withoutExercises(body);
  const prose = chapter.replace(/^```[\s\S]*?^```/gm, ' ');
  const words = prose.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  const minutes = words / WORDS_PER_MINUTE + (codeCells(chapter).length * SECONDS_PER_CELL) / 60;
  const exercises = [...body.matchAll(EXERCISE)].map(([, difficulty]) =>
    difficulty === '3' ? HARD_EXERCISE_MINUTES : EXERCISE_MINUTES,
  );
  return {
    read: Math.max(5, Math.ceil(minutes / 5) * 5),
    exercises: exercises.reduce((sum, each) => sum + each, 0),
  };
}

/**
 * The sentence on a chapter's first screen.
 *
 * @param {ReadingTime} time
 * @param {number} runMinutes
 */
export function timeLine({ read, exercises }, runMinutes) {
  const apart = exercises > 0 ? `, and ${exercises} minutes for the exercises` : '';
  const minutes = runMinutes === 1 ? 'minute' : 'minutes';
  return `**Time:** ${read} minutes to read, ${runMinutes} ${minutes} to run${apart}.`;
}

/** Whole minutes that a chapter runs. @param {number} seconds */
export const runMinutes = (seconds) => Math.max(1, Math.ceil(seconds / 60));

/** @param {string} text */
function withoutHeader(text) {
  return text.startsWith('---\n') ? text.slice(text.indexOf('\n---\n', 4) + 5) : text;
}

/** The section of exercises ends at the next section. @param {string} text */
function withoutExercises(text) {
  return text.replace(/^## (?:\d+\. )?Exercises[\s\S]*?(?=^## |$(?![\s\S]))/m, '');
}
