/** Shows what a cell sends, as JupyterLab would. */
import { drawFigure, type Figure } from '../../theme/figures';
import { addressOf, loadScript } from '../../theme/load-script';
import { styled } from './ansi';

type Bundle = Record<string, unknown>;
type Show = (place: HTMLElement, value: unknown, bundle: Bundle) => void | Promise<void>;

const PLOTLY = 'application/vnd.plotly.v1+json';
const HEIGHT = 420;

/** How each MIME type is shown, the best first. */
const SHOWN: [mime: string, show: Show][] = [
  [PLOTLY, showFigure],
  ['text/html', (place, html) => void (place.innerHTML = text(html))],
  ['image/svg+xml', showDrawing],
  ['image/png', showPicture],
  ['text/markdown', showMarkdown],
  ['text/plain', (place, plain) => void place.append(preformatted(text(plain)))],
];

const text = (value: unknown): string => (Array.isArray(value) ? value.join('') : String(value));

function preformatted(content: string, kind = ''): HTMLPreElement {
  const pre = document.createElement('pre');
  pre.className = kind;
  pre.tabIndex = 0; // a long line is scrolled by keyboard, too
  pre.append(styled(content));
  return pre;
}

async function showFigure(place: HTMLElement, value: unknown, bundle: Bundle): Promise<void> {
  const figure = value as Figure;
  const drawn = document.createElement('div');
  drawn.style.height = `${Number(figure.layout?.['height'] ?? HEIGHT)}px`;
  place.append(drawn);
  await drawFigure(
    drawn,
    figure,
    figure.layout?.meta?.alt ?? text(bundle['text/plain'] ?? 'Figure'),
  );
}

function showDrawing(place: HTMLElement, value: unknown, bundle: Bundle): void {
  const image = document.createElement('img');
  image.src = `data:image/svg+xml;utf8,${encodeURIComponent(text(value))}`;
  image.alt = text(bundle['text/plain'] ?? 'Drawing');
  place.append(image);
}

function showPicture(place: HTMLElement, value: unknown, bundle: Bundle): void {
  const image = document.createElement('img');
  image.src = `data:image/png;base64,${text(value)}`;
  image.alt = text(bundle['text/plain'] ?? 'Picture');
  place.append(image);
}

let markdown: Promise<void> | undefined;

async function showMarkdown(place: HTMLElement, value: unknown): Promise<void> {
  place.append(preformatted(text(value)));
  if (!document.querySelector('link[href*="katex.min.css"]')) {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'stylesheet', href: addressOf('vendor/katex/katex.min.css') });
    document.head.append(link);
  }
  await (markdown ??= loadScript('cells/markdown.js'));
  place.innerHTML = window.dltsMarkdown?.(text(value)) ?? '';
}

/** The outputs of one run of a cell. */
export class CellOutputs {
  private readonly displays = new Map<string, HTMLElement>();
  private stream: { name: string; pre: HTMLPreElement } | undefined;

  constructor(private readonly place: HTMLElement) {}

  show(kind: string, content: Record<string, unknown>): void {
    if (kind === 'stream') return this.print(text(content['name']), text(content['text']));
    this.stream = undefined;
    if (kind === 'error') {
      const lines = content['traceback'] as string[];
      this.place.append(preformatted(lines.join('\n'), 'cell-error'));
      return;
    }
    const transient = content['transient'] as { display_id?: string } | undefined;
    const id = transient?.display_id;
    const known = id === undefined ? undefined : this.displays.get(id);
    if (kind === 'update_display_data' && !known) return;
    const box = known ?? this.place.appendChild(document.createElement('div'));
    if (id !== undefined) this.displays.set(id, box);
    showBundle(box, content['data'] as Bundle);
  }

  private print(name: string, printed: string): void {
    if (this.stream?.name !== name) {
      this.stream = { name, pre: preformatted('', name) };
      this.place.append(this.stream.pre);
    }
    this.stream.pre.append(styled(printed));
  }
}

function showBundle(box: HTMLElement, bundle: Bundle): void {
  const [mime, show] = SHOWN.find(([each]) => each in bundle) ?? [];
  if (mime === undefined || !show) return;
  const place = document.createElement('div');
  place.className = `cell-shown ${mime === 'text/html' ? 'text_html' : ''}`;
  // What was there stays until the new one is ready: a live chart does not flicker.
  const before = [...box.children];
  box.append(place);
  const done = Promise.resolve(show(place, bundle[mime], bundle));
  void done
    .catch((error: unknown) => console.error(error))
    .then(() => before.forEach((each) => each.remove()));
}
