/** Chooses how a cell's trailing value is shown. */
import util from 'node:util';
import { figureBundle, isFigure } from './figures';
import type { Bundle } from './outputs';
import { isFrame, tableHtml, tableOf, tableText } from './tables';
import { isModel, isTensor, modelText, tensorText } from './tensors';

interface Showable {
  toMimeBundle(): Bundle;
}

function isShowable(value: unknown): value is Showable {
  if (typeof value !== 'object' || value === null) return false;
  return typeof (value as Partial<Showable>).toMimeBundle === 'function';
}

/** The MIME bundle of a value. Always holds `text/plain`. */
export function mimeBundle(value: unknown): Bundle {
  if (isShowable(value)) return { 'text/plain': plainName(value), ...value.toMimeBundle() };
  if (isTensor(value)) return { 'text/plain': tensorText(value) };
  if (isFrame(value)) {
    const table = tableOf(value);
    return { 'text/html': tableHtml(table), 'text/plain': tableText(table) };
  }
  if (isModel(value)) return { 'text/plain': modelText(value) };
  if (isFigure(value)) return figureBundle(value);
  return { 'text/plain': util.inspect(value, { depth: 3 }) };
}

function plainName(value: object): string {
  return `[${value.constructor.name}]`;
}
