/** What readers bring along from Python notebooks and from web pages, and what to write here instead. */
import type { Problem } from './problem';

const MISSING_NAMES = new Set([2304, 2552, 2581, 2582, 2583, 2584, 2580]);
const SHELL_COMMANDS =
  /^!\s*(apt(-get)?|bash|cat|cd|cp|curl|echo|git|grep|head|ls|mkdir|mv|node|npm|npx|pip3?|pwd|python3?|rm|sh|tail|touch|wc|wget|which)\b/;

const SHELL =
  'there is no shell here; use a terminal, or import { execSync } from "node:child_process" and call execSync';
const MAGIC =
  'there are no magics here; use plain TypeScript, such as console.time("run") and console.timeEnd("run") to time';
const HELP = 'there is no ? here; use Shift+Tab on a name to read about it';
const NAMES: Record<string, string> = {
  alert: 'there is no web page here; use console.log(…) to show something',
  confirm: 'there is no web page here; use a variable of the cell, and change it by hand',
  document: 'there is no web page here; use a last expression to show something',
  print: 'there is no such function here; use console.log(…)',
  prompt: 'input is not supported here; use a variable of the cell, and change it by hand',
  window: 'there is no web page here; use globalThis for what is global',
};

/** One plain problem in place of all the compiler's, when a cell speaks another notebook's language. */
export function foreignHabit(source: string, problems: readonly Problem[]): Problem | undefined {
  const lines = source.split('\n');
  for (const problem of problems) {
    if (problem.file !== undefined) continue;
    const line = lines[problem.start.line]?.trim() ?? '';
    const advice = adviceForLine(line, problem);
    if (advice === undefined) continue;
    return { ...problem, message: `${firstWord(line)}: ${advice}.`, plain: true };
  }
  return undefined;
}

function adviceForLine(line: string, { code }: Problem): string | undefined {
  const unreadable = code < 2000;
  if (/^%%?[a-z]/i.test(line)) return MAGIC;
  if (SHELL_COMMANDS.test(line)) return SHELL;
  if (unreadable && /^![\w./-]+(\s|$)/.test(line)) return SHELL;
  if (unreadable && /^\?{1,2}[\w.]+$|^[\w.]+\?{1,2}$/.test(line)) return HELP;
  return undefined;
}

function firstWord(line: string): string {
  return line.split(/\s/, 1)[0] ?? line;
}

/** Adds to "Cannot find name" what to use instead, for names of web pages and of Python. */
export function withHabit(code: number, message: string): string {
  if (!MISSING_NAMES.has(code)) return message;
  const [, name] = /^Cannot find name '(\w+)'/.exec(message) ?? [];
  const advice = name !== undefined && Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  return advice === undefined ? message : `Cannot find name '${name}': ${advice}.`;
}
