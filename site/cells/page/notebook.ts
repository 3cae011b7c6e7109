/** All cells of a page, and the bar that says what is running. */
import type { EngineChoice } from '../protocol';
import { button } from './button';
import { Cell, type CellOwner } from './cell';
import { gigabytesOf } from './costs';
import { notebookOf } from './export';
import { megabytes, PageKernel, type Ended } from './kernel';
import { newCell } from './scratch';
import { Edits } from './store';
import { TypeClient } from './types';

/** A page may be left open: from this many bytes of tensors on, the bar says so. */
const MUCH_MEMORY = 5e8;

/** What a page is of. */
export interface PageOf {
  /** Id of the chapter, or `playground`. */
  chapter: string;
  /** Name of the notebook, when there is one. */
  slug?: string;
}

export class PageNotebook implements CellOwner {
  readonly cells: Cell[];
  private readonly kernel: PageKernel;
  private readonly typeClient = new TypeClient();
  private readonly edits: Edits;
  private readonly bar = document.createElement('div');
  private readonly message = document.createElement('span');
  private queue: Promise<void> = Promise.resolve();
  private stopped = 0;
  private engine: EngineChoice = 'wasm';
  private warned = false;

  private readonly chapter: string;

  constructor(boxes: readonly HTMLElement[], { chapter, slug }: PageOf) {
    this.chapter = chapter;
    this.kernel = new PageKernel(chapter, {
      engine: () => this.engine,
      tell: (text) => this.tell(text),
      mayLoad: (what, bytes) => this.mayLoad(what, bytes),
    });
    this.edits = new Edits(chapter);
    this.cells = boxes.map((box, i) => new Cell(box, i + 1, this));
    for (const cell of this.cells) {
      const edited = this.edits.of(cell.original);
      if (edited !== undefined) cell.restore(edited);
    }
    this.buildBar(slug);
    // Memory is given back when the chapter is left.
    addEventListener('pagehide', () => this.kernel.end());
  }

  run(cell: Cell | undefined): void {
    if (cell) void this.enqueue([cell]);
  }

  runAbove(cell: Cell): void {
    void this.enqueue(this.cells.slice(0, this.cells.indexOf(cell) + 1));
  }

  runAll(): Promise<void> {
    return this.enqueue(this.cells);
  }

  edited(cell: Cell): void {
    this.edits.set(cell.original, cell.source);
  }

  types(cell: Cell): ReturnType<CellOwner['types']> {
    const { typeClient } = this;
    const above = (): string[] =>
      this.cells.slice(0, this.cells.indexOf(cell)).map(({ source }) => source);
    return {
      check: (source) => typeClient.check(above(), source),
      complete: (source, offset) => typeClient.complete(above(), source, offset),
      describe: (source, offset) => typeClient.describe(above(), source, offset),
    };
  }

  private add(): void {
    const last = this.cells.at(-1);
    const box = newCell('');
    last?.box.after(box);
    const cell = new Cell(box, this.cells.length + 1, this);
    this.cells.push(cell);
    void cell.edit();
  }

  /** Cells run one after another; the first that fails ends what was asked for together with it. */
  private enqueue(cells: readonly Cell[]): Promise<void> {
    const asked = this.stopped;
    if (cells.length > 1) for (const cell of cells) cell.waiting();
    this.bar.hidden = false;
    this.queue = this.queue.then(async () => {
      for (const [i, cell] of cells.entries()) {
        const go = asked === this.stopped && (await this.runOne(cell));
        if (go) continue;
        for (const later of cells.slice(i + 1)) later.say('');
        return;
      }
    });
    return this.queue;
  }

  private async runOne(cell: Cell): Promise<boolean> {
    if (!(await this.mayStart())) {
      cell.say('');
      return false;
    }
    const outputs = cell.begin();
    try {
      const ended = await this.kernel.run(cell.source, cell.label, (kind, content) =>
        outputs.show(kind, content),
      );
      this.finish(cell, ended);
      return ended.ok;
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      outputs.show('error', { traceback: [`The page could not start its kernel: ${said}`] });
      cell.end(false, '');
      this.tell('');
      return false;
    }
  }

  private finish(cell: Cell, { ok, seconds, missing, lost, bytes }: Ended): void {
    const took = seconds < 0.1 ? 'ran' : `ran in ${seconds.toFixed(1)} s`;
    if (lost)
      cell.end(false, 'stopped by force: all variables are gone, run the cells above again');
    else cell.end(ok, ok ? took : 'stopped at an error', seconds);
    if (missing !== undefined && cell.number > 1) cell.offerAbove(missing);
    const much = bytes > MUCH_MEMORY ? ` · ${Math.round(bytes / 1e6)} MB of tensors` : '';
    const { engine, refused } = this.kernel;
    const why = refused === undefined ? '' : ` · not the engine that you chose: ${refused}`;
    this.tell(engine === undefined ? '' : `${ENGINES[engine] ?? ''}${much}${why}`);
  }

  private tell(text: string): void {
    this.message.textContent = text;
  }

  private mayLoad(what: string, bytes: number): Promise<boolean> {
    const size = megabytes(bytes);
    return this.ask(`${what} needs ${size} from this site. `, ['Load', `Load ${size}`]);
  }

  /** On a small machine the reader decides whether to begin at all. */
  private async mayStart(): Promise<boolean> {
    if (this.kernel.alive || this.warned || !isSmall()) return true;
    const text = `Cells need 6 MB from this site, and all of this page up to ${gigabytesOf(this.chapter)} GB of memory; a small phone may close the page. `;
    this.warned = await this.ask(text, ['Run all the same', 'Run all the same']);
    return this.warned;
  }

  /** Asks in the bar. @param yes text and name of the button that agrees */
  private ask(text: string, [yes, name]: [string, string]): Promise<boolean> {
    return new Promise((resolve) => {
      const before = this.message.textContent ?? '';
      const decide = (may: boolean) => (): void => {
        this.tell(before);
        resolve(may);
      };
      const agree = button(yes, name, decide(true));
      agree.classList.add('is-main');
      this.message.replaceChildren(text, agree, button('No', 'No', decide(false)));
    });
  }

  private engineSwitch(): HTMLSelectElement {
    const select = document.createElement('select');
    select.setAttribute('aria-label', 'Engine');
    select.append(
      new Option('WebAssembly', 'wasm'),
      new Option('WebGPU (1 MB more; large networks gain, small ones lose)', 'webgpu'),
    );
    select.addEventListener('change', () => {
      this.engine = select.value as EngineChoice;
      this.stopped++;
      this.kernel.end();
      this.tell('The other engine starts with the next run. All variables are forgotten.');
    });
    return select;
  }

  private buildBar(slug: string | undefined): void {
    this.bar.className = 'cells-bar';
    this.bar.hidden = true;
    this.message.setAttribute('role', 'status');
    const stop = button('■ Stop', 'Stop the running cell', () => {
      this.stopped++;
      this.kernel.stop();
    });
    const restart = button('Forget all', 'Forget all variables and end the kernel', () => {
      this.stopped++;
      this.kernel.end();
      this.tell('All variables are forgotten.');
    });
    const all = button('Run all', 'Run all cells of this page', () => void this.runAll());
    this.bar.append(this.message, all, stop, restart);
    if (hasWebGpu()) this.bar.append(this.engineSwitch());
    if (slug !== undefined)
      this.bar.append(
        button('Download', 'Download as a notebook, with your edits', () => {
          void notebookOf(slug, this.cells).catch((error: unknown) => this.tell(String(error)));
        }),
      );
    else this.bar.append(button('Add a cell', 'Add a cell below the last', () => this.add()));
    document.body.append(this.bar);
  }
}

/** Little memory, where the browser tells, or a phone's screen. */
const isSmall = (): boolean =>
  ((navigator as { deviceMemory?: number }).deviceMemory ?? 8) < 4 ||
  (matchMedia('(pointer: coarse)').matches && screen.width < 500);

/** Offered where the browser has it and the page is served: from a folder it is not to be had in a worker. */
const hasWebGpu = (): boolean => 'gpu' in navigator && location.protocol !== 'file:';

const ENGINES: Record<string, string> = {
  wasm: 'TypeScript and TensorFlow.js run on this page (WebAssembly, small settings)',
  webgpu: 'TypeScript and TensorFlow.js run on this page (WebGPU, small settings)',
  js: 'TypeScript and TensorFlow.js run on this page (plain JavaScript, small settings)',
};
