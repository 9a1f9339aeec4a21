import { history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { type Diagnostic, lintGutter } from '@codemirror/lint';
import { search, searchKeymap } from '@codemirror/search';
import { EditorView, keymap } from '@codemirror/view';
import { computed, type Signal, useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { setQuery } from '../app/router.ts';
import { showToast } from '../app/toasts.tsx';
import { Button } from '../components/button.tsx';
import { CodeEditor } from '../components/code-editor.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Icon } from '../components/icon.tsx';
import { Loading } from '../components/loading.tsx';
import { toSentence } from '../components/message.tsx';
import { Select } from '../components/select.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import { AddTarget } from './add-target.tsx';
import { findNodeRange } from './json-positions.ts';
import type { LineageView } from './lineage.ts';
import { type MapSample, OWN_SAMPLE } from './map-samples.ts';
import { type MappingModel, replaceSample, selectItem } from './model.ts';

const MAX_BYTES = 12_000_000;

async function takeFile(mapping: MappingModel, file: File | undefined): Promise<void> {
  if (!file) return;
  if (file.size > MAX_BYTES)
    return showToast(`${file.name} is larger than 12 MB. Use a smaller sample.`, { tone: 'bad' });
  replaceSample(mapping, await file.text());
  selectItem(0);
}

/** Tracks the value under the pointer or the caret; a click on an unread value opens the form to add a target. */
function sourceEvents({ hovered }: MappingModel, lineage: LineageView, adding: Signal<string | undefined>) {
  const hover = (offset: number | null) => {
    const found = offset === null ? undefined : lineage.at(offset);
    hovered.value = found && { kind: 'source', item: found.item, pointer: found.pointer };
    return found;
  };
  return [
    EditorView.domEventHandlers({
      mousemove: (event, view) => void hover(view.posAtCoords({ x: event.clientX, y: event.clientY })),
      mouseleave: () => {
        hovered.value = undefined;
      },
      click: (_event, view) => {
        const found = hover(view.state.selection.main.head);
        if (found) selectItem(found.item);
        adding.value = found?.unread ? found.pointer : undefined;
      },
      blur: () => {
        hovered.value = undefined;
      },
    }),
    EditorView.updateListener.of(({ selectionSet, docChanged, view, transactions }) => {
      if (
        selectionSet &&
        !docChanged &&
        view.hasFocus &&
        !transactions.some((one) => one.isUserEvent('select.pointer'))
      )
        queueMicrotask(() => hover(view.state.selection.main.head));
    }),
  ];
}

const Items = ({ mapping: { live, itemIndex } }: { readonly mapping: MappingModel }) => {
  const count = live.good.value?.items.length ?? 0;
  const at = itemIndex.value;
  if (count === 0) return null;
  return (
    <span class="items">
      <Button kind="icon" label="Previous item" disabled={at === 0} onClick={() => selectItem(at - 1)}>
        <Icon name="left" />
      </Button>
      <span class="mono" aria-live="polite">
        {at + 1}/{count}
      </span>
      <Button kind="icon" label="Next item" disabled={at >= count - 1} onClick={() => selectItem(at + 1)}>
        <Icon name="right" />
      </Button>
    </span>
  );
};

/** Tools of the sample: item, recorded sample, and file. */
export function SampleTools({ mapping }: { readonly mapping: MappingModel }) {
  const input = useRef<HTMLInputElement>(null);
  const own = mapping.sampleName.value === OWN_SAMPLE;
  const choices = mapping.samples.map(({ name, title }) => ({ value: name, title }));
  const onChange = (sample: string) => setQuery({ sample, item: '' });
  return (
    <>
      <Items mapping={mapping} />
      <Select
        label="Sample"
        value={mapping.sampleName.value}
        choices={own ? [...choices, { value: OWN_SAMPLE, title: 'Custom' }] : choices}
        onChange={onChange}
      />
      <Button kind="icon" label="Open a JSON, NDJSON, CSV or XML file" onClick={() => input.current?.click()}>
        <Icon name="upload" />
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,.ndjson,.jsonl,.csv,.tsv,.xml,.txt"
        aria-label="Sample file"
        hidden
        onChange={() => void takeFile(mapping, input.current?.files?.[0])}
      />
    </>
  );
}

/** Marks the syntax error of the sample at its position. */
function findDefects({ live, sample }: MappingModel): Diagnostic[] {
  const response = live.response.value;
  if (!response?.error || response.samplePosition === undefined) return [];
  const { error, samplePosition } = response;
  const length = sample.value?.length ?? 0;
  const from = Math.max(0, Math.min(samplePosition, length - 1));
  const to = Math.min(from + 1, length);
  return [{ from, to, severity: 'error', message: `${toSentence(error.message)}\n${error.fix}` }];
}

const NoSample = ({ mapping }: { readonly mapping: MappingModel }) => (
  <EmptyState title="No recorded sample">
    <p>Drop a JSON, NDJSON, CSV or XML file here, or start with an empty sample and paste a vendor response.</p>
    <Button kind="primary" onClick={() => replaceSample(mapping, '[]')}>
      Start with an empty sample
    </Button>
  </EmptyState>
);

/** Origin of a sample that a run read. */
const Origin = ({ sample }: { readonly sample: MapSample | undefined }) =>
  sample?.run ? (
    <span>
      · from{' '}
      <a href={`/runs/${sample.run.id}`}>
        run <span class="mono">{sample.run.id.slice(0, 8)}</span>
      </a>
      {sample.run.at !== null && (
        <>
          {' '}
          <Timestamp at={sample.run.at} />
        </>
      )}
      {sample.isRedacted && ', secrets redacted'}
    </span>
  ) : null;

/** Editor of the sample: highlights the values that the selected target reads, and marks unread values with dots. */
export function SampleView({ mapping, lineage }: { readonly mapping: MappingModel; readonly lineage: LineageView }) {
  const adding = useSignal<string | undefined>(undefined);
  const text = useMemo(() => computed(() => mapping.sample.value ?? ''), [mapping]);
  const reveal = useMemo(
    () =>
      computed(() => {
        const pointer = mapping.item.value?.pointer;
        return typeof pointer === 'string' ? findNodeRange(lineage.tree.value, pointer)?.from : undefined;
      }),
    [mapping, lineage],
  );
  const diagnostics = useMemo(() => computed(() => findDefects(mapping)), [mapping]);
  const extensions = useMemo(
    () => [
      json(),
      lintGutter(),
      history(),
      search(),
      keymap.of([...historyKeymap, ...searchKeymap]),
      sourceEvents(mapping, lineage, adding),
    ],
    [mapping, lineage, adding],
  );
  const onDrop = (event: DragEvent) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void takeFile(mapping, file);
  };
  const read = mapping.live.good.value?.read;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: drop target; the button above opens files by keyboard */}
      <div class="panel-fill" onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
        {mapping.samples.length === 0 && mapping.sample.value === undefined ? (
          <NoSample mapping={mapping} />
        ) : mapping.sample.value === undefined ? (
          <Loading what="Loading the sample" />
        ) : (
          <CodeEditor
            label="Sample payload"
            text={text}
            onEdit={(next) => replaceSample(mapping, next)}
            extensions={extensions}
            marks={lineage.marks}
            diagnostics={diagnostics}
            reveal={reveal}
          />
        )}
      </div>
      {adding.value === undefined && read !== undefined && (
        <footer class="panel-foot">
          <span>{read} values read</span>
          <Origin sample={mapping.samples.find(({ name }) => name === mapping.sampleName.value)} />
          <span class="grow" />
          <span>
            <span class="dotted">dotted</span>: unread
          </span>
        </footer>
      )}
      {adding.value !== undefined && (
        <AddTarget mapping={mapping} pointer={adding.value} onClose={() => (adding.value = undefined)} />
      )}
    </>
  );
}
