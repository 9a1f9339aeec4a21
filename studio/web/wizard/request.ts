import type { ConnectionChanges, ConnectionRequest } from '../api/types.generated.ts';
import type { ConnectionForm } from './connection-form.ts';
import type { Wizard } from './model.ts';
import type { Values } from './settings.ts';

/** All settings as they are sent: what is left out has its default. */
export const mergeSecrets = ({
  draft,
  secrets,
}: Pick<Wizard, 'draft' | 'secrets'>): Record<string, Values[string]> => ({
  ...draft.value.settings,
  ...secrets.value,
});

const pickParts = ({ settings: _, select, ...draft }: ConnectionForm) => ({
  ...draft,
  select: {
    ...(select.assetTypes ? { assetTypes: [...select.assetTypes] } : {}),
    ...(select.findingTypes ? { findingTypes: [...select.findingTypes] } : {}),
  },
  filters: Object.fromEntries(Object.entries(draft.filters).filter(([, text]) => text.trim() !== '')),
  maps: { ...draft.maps },
});

/** A new connection, whole. */
export const buildRequest = (wizard: Wizard): ConnectionRequest => ({
  connector: wizard.connector.connector.id,
  ...pickParts(wizard.draft.value),
  settings: mergeSecrets(wizard),
});

/** What an edited connection becomes: settings that were taken away are null, secrets that were not typed stay. */
export function buildChanges(wizard: Wizard): ConnectionChanges {
  const before = wizard.editing?.settings ?? {};
  const now = mergeSecrets(wizard);
  const gone = Object.keys(before).filter((name) => now[name] === undefined);
  return {
    ...pickParts(wizard.draft.value),
    settings: { ...now, ...Object.fromEntries(gone.map((name) => [name, null])) },
  };
}
