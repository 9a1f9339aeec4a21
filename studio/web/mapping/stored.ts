import { effect, type ReadonlySignal } from '@preact/signals';
import { readQueryParameter } from '../app/router.ts';
import { takeHandedSample } from '../app/sample-handoff.ts';
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
    if (draft.text.value === saved.value) sessionStorage.removeItem(used);
    else sessionStorage.setItem(used, draft.text.value);
    // A saved custom map is a new version, under another key.
    return () => key.peek() !== used && sessionStorage.removeItem(used);
  });
}

const sampleKey = (id: string, map: string): string => `mapwright-sample:${id}/${map}`;

/** Stores a custom sample for this tab session, so that it survives a reload. A sample beyond the browser's quota is not stored. */
export function storeSample(id: string, map: string, text: string): void {
  try {
    sessionStorage.setItem(sampleKey(id, map), text);
  } catch {
    sessionStorage.removeItem(sampleKey(id, map));
  }
}

/** Returns the custom sample: the one that another screen handed over, or the stored one. */
export function openOwnSample(id: string, map: string): string | undefined {
  const handed = takeHandedSample(id, map);
  if (handed !== undefined) storeSample(id, map, handed);
  if (handed !== undefined || readQueryParameter('sample') !== OWN_SAMPLE) return handed;
  return sessionStorage.getItem(sampleKey(id, map)) ?? undefined;
}
