import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { json } from '@codemirror/lang-json';
import { type Diagnostic, lintGutter } from '@codemirror/lint';
import { search, searchKeymap } from '@codemirror/search';
import { hoverTooltip, keymap } from '@codemirror/view';
import { computed, type ReadonlySignal } from '@preact/signals';
import type { Node } from 'jsonc-parser';
import { useMemo } from 'preact/hooks';
import type { Issue } from '../api/types.generated.ts';
import { CodeEditor } from '../components/code-editor.tsx';
import type { EditorMark } from '../components/editor-marks.ts';
import { findNearestRange, findNodeRange, parseJsonTree } from './json-positions.ts';
import type { TextHistory } from './text-history.ts';

const schemaService = () => import('./manifest-schema.ts');

/** Maximum number of underlined characters; a problem of a large section is marked at its start. */
const MAX_UNDERLINED = 400;

const createKeyCommand = (act: () => void) => () => {
  act();
  return true;
};

/** Key bindings for undo and redo of the shared history. */
export const draftKeys = (draft: TextHistory) =>
  keymap.of([
    { key: 'Mod-z', run: createKeyCommand(draft.undo) },
    { key: 'Mod-Shift-z', run: createKeyCommand(draft.redo) },
    { key: 'Mod-y', run: createKeyCommand(draft.redo) },
  ]);

function findRange({ path, position }: Issue, tree: Node | undefined, length: number): { from: number; to: number } {
  if (path === '' && position !== undefined) {
    const from = Math.min(position, Math.max(0, length - 1));
    return { from, to: Math.min(from + 1, length) };
  }
  const { from, to } = findNearestRange(tree, path);
  return { from, to: Math.min(to, from + MAX_UNDERLINED, length) };
}

const toDiagnostic = (issue: Issue, tree: Node | undefined, length: number): Diagnostic => ({
  ...findRange(issue, tree, length),
  severity: issue.severity,
  message: `${issue.message}\n${issue.fix}`,
  source: issue.rule,
});

function extensionsFor(draft: TextHistory) {
  return [
    json(),
    lintGutter(),
    search(),
    closeBrackets(),
    draftKeys(draft),
    keymap.of([...completionKeymap, ...searchKeymap]),
    autocompletion({ override: [async (context) => (await schemaService()).completeManifest(context)], icons: false }),
    hoverTooltip(async (view, pos) => (await schemaService()).hoverManifest(view.state.doc.toString(), pos)),
  ];
}

interface ManifestEditorProps {
  readonly draft: TextHistory;
  readonly problems: ReadonlySignal<readonly Issue[]>;
  /** JSON pointer of the member that is marked and scrolled to. */
  readonly selected: ReadonlySignal<string | undefined>;
}

/** Editor of a manifest with completion and hover from the schema, and markers at the position of each problem. */
export function ManifestEditor({ draft, problems, selected }: ManifestEditorProps) {
  const shown = useMemo(() => {
    const tree = computed(() => parseJsonTree(draft.text.value));
    const member = computed(() =>
      selected.value === undefined ? undefined : findNodeRange(tree.value, selected.value),
    );
    const diagnostics = computed(() => {
      const length = draft.text.value.length;
      return problems.value.map((issue) => toDiagnostic(issue, tree.value, length));
    });
    const marks = computed((): EditorMark[] => (member.value ? [{ ...member.value, kind: 'field' }] : []));
    const reveal = computed(() => member.value?.from);
    return { diagnostics, marks, reveal };
  }, [draft, problems, selected]);
  const extensions = useMemo(() => extensionsFor(draft), [draft]);
  return (
    <div class="panel-fill">
      <CodeEditor
        label="Manifest"
        text={draft.text}
        onEdit={(text) => draft.edit(text, 'manifest')}
        extensions={extensions}
        {...shown}
      />
    </div>
  );
}
