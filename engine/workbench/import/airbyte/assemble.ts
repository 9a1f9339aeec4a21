import { isObject, type Json, type JsonObject, toPointer } from '../../../base/json/index.ts';
import { toTitle } from '../names.ts';
import { type Component, findComponent, findText, getType, listComponents } from './component.ts';
import { findMostFrequent, findOrigin } from './hosts.ts';
import { isTemplate } from './jinja/template.ts';
import { pickFree, toName } from './names.ts';
import type { Notes } from './notes.ts';
import { hasProperty } from './schema.ts';
import type { SettingsModel } from './settings/model.ts';
import type { StreamEntry, TranslatedStreams } from './streams.ts';
import { translateTemplate } from './templates.ts';
import { parseDurationLength } from './time-format.ts';
import { attempt } from './untranslatable.ts';

/** Parts of a manifest before they are joined. */
export interface Assembly {
  readonly id: string;
  readonly root: Component;
  readonly settings: SettingsModel;
  readonly streams: TranslatedStreams;
  readonly notes: Notes;
}

const ENTITY_NAME = /^[A-Za-z0-9_]([A-Za-z0-9_ .-]*[A-Za-z0-9_])?$/;
const MAX_ENTITY_NAME = 64;
const BUILT_IN: ReadonlySet<string> = new Set(['asset', 'finding']);

/** Returns the name of a stream's records: its own name, if entities can have it. */
function nameEntity({ name, key }: StreamEntry, isTaken: (name: string) => boolean): string {
  const wanted =
    ENTITY_NAME.test(name) && name.length <= MAX_ENTITY_NAME && !BUILT_IN.has(name)
      ? name
      : `${key}${BUILT_IN.has(key) ? '_record' : ''}`;
  return pickFree(wanted, (one) => isTaken(one.toLowerCase()));
}

/** Names of the authentications: the most frequent one is the manifest's. */
function nameAuths(entries: readonly StreamEntry[], signers: JsonObject): { main: string; names: Map<string, string> } {
  const texts = entries.map(({ built }) => JSON.stringify(built.auth));
  const main = findMostFrequent(texts) ?? '{"type":"none"}';
  const names = new Map<string, string>();
  for (const text of texts) {
    if (text === main || names.has(text)) continue;
    const type = getType(JSON.parse(text) as JsonObject);
    const taken = new Set([...names.values(), ...Object.keys(signers), 'default', 'none']);
    names.set(text, type === 'none' ? 'none' : pickFree(toName(type, 'auth'), (one) => taken.has(one)));
  }
  return { main, names };
}

/** Replaces the URL of requests by their path below the base URL. */
function shortenUrls(value: Json, base: string): Json {
  if (Array.isArray(value)) return (value as Json[]).map((one) => shortenUrls(one, base));
  if (!isObject(value)) return value;
  const { url } = value;
  const own =
    typeof url === 'string' &&
    !('from' in value) &&
    (url === base || url.startsWith(`${base}/`) || url.startsWith(`${base}?`));
  const entries = Object.entries(value).map(([key, member]): [string, Json] =>
    own && key === 'url'
      ? ['path', (url as string).slice(base.length) || '/']
      : [key, key === 'query' || key === 'headers' ? (member as Json) : shortenUrls(member as Json, base)],
  );
  return Object.fromEntries(entries) as JsonObject;
}

/** Origins that an authentication serves, if they are not only that of the base URL. */
function addOrigins(auth: JsonObject, text: string, entries: readonly StreamEntry[], baseOrigin: string): JsonObject {
  if (getType(auth) === 'none') return auth;
  const own = entries.filter(({ built }) => JSON.stringify(built.auth) === text);
  const origins = [...new Set(own.flatMap(({ built }) => built.origins))];
  return origins.every((origin) => origin === baseOrigin) ? auth : { ...auth, origins };
}

function buildStreams({ streams: { entries }, notes }: Assembly, base: string, names: Map<string, string>) {
  const entities: [string, JsonObject][] = [];
  const streams: [string, JsonObject][] = [];
  const taken = new Set<string>();
  for (const entry of entries) {
    const { key, name, built, keyPaths, isHidden, schema, when } = entry;
    const auth = names.get(JSON.stringify(built.auth));
    const body = shortenUrls(built.body, base) as JsonObject;
    const note = [
      ...new Set(built.notes.filter(({ kind }) => kind === 'approximated').map(({ reason }) => reason)),
    ].join(' ');
    const common = {
      ...(note === '' ? {} : { note }),
      ...(when === undefined ? {} : { when }),
      ...(auth === undefined ? {} : { auth }),
      ...body,
      ...(keyPaths.length > 0 ? { key: [...keyPaths] } : {}),
    };
    if (isHidden) {
      streams.push([key, { ...common, emit: false }]);
      continue;
    }
    const entity = nameEntity(entry, (one) => taken.has(one));
    taken.add(entity.toLowerCase());
    if (entity !== name)
      notes.addApproximated({
        part: `stream "${name}"`,
        to: toPointer(['streams', key]),
        reason: `Its records are named "${entity}".`,
        confidence: 'high',
      });
    streams.push([
      key,
      { ...(name === key ? {} : { title: name }), ...common, emit: entity === key ? true : { as: entity } },
    ]);
    const identity = keyPaths.filter((path) => hasProperty(schema, path));
    const declared = {
      ...(schema ? { schema } : {}),
      ...(identity.length > 0 && identity.length === keyPaths.length ? { identity: [...identity] } : {}),
    };
    if (Object.keys(declared).length > 0) entities.push([entity, declared]);
  }
  return { streams: Object.fromEntries(streams) as JsonObject, entities: Object.fromEntries(entities) as JsonObject };
}

const MAX_CONCURRENCY = 64;

/** Concurrency of the definition. */
function readConcurrency({ root, settings }: Assembly): JsonObject {
  const level = findComponent(root, 'concurrency_level');
  const value = level && findText(level, 'default_concurrency');
  if (value === undefined) return {};
  if (!isTemplate(value)) {
    const count = Number(value);
    return Number.isInteger(count) && count > 0 ? { concurrency: Math.min(count, MAX_CONCURRENCY) } : {};
  }
  const template = attempt(() =>
    translateTemplate(value, { settings, parameters: {}, slices: new Map() }, 'Concurrency'),
  );
  return 'value' in template && /^\{\{settings\.\w+\}\}$/.test(template.value) ? { concurrency: template.value } : {};
}

/** Request budgets without conditions; those of single endpoints have no counterpart. */
function readBudgets({ root, notes }: Assembly): JsonObject {
  const budget = findComponent(root, 'api_budget');
  if (!budget) return {};
  const limits = listComponents(budget, 'policies').flatMap((policy) => {
    if (listComponents(policy, 'matchers').length > 0) {
      notes.addApproximated({
        part: `${getType(policy)} with matchers`,
        to: '/defaults/rateLimit',
        reason: 'The budget of single endpoints is not applied; the engine waits when the vendor asks for it.',
        confidence: 'high',
      });
      return [];
    }
    const rates =
      getType(policy) === 'FixedWindowCallRatePolicy'
        ? [{ limit: policy['call_limit'], interval: policy['period'] }]
        : listComponents(policy, 'rates');
    return rates.flatMap(({ limit, interval }) =>
      Number.isInteger(Number(limit)) &&
      Number(limit) > 0 &&
      typeof interval === 'string' &&
      parseDurationLength(interval)
        ? [{ limit: Number(limit), per: interval }]
        : [],
    );
  });
  return limits.length > 0 ? { rateLimit: limits } : {};
}

/** Joins the parts to a manifest. */
export function assembleManifest(assembly: Assembly): JsonObject {
  const { id, settings, streams, notes } = assembly;
  const base = findMostFrequent(streams.entries.map(({ built }) => built.base)) ?? 'https://api.example.com';
  const { main, names } = nameAuths(streams.entries, streams.signers);
  const origin = findOrigin(base);
  const origins = (text: string) => addOrigins(JSON.parse(text) as JsonObject, text, streams.entries, origin);
  const auths = [...names].filter(([, name]) => name !== 'none').map(([text, name]) => [name, origins(text)] as const);
  const signers = Object.entries(streams.signers).map(
    ([name, auth]) => [name, { ...(auth as JsonObject), origins: streams.hosts.list() }] as const,
  );
  const built = buildStreams(assembly, base, names);
  const defaults = { ...readConcurrency(assembly), ...readBudgets(assembly) };
  const title = toTitle(id);
  notes.addTranslated({ part: 'settings', to: '/settings', from: '/spec' });
  const isDelta = Object.values(built.streams).some(
    (stream) => isObject(stream) && stream['incremental'] !== undefined,
  );
  return {
    manifestVersion: 2,
    id,
    version: '0.1.0',
    title,
    about: {
      vendor: title,
      product: title,
      category: 'Imported',
      integration: 'API Integration (REST)',
      direction: 'unidirectional',
      delta: isDelta,
      summary: `Imports ${streams.entries.filter(({ isHidden }) => !isHidden).length} lists from ${title}. Imported from an Airbyte low-code definition.`,
    },
    settings: settings.build(),
    baseUrl: base,
    allowedHosts: [...new Set([origin, ...streams.hosts.list()])].filter((host) => host !== ''),
    auth: origins(main),
    ...(auths.length + signers.length > 0 ? { auths: Object.fromEntries([...auths, ...signers]) } : {}),
    ...(Object.keys(defaults).length > 0 ? { defaults } : {}),
    streams: built.streams,
    ...(Object.keys(built.entities).length > 0 ? { entities: built.entities } : {}),
  } as JsonObject;
}
