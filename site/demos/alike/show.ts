/** The result: a table of cosines, shaded, and the nearest sentence of each. */
import { itemAt } from '../../../src/host/item-at';
import { element } from '../page';
import { nearestOf } from './vectors';

/** One row and one column for each sentence; the more alike, the stronger the color. */
export function cosineTable(
  sentences: readonly string[],
  table: readonly (readonly number[])[],
): HTMLTableElement {
  const head = element('tr', {}, element('th', { scope: 'col' }, element('span', {}, 'sentence')));
  head.append(...table.map((_, i) => element('th', { scope: 'col' }, String(i + 1))));
  const rows = table.map((row, i) => {
    const number = element('b', {}, `${i + 1} `);
    const sentence = element('span', {}, itemAt(sentences, i));
    const name = element('th', { scope: 'row' }, number, sentence);
    return element('tr', {}, name, ...row.map((value, j) => cell(value, i === j)));
  });
  return element(
    'table',
    {},
    element('caption', {}, 'Cosines: 1 for the same direction, 0 for a right angle'),
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
}

function cell(value: number, isItself: boolean): HTMLTableCellElement {
  if (isItself) return element('td', { class: 'demo-itself' }, '1');
  const text = value.toFixed(2).replace('-', '−');
  const result = element('td', { class: 'demo-cosine', 'data-value': value }, text);
  result.style.setProperty('--weight', Math.max(0, value).toFixed(3));
  return result;
}

/** For each sentence the one most alike, with the cosine. */
export function nearestList(
  sentences: readonly string[],
  table: readonly (readonly number[])[],
): HTMLElement {
  const items = nearestOf(table).map((other, i) => {
    const value = itemAt(itemAt(table, i), other).toFixed(2).replace('-', '−');
    const [one, another] = [itemAt(sentences, i), itemAt(sentences, other)];
    const arrow = element('span', {}, `→ ${other + 1}. ${another} (${value})`);
    return element('li', {}, `${one} `, arrow);
  });
  return element(
    'div',
    {},
    element('h3', { class: 'demo-heading' }, 'The nearest of each'),
    element('ol', { class: 'demo-nearest' }, ...items),
  );
}
