import { defaultKeymap } from '@codemirror/commands';
import { bracketMatching, foldGutter } from '@codemirror/language';
import { type Diagnostic, diagnosticCount, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { effect, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { diffText } from './diff-text.ts';
import { type EditorMark, markable, showMarks } from './editor-marks.ts';
import { editorTheme } from './editor-theme.ts';

interface CodeEditorProps {
  readonly label: string;
  readonly text: ReadonlySignal<string>;
  /** Called with the edited text; without it the editor is read-only. */
  readonly onEdit?: (text: string) => void;
  readonly extensions?: Extension;
  readonly marks?: ReadonlySignal<readonly EditorMark[]>;
  readonly diagnostics?: ReadonlySignal<readonly Diagnostic[]>;
  /** Offset to scroll to, unless the editor has the focus. */
  readonly reveal?: ReadonlySignal<number | undefined>;
  readonly onView?: (view: EditorView | undefined) => void;
  /** Hides line numbers and folding, for short texts. */
  readonly bare?: boolean;
}

/** Marks a change from the signal, so that `onEdit` is not called for it. */
const externalChange = Annotation.define<boolean>();

function applyExternal(view: EditorView, next: string): void {
  const before = view.state.doc.toString();
  if (before === next) return;
  view.dispatch({ changes: diffText(before, next), annotations: externalChange.of(true) });
}

/** Scrolls an offset to the middle of the editor. Unlike scrollIntoView, leaves the screen around it where it is. */
function scrollTo(view: EditorView, offset: number | undefined): void {
  if (offset === undefined || view.hasFocus || offset > view.state.doc.length) return;
  const measure = () => {
    const { top, height } = view.scrollDOM.getBoundingClientRect();
    const line = view.coordsAtPos(offset) ?? {
      top: view.documentTop + view.lineBlockAt(offset).top,
      bottom: view.documentTop + view.lineBlockAt(offset).bottom,
    };
    return (line.top + line.bottom) / 2 - top - height / 2;
  };
  const scroll = (distance: number) => {
    view.scrollDOM.scrollTop += distance;
  };
  // Lines that were never shown have estimated heights: the second step starts from the measured ones.
  view.requestMeasure({
    read: measure,
    write: (distance) => {
      scroll(distance);
      view.requestMeasure({ read: measure, write: scroll });
    },
  });
}

/**
 * Inserts typed text over a selection itself. The browser would copy the colors of the replaced text into a style
 * attribute, which `style-src 'self'` refuses.
 */
const typeOver = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { from, to, empty } = view.state.selection.main;
    const { data } = event;
    if (event.inputType !== 'insertText' || data === null || empty || view.composing || view.state.readOnly)
      return false;
    event.preventDefault();
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    const handled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, data, insert));
    if (!handled) view.dispatch(insert());
    return true;
  },
});

function buildExtensions({ label, onEdit, extensions = [], bare = false }: CodeEditorProps): Extension {
  return [
    extensions,
    bare ? [] : [lineNumbers(), foldGutter(), highlightActiveLine()],
    EditorView.lineWrapping,
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

function showDiagnostics(view: EditorView, diagnostics: readonly Diagnostic[]): void {
  // An update without a change compares all marks, which takes milliseconds in a large text.
  if (diagnostics.length > 0 || diagnosticCount(view.state) > 0) view.dispatch(setDiagnostics(view.state, diagnostics));
}

/** Updates the editor when the signals change. Returns the function that stops the updates. */
function bindSignals(view: EditorView, { text, marks, diagnostics, reveal }: CodeEditorProps): () => void {
  const stops = [
    effect(() => applyExternal(view, text.value)),
    marks ? effect(() => showMarks(view, marks.value)) : undefined,
    diagnostics ? effect(() => showDiagnostics(view, diagnostics.value)) : undefined,
    reveal ? effect(() => scrollTo(view, reveal.value)) : undefined,
  ];
  return () => {
    for (const stop of stops) stop?.();
  };
}

/**
 * Code editor bound to signals. It is in a shadow root, where CodeMirror uses constructed style sheets:
 * `style-src 'self'` allows those and refuses `<style>` elements.
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
