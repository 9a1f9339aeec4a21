import type { JsonObject } from '../../../base/json/index.ts';
import { addBaseUrl, buildHead } from '../assemble/manifest.ts';
import { createSettingTable } from '../assemble/settings.ts';
import { toTitle } from '../names.ts';

/** Builds the smallest valid manifest: a bearer token and one stream of a single page. */
export function buildEmptyDraft(id: string): JsonObject {
  const settings = createSettingTable();
  const baseUrl = addBaseUrl(settings, undefined);
  const token = settings.add('api_token', { title: 'API token', minLength: 1, writeOnly: true });
  const { about, ...head } = buildHead({ id, title: toTitle(id), source: 'an empty draft' });
  return {
    ...head,
    about: { ...(about as JsonObject), category: 'Custom', summary: `Reads items of ${toTitle(id)}.` },
    settings: settings.toJson(),
    baseUrl,
    allowedHosts: [baseUrl],
    auth: { type: 'bearer', token: `{{settings.${token}}}` },
    streams: { items: { title: 'Items', request: { path: '/items' }, records: '$', paginator: { type: 'none' } } },
  };
}
