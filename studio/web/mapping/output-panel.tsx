import { json } from '@codemirror/lang-json';
import { EditorView } from '@codemirror/view';
import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useResource } from '../api/resource.ts';
import type { PreviewItem, PreviewReject } from '../api/types.generated.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { CodeEditor } from '../components/code-editor.tsx';
import type { EditorMark } from '../components/editor-marks.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Loading } from '../components/loading.tsx';
import { Message } from '../components/message.tsx';
import { Panel } from '../components/panel.tsx';
import { panelId, Tabs, tabId } from '../components/tabs.tsx';
import { CaseChanges } from './case-changes.tsx';
import { Change } from './change.tsx';
import { findNodeRange, findPointer, formatPointer, parseJsonTree, parsePointer } from './json-positions.ts';
import type { LineageView } from './lineage.ts';
import { type MappingModel, selectTarget } from './model.ts';

interface OutputProps {
  readonly mapping: MappingModel;
  readonly lineage: LineageView;
}

/** Nests values by dotted target into a record. */
function nestValues(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [target, value] of Object.entries(values)) {
    const path = target.split('.');
    const last = path.pop() ?? target;
    let at = record;
    for (const name of path) {
      const inner = (at[name] ?? {}) as Record<string, unknown>;
      at[name] = inner;
      at = inner;
    }
    at[last] = value;
  }
  return record;
}

const targetPointer = (target: string): string => formatPointer(target.split('.'));

/** Returns the target whose problem rejects the item. */
const findCause = ({ notes }: PreviewItem, { code, message }: PreviewReject): string | undefined =>
  Object.keys(notes).find((target) => notes[target]?.code === code && notes[target]?.message === message);

/** Reason of a reject: a link to the target, whose panel contains the message, or else the message. */
function RejectReason({ item, reject }: { readonly item: PreviewItem; readonly reject: PreviewReject }) {
  const target = findCause(item, reject);
  if (target === undefined) return <Message message={reject.message} fix={reject.fix} code={reject.code} />;
  return (
    <>
      <b>Rejected because of</b>{' '}
      <button type="button" class="link" onClick={() => selectTarget(target)}>
        {target}
      </button>
    </>
  );
}

const Rejected = ({ item }: { readonly item: PreviewItem }) => (
  <div class="rejected" role="status">
    {item.skipped ? (
      <p>
        <b>
          Skipped by <code>where</code>.
        </b>{' '}
        The condition of the map excludes this item: no record and no reject.
      </p>
    ) : (
      item.rejects.map((reject) => (
        <p key={reject.code}>
          <RejectReason item={item} reject={reject} />
        </p>
      ))
    )}
  </div>
);

function recordView(mapping: MappingModel, lineage: LineageView) {
  const text = computed(() => {
    const item = mapping.item.value;
    return item ? JSON.stringify(item.record ?? nestValues(item.values), null, 2) : '';
  });
  const tree = computed(() => parseJsonTree(text.value));
  const marks = computed((): EditorMark[] => {
    const { hovered, selected } = mapping;
    const lit = hovered.value ? [...lineage.litTargets.value] : [selected.value?.target ?? ''];
    return lit.flatMap((target) => {
      const range = target === '' ? undefined : findNodeRange(tree.value, targetPointer(target));
      return range ? [{ ...range, kind: 'lit' as const }] : [];
    });
  });
  const targetAt = (offset: number | null): string | undefined => {
    const pointer = offset === null ? undefined : findPointer(tree.peek(), offset);
    const path = pointer === undefined ? '' : parsePointer(pointer).join('.');
    return mapping.targets.peek().find(({ target }) => path === target || path.startsWith(`${target}.`))?.target;
  };
  const hover = (target: string | undefined) => {
    mapping.hovered.value = target === undefined ? undefined : { kind: 'target', target };
  };
  const events = EditorView.domEventHandlers({
    mousemove: (event, view) => hover(targetAt(view.posAtCoords({ x: event.clientX, y: event.clientY }))),
    mouseleave: () => hover(undefined),
    click: (_event, view) => {
      const target = targetAt(view.state.selection.main.head);
      if (target) selectTarget(target);
    },
  });
  return { text, marks, extensions: [json(), events] };
}

function RecordView({ mapping, lineage }: OutputProps) {
  const { text, marks, extensions } = useMemo(() => recordView(mapping, lineage), [mapping, lineage]);
  const item = mapping.item.value;
  return (
    <>
      {item && item.record === undefined && <Rejected item={item} />}
      <div class="panel-fill">
        <CodeEditor label="Record" text={text} marks={marks} extensions={extensions} />
      </div>
    </>
  );
}

function Changes({ mapping }: { readonly mapping: MappingModel }) {
  const changes = mapping.live.good.value?.changes;
  const groups = changes?.groups ?? [];
  return (
    <div class="panel-scroll">
      {changes?.error && (
        <p class="note">
          <Message {...changes.error} />
        </p>
      )}
      {groups.length === 0 && !changes?.error && (
        <p class="changes-none">
          {!mapping.isDefault.value
            ? 'The manifest differs from the default, but the output for this sample is the same.'
            : 'This is the default map. Edit an expression to see how the output changes.'}
        </p>
      )}
      <ul class="changes">
        {groups.map((change) => (
          <Change key={`${change.target} ${JSON.stringify([change.from, change.to])}`} change={change} />
        ))}
      </ul>
      {(changes?.more ?? 0) > 0 && <p class="changes-none">{changes?.more} more types of change</p>}
      {!mapping.isDefault.value && <CaseChanges mapping={mapping} />}
    </div>
  );
}

function TextDiff({ mapping }: { readonly mapping: MappingModel }) {
  // Loaded on demand: the comparison of texts is not part of the first screen.
  const { state, reload } = useResource('', () => import('./manifest-diff.tsx'));
  if (mapping.isDefault.value) return <p class="changes-none">This is the default map.</p>;
  if (state.value.kind === 'loading') return <Loading what="Comparing the manifest" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  const { ManifestDiff } = state.value.value;
  return <ManifestDiff original={mapping.base.value} text={mapping.draft.text} />;
}

const VIEWS = { record: RecordView, changes: Changes, text: TextDiff } as const;
type View = keyof typeof VIEWS;

/** Output of the map: the record of the current item, and the differences from the default map. */
export function OutputPanel({ mapping, lineage }: OutputProps) {
  const requested = readQueryParameter('view');
  const view: View = requested === 'changes' || requested === 'text' ? requested : 'record';
  const Shown = VIEWS[view];
  const count = mapping.live.good.value?.changes.groups.length ?? 0;
  const tabs = [
    { id: 'record', title: 'Record' },
    { id: 'changes', title: 'Changes', count: count > 0 ? count : undefined },
    { id: 'text', title: 'Diff' },
  ];
  const choose = (id: string) => setQuery({ view: id === 'record' ? '' : id });
  return (
    <Panel
      title="Output"
      class="panel-output"
      tools={<Tabs label="Output" tabs={tabs} chosen={view} onChoose={choose} />}
    >
      <div
        id={panelId(view)}
        class={`panel-body ${mapping.live.error.value ? 'is-stale' : ''}`}
        role="tabpanel"
        aria-labelledby={tabId(view)}
      >
        <Shown mapping={mapping} lineage={lineage} />
      </div>
    </Panel>
  );
}
