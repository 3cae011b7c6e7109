/** What the page and the worker that runs its cells say to each other. */

/** A file of the course, as the worker's file system holds it. */
export interface CourseFile {
  /** Path from the course's folder, with forward slashes. */
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** From the page. */
export type Request =
  | { type: 'start'; settings: Settings; files: CourseFile[] }
  | { type: 'run'; run: number; source: string; label: string }
  /** Stops the running cell at its next `await`. */
  | { type: 'interrupt' }
  /** An answer to `need`: the files of a data set, or why there are none. */
  | { type: 'data'; name: string; files: CourseFile[] }
  | { type: 'refused'; name: string; reason: string }
  /** Makes this worker the one that answers questions about types. */
  | { type: 'types'; files: CourseFile[] }
  | ({ type: 'ask'; ask: number } & Question);

/** What an editor asks about a cell. */
export interface Question {
  kind: 'check' | 'complete' | 'describe';
  /** The sources of the cells before it. */
  above: readonly string[];
  source: string;
  /** A place in the source; 0 for `check`. */
  offset: number;
}

/** How the worker runs cells. */
export interface Settings {
  /** Which engine computes. */
  engine: EngineChoice;
  /** WebAssembly of TensorFlow.js, base 64. */
  wasm: string;
  /** The script of the backend for WebGPU, when the reader has chosen it. */
  webgpu?: string;
  /** Exercises and quizzes done so far, as the library stores them. */
  progress?: string;
}

export type EngineChoice = 'wasm' | 'webgpu' | 'js';

/** From the worker. */
export type Report =
  /** Cells can run, on this engine. */
  | { type: 'ready'; engine: string; refused?: string }
  /** A message of Jupyter's protocol that a cell has sent: `stream`, `display_data`, `error` … */
  | { type: 'output'; run: number; kind: string; content: object }
  | { type: 'done'; run: number; ok: boolean; seconds: number; missing?: string; bytes: number }
  /** A loader wants a data set that the page is to fetch. */
  | { type: 'need'; name: string; caller: string }
  | { type: 'answer'; ask: number; value: unknown }
  /** The reader's progress has changed. */
  | { type: 'progress'; text: string };
