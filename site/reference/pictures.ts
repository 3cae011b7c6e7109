/** Pictures of what the builders of `plot` return: live figures over a stored picture, and drawings. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ready, setSeed } from '../../src/index';
import { GALLERY } from './gallery';
import { escapeHtml } from './html';
import { code, raw } from './section';

/** What is drawn for one function. */
export interface Drawn {
  /** Markdown of the picture, with the program that makes it. */
  markdown: string;
  /** Plotly's figure, from which the stored picture is made; nothing for a drawing. */
  figure: object | undefined;
  /** SVG of a drawing; empty for a figure. */
  svg: string;
}

const DEFAULT_HEIGHT = 420;

/** @returns pictures by the name of the function, `plot.line` */
export async function drawGallery(): Promise<Map<string, Drawn>> {
  await ready();
  const programs = readPrograms();
  const drawn = new Map<string, Drawn>();
  for (const [name, draw] of Object.entries(GALLERY)) {
    setSeed(1);
    const made = await draw();
    const figure = 'svg' in made ? undefined : made;
    const picture = 'svg' in made ? drawing(made.svg) : liveFigure(name, made);
    const program = `${raw('<details class="gallery-program"><summary>The program that draws it</summary>')}\n${code(programs.get(name) ?? '')}\n${raw('</details>')}`;
    const svg = 'svg' in made ? made.svg : '';
    drawn.set(`plot.${name}`, { markdown: `${raw(picture)}\n${program}`, figure, svg });
  }
  return drawn;
}

/** Small pictures of everything, which lead to the sections. @param names `line`, in the order of the sections */
export function galleryGrid(names: readonly string[], drawn: ReadonlyMap<string, Drawn>): string {
  const links = names.map((name) => {
    const file = `${name}.${drawn.get(`plot.${name}`)?.svg ? 'svg' : 'png'}`;
    const image = `<img class="gallery-thumb" src="../_static/gallery/${file}" alt="What plot.${name} draws">`;
    return `<li><a href="#${name}"><span aria-hidden="true">${image}</span>${name}</a></li>`;
  });
  return `<ul class="gallery-grid">${links.join('')}</ul>`;
}

/** A drawing as a file of its own, light like the other small pictures. */
export const lightSvg = (svg: string): string => svg.replace(DARK_DRAWING, '');

const DARK_DRAWING = /@media \(prefers-color-scheme:dark\)\{(\.dlts-drawing\{[^}]*\})\}/;

interface FigureLike {
  layout: { height?: number; meta?: { alt: string } };
}

function liveFigure(name: string, figure: FigureLike): string {
  const { height = DEFAULT_HEIGHT, meta } = figure.layout;
  const alt = escapeHtml(meta?.alt ?? name);
  const json = JSON.stringify(figure).replaceAll('<', '\\u003c');
  return (
    `<div class="figure-box gallery-picture"><img class="figure-picture" src="../_static/gallery/${name}.png" alt="${alt}" width="720">` +
    `<script type="application/json" class="figure-json" data-height="${Math.round(height)}">${json}</script></div>`
  );
}

/** A drawing in the colors of the page instead of those of the system. */
function drawing(svg: string): string {
  const inPage = svg.replace(DARK_DRAWING, "html[data-theme='dark'] $1");
  return `<div class="gallery-drawing">${inPage}</div>`;
}

/** What stands between the braces of each entry of gallery.ts, without its indentation. */
function readPrograms(): Map<string, string> {
  const text = fs.readFileSync(path.join(__dirname, 'gallery.ts'), 'utf8');
  const file = ts.createSourceFile('gallery.ts', text, ts.ScriptTarget.ES2022, true);
  const programs = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isMethodDeclaration(node) && node.body)
      programs.set(node.name.getText(), withoutIndent(node.body.getText().slice(1, -1)));
    else if (
      ts.isPropertyAssignment(node) &&
      ts.isArrowFunction(node.initializer) &&
      node.parent.parent.getText().startsWith('GALLERY')
    )
      // prettier-ignore
      programs.set(node.name.getText(), `${node.initializer.body.getText()};`);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return programs;
}

/** A cell shows its last value: `return` belongs to the function around it. */
const withoutIndent = (body: string): string =>
  body
    .replace(/^\n|\n\s*$/g, '')
    .replace(/^ {4}/gm, '')
    .replace(/[ \t]*\/\/ prettier-ignore$/gm, '')
    .replace(/^return ([^]*)$/m, '$1');
