import { effect, type ReadonlySignal } from '@preact/signals';
import { readQueryParameter } from '../app/router.ts';
import { takeHandedSample } from '../app/sample-handoff.ts';
import { keepText, keepValue, readKeptValue } from '../app/tab-storage.ts';
import { showToast } from '../app/toasts.tsx';
import { OWN_SAMPLE } from './map-samples.ts';
import type { OpenedMap } from './opened-map.ts';
import type { TextHistory } from './text-history.ts';

/**
 * Returns the key under which this tab session stores the edited text: of the manifest, which all default maps of a connector
 * share, or of one version of a custom map.
 */
export const formatDraftKey = ({ connector, custom }: Pick<OpenedMap, 'connector' | 'custom'>): string =>
  custom ? `mapwright-draft:custom/${custom.id}/${custom.updatedAt}` : `mapwright-draft:${connector.connector.id}`;

/** Stores the edited text for this tab session, so that it survives a reload. */
export function keepDraft(key: ReadonlySignal<string>, draft: TextHistory, saved: ReadonlySignal<string>): () => void {
  return effect(() => {
    const used = key.value;
    keepText(used, draft.text.value === saved.value ? undefined : draft.text.value);
    // A saved custom map is a new version, under another key.
    return () => key.peek() !== used && keepText(used, undefined);
  });
}

/** Returns the key under which this tab session stores the custom sample of a map. */
export const formatSampleKey = (id: string, map: string): string => `sample:${id}/${map}`;

/** Returns the custom sample: the one that another screen handed over, or the kept one. */
export async function openOwnSample(id: string, map: string): Promise<string | undefined> {
  const key = formatSampleKey(id, map);
  const handed = takeHandedSample(id, map);
  if (handed !== undefined) keepValue(key, handed);
  if (handed !== undefined || readQueryParameter('sample') !== OWN_SAMPLE) return handed;
  const kept = await readKeptValue(key);
  if (typeof kept === 'string') return kept;
  showToast('This tab has no custom sample of this map. Open the sample again.', { tone: 'bad' });
  return undefined;
}
