/** The editor of cells: CodeMirror. A script of its own, loaded when a cell is first edited. */
import { javascript } from '@codemirror/lang-javascript';
import { EditorState, Prec } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { basicSetup, EditorView } from 'codemirror';

/** An editor in the page. */
export interface Editor {
  text(): string;
  set(text: string): void;
  focus(): void;
}

export interface EditorOptions {
  text: string;
  /** Its name, for screen readers. */
  label: string;
  /** Shift+Enter and Ctrl+Enter. */
  onRun(): void;
  onChange(): void;
}

declare global {
  interface Window {
    dltsEditor?: (place: HTMLElement, options: EditorOptions) => Editor;
  }
}

window.dltsEditor = (place, { text, label, onRun, onChange }) => {
  const run = (): boolean => {
    onRun();
    return true;
  };
  const keys = Prec.highest(
    keymap.of([
      { key: 'Shift-Enter', run },
      { key: 'Mod-Enter', run },
    ]),
  );
  const view = new EditorView({
    parent: place,
    doc: text,
    extensions: [
      keys,
      basicSetup,
      javascript({ typescript: true }),
      EditorState.tabSize.of(2),
      EditorView.contentAttributes.of({ 'aria-label': label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange();
      }),
    ],
  });
  return {
    text: () => view.state.doc.toString(),
    set: (replacement) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: replacement } }),
    focus: () => view.focus(),
  };
};
