/** A small course in a temporary folder, and the runner's functions with types. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export const ROOT = path.join(__dirname, '..', '..');

export interface Problem {
  file: string;
  line?: number;
  message: string;
}

export interface Chapter {
  id: string;
  slug: string;
  title: string;
  summary: string;
  readMinutes: number;
  runMinutes: number;
}

export interface Output {
  output_type: string;
  name?: string;
  text?: string;
  data?: Record<string, unknown>;
  metadata?: Record<string, Record<string, unknown>>;
  ename?: string;
  evalue?: string;
}

export interface Cell {
  cell_type: string;
  id?: string;
  source: string;
  metadata: Record<string, unknown>;
  outputs?: Output[];
  execution_count?: number | null;
}

export interface Notebook {
  cells: Cell[];
  metadata: Record<string, Record<string, unknown>>;
  nbformat: number;
  nbformat_minor: number;
}

export interface Row {
  name: string;
  value: number | null;
  low: number;
  high: number;
  unit?: string;
  anchor: string;
}

export interface Project {
  top: string;
  resultsFile: string;
  readme: string;
  select(ids: readonly string[]): Chapter[];
  written(): Chapter[];
  twin(chapter: Chapter): string;
  notebook(chapter: Chapter): string;
}

export interface StatedFinding {
  sentence: string;
  holds: boolean;
  evidence: { holds: boolean; text: string; n: number; numbers: Record<string, number | null> }[];
}

export interface ChapterResults {
  chapter: string;
  seconds: number;
  results: Row[];
  findings?: StatedFinding[];
}

interface Place {
  file: string;
  twin: string;
}

export interface Outcome {
  chapter: Chapter;
  problems: Problem[];
  seconds: number;
  rows: Row[];
  findings: StatedFinding[];
}

interface Scripts {
  Project: new (top?: string) => Project;
  codeCells(text: string): { line: number; source: string }[];
  program(cells: { line: number; source: string }[]): { text: string; lines: number[] };
  checkTypes(chapters: Chapter[] | undefined, project: Project): Promise<Problem[]>;
  lintTwins(chapters: Chapter[] | undefined, project: Project): Promise<Problem[]>;
  formatTwins(chapters: Chapter[] | undefined, project: Project): Promise<string[]>;
  checkTwins(chapters: Chapter[] | undefined, project: Project): Promise<Problem[]>;
  checkStored(chapters: Chapter[] | undefined, project: Project): Promise<Problem[]>;
  buildNotebooks(chapters: Chapter[], project: Project): Promise<Notebook[]>;
  syncTwins(
    chapters: Chapter[],
    options: { force?: boolean; project: Project },
  ): Promise<{ changed: string[]; problems: Problem[] }>;
  executeNotebooks(chapters: Chapter[], options: Record<string, unknown>): Promise<Outcome[]>;
  checkOutputs(notebook: Notebook, place: Place): Problem[];
  checkBands(rows: Row[], file: string): Problem[];
  checkFigures(notebook: Notebook, place: Place): Problem[];
  checkSize(text: string, file: string): Problem[];
  statedResults(
    notebook: Notebook,
    chapter: string,
    place: Place,
  ): { rows: Row[]; problems: Problem[] };
  statedFindings(
    notebook: Notebook,
    place: Place,
    options: { judge: boolean },
  ): { findings: StatedFinding[]; problems: Problem[] };
  findingsLine(results: readonly ChapterResults[]): string;
  normalize(executed: Notebook, built: Notebook): Notebook;
  serialize(notebook: Notebook): string;
  addFigures(notebook: Notebook, previous?: Notebook): Promise<boolean>;
  writeResults(fresh: ChapterResults[], project: Project): void;
  readResults(project: Project): ChapterResults[];
  writeReadme(project: Project): Problem[];
  checkReadme(project: Project): Problem[];
}

const FILES = [
  'project',
  'twin',
  'types',
  'lint',
  'twin-sync',
  'outputs',
  'results',
  'execute',
  'stored',
  'figures',
  'findings',
];

/** The runner's modules as one object. */
export async function loadScripts(): Promise<Scripts> {
  const modules = await Promise.all(
    FILES.map((name) => import(pathToFileURL(path.join(ROOT, 'scripts', 'notebooks', `${name}.mjs`)).href)), // prettier-ignore
  );
  return Object.assign({}, ...modules) as Scripts;
}

/** A course of chapters `01`, `02`, …, one per text; packages are those of the real course. */
export function makeCourse(...texts: string[]): { top: string; chapters: Chapter[] } {
  const top = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts course ')); // the space is meant
  fs.mkdirSync(path.join(top, 'notebooks', 'text'), { recursive: true });
  for (const name of ['node_modules', 'eslint.config.mjs'])
    fs.symlinkSync(path.join(ROOT, name), path.join(top, name));
  const chapters = texts.map((text, i) => {
    const id = String(i + 1).padStart(2, '0');
    const chapter = { id, slug: `${id}-topic`, title: `Topic ${id}`, summary: 'a | b', readMinutes: 3, runMinutes: 1 }; // prettier-ignore
    fs.writeFileSync(path.join(top, 'notebooks', 'text', `${chapter.slug}.md`), HEADER + text);
    return chapter;
  });
  fs.writeFileSync(path.join(top, 'notebooks', 'chapters.json'), JSON.stringify(chapters));
  fs.writeFileSync(
    path.join(top, 'README.md'),
    '# Course\n\n<!-- chapters:start -->\n<!-- chapters:end -->\n\n<!-- results:start -->\n<!-- results:end -->\n',
  );
  return { top, chapters };
}

export const HEADER = `---
jupyter:
  kernelspec:
    display_name: TypeScript
    language: typescript
    name: tslab
---

`;

/** Lines before the first line of a twin's text. */
export const HEADER_LINES = HEADER.split('\n').length - 1;
