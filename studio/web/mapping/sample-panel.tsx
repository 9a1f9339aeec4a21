import { history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
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
import { Panel } from '../components/panel.tsx';
import { Select } from '../components/select.tsx';
import { AddTarget } from './add-target.tsx';
import { findNodeRange } from './json-positions.ts';
import type { LineageView } from './lineage.ts';
import { type MappingModel, OWN_SAMPLE, selectItem } from './model.ts';

const LARGEST = 8_000_000;

/** Takes a sample of the user's own: it stays in this tab. */
function useOwnSample({ sample }: MappingModel, text: string): void {
  sample.value = text;
  setQuery({ sample: OWN_SAMPLE });
}

async function takeFile(mapping: MappingModel, file: File | undefined): Promise<void> {
  if (!file) return;
  if (file.size > LARGEST) return showToast(`${file.name} is larger than 8 MB: cut it down.`, { tone: 'bad' });
  useOwnSample(mapping, await file.text());
  selectItem(0);
}

/** Tells what the pointer, or the caret, is on; a click on a leaf that nothing reads asks where it should go. */
function sourceEvents({ hovered }: MappingModel, lineage: LineageView, adding: Signal<string | undefined>) {
  const look = (offset: number | null) => {
    const found = offset === null ? undefined : lineage.at(offset);
    hovered.value = found && { kind: 'source', item: found.item, pointer: found.pointer };
    return found;
  };
  return [
    EditorView.domEventHandlers({
      mousemove: (event, view) => void look(view.posAtCoords({ x: event.clientX, y: event.clientY })),
      mouseleave: () => {
        hovered.value = undefined;
      },
      click: (_event, view) => {
        const found = look(view.state.selection.main.head);
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
        queueMicrotask(() => look(view.state.selection.main.head));
    }),
  ];
}

const Items = ({ mapping: { live, itemIndex } }: { readonly mapping: MappingModel }) => {
  const count = live.good.value?.items.length ?? 0;
  const at = itemIndex.value;
  if (count === 0) return null;
  return (
    <span class="items">
      <Button kind="icon" label="Item before" disabled={at === 0} onClick={() => selectItem(at - 1)}>
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

function Tools({ mapping }: { readonly mapping: MappingModel }) {
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
        choices={own ? [...choices, { value: OWN_SAMPLE, title: 'Your own' }] : choices}
        onChange={onChange}
      />
      <Button kind="icon" label="Open a .json file" onClick={() => input.current?.click()}>
        <Icon name="upload" />
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="Sample file"
        hidden
        onChange={() => void takeFile(mapping, input.current?.files?.[0])}
      />
    </>
  );
}

const NoSample = ({ mapping }: { readonly mapping: MappingModel }) => (
  <EmptyState title="No sample was recorded">
    <p>Drop a .json file here, or begin with an empty one and paste what the vendor answers.</p>
    <Button kind="primary" onClick={() => useOwnSample(mapping, '[]')}>
      Begin with an empty sample
    </Button>
  </EmptyState>
);

/** The payload: what is read of it lights up, what is not is dotted. It can be edited, dropped and pasted. */
export function SamplePanel({ mapping, lineage }: { readonly mapping: MappingModel; readonly lineage: LineageView }) {
  const adding = useSignal<string | undefined>(undefined);
  const text = useMemo(() => computed(() => mapping.sample.value ?? ''), [mapping]);
  const reveal = useMemo(
    () => computed(() => findNodeRange(lineage.tree.value, mapping.item.value?.pointer ?? '')?.from),
    [mapping, lineage],
  );
  const extensions = useMemo(
    () => [
      json(),
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
    <Panel title="Sample" class="panel-sample" tools={<Tools mapping={mapping} />}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files are dropped here; the button above opens them by keyboard */}
      <div class="panel-fill" onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
        {mapping.samples.length === 0 && mapping.sample.value === undefined ? (
          <NoSample mapping={mapping} />
        ) : mapping.sample.value === undefined ? (
          <Loading what="Reading the sample" />
        ) : (
          <CodeEditor
            label="Sample payload"
            text={text}
            onEdit={(next) => useOwnSample(mapping, next)}
            extensions={extensions}
            marks={lineage.marks}
            reveal={reveal}
          />
        )}
      </div>
      {adding.value === undefined && read !== undefined && (
        <footer class="panel-foot">
          <span>{read} values are read</span>
          <span class="grow" />
          <span class="dotted">dotted</span>: no target reads it
        </footer>
      )}
      {adding.value !== undefined && (
        <AddTarget mapping={mapping} pointer={adding.value} onClose={() => (adding.value = undefined)} />
      )}
    </Panel>
  );
}
