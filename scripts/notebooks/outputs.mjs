/** What an executed notebook must fulfill, and how it is stored. */
import { itemAt } from '../../src/dist/host/item-at.js';
import { codeCells } from './twin.mjs';
import { joined } from './twin-sync.mjs';

/** @typedef {import('./project.mjs').Problem} Problem */
/** @typedef {import('./twin-sync.mjs').Notebook} Notebook */
/** @typedef {import('./twin-sync.mjs').Output} Output */

/**
 * @typedef {object} Row one stated result
 * @property {string} name
 * @property {number | null} value null if it is not a number
 * @property {number} low
 * @property {number} high
 * @property {string} [unit]
 * @property {string} anchor
 */

export const PLOTLY = 'application/vnd.plotly.v1+json';
const RESULTS = 'application/vnd.dlts.results+json';

/** Largest stored notebook, in bytes. */
export const MAX_BYTES = 1_000_000;

/**
 * @typedef {object} Place where the cells of a notebook come from
 * @property {string} file the text twin, for messages
 * @property {string} twin its text
 */

/**
 * @param {Notebook} notebook
 * @param {Place} place
 * @returns {(index: number) => { file: string, line: number | undefined }} place of a cell, by its index
 */
export function places(notebook, { file, twin }) {
  const lines = codeCells(twin).map((cell) => cell.line);
  return (index) => {
    const before = notebook.cells.slice(0, index).filter((cell) => cell.cell_type === 'code');
    return { file, line: lines[before.length] };
  };
}

/**
 * No error, nothing on stderr, counts 1…n.
 *
 * @param {Notebook} notebook executed
 * @param {Place} place
 * @returns {Problem[]}
 */
export function checkOutputs(notebook, place) {
  const at = places(notebook, place);
  /** @type {Problem[]} */
  const problems = [];
  let expected = 1;
  for (const [index, cell] of notebook.cells.entries()) {
    if (cell.cell_type !== 'code') continue;
    for (const output of cell.outputs ?? []) {
      const message = faultOf(output);
      if (message !== undefined) problems.push({ ...at(index), message });
    }
    if (joined(cell.source).trim() === '') continue;
    if (cell.execution_count !== expected)
      problems.push({
        ...at(index),
        message: `execution count ${cell.execution_count ?? 'missing'}; expected ${expected}`,
      });
    expected = (cell.execution_count ?? expected) + 1;
  }
  return problems;
}

/** @param {Output} output */
function faultOf({ output_type, ename, evalue, name, text }) {
  if (output_type === 'error') return `${ename}: ${oneLine(evalue ?? '')}`;
  if (output_type === 'stream' && name === 'stderr')
    return `prints on stderr: ${oneLine(joined(text ?? ''))}`;
  return undefined;
}

/** @param {string} text */
function oneLine(text) {
  const plain = text
    .replace(/\u001b\[[0-9;]*m/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > 400 ? `${plain.slice(0, 400)}…` : plain;
}

/**
 * The results that a notebook states, from its `expected()` tables.
 *
 * @param {Notebook} notebook executed
 * @param {string} chapter two digits
 * @param {Place} place
 * @returns {{ rows: Row[], problems: Problem[] }} problems: none stated, another chapter's, a name twice
 */
export function statedResults(notebook, chapter, place) {
  const at = places(notebook, place);
  /** @type {Row[]} */
  const rows = [];
  /** @type {Problem[]} */
  const problems = [];
  for (const { index, stated } of tables(notebook)) {
    if (stated.chapter !== chapter) {
      const message = `expected() states chapter '${stated.chapter}'; this is '${chapter}'`;
      problems.push({ ...at(index), message });
    }
    for (const row of stated.rows) {
      if (rows.some((each) => each.name === row.name))
        problems.push({ ...at(index), message: `expected() states '${row.name}' twice` });
      rows.push(row);
    }
  }
  if (rows.length === 0)
    problems.push({ file: place.file, message: 'states no result; add a cell with expected()' });
  return { rows, problems };
}

/**
 * The tables of `expected()`, with the index of their cell.
 *
 * @param {Notebook} notebook
 * @returns {{ index: number, stated: { chapter: string, rows: Row[] } }[]}
 */
function tables({ cells }) {
  return cells.flatMap((cell, index) =>
    (cell.outputs ?? []).flatMap(({ data }) => {
      const stated = /** @type {{ chapter: string, rows: Row[] } | undefined} */ (data?.[RESULTS]);
      return stated === undefined ? [] : [{ index, stated }];
    }),
  );
}

/**
 * @param {Row[]} rows
 * @param {string} file for messages
 * @returns {Problem[]} results outside their band
 */
export function checkBands(rows, file) {
  return rows
    .filter(({ value, low, high }) => value === null || value < low || value > high)
    .map(({ name, value, low, high, unit = '' }) => ({
      file,
      message:
        `'${name}' is ${value ?? 'not a number'}; its band is ${low} to ${high} ${unit}`.trimEnd(),
    }));
}

/**
 * Every Plotly figure has its PNG and an alternative text.
 *
 * @param {Notebook} notebook stored
 * @param {Place} place
 * @returns {Problem[]}
 */
export function checkFigures(notebook, place) {
  const at = places(notebook, place);
  return notebook.cells.flatMap((cell, index) =>
    (cell.outputs ?? []).flatMap(({ data, metadata }) => {
      if (data?.[PLOTLY] === undefined) return [];
      if (data['image/png'] === undefined)
        return [{ ...at(index), message: 'figure without its PNG' }];
      const alt = metadata?.['image/png']?.alt;
      return typeof alt === 'string' && alt.trim() !== ''
        ? []
        : [{ ...at(index), message: 'figure without an alternative text' }];
    }),
  );
}

/**
 * Makes the stored form depend on results alone: no times, no random ids, one stream output per stream.
 *
 * @param {Notebook} executed
 * @param {Notebook} built what was executed: its cells' ids and tags are kept
 * @returns {Notebook}
 */
export function normalize(executed, built) {
  const { language_info: language } = executed.metadata;
  return {
    ...built,
    metadata: { ...built.metadata, ...(language === undefined ? {} : { language_info: language }) },
    cells: built.cells.map((cell, i) => {
      if (cell.cell_type !== 'code') return cell;
      const { execution_count = null, outputs = [] } = itemAt(executed.cells, i);
      return { ...cell, execution_count, outputs: mergeStreams(outputs).map(trim) };
    }),
  };
}

/** @param {Output[]} outputs */
function mergeStreams(outputs) {
  /** @type {Output[]} */
  const merged = [];
  for (const output of outputs) {
    const last = merged.at(-1);
    if (
      output.output_type === 'stream' &&
      last?.output_type === 'stream' &&
      last.name === output.name
    )
      last.text = joined(last.text ?? '') + joined(output.text ?? '');
    else merged.push({ ...output });
  }
  return merged;
}

/** @param {Output} output */
function trim(output) {
  const { transient: _, ...rest } = /** @type {Output & { transient?: unknown }} */ (output);
  return rest;
}

/**
 * The file's text as Jupyter itself would write it, so that saving in JupyterLab changes nothing else.
 *
 * @param {Notebook} notebook
 */
export function serialize(notebook) {
  const lines = {
    ...notebook,
    cells: notebook.cells.map((cell) => ({
      ...cell,
      source: split(cell.source),
      ...(cell.outputs === undefined ? {} : { outputs: cell.outputs.map(splitOutput) }),
    })),
  };
  return JSON.stringify(sorted(lines), null, 1) + '\n';
}

/** @param {Output} output */
function splitOutput(output) {
  if (output.text !== undefined) return { ...output, text: split(output.text) };
  if (output.data === undefined) return output;
  const data = Object.entries(output.data).map(([type, value]) =>
    typeof value === 'string' && /^(text\/|image\/svg)/.test(type)
      ? [type, split(value)]
      : [type, value],
  );
  return { ...output, data: Object.fromEntries(data) };
}

/** @param {string | string[]} text */
const split = (text) => joined(text).match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** @param {unknown} value @returns {unknown} the same with the keys of every object in order */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const record = /** @type {Record<string, unknown>} */ (value);
  const keys = Object.keys(record).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(record[key])]));
}
