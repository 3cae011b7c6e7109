/** The pages of the reference: an overview that can be filtered, and one page a room. */
import type { PublicValue } from './api';
import type { Entry } from './entries';
import { escapeHtml, firstSentence, inline, type Resolver } from './html';
import { ROOMS, type Room } from './rooms';
import { raw, section, sharedTable, typeAnchor } from './section';
import type { TypeRows } from './types';

/** A type that so many functions of a page mention is explained once. */
const SHARED_BY = 3;

/** Where functions and types of a page are explained, by the names that docstrings use. */
function resolver(entries: readonly Entry[], page: string, shared: ReadonlySet<string>): Resolver {
  const addresses = new Map<string, string>();
  const add = (name: string, entry: Entry): void => {
    const file = entry.page === page ? '' : `${entry.page}.html`;
    if (!addresses.has(name)) addresses.set(name, `${file}#${entry.anchor}`);
  };
  for (const entry of entries) add(entry.name, entry);
  // A docstring in the room may leave out the namespace.
  for (const entry of entries) if (entry.page === page) add(entry.name.replace(/^.*\./, ''), entry);
  for (const name of shared) addresses.set(name, `#${typeAnchor(name)}`);
  return (name) => addresses.get(name);
}

function sharedTypes(entries: readonly Entry[]): Map<string, TypeRows> {
  const all = new Map<string, { rows: TypeRows; count: number }>();
  for (const rows of entries.flatMap(({ types }) => [...types.values()]))
    all.set(rows.name, { rows, count: (all.get(rows.name)?.count ?? 0) + 1 });
  const shared = [...all].filter(([, { count }]) => count >= SHARED_BY);
  return new Map(shared.sort(([a], [b]) => a.localeCompare(b)).map(([name, { rows }]) => [name, rows])); // prettier-ignore
}

/**
 * @param pictures Markdown by the name of the function
 * @param lead HTML that stands before the first section
 */
export function roomPage(
  room: Room,
  entries: readonly Entry[],
  values: readonly PublicValue[],
  pictures: ReadonlyMap<string, string>,
  lead: string,
): string {
  const own = entries.filter(({ page }) => page === room.id);
  const shared = sharedTypes(own);
  const names = new Set(shared.keys());
  const addressOf = resolver(entries, room.id, names);
  const withoutSelf =
    (entry: Entry): Resolver =>
    (name) => {
      const address = addressOf(name);
      return address === `#${entry.anchor}` ? undefined : address;
    };
  return [
    `# ${room.title}\n`,
    raw(`<p class="reference-intro">${inline(room.intro, addressOf)}</p>${lead}`),
    ...own.map((entry) => section(entry, withoutSelf(entry), names, pictures.get(entry.name) ?? '')), // prettier-ignore
    values.length > 0 && `## Constants\n\n${raw(constants(values))}`,
    shared.size > 0 && `## Types that several functions share\n\n${raw(sharedTable([...shared.values()], addressOf))}`, // prettier-ignore
  ]
    .filter(Boolean)
    .join('\n');
}

const constants = (values: readonly PublicValue[]): string =>
  `<ul>${values.map(({ name, symbol }) => `<li><code>${name}</code>: ${escapeHtml(firstSentence(documentation(symbol)))}</li>`).join('')}</ul>`;

const documentation = (symbol: PublicValue['symbol']): string =>
  symbol.getDocumentationComment(undefined).map(({ text }) => text).join(''); // prettier-ignore

/** All functions, a sentence each. */
export function overviewPage(entries: readonly Entry[]): string {
  const groups = ROOMS.map((room) => {
    const own = entries.filter(({ page }) => page === room.id);
    const rows = own.map(({ name, page, anchor, doc }) => {
      const sentence = firstSentence(doc.summary).replace(/\{@link (\w+)\}/g, '`$1`');
      return `<tr><th scope="row"><a href="${page}.html#${anchor}"><code>${name}</code></a></th><td>${inline(sentence, () => undefined)}</td></tr>`;
    });
    const head = `<tr class="reference-group"><th scope="rowgroup" colspan="2"><a href="${room.id}.html">${room.title}</a> <span>${inline(room.intro, () => undefined)}</span></th></tr>`;
    return `<tbody>${head}${rows.join('\n')}</tbody>`;
  });
  return [
    '# All functions\n',
    raw(
      `<p class="reference-intro">Everything that <code>import { … } from 'dlts'</code> offers: ${entries.length} functions, in the order in which the chapters need them. Options, errors and an example are behind each name; the examples are run by the library's tests, values and all. What else a notebook uses is TensorFlow.js itself: <code>tf</code>, with its <a href="https://js.tensorflow.org/api/latest/">own reference</a>.</p>`,
    ),
    raw(
      '<div class="reference-filter" data-filter="reference-overview" hidden><label for="reference-filter">Filter by name or purpose</label><input id="reference-filter" type="search" autocomplete="off" spellcheck="false"><p role="status"></p></div>' +
        `<table class="reference-table reference-overview" id="reference-overview"><caption>All functions of dlts</caption><thead><tr><th scope="col">function</th><th scope="col">what it does</th></tr></thead>${groups.join('\n')}</table>`,
    ),
  ].join('\n');
}
