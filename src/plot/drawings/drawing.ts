/**
 * Drawings of architectures as SVG: boxes, signs, arrows and words on a card.
 *
 * Light and dark: the card and all colors are CSS variables of the class `dlts-drawing`, set for both and chosen by
 * `prefers-color-scheme`. A page that holds the drawing inline may set `--paper`, `--ink`, `--line` and so on itself.
 */
import { Displayable, type MimeBundle } from '../../host/displayable';
import { escapeHtml } from '../../host/html';

/** Options that every drawing takes. */
export interface DrawingOptions {
  /** Heading of the drawing. Each drawing has a default. */
  title?: string;
  /** Replaces the description for people who cannot see the drawing. */
  alt?: string;
}

/** Names of the options that every drawing takes. */
export const DRAWING_OPTIONS = {
  title: true,
  alt: true,
} satisfies Record<keyof DrawingOptions, true>;

/** A drawing that shows itself as the last value of a cell, or by `plot.show`. */
export class Drawing extends Displayable {
  /**
   * @param svg the drawing as text
   * @param alt what it shows, in words
   */
  constructor(
    readonly svg: string,
    readonly alt: string,
  ) {
    super();
  }

  override toMimeBundle(): MimeBundle {
    return { 'image/svg+xml': this.svg, 'text/plain': this.alt };
  }
}

export interface Point {
  x: number;
  y: number;
}

/** A rectangle by its center. */
export interface Shape extends Point {
  width: number;
  height: number;
}

/** What a box stands for, by its color. */
export type Kind = 'data' | 'weights' | 'gate' | 'memory' | 'sign';

export const FONT_SIZE = 15;
const TITLE_SIZE = 17;
const LINE_HEIGHT = 18;
const SUBSCRIPT = 0.72;
/** Height of the title's row. */
const TITLE_ROOM = 40;

const LIGHT = {
  paper: '#ffffff',
  ink: '#24292f',
  line: '#57606a',
  data: '#f0f2f4',
  'data-edge': '#6e7781',
  weights: '#d6e8f5',
  'weights-edge': '#0072b2',
  gate: '#fbe3d3',
  'gate-edge': '#d55e00',
  memory: '#d3efe6',
  'memory-edge': '#009e73',
  sign: '#ffffff',
  'sign-edge': '#57606a',
};
const DARK: Record<keyof typeof LIGHT, string> = {
  paper: '#15191e',
  ink: '#e6edf3',
  line: '#9aa4af',
  data: '#262c33',
  'data-edge': '#8b949e',
  weights: '#12344a',
  'weights-edge': '#56b4e9',
  gate: '#4a2a12',
  'gate-edge': '#f0894a',
  memory: '#0f3d31',
  'memory-edge': '#2dc59a',
  sign: '#15191e',
  'sign-edge': '#9aa4af',
};

function variables(colors: Record<string, string>): string {
  const list = Object.entries(colors).map(([name, color]) => `--${name}:${color}`);
  return `.dlts-drawing{${list.join(';')}}`;
}

const STYLE =
  `${variables(LIGHT)}@media (prefers-color-scheme:dark){${variables(DARK)}}` +
  '.dlts-drawing text{font-family:system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;fill:var(--ink)}';

export const above = ({ x, y, height }: Shape): Point => ({ x, y: y - height / 2 });
export const below = ({ x, y, height }: Shape): Point => ({ x, y: y + height / 2 });
export const leftOf = ({ x, y, width }: Shape): Point => ({ x: x - width / 2, y });
export const rightOf = ({ x, y, width }: Shape): Point => ({ x: x + width / 2, y });

function short(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** `c_{t−1}` as SVG: what stands in braces is written small and low. */
function spans(text: string): string {
  const parts = text.split(/_\{([^}]*)\}/);
  return parts
    .map((part, i) => {
      const shift = i % 2 === 1 ? 4 : i > 0 ? -4 : 0;
      if (part === '') return '';
      const size = i % 2 === 1 ? ` font-size="${short(FONT_SIZE * SUBSCRIPT)}"` : '';
      return i === 0 ? escapeHtml(part) : `<tspan dy="${shift}"${size}>${escapeHtml(part)}</tspan>`;
    })
    .join('');
}

/** How a line looks. */
export interface LineLook {
  dashed?: boolean;
  /** Without a head at its end. */
  plain?: boolean;
  /** Color of a kind; gray when left out. */
  kind?: Exclude<Kind, 'sign'>;
  width?: number;
}

export interface TextLook {
  anchor?: 'start' | 'middle' | 'end';
  size?: number;
  bold?: boolean;
}

/** Collects what is drawn. Lengths are in pixels; y grows downward and begins below the title. */
export class Sketch {
  private readonly lines: string[] = [];
  private readonly shapes: string[] = [];
  private readonly words: string[] = [];

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {}

  /** A rounded box with one line of text or several. */
  box(shape: Shape, text: string | readonly string[], kind: Kind): Shape {
    const { x, y, width, height } = shape;
    const place = `x="${short(x - width / 2)}" y="${short(y - height / 2)}" width="${short(width)}" height="${short(height)}"`;
    this.shapes.push(
      `<rect ${place} rx="7" fill="var(--${kind})" stroke="var(--${kind}-edge)" stroke-width="1.5"/>`,
    );
    const rows = typeof text === 'string' ? [text] : text;
    for (const [i, row] of rows.entries()) {
      this.text({ x, y: y + (i - (rows.length - 1) / 2) * LINE_HEIGHT }, row);
    }
    return shape;
  }

  /** A round sign: an operation element by element. */
  sign(at: Point, text: string, radius = 13): Shape {
    this.shapes.push(
      `<circle cx="${short(at.x)}" cy="${short(at.y)}" r="${radius}" fill="var(--sign)" stroke="var(--sign-edge)" stroke-width="1.5"/>`,
    );
    this.text(at, text);
    return { ...at, width: 2 * radius, height: 2 * radius };
  }

  /** A filled dot: a unit of a layer, or a place where a line branches. */
  dot(at: Point, kind: Kind, radius: number): void {
    this.shapes.push(
      `<circle cx="${short(at.x)}" cy="${short(at.y)}" r="${radius}" fill="var(--${kind}-edge)"/>`,
    );
  }

  /** A dashed frame around a part that repeats or belongs together. */
  frame({ x, y, width, height }: Shape): void {
    const place = `x="${short(x - width / 2)}" y="${short(y - height / 2)}" width="${short(width)}" height="${short(height)}"`;
    this.lines.push(
      `<rect ${place} rx="12" fill="none" stroke="var(--line)" stroke-width="1.2" stroke-dasharray="5 4"/>`,
    );
  }

  /** A line through points, with a head at its end. */
  arrow(points: readonly Point[], look: LineLook = {}): void {
    const { dashed = false, plain = false, kind, width = 1.6 } = look;
    const color = kind ? `var(--${kind}-edge)` : 'var(--line)';
    const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`);
    const dash = dashed ? ' stroke-dasharray="4 3"' : '';
    this.lines.push(
      `<path d="${path.join('')}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linejoin="round"${dash}/>`,
    );
    const [from, to] = points.slice(-2);
    if (!plain && from && to) this.lines.push(head(from, to, color));
  }

  /** Words, vertically centered on their place; `_{…}` is a subscript. */
  text({ x, y }: Point, text: string, look: TextLook = {}): void {
    const { anchor = 'middle', size = FONT_SIZE, bold = false } = look;
    const weight = bold ? ' font-weight="600"' : '';
    this.words.push(
      `<text x="${short(x)}" y="${short(y + size * 0.35)}" font-size="${size}" text-anchor="${anchor}"${weight}>${spans(text)}</text>`,
    );
  }

  /** The whole drawing, with its title as heading and its description for those who cannot see it. */
  finish({ title, alt }: Required<DrawingOptions>): Drawing {
    this.text({ x: 16, y: 22 - TITLE_ROOM }, title, {
      anchor: 'start',
      size: TITLE_SIZE,
      bold: true,
    });
    const height = this.height + TITLE_ROOM;
    const label = escapeHtml(title);
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" class="dlts-drawing" role="img" aria-label="${label}" ` +
      `viewBox="0 ${-TITLE_ROOM} ${this.width} ${height}" width="${this.width}" height="${height}" style="max-width:100%;height:auto">` +
      `<title>${label}</title><desc>${escapeHtml(alt)}</desc><style>${STYLE}</style>` +
      `<rect x="0" y="${-TITLE_ROOM}" width="${this.width}" height="${height}" rx="8" fill="var(--paper)"/>` +
      `${[...this.lines, ...this.shapes, ...this.words].join('')}</svg>`;
    return new Drawing(svg, alt.startsWith(title) ? alt : `${title}. ${alt}`);
  }
}

/** The head of an arrow: a triangle whose tip is its end. */
function head(from: Point, to: Point, color: string): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const corner = (turn: number): string => {
    const x = to.x - 9 * Math.cos(angle + turn);
    const y = to.y - 9 * Math.sin(angle + turn);
    return `${short(x)},${short(y)}`;
  };
  return `<polygon points="${short(to.x)},${short(to.y)} ${corner(0.42)} ${corner(-0.42)}" fill="${color}"/>`;
}
