/** What the reader has tried and solved, kept in one small JSON file on this machine. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { courseFolder, writeAtomically } from '../host/files';

/** What is remembered of one exercise. */
export interface ExerciseProgress {
  /** Answers checked so far (placeholders do not count). */
  attempts: number;
  /** Date of the first right answer, ISO 8601; absent while unsolved. */
  solved?: string;
  /** Hints shown so far. */
  hints: number;
  /** Whether the solution was shown before a right answer. */
  solutionShown?: boolean;
}

/** The whole file. */
export interface ProgressFile {
  exercises: Record<string, ExerciseProgress>;
  /** Best number of right answers per self-test. */
  quizzes: Record<string, number>;
}

/** Holds the progress when no file can be written, so that it lasts at least until the kernel stops. */
let memory: ProgressFile | undefined;
/** The file written last; later reads start there. */
let written: string | undefined;

/**
 * Where progress is stored: `DLTS_PROGRESS` if set, else `.cache/progress.json` of the course's folder, else
 * `~/.cache/dlts/progress.json`.
 */
function candidates(): string[] {
  const stated = process.env['DLTS_PROGRESS'];
  if (stated !== undefined && stated !== '') return [stated];
  const root = courseFolder();
  const home = path.join(os.homedir(), '.cache', 'dlts', 'progress.json');
  return root === undefined ? [home] : [path.join(root, '.cache', 'progress.json'), home];
}

/** The stored progress; empty when there is none or the file is damaged. Never throws. */
export function readProgress(): ProgressFile {
  if (memory !== undefined) return structuredClone(memory);
  const files = candidates();
  for (const file of written !== undefined && files.includes(written) ? [written] : files) {
    try {
      return clean(JSON.parse(fs.readFileSync(file, 'utf8')));
    } catch {
      // Missing, unreadable or damaged: try the next candidate.
    }
  }
  return { exercises: {}, quizzes: {} };
}

/** Reads, changes and writes back at once, so that two kernels lose as little as possible. Never throws. */
export function updateProgress(change: (progress: ProgressFile) => void): void {
  const progress = readProgress();
  change(progress);
  const text = JSON.stringify(progress, null, 2) + '\n';
  written = candidates().find((file) => tryWrite(file, text));
  memory = written === undefined ? progress : undefined;
}

/** The entry of one exercise, made when missing. */
export function entryOf(progress: ProgressFile, id: string): ExerciseProgress {
  return (progress.exercises[id] ??= { attempts: 0, hints: 0 });
}

/** Whether the file could be written. */
function tryWrite(file: string, text: string): boolean {
  try {
    writeAtomically(file, text);
    return true;
  } catch {
    return false;
  }
}

/** Keeps what has the right shape of whatever the file held. */
function clean(found: unknown): ProgressFile {
  const result: ProgressFile = { exercises: {}, quizzes: {} };
  if (!isRecord(found)) return result;
  if (isRecord(found['exercises']))
    for (const [id, entry] of Object.entries(found['exercises']))
      if (isRecord(entry)) result.exercises[id] = cleanEntry(entry);
  if (isRecord(found['quizzes']))
    for (const [id, score] of Object.entries(found['quizzes']))
      if (typeof score === 'number') result.quizzes[id] = score;
  return result;
}

function cleanEntry(entry: Record<string, unknown>): ExerciseProgress {
  return {
    attempts: typeof entry['attempts'] === 'number' ? entry['attempts'] : 0,
    hints: typeof entry['hints'] === 'number' ? entry['hints'] : 0,
    ...(typeof entry['solved'] === 'string' ? { solved: entry['solved'] } : {}),
    ...(entry['solutionShown'] === true ? { solutionShown: true } : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
