import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import { toErrorBody } from '../api/client.ts';
import type { Connection, NoRecords, PreviewItem, PreviewTarget, TransformMap } from '../api/types.generated.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { keepValue, readKeptText } from '../app/tab-storage.ts';
import { showToast } from '../app/toasts.tsx';
import { createLivePreview, type LivePreview } from './live-preview.ts';
import { addEnumValue, formatFieldPointer, removeField, setExpression } from './manifest-text.ts';
import { findSample, type MapSample, OWN_SAMPLE, readRejectsRun } from './map-samples.ts';
import { withMap } from './map-spec.ts';
import type { OpenedMap } from './opened-map.ts';
import type { MapPlace } from './place.ts';
import { formatDraftKey, formatSampleKey, keepDraft } from './stored.ts';
import { isProblem } from './target-status.tsx';
import { createTextHistory, type Edit, type TextHistory } from './text-history.ts';

type RecordListProposal = NonNullable<NoRecords['proposal']>;

/** Target or sample value under the pointer or the caret. */
export type Hovered =
  | { readonly kind: 'target'; readonly target: string }
  | { readonly kind: 'source'; readonly item: number; readonly pointer: string };

/** State that all parts of a map's editor share. */
export interface MappingModel extends Pick<OpenedMap, 'connector' | 'map' | 'maps' | 'connection' | 'rejectedBy'> {
  readonly place: MapPlace;
  /** Connections of the connector. */
  readonly connections: Signal<readonly Connection[]>;
  /** Custom map that replaces the default, as saved; undefined for the default. */
  readonly custom: Signal<TransformMap | undefined>;
  /** Manifest with the map that is edited. */
  readonly draft: TextHistory;
  /** Key under which this tab session keeps the draft. */
  readonly draftKey: ReadonlySignal<string>;
  /** Manifest with the default map, the base of all comparisons. */
  readonly base: Signal<string>;
  /** Manifest as saved: equal to the base unless a custom map is edited. */
  readonly saved: ReadonlySignal<string>;
  readonly samples: readonly MapSample[];
  readonly sampleName: ReadonlySignal<string>;
  readonly sample: Signal<string | undefined>;
  readonly live: LivePreview;
  readonly targets: ReadonlySignal<readonly PreviewTarget[]>;
  readonly selected: ReadonlySignal<PreviewTarget | undefined>;
  readonly itemIndex: ReadonlySignal<number>;
  readonly item: ReadonlySignal<PreviewItem | undefined>;
  readonly hovered: Signal<Hovered | undefined>;
  /** The draft differs from what is saved. */
  readonly edited: ReadonlySignal<boolean>;
  /** The draft is the manifest with the default map. */
  readonly isDefault: ReadonlySignal<boolean>;
  readonly stop: () => void;
}

/** Replaces the sample by a custom one. */
export function replaceSample({ connector, map, sample }: MappingModel, text: string): void {
  sample.value = text;
  keepValue(formatSampleKey(connector.connector.id, map), text);
  setQuery({ sample: OWN_SAMPLE });
}

function loadSample(
  samples: readonly MapSample[],
  name: ReadonlySignal<string>,
  into: Signal<string | undefined>,
): () => void {
  return effect(() => {
    const requested = samples.find((one) => one.name === name.value);
    if (!requested) return;
    let stale = false;
    requested.load().then(
      (text) => {
        if (!stale) into.value = text;
      },
      (thrown) => !stale && showToast(toErrorBody(thrown).message, { tone: 'bad' }),
    );
    return () => {
      stale = true;
    };
  });
}

/** Returns the target that caused the reject of an item: the one whose problem the reject reports. */
function findRejectedTarget(item: PreviewItem | undefined): string | undefined {
  const [reject] = item?.rejects ?? [];
  const notes = Object.entries(item?.notes ?? {});
  return notes.find(([, { code, message }]) => code === reject?.code && message === reject?.message)?.[0];
}

/**
 * Selects the target that rejected the items of a sample of rejects, or the first problem, of the first preview, unless the URL
 * selects a target. Returns the function that stops it.
 */
function selectFirstProblem(
  targets: ReadonlySignal<readonly PreviewTarget[]>,
  items: ReadonlySignal<readonly PreviewItem[]>,
): () => void {
  let isSelected = readQueryParameter('target') !== '';
  return effect(() => {
    if (isSelected || targets.value.length === 0) return;
    isSelected = true;
    const isOfRejects = readRejectsRun(untracked(() => readQueryParameter('sample'))) !== undefined;
    const rejected = isOfRejects ? findRejectedTarget(items.peek()[0]) : undefined;
    const first = targets.value.find(isProblem);
    if (rejected !== undefined) untracked(() => setQuery({ target: rejected }));
    else if (first)
      untracked(() => setQuery({ target: first.target, item: first.example ? String(first.example) : '' }));
  });
}

const compose = (base: string, map: string, custom: TransformMap | undefined): string =>
  custom ? withMap(base, map, custom.spec) : base;

/** Creates the state of a map's editor. Call `stop` on unmount. */
export function createMapping(opened: OpenedMap, place: MapPlace): MappingModel {
  const { connector, map, samples } = opened;
  const base = signal(connector.manifest);
  const custom = signal(opened.custom);
  const saved = computed(() => compose(base.value, map, custom.value));
  const draft = createTextHistory(saved.peek());
  const draftKey = computed(() => formatDraftKey({ connector, custom: custom.value }));
  const restored = opened.shared ?? readKeptText(draftKey.peek());
  if (restored !== undefined) draft.edit(restored);

  const sample = signal(opened.ownSample);
  const sampleName = computed(() => {
    const requested = readQueryParameter('sample');
    if (requested === OWN_SAMPLE && sample.peek() !== undefined) return requested;
    return findSample(samples, requested)?.name ?? '';
  });
  const live = createLivePreview((isFirst) => {
    if (sample.value === undefined) return undefined;
    const [manifest, original] = [draft.text.value, base.value];
    // Without a difference there are no changes to report, and less to send.
    const compared = manifest === original ? {} : { base: original };
    const request = { manifest, map, sample: sample.value, limit: 100, ...compared };
    // The first response selects a problem of any item. While the user types, only the current item is shown.
    return isFirst ? request : { ...request, item: itemIndex.peek() };
  });

  const targets = computed(() => live.good.value?.targets ?? []);
  const items = computed(() => live.good.value?.items ?? []);
  const itemIndex = computed(() =>
    Math.max(0, Math.min(Number(readQueryParameter('item')) || 0, items.value.length - 1)),
  );
  const current = computed(() => items.value[itemIndex.value]);
  const item = computed(() => (current.value?.brief ? undefined : current.value));
  const stops = [
    loadSample(samples, sampleName, sample),
    keepDraft(draftKey, draft, saved),
    live.stop,
    effect(() => {
      if (current.value?.brief) live.complete();
    }),
    selectFirstProblem(targets, items),
  ];
  return {
    ...{ connector, map, samples, maps: opened.maps },
    ...{ connection: opened.connection, rejectedBy: opened.rejectedBy },
    connections: signal(opened.connections),
    place,
    custom,
    draft,
    draftKey,
    base,
    saved,
    sampleName,
    sample,
    live,
    targets,
    selected: computed(
      () => targets.value.find(({ target }) => target === readQueryParameter('target')) ?? targets.value[0],
    ),
    itemIndex,
    item,
    hovered: signal(undefined),
    edited: computed(() => draft.text.value !== saved.value),
    isDefault: computed(() => draft.text.value === base.value),
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
