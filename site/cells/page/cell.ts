/** One cell of the page: its buttons, its text, and what it has shown. */
import { loadScript } from '../../theme/load-script';
import type { Editor, EditorOptions } from './editor';
import { button } from './button';
import { secondsOf } from './costs';
import { digestOf } from './digest';
import { CellOutputs } from './outputs';

/** What a cell asks of the page. */
export interface CellOwner {
  run(cell: Cell): void;
  runAbove(cell: Cell): void;
  edited(cell: Cell): void;
  /** What types say of the cell, given those before it. */
  types(cell: Cell): Pick<EditorOptions, 'check' | 'complete' | 'describe'>;
}

export class Cell {
  /** The text that the course has. */
  readonly original: string;
  readonly label: string;
  private readonly code: HTMLElement;
  private readonly stored: HTMLElement[];
  private readonly status = element('span', 'cell-status');
  private readonly resetButton: HTMLButtonElement;
  private own: HTMLElement | undefined;
  private editor: Editor | undefined;
  private text: string;

  /** @param number counts the code cells of the page from 1 */
  constructor(
    readonly box: HTMLElement,
    readonly number: number,
    private readonly owner: CellOwner,
  ) {
    this.code = box.querySelector<HTMLElement>('.cell_input .highlight pre') ?? box;
    this.original = (this.code.textContent ?? '').replace(/\n$/, '');
    this.text = this.original;
    this.label = `Cell [${number}]`;
    this.stored = [...box.querySelectorAll<HTMLElement>(':scope > .cell_output')];
    this.status.setAttribute('role', 'status');
    const run = button('▶ Run', `Run cell ${number}`, () => this.owner.run(this));
    const edit = button('Edit', `Edit cell ${number}`, () => void this.edit());
    this.resetButton = button('Reset', `Reset the text of cell ${number}`, () => this.reset());
    this.resetButton.hidden = true;
    const tools = element('div', 'cell-tools');
    tools.append(run, edit, this.resetButton, this.status);
    box.querySelector('.cell_input')?.append(tools);
    box.dataset['cell'] = String(number);
    box.dataset['digest'] = digestOf(this.original);
    const seconds = secondsOf(box.dataset['digest']);
    if (seconds !== undefined) this.say(`takes about ${seconds} s`);
  }

  get source(): string {
    return this.editor?.text() ?? this.text;
  }

  /** Shows a text of the reader's in place of the course's, without the editor. */
  restore(text: string): void {
    this.text = text;
    this.code.textContent = text;
    this.resetButton.hidden = false;
  }

  waiting(): void {
    this.say('waits for the cells before it …');
  }

  /** A run begins: stored outputs step back. @returns where its outputs go */
  begin(): CellOutputs {
    this.box.dataset['state'] = 'running';
    this.say('running …');
    this.own?.remove();
    const note = element('div', 'cell-own-note');
    const back = button('Show the stored output', `Show the stored output of cell ${this.number}`, () => this.showStored()); // prettier-ignore
    note.append('This run, on your machine. ');
    if (this.stored.length > 0) note.append(back);
    this.own = element('div', 'cell_output cell-own');
    const place = element('div', 'cell-own-outputs');
    this.own.append(note, place);
    this.box.append(this.own);
    for (const each of this.stored) each.hidden = true;
    return new CellOutputs(place);
  }

  end(ok: boolean, text: string, seconds = 0): void {
    this.box.dataset['seconds'] = seconds.toFixed(2);
    this.box.dataset['state'] = ok ? 'ok' : 'failed';
    this.say(text);
    const isEmpty = this.own?.querySelector('.cell-own-outputs')?.childElementCount === 0;
    if (isEmpty && this.stored.length === 0) this.own?.remove();
  }

  /** Offers to run what comes before. */
  offerAbove(name: string): void {
    const offer = button(
      `Run the cells above first`,
      `Run the cells above first, then cell ${this.number}`,
      () => {
        offer.remove();
        this.owner.runAbove(this);
      },
    );
    offer.classList.add('is-main');
    this.say(`${name} comes from an earlier cell. `);
    this.status.append(offer);
  }

  say(text: string): void {
    this.status.textContent = text;
  }

  private showStored(): void {
    this.own?.remove();
    this.own = undefined;
    for (const each of this.stored) each.hidden = false;
    delete this.box.dataset['state'];
    this.say('');
  }

  /** Opens the editor. */
  async edit(): Promise<void> {
    if (this.editor) return this.editor.focus();
    this.say('loading the editor …');
    if (!window.dltsEditor) await loadScript('cells/editor.js');
    this.say('');
    const place = element('div', 'cell-editor');
    const highlight = this.code.closest<HTMLElement>('.highlight');
    highlight?.after(place);
    if (highlight) highlight.hidden = true;
    this.editor = window.dltsEditor?.(place, {
      text: this.text,
      label: `Code of cell ${this.number}`,
      onRun: () => this.owner.run(this),
      onChange: () => {
        this.resetButton.hidden = this.source === this.original;
        this.owner.edited(this);
      },
      ...this.owner.types(this),
    });
    this.editor?.focus();
  }

  private reset(): void {
    this.text = this.original;
    this.editor?.set(this.original);
    if (!this.editor) this.code.textContent = this.original;
    this.resetButton.hidden = true;
    this.owner.edited(this);
  }
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
