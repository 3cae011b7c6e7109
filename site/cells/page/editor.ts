/** The editor of cells: CodeMirror. A script of its own, loaded when a cell is first edited. */
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { javascript } from '@codemirror/lang-javascript';
import { syntaxHighlighting } from '@codemirror/language';
import { linter, type Diagnostic } from '@codemirror/lint';
import { EditorState, Prec, type Text } from '@codemirror/state';
import { hoverTooltip, keymap, type Tooltip } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { basicSetup, EditorView } from 'codemirror';
import type { Completion } from '../../../kernel/compile/completion';
import type { Position } from '../../../kernel/compile/edits';
import type { Description } from '../../../kernel/compile/inspection';
import type { Problem } from '../../../kernel/compile/problem';

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
  /** Answers by the real types, when they are there. */
  check(source: string): Promise<Problem[] | undefined>;
  complete(source: string, offset: number): Promise<Completion | undefined>;
  describe(source: string, offset: number): Promise<Description | undefined>;
}

declare global {
  interface Window {
    dltsEditor?: (place: HTMLElement, options: EditorOptions) => Editor;
  }
}

/** How long the reader must have stopped typing before types are looked at, in milliseconds. */
const PAUSE = 600;

function offsetIn(doc: Text, { line, column }: Position): number {
  const { from, to } = doc.line(Math.min(line + 1, doc.lines));
  return Math.min(from + column, to);
}

/** Underlines what the compiler finds wrong. */
const problemsBy = (check: EditorOptions['check']) =>
  linter(
    async ({ state: { doc } }): Promise<Diagnostic[]> => {
      const found = (await check(doc.toString())) ?? [];
      return found
        .filter(({ file }) => file === undefined)
        .map(({ start, end, message, code, plain }) => {
          const from = offsetIn(doc, start);
          const to = Math.max(offsetIn(doc, end), Math.min(from + 1, doc.length));
          return {
            from,
            to,
            severity: 'error',
            message: plain ? message : `${message} (TS${code})`,
          };
        });
    },
    { delay: PAUSE },
  );

const KINDS: Record<string, string> = { method: 'method', function: 'function', class: 'class' };

const completionsBy =
  (complete: EditorOptions['complete']) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.matchBefore(/[\w$]+$|\.$/);
    if (!before && !context.explicit) return null;
    const found = await complete(context.state.doc.toString(), context.pos);
    if (!found || context.aborted) return null;
    const options = found.entries.map(({ name, kind }, i) => {
      return { label: name, type: KINDS[kind] ?? 'variable', boost: -i / 1e4 };
    });
    return { from: found.start, options, validFor: /^[\w$]*$/ };
  };

const descriptionsBy = (describe: EditorOptions['describe']) =>
  hoverTooltip(async (view, offset): Promise<Tooltip | null> => {
    const found = await describe(view.state.doc.toString(), offset);
    if (!found) return null;
    const dom = document.createElement('pre');
    dom.className = 'cell-description';
    dom.textContent = found.text;
    return { pos: offset, create: () => ({ dom }) };
  });

window.dltsEditor = (place, { text, label, onRun, onChange, ...types }) => {
  const run = (): boolean => {
    onRun();
    return true;
  };
  const keys = [
    { key: 'Shift-Enter', run },
    { key: 'Mod-Enter', run },
  ];
  const view = new EditorView({
    parent: place,
    doc: text,
    extensions: [
      Prec.highest(keymap.of(keys)),
      basicSetup,
      syntaxHighlighting(classHighlighter),
      javascript({ typescript: true }),
      autocompletion({ override: [completionsBy(types.complete)] }),
      problemsBy(types.check),
      descriptionsBy(types.describe),
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
