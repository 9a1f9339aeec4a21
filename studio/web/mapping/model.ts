import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import { api } from '../api/client.ts';
import type {
  ConnectorResponse,
  NoRecords,
  PreviewItem,
  PreviewTarget,
  SampleSummary,
} from '../api/types.generated.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { takeHandedSample } from '../app/sample-handoff.ts';
import { showToast } from '../app/toasts.tsx';
import { createLivePreview, type LivePreview } from './live-preview.ts';
import { addEnumValue, formatFieldPointer, removeField, setExpression } from './manifest-text.ts';
import { isProblem } from './target-status.tsx';
import { createTextHistory, type Edit, type TextHistory } from './text-history.ts';

type RecordListProposal = NonNullable<NoRecords['proposal']>;

/** Target or sample value under the pointer or the caret. */
export type Hovered =
  | { readonly kind: 'target'; readonly target: string }
  | { readonly kind: 'source'; readonly item: number; readonly pointer: string };

/** Name of a custom sample, which stays in this tab session and is never shared. */
export const OWN_SAMPLE = 'own';

/** State that all parts of the mapping screen share. */
export interface MappingModel {
  readonly connector: ConnectorResponse;
  readonly map: string;
  readonly draft: TextHistory;
  /** Text of the file, the base of all comparisons. */
  readonly base: Signal<string>;
  readonly samples: readonly SampleSummary[];
  readonly sampleName: ReadonlySignal<string>;
  readonly sample: Signal<string | undefined>;
  readonly live: LivePreview;
  readonly targets: ReadonlySignal<readonly PreviewTarget[]>;
  readonly selected: ReadonlySignal<PreviewTarget | undefined>;
  readonly itemIndex: ReadonlySignal<number>;
  readonly item: ReadonlySignal<PreviewItem | undefined>;
  readonly hovered: Signal<Hovered | undefined>;
  readonly edited: ReadonlySignal<boolean>;
  readonly stop: () => void;
}

const STORAGE_KEY = 'mapwright-draft:';

/** Stores the edited text for this tab session, so that it survives a reload. */
function keepDraft(id: string, draft: TextHistory, base: ReadonlySignal<string>): () => void {
  return effect(() => {
    if (draft.text.value === base.value) sessionStorage.removeItem(STORAGE_KEY + id);
    else sessionStorage.setItem(STORAGE_KEY + id, draft.text.value);
  });
}

const sampleKey = (id: string, map: string): string => `mapwright-sample:${id}/${map}`;

/** Stores a custom sample for this tab session, so that it survives a reload. A sample beyond the browser's quota is not stored. */
function storeSample(id: string, map: string, text: string): void {
  try {
    sessionStorage.setItem(sampleKey(id, map), text);
  } catch {
    sessionStorage.removeItem(sampleKey(id, map));
  }
}

/** Returns the custom sample: the one that another screen handed over, or the stored one. */
function openOwnSample(id: string, map: string): string | undefined {
  const handed = takeHandedSample(id, map);
  if (handed !== undefined) storeSample(id, map, handed);
  if (handed !== undefined || readQueryParameter('sample') !== OWN_SAMPLE) return handed;
  return sessionStorage.getItem(sampleKey(id, map)) ?? undefined;
}

/** Replaces the sample by a custom one. */
export function replaceSample({ connector, map, sample }: MappingModel, text: string): void {
  sample.value = text;
  storeSample(connector.connector.id, map, text);
  setQuery({ sample: OWN_SAMPLE });
}

function findSamples({ samples }: ConnectorResponse, map: string): readonly SampleSummary[] {
  const fitting = samples.filter(({ maps }) => maps.includes(map));
  return fitting.length > 0 ? fitting : samples;
}

function loadSample(id: string, name: ReadonlySignal<string>, into: Signal<string | undefined>): () => void {
  return effect(() => {
    const requested = name.value;
    if (requested === OWN_SAMPLE || requested === '') return;
    let stale = false;
    api.sample(id, requested).then(
      ({ text }) => {
        if (!stale) into.value = text;
      },
      (thrown: Error) => !stale && showToast(thrown.message, { tone: 'bad' }),
    );
    return () => {
      stale = true;
    };
  });
}

/** Selects the first problem of the first preview, unless the URL selects a target. Returns the function that stops it. */
function selectFirstProblem(targets: ReadonlySignal<readonly PreviewTarget[]>): () => void {
  let isSelected = readQueryParameter('target') !== '';
  return effect(() => {
    if (isSelected || targets.value.length === 0) return;
    isSelected = true;
    const first = targets.value.find(isProblem);
    if (first) untracked(() => setQuery({ target: first.target, item: first.example ? String(first.example) : '' }));
  });
}

/** Creates the state of the mapping screen for one map. `shared` is the manifest of a shared link. Call `stop` on unmount. */
export function createMapping(connector: ConnectorResponse, map: string, shared: string | undefined): MappingModel {
  const { id } = connector.connector;
  const base = signal(connector.manifest);
  const draft = createTextHistory(connector.manifest);
  const restored = shared ?? sessionStorage.getItem(STORAGE_KEY + id);
  if (restored !== null) draft.edit(restored);

  const samples = findSamples(connector, map);
  const sample = signal(openOwnSample(id, map));
  const sampleName = computed(() => {
    const requested = readQueryParameter('sample');
    if (requested === OWN_SAMPLE && sample.peek() !== undefined) return requested;
    return samples.find(({ name }) => name === requested)?.name ?? samples[0]?.name ?? '';
  });
  const live = createLivePreview(() =>
    sample.value === undefined
      ? undefined
      : { manifest: draft.text.value, map, sample: sample.value, base: base.value, limit: 100 },
  );

  const targets = computed(() => live.good.value?.targets ?? []);
  const items = computed(() => live.good.value?.items ?? []);
  const itemIndex = computed(() =>
    Math.max(0, Math.min(Number(readQueryParameter('item')) || 0, items.value.length - 1)),
  );
  const stops = [
    loadSample(id, sampleName, sample),
    keepDraft(id, draft, base),
    live.stop,
    selectFirstProblem(targets),
  ];
  return {
    connector,
    map,
    draft,
    base,
    samples,
    sampleName,
    sample,
    live,
    targets,
    selected: computed(
      () => targets.value.find(({ target }) => target === readQueryParameter('target')) ?? targets.value[0],
    ),
    itemIndex,
    item: computed(() => items.value[itemIndex.value]),
    hovered: signal(undefined),
    edited: computed(() => draft.text.value !== base.value),
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

export const selectTarget = (target: string): void => setQuery({ target });

export const selectItem = (index: number): void => setQuery({ item: index === 0 ? '' : String(index) });

/** Moves the selection by `step` rows, up to the first or last row. */
export function moveTarget({ targets, selected }: MappingModel, step: number): void {
  const at = targets.value.findIndex(({ target }) => target === selected.value?.target);
  const next = targets.value[Math.max(0, Math.min(at + step, targets.value.length - 1))];
  if (next) selectTarget(next.target);
}

/** Selects the next target with a problem, and an item that has it. */
export function nextProblem({ targets, selected }: MappingModel): void {
  const at = targets.value.findIndex(({ target }) => target === selected.value?.target);
  const order = [...targets.value.slice(at + 1), ...targets.value.slice(0, at + 1)];
  const next = order.find(isProblem);
  if (!next) showToast('No problems found.');
  else setQuery({ target: next.target, item: next.example ? String(next.example) : '' });
}

/** Sets the expression of a target in the manifest. */
export function editExpression({ draft }: MappingModel, { pointer, target }: PreviewTarget, expression: string): void {
  draft.edit(setExpression(draft.text.peek(), pointer, expression), `expression:${target}`);
}

/** Creates the Undo of a toast, which reverts only its own edit. */
export const undoIn = (draft: TextHistory, edit: Edit) => ({
  action: {
    title: 'Undo',
    run: () => {
      if (!draft.revert(edit))
        showToast('A later edit changed the same text. Undo the later edit first.', { tone: 'bad' });
    },
  },
});

/** Adds a row for an unmapped value to an enum of the manifest. */
export function fixEnum({ draft }: MappingModel, pointer: string, row: { literal: string; to: string | number }): void {
  const edit = draft.edit(addEnumValue(draft.text.peek(), pointer, row));
  showToast(`Mapped “${row.literal}” to ${row.to}.`, undoIn(draft, edit));
}

/** Sets the list that the stream reads its items from. */
export function changeRecordList({ draft }: MappingModel, { pointer, records, list }: RecordListProposal): void {
  const edit = draft.edit(setExpression(draft.text.peek(), pointer, records));
  showToast(`The stream reads its items from ${list}.`, undoIn(draft, edit));
}

/** Adds a field to the map and selects it. */
export function addTarget({ draft, map }: MappingModel, target: string, expression: string): void {
  const edit = draft.edit(setExpression(draft.text.peek(), formatFieldPointer(map, target), expression));
  selectTarget(target);
  showToast(`Added ${target}.`, undoIn(draft, edit));
}

/** Removes a field from the map. */
export function removeTarget({ draft, map }: MappingModel, { target }: PreviewTarget): void {
  const edit = draft.edit(removeField(draft.text.peek(), formatFieldPointer(map, target)));
  showToast(`Removed ${target}.`, undoIn(draft, edit));
}
