import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Change, Problem, SourceFile } from './protocol.js';

/** Colours come from the page, which has them for light and dark. */
const HIGHLIGHT = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], class: 'code-keyword' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: 'code-string' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: 'code-number' },
  { tag: tags.comment, class: 'code-comment' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.className, tags.typeName], class: 'code-name' },
]);

export interface EditorEvents {
  readonly changed: (path: string, text: string) => void;
  /** A fix that stands in the tip over a squiggle. */
  readonly asked: (problem: Problem, change: Change, title: string) => void;
}

/** One editor for several files, each with its own text, selection and history. */
export class Editor {
  private readonly view: EditorView;
  private readonly states = new Map<string, EditorState>();
  private readonly events: EditorEvents;
  private shown = '';

  constructor(parent: HTMLElement, events: EditorEvents) {
    this.events = events;
    this.view = new EditorView({
      parent,
      dispatchTransactions: (transactions, view) => {
        view.update(transactions);
        this.states.set(this.shown, view.state);
        if (transactions.some(({ docChanged }) => docChanged)) events.changed(this.shown, view.state.doc.toString());
      },
    });
  }

  /** Forgets what was open. */
  open(files: readonly SourceFile[], shown: string): void {
    this.states.clear();
    for (const { path, text } of files) this.states.set(path, this.stateOf(path, text));
    this.shown = '';
    this.show(shown);
  }

  show(path: string): void {
    const state = this.states.get(path);
    if (!state || this.shown === path) return;
    this.shown = path;
    this.view.setState(state);
  }

  add({ path, text }: SourceFile): void {
    this.states.set(path, this.stateOf(path, text));
  }

  rename(from: string, to: string): void {
    const text = this.states.get(from)?.doc.toString() ?? '';
    this.states.delete(from);
    this.add({ path: to, text });
    if (this.shown === from) this.show(to);
  }

  remove(path: string): void {
    this.states.delete(path);
  }

  /** Changes a file, shown or not, in a way that can be undone. */
  change(path: string, change: Change): void {
    const state = this.states.get(path);
    if (!state) return;
    if (path === this.shown) {
      this.view.dispatch({ changes: change, selection: { anchor: change.from }, scrollIntoView: true });
      return;
    }
    const { state: changed } = state.update({ changes: change });
    this.states.set(path, changed);
    this.events.changed(path, changed.doc.toString());
  }

  /** Puts squiggles under what was found. */
  mark(problems: readonly Problem[]): void {
    for (const [path, state] of this.states) {
      const own = problems.filter((problem) => problem.path === path).map((problem) => this.diagnosticOf(problem, state.doc.length));
      if (path === this.shown) this.view.dispatch(setDiagnostics(this.view.state, own));
      else this.states.set(path, state.update(setDiagnostics(state, own)).state);
    }
  }

  focusAt(path: string, offset: number): void {
    this.show(path);
    const anchor = Math.min(offset, this.view.state.doc.length);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    this.view.focus();
  }

  destroy(): void {
    this.view.destroy();
  }

  private stateOf(path: string, text: string): EditorState {
    return EditorState.create({ doc: text, extensions: [EXTENSIONS, languageOf(path), EditorView.contentAttributes.of({ 'aria-label': `Text of ${path}` })] });
  }

  private diagnosticOf(problem: Problem, length: number): Diagnostic {
    const { from, to, severity, message, rule, url, fix, suggestions } = problem;
    const offers = [...(fix ? [{ title: 'Apply the fix', change: fix }] : []), ...suggestions];
    return {
      from: Math.min(from, length),
      to: Math.min(to, length),
      severity,
      message,
      renderMessage: () => messageElement(message, rule, url),
      actions: offers.map(({ title, change }) => ({ name: title, apply: () => { this.events.asked(problem, change, title); } })),
    };
  }
}

/** Tab is left to the page, so that the keyboard gets out of the editor. */
const EXTENSIONS: Extension = [
  lineNumbers(),
  lintGutter(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  highlightActiveLine(),
  syntaxHighlighting(HIGHLIGHT),
  keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
];

function languageOf(path: string): Extension {
  const found = /\.[cm]?(?<kind>[jt]s)(?<jsx>x?)$/u.exec(path)?.groups;
  return found ? javascript({ typescript: found['kind'] === 'ts', jsx: found['kind'] === 'js' || found['jsx'] === 'x' }) : [];
}

function messageElement(message: string, rule: string | undefined, url: string | undefined): HTMLElement {
  const element = document.createElement('div');
  element.append(`${message} `);
  if (rule !== undefined && url !== undefined) {
    const link = document.createElement('a');
    link.textContent = rule;
    link.href = url;
    element.append(link);
  }
  return element;
}
