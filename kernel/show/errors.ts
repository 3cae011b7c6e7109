/** Turns what a cell threw, or what the compiler says about it, into Jupyter's `error` message. */
import { adviceFor } from '../compile/advice';
import type { Problem } from '../compile/problem';
import { codeFrame, frameLines, type CellBook } from './frames';
import { bold, dim, green, red } from './paint';

export interface Failure {
  ename: string;
  evalue: string;
  /** Lines with ANSI colors. */
  traceback: string[];
}

/** How many causes of causes, and how many errors of one, are shown. */
const MOST_CAUSES = 3;

/** The failure of a cell that threw `error`. */
export function describeError(error: unknown, book: CellBook): Failure {
  if (!isError(error)) return describeThrown(error, book);
  const ename = errorName(error);
  const evalue = String(error.message);
  return { ename, evalue, traceback: [heading(ename, evalue), ...trace(error, book, 0)] };
}

/** Whether a value is an error, of whatever realm. */
function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

function describeThrown(value: unknown, book: CellBook): Failure {
  const evalue = typeof value === 'string' ? value : book.inspect(value);
  const ename = 'Thrown';
  const advice = dim('  Throw an Error to see where it came from: throw new Error(message)');
  return { ename, evalue, traceback: [heading(ename, evalue), advice] };
}

function errorName(error: Error): string {
  const own = error.name;
  return own === 'Error' ? error.constructor.name || own : String(own);
}

function heading(ename: string, evalue: string): string {
  return evalue ? `${bold(red(ename))}: ${evalue}` : bold(red(ename));
}

function trace(error: Error, book: CellBook, depth: number): string[] {
  const lines = frameLines(book.framesOf(error), book);
  const { cause } = error;
  if (cause !== undefined && depth < MOST_CAUSES) {
    const inner = describeCause(cause, book, depth + 1);
    lines.push('', 'Caused by:', ...inner);
  }
  if (error instanceof AggregateError)
    for (const one of error.errors.slice(0, MOST_CAUSES))
      lines.push('', 'One of the errors:', ...describeCause(one, book, depth + 1));
  return lines;
}

function describeCause(cause: unknown, book: CellBook, depth: number): string[] {
  if (!isError(cause)) return describeThrown(cause, book).traceback.slice(0, 1);
  return [heading(errorName(cause), cause.message), ...trace(cause, book, depth)];
}

/** The failure of a cell that the compiler rejects. It names every problem with its line. */
export function describeProblems(problems: Problem[], source: string, label: string): Failure {
  const syntax = problems.filter(({ code }) => code >= 1000 && code < 2000);
  // What cannot be read cannot be checked: complaints about its types would only distract.
  const shown = syntax.length > 0 ? syntax : problems;
  const ename = syntax.length > 0 ? 'SyntaxError' : 'TypeScriptError';
  const evalue = shown.map((problem) => `${placeText(problem)}: ${problem.message}`).join('\n');
  const count = shown.length === 1 ? 'a problem' : `${shown.length} problems`;
  const traceback = [heading(ename, `${count} in ${label}, which was not run`)];
  for (const problem of shown) traceback.push('', ...problemLines(problem, source, label));
  return { ename, evalue, traceback };
}

function problemLines(problem: Problem, source: string, label: string): string[] {
  const where = problem.file ?? green(label);
  const rule = problem.plain ? '' : dim(` TS${problem.code}`);
  const lines = [`${where} ${placeText(problem)}: ${problem.message}${rule}`];
  if (problem.file === undefined) lines.push(...codeFrame(source, problem.start, 1));
  const advice = problem.plain ? undefined : adviceFor(problem);
  if (advice) lines.push(dim(`  ${advice}`));
  return lines;
}

function placeText({ start }: Problem): string {
  return `line ${start.line + 1}, column ${start.column + 1}`;
}
