/** The section of one function, as Markdown with HTML. */
import type { Entry } from './entries';
import { block, escapeHtml, inline, typeHtml, type Resolver } from './html';
import type { ParameterRow } from './parameters';
import type { TypeRows } from './types';
import { splitDefault } from './parameters';

/** A table of types is folded when it has more rows. */
const OPEN_ROWS = 8;
const MEMORY = /dispos|\bfrees?\b|stays the caller/i;

/** HTML that Markdown leaves alone. */
export const raw = (html: string): string => `\`\`\`{raw} html\n${html}\n\`\`\`\n`;

export const code = (text: string): string => `\`\`\`typescript\n${text}\n\`\`\`\n`;

/**
 * @param entry the function
 * @param addressOf of functions and shared types
 * @param shared names of types that the page explains once, at its end
 * @param picture Markdown; empty where nothing is drawn
 */
export function section(
  entry: Entry,
  addressOf: Resolver,
  shared: ReadonlySet<string>,
  picture: string,
): string {
  const { name, doc, signatures, types } = entry;
  const own = [...types.values()].filter((type) => !shared.has(type.name));
  const example = doc.examples.filter(Boolean).map(code).join('\n');
  return [
    `## ${name}\n`,
    raw(`<div class="reference-summary">${block(doc.summary, addressOf)}</div>`),
    picture,
    code(signatures.join('\n')),
    raw([parameterTable(entry.rows, name, addressOf), typeTable(own, addressOf), facts(entry, addressOf)].filter(Boolean).join('\n')), // prettier-ignore
    example && `${raw('<p class="reference-label">Example</p>')}\n${example}`,
  ]
    .filter(Boolean)
    .join('\n');
}

function parameterTable(rows: readonly ParameterRow[], name: string, addressOf: Resolver): string {
  if (rows.length === 0) return '';
  const body = rows.map((row) => {
    const required = row.isOptional ? '' : row.depth > 0 ? 'required' : '';
    const standard = row.default ? inline(row.default.replace(/\.$/, ''), addressOf) : required;
    const cells = [
      `<th scope="row"><code>${escapeHtml(row.name).replaceAll('.', '.<wbr>')}</code></th>`,
      cell('type', row.type && typeHtml(row.type, addressOf)),
      cell('default', standard),
      cell('what it does', inline(capitalized(row.text), addressOf)),
    ];
    return `<tr class="is-depth-${row.depth}">${cells.join('')}</tr>`;
  });
  const columns = ['name', 'type', 'default', 'what it does'];
  return table(`Parameters of ${name}`, columns, body, ' reference-parameters');
}

function typeTable(types: readonly TypeRows[], addressOf: Resolver): string {
  if (types.length === 0) return '';
  const body = types.flatMap((type) => rowsOfType(type, addressOf));
  const names = types.map(({ name }) => `<code>${name}</code>`).join(', ');
  const open = body.length <= OPEN_ROWS ? ' open' : '';
  return `<details class="reference-types"${open}><summary>${types.length > 1 ? 'Types' : 'Type'} in it: ${names}</summary>${typesAsTable(body, types)}</details>`;
}

/** The types that many functions of a page share. */
export function sharedTable(types: readonly TypeRows[], addressOf: Resolver): string {
  const body = types.flatMap((type) => rowsOfType(type, addressOf, true));
  return typesAsTable(body, types);
}

const typesAsTable = (body: readonly string[], types: readonly TypeRows[]): string =>
  table(`Types: ${types.map(({ name }) => name).join(', ')}`, ['name', 'type', 'what it is'], body);

/** The id of a shared type's row. */
export const typeAnchor = (name: string): string => `type-${name}`;

function rowsOfType(type: TypeRows, addressOf: Resolver, hasPlace = false): string[] {
  const place = hasPlace ? ` id="${typeAnchor(type.name)}"` : '';
  const head =
    `<tr class="is-depth-0"${place}><th scope="row"><code>${type.name}</code></th>` +
    `${cell('type', type.definition && typeHtml(type.definition, addressOf))}${cell('what it is', inline(type.summary, addressOf))}</tr>`;
  const members = type.members.map(({ name, type: text, text: said }) => {
    const parts = splitDefault(said);
    const whole = parts.default ? `${parts.text} Default: ${parts.default}.` : parts.text;
    return `<tr class="is-depth-1"><th scope="row"><code>${escapeHtml(name)}</code></th>${cell('type', typeHtml(text, addressOf))}${cell('what it is', inline(whole, addressOf))}</tr>`;
  });
  return [head, ...members];
}

const cell = (label: string, html: string): string =>
  `<td data-label="${label}"${html ? '' : ' class="is-empty"'}>${html}</td>`;

function table(
  caption: string,
  columns: readonly string[],
  body: readonly string[],
  className = '',
): string {
  const head = columns.map((column) => `<th scope="col">${column}</th>`).join('');
  return `<table class="reference-table${className}"><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

/** Sentences about who frees tensors, apart from the rest. */
export function splitMemory(text: string): { rest: string; memory: string } {
  const sentences = text.replace(/\s*\n\s*/g, ' ').match(/[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*[.!?]?\s*/g) ?? []; // prettier-ignore
  const memory = sentences.filter((sentence) => MEMORY.test(sentence));
  const rest = sentences.filter((sentence) => !MEMORY.test(sentence));
  return { rest: rest.join('').trim(), memory: memory.join('').trim() };
}

function facts({ doc, uses, file, line }: Entry, addressOf: Resolver): string {
  const { rest, memory } = splitMemory(doc.returns ?? '');
  const chapters = uses.chapters.map(
    ({ id, slug, title }) => `<a href="../${slug}.html" title="${escapeHtml(title)}">${id}</a>`,
  );
  const rows: [string, string][] = [
    ['Returns', inline(capitalized(rest), addressOf)],
    ['Memory', inline(capitalized(memory), addressOf)],
    ['Errors', inline(capitalized(doc.throws ?? ''), addressOf)],
    ['Source', doc.see.map((each) => inline(each, addressOf)).join('<br>')],
    [chapters.length === 1 ? 'Used in chapter' : 'Used in chapters', chapters.join(', ')],
    ['Code', `<a href="../_sources/${file}.txt">${file}</a>, line ${line}`],
  ];
  const shown = rows.filter(([, html]) => html !== '');
  return `<dl class="reference-facts">${shown.map(([term, html]) => `<div><dt>${term}</dt><dd>${html}</dd></div>`).join('')}</dl>`;
}

const capitalized = (text: string): string =>
  /^[a-z](?![a-z]*[A-Z`])/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
