import { defaultKeymap } from '@codemirror/commands';
import { bracketMatching, foldGutter } from '@codemirror/language';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { effect, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { diffText } from './diff-text.ts';
import { type EditorMark, markable, showMarks } from './editor-marks.ts';
import { editorTheme } from './editor-theme.ts';
import { typeOver } from './type-over.ts';

interface CodeEditorProps {
  readonly label: string;
  readonly text: ReadonlySignal<string>;
  /** What the typist wrote; without it the text is for reading. */
  readonly onEdit?: (text: string) => void;
  readonly extensions?: Extension;
  readonly marks?: ReadonlySignal<readonly EditorMark[]>;
  readonly diagnostics?: ReadonlySignal<readonly Diagnostic[]>;
  /** A place to bring into view, unless one is typing here. */
  readonly reveal?: ReadonlySignal<number | undefined>;
  readonly onView?: (view: EditorView | undefined) => void;
  /** Without line numbers and folding: for a line or two. */
  readonly bare?: boolean;
}

/** Marks a change that came from outside, so that it is not told back as if it had been typed. */
const externalChange = Annotation.define<boolean>();

function applyExternal(view: EditorView, next: string): void {
  const before = view.state.doc.toString();
  if (before === next) return;
  view.dispatch({ changes: diffText(before, next), annotations: externalChange.of(true) });
}

function scrollTo(view: EditorView, place: number | undefined): void {
  if (place === undefined || view.hasFocus || place > view.state.doc.length) return;
  view.dispatch({ effects: EditorView.scrollIntoView(place, { y: 'center' }) });
}

function buildExtensions({ label, onEdit, extensions = [], bare = false }: CodeEditorProps): Extension {
  return [
    extensions,
    bare ? [] : [lineNumbers(), foldGutter(), highlightActiveLine()],
    drawSelection(),
    bracketMatching(),
    markable,
    typeOver,
    keymap.of(defaultKeymap),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    onEdit ? [] : EditorState.readOnly.of(true),
    EditorView.updateListener.of(({ docChanged, transactions, state }) => {
      if (docChanged && !transactions.some((one) => one.annotation(externalChange))) onEdit?.(state.doc.toString());
    }),
    editorTheme,
  ];
}

/** Lets the editor show what the signals hold, until the function that it gives is called. */
function bindSignals(view: EditorView, { text, marks, diagnostics, reveal }: CodeEditorProps): () => void {
  const stops = [
    effect(() => applyExternal(view, text.value)),
    marks ? effect(() => showMarks(view, marks.value)) : undefined,
    diagnostics ? effect(() => view.dispatch(setDiagnostics(view.state, diagnostics.value))) : undefined,
    reveal ? effect(() => scrollTo(view, reveal.value)) : undefined,
  ];
  return () => {
    for (const stop of stops) stop?.();
  };
}

/**
 * An editor bound to signals. It lives in a shadow root: there CodeMirror uses constructed style sheets, which
 * `style-src 'self'` lets through, where a `<style>` element would be refused.
 */
export function CodeEditor(props: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const state = EditorState.create({ doc: props.text.peek(), extensions: buildExtensions(props) });
    const view = new EditorView({ state, root, parent: root });
    const unbind = bindSignals(view, props);
    props.onView?.(view);
    return () => {
      props.onView?.(undefined);
      unbind();
      view.destroy();
    };
  }, []);
  return <div ref={host} class="editor" />;
}
