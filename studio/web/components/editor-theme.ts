import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const tooltip = {
  background: 'var(--raised)',
  border: '1px solid var(--line)',
  borderRadius: 'var(--radius-small)',
  boxShadow: 'var(--shadow-high)',
  color: 'var(--text)',
  fontFamily: 'var(--sans)',
  fontSize: 'var(--small)',
};

const frame = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'transparent', color: 'var(--text)', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', fontVariantLigatures: 'none' },
  '.cm-content': { caretColor: 'var(--text)', padding: '6px 0' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection':
    { background: 'color-mix(in srgb, var(--accent) 24%, transparent) !important' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--hover)' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', border: 'none', color: 'var(--muted)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--text)' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 2px 0 10px', minWidth: '30px' },
  '.cm-foldGutter .cm-gutterElement': { padding: '0 3px', cursor: 'pointer' },
  '.cm-foldPlaceholder': { background: 'var(--chosen)', border: 'none', color: 'var(--accent)', padding: '0 5px' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--chosen)', outline: '1px solid var(--accent)' },
  '.cm-placeholder': { color: 'var(--muted)' },
});

const floating = EditorView.theme({
  '.cm-tooltip': tooltip,
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '12px', maxHeight: '16em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--chosen)', color: 'var(--text)' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent)', fontWeight: '700' },
  '.cm-completionDetail': { color: 'var(--muted)', fontStyle: 'normal' },
  '.cm-tooltip.cm-completionInfo': { ...tooltip, padding: '8px 10px', maxWidth: '340px' },
  '.cm-hover': { padding: '8px 10px', maxWidth: '440px', whiteSpace: 'pre-wrap' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--text)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-textfield': {
    background: 'var(--panel)',
    border: '1px solid var(--line)',
    borderRadius: '4px',
    color: 'var(--text)',
  },
  '.cm-button': {
    background: 'var(--raised)',
    border: '1px solid var(--line)',
    borderRadius: '4px',
    color: 'var(--text)',
  },
  '.cm-panel.cm-search label': { fontFamily: 'var(--sans)', fontSize: '12px' },
  '.cm-searchMatch': { backgroundColor: 'var(--lit)' },
  '.cm-diagnostic': { padding: '6px 10px', fontFamily: 'var(--sans)', whiteSpace: 'pre-wrap', maxWidth: '460px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--warn)' },
  // CodeMirror uses data: URLs for these markers, which the Content-Security-Policy refuses; borders replace them.
  '.cm-lintRange': { backgroundImage: 'none', paddingBottom: '0' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--bad) 1px', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': { textDecoration: 'underline wavy var(--warn) 1px', textUnderlineOffset: '3px' },
  '.cm-gutter-lint': { width: '12px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 0 0 4px' },
  '.cm-lint-marker': { content: 'none', width: '7px', height: '7px', marginTop: '6px', borderRadius: '50%' },
  '.cm-lint-marker-error': { content: 'none', background: 'var(--bad)' },
  '.cm-lint-marker-warning': { content: 'none', background: 'var(--warn)' },
});

const marks = EditorView.theme({
  '.mark-lit': { background: 'var(--lit)', borderRadius: '3px', boxShadow: '0 0 0 1px var(--lit-line)' },
  '.mark-unread': { borderBottom: '1.5px dotted var(--line-strong)', cursor: 'copy' },
  '.mark-field': { background: 'var(--chosen)', borderRadius: '3px' },
  '.cm-changedLine': { backgroundColor: 'var(--ok-ground) !important' },
  '.cm-changedText': { background: 'color-mix(in srgb, var(--ok) 26%, transparent) !important' },
  '.cm-deletedChunk': { backgroundColor: 'var(--bad-ground) !important' },
  '.cm-deletedChunk .cm-deletedText': { background: 'color-mix(in srgb, var(--bad) 26%, transparent) !important' },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: 'none !important' },
  '.cm-collapsedLines': { background: 'var(--sunken)', color: 'var(--muted)', fontFamily: 'var(--sans)' },
});

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-key)' },
  { tag: [tags.string, tags.regexp], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: [tags.keyword, tags.operatorKeyword, tags.function(tags.variableName)], color: 'var(--code-word)' },
  { tag: tags.variableName, color: 'var(--code-key)' },
  { tag: tags.comment, color: 'var(--muted)' },
]);

/** Theme of every editor, based on the page's custom properties, so that it follows the page's theme. */
export const editorTheme = [frame, floating, marks, syntaxHighlighting(colors)];
