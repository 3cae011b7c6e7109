/** Chooses how a cell's trailing value is shown. */
import { figureBundle, isFigure } from './figures';
import { encode, type Bundle } from './bundle';
import { historyTable, isHistory } from './histories';
import { isFrame, tableHtml, tableOf, tableText, type Table } from './tables';
import { isModel, isTensor, modelText, tensorText } from './tensors';

interface Showable {
  toMimeBundle(): Bundle;
}

function isShowable(value: unknown): value is Showable {
  if (typeof value !== 'object' || value === null) return false;
  return typeof (value as Partial<Showable>).toMimeBundle === 'function';
}

/** Any value as text: Node's `util.inspect`, or what a page has in its place. */
export type Inspect = (value: unknown) => string;

/**
 * The MIME bundle of a value, as messages can hold it. Has `text/plain` in any case.
 *
 * @throws TypeError if the value's own bundle cannot be sent, and whatever the value throws when it is looked at.
 */
export function mimeBundle(value: unknown, inspect: Inspect): Bundle {
  if (isShowable(value)) return { 'text/plain': plainName(value), ...encode(value.toMimeBundle()) };
  return encode(knownBundle(value, inspect), 'display');
}

function knownBundle(value: unknown, inspect: Inspect): Bundle {
  if (isTensor(value)) return { 'text/plain': tensorText(value) };
  if (isFrame(value)) return tableBundle(tableOf(value));
  if (isHistory(value)) return tableBundle(historyTable(value));
  if (isModel(value)) return { 'text/plain': modelText(value) };
  if (isFigure(value)) return figureBundle(value);
  return { 'text/plain': inspect(value) };
}

function tableBundle(table: Table): Bundle {
  return { 'text/html': tableHtml(table), 'text/plain': tableText(table) };
}

function plainName(value: object): string {
  // An object without prototype has no constructor.
  const { constructor } = value as { constructor?: unknown };
  return `[${typeof constructor === 'function' ? constructor.name : 'Object'}]`;
}
