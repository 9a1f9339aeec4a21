import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { api } from '../api/client.ts';
import type { ConnectorAnswer, PreviewItem, PreviewTarget, SampleSummary } from '../api/types.generated.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { takeHandedSample } from '../app/sample-handoff.ts';
import { showToast } from '../app/toasts.tsx';
import { createLivePreview, type LivePreview } from './live-preview.ts';
import { addEnumValue, formatFieldPointer, removeField, setExpression } from './manifest-text.ts';
import { isProblem } from './target-status.tsx';
import { createTextHistory, type TextHistory } from './text-history.ts';

/** What the pointer or the caret is on: a target, or a value of the payload. */
export type Hovered =
  | { readonly kind: 'target'; readonly target: string }
  | { readonly kind: 'source'; readonly item: number; readonly pointer: string };

/** Name of the sample that the user brought: it is in no link and in no store. */
export const OWN_SAMPLE = 'own';

/** Everything that the parts of the mapping screen share. */
export interface MappingModel {
  readonly connector: ConnectorAnswer;
  readonly map: string;
  readonly draft: TextHistory;
  /** The text in the file: what changes are measured against. */
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

const KEPT = 'mapwright-draft:';

/** Drafts outlive a reload of the tab, and nothing longer. */
function keepDraft(id: string, draft: TextHistory, base: ReadonlySignal<string>): () => void {
  return effect(() => {
    if (draft.text.value === base.value) sessionStorage.removeItem(KEPT + id);
    else sessionStorage.setItem(KEPT + id, draft.text.value);
  });
}

function findSamples({ samples }: ConnectorAnswer, map: string): readonly SampleSummary[] {
  const fitting = samples.filter(({ maps }) => maps.includes(map));
  return fitting.length > 0 ? fitting : samples;
}

function loadSample(id: string, name: ReadonlySignal<string>, into: Signal<string | undefined>): () => void {
  return effect(() => {
    const asked = name.value;
    if (asked === OWN_SAMPLE || asked === '') return;
    let stale = false;
    api.sample(id, asked).then(
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

/** The state of the mapping screen for one map; `shared` is a manifest that a link brought. Call `stop` when it is left. */
export function createMapping(connector: ConnectorAnswer, map: string, shared: string | undefined): MappingModel {
  const { id } = connector.connector;
  const base = signal(connector.manifest);
  const draft = createTextHistory(connector.manifest);
  const kept = shared ?? sessionStorage.getItem(KEPT + id);
  if (kept !== null) draft.edit(kept);

  const samples = findSamples(connector, map);
  const sample = signal(takeHandedSample(id, map));
  const sampleName = computed(() => {
    const asked = readQueryParameter('sample');
    if (asked === OWN_SAMPLE && sample.peek() !== undefined) return asked;
    return samples.find(({ name }) => name === asked)?.name ?? samples[0]?.name ?? '';
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
  const stops = [loadSample(id, sampleName, sample), keepDraft(id, draft, base), live.stop];
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

/** Goes `step` rows down (or up), and stops at the ends. */
export function moveTarget({ targets, selected }: MappingModel, step: number): void {
  const at = targets.value.findIndex(({ target }) => target === selected.value?.target);
  const next = targets.value[Math.max(0, Math.min(at + step, targets.value.length - 1))];
  if (next) selectTarget(next.target);
}

/** Goes to the next target that has a problem, and to an item that shows it. */
export function nextProblem({ targets, selected }: MappingModel): void {
  const at = targets.value.findIndex(({ target }) => target === selected.value?.target);
  const order = [...targets.value.slice(at + 1), ...targets.value.slice(0, at + 1)];
  const next = order.find(isProblem);
  if (!next) showToast('No target has a problem.');
  else setQuery({ target: next.target, item: next.example ? String(next.example) : '' });
}

/** Writes another expression into the manifest's text. */
export function editExpression({ draft }: MappingModel, { pointer, target }: PreviewTarget, expression: string): void {
  draft.edit(setExpression(draft.text.peek(), pointer, expression), `expression:${target}`);
}

/** Gives a value that the enum lacks its meaning: one row more in the manifest. */
export function fixEnum({ draft }: MappingModel, pointer: string, row: { literal: string; to: string | number }): void {
  draft.edit(addEnumValue(draft.text.peek(), pointer, row));
  showToast(`“${row.literal}” is now ${row.to}.`, { action: { title: 'Undo', run: draft.undo } });
}

/** Adds a field to the map and goes to it. */
export function addTarget({ draft, map }: MappingModel, target: string, expression: string): void {
  draft.edit(setExpression(draft.text.peek(), formatFieldPointer(map, target), expression));
  selectTarget(target);
  showToast(`${target} reads ${expression}.`, { action: { title: 'Undo', run: draft.undo } });
}

/** Takes a field out of the map. */
export function removeTarget({ draft, map }: MappingModel, { target }: PreviewTarget): void {
  draft.edit(removeField(draft.text.peek(), formatFieldPointer(map, target)));
  showToast(`${target} is no longer mapped.`, { action: { title: 'Undo', run: draft.undo } });
}
