import type { ConnectionChanges, ConnectionRequest } from '../api/types.generated.ts';
import type { ConnectionForm } from './connection-form.ts';
import type { Wizard } from './model.ts';
import { flattenSettings, nestSettings, pickShown, trimLists, type Values } from './settings.ts';

/** Merges settings and secrets for a request. Omitted settings use their default. */
export const mergeSecrets = (wizard: Pick<Wizard, 'draft' | 'secrets' | 'settings'>): Record<string, unknown> =>
  nestSettings(mergeValues(wizard));

/** Returns the values of the shown settings by dotted path, with secrets. */
const mergeValues = ({ draft, secrets, settings }: Pick<Wizard, 'draft' | 'secrets' | 'settings'>): Values =>
  trimLists(pickShown(settings, { ...draft.value.settings, ...secrets.value }));

const pickParts = ({ settings: _, select, ...draft }: ConnectionForm) => ({
  ...draft,
  select: {
    ...(select.assetTypes ? { assetTypes: [...select.assetTypes] } : {}),
    ...(select.findingTypes ? { findingTypes: [...select.findingTypes] } : {}),
    ...(select.entities ? { entities: [...select.entities] } : {}),
  },
  filters: Object.fromEntries(Object.entries(draft.filters).filter(([, text]) => text.trim() !== '')),
  maps: { ...draft.maps },
});

/** Builds the request that creates a connection. */
export const buildRequest = (wizard: Wizard): ConnectionRequest => ({
  connector: wizard.connector.connector.id,
  ...pickParts(wizard.draft.value),
  settings: mergeSecrets(wizard),
});

/** Builds the changes of an edited connection. Removed settings are null; secrets that were not entered are unchanged. */
export function buildChanges(wizard: Wizard): ConnectionChanges {
  const before = flattenSettings(wizard.editing?.settings ?? {});
  const now = mergeValues(wizard);
  const removed = Object.keys(before).filter((name) => now[name] === undefined);
  return {
    ...pickParts(wizard.draft.value),
    settings: { ...now, ...Object.fromEntries(removed.map((name) => [name, null])) },
  };
}
