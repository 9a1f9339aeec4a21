import type { JsonObject } from '../../../base/json/index.ts';
import type { Operation } from '../described.ts';
import type { ImportedConnector } from '../imported.ts';
import { toTitle } from '../names.ts';
import type { Reporter } from '../reporter.ts';
import { createSchemaView } from '../shape/schema-view.ts';
import type { PathContext } from './partitions.ts';
import type { SettingTable } from './settings.ts';
import { buildStreams, listNamedLists } from './streams.ts';

/** API that an importer found in its source. */
export interface DescribedApi {
  readonly id: string;
  readonly title: string;
  /** Kind of the source, for the summary: "an OpenAPI document". */
  readonly source: string;
  readonly summary?: string | undefined;
  /** Template of the base URL. */
  readonly baseUrl: string;
  readonly auth: JsonObject;
  /** Origins in addition to that of the base URL. */
  readonly otherHosts?: readonly string[];
  readonly operations: readonly Operation[];
  /** Document that schemas refer to. */
  readonly document?: JsonObject;
  readonly settings: SettingTable;
  readonly reporter: Reporter;
  readonly fallBack: PathContext['fallBack'];
  readonly isSelected: (operation: Operation) => boolean;
  readonly isChosen: boolean;
  readonly isWhole: boolean;
}

/** Returns the beginning of a manifest, which is the same for all sources. */
export const buildHead = ({
  id,
  title,
  source,
  summary,
}: Pick<DescribedApi, 'id' | 'title' | 'source' | 'summary'>): JsonObject => {
  const name = title.trim().slice(0, 80) || toTitle(id);
  const text = summary
    ?.trim()
    .split(/\n\s*\n/)[0]
    ?.slice(0, 500);
  return {
    $schema: 'https://mapwright.dev/schemas/manifest.schema.json',
    manifestVersion: 2,
    id,
    version: '0.1.0',
    title: name,
    about: {
      vendor: name,
      product: name,
      category: 'Imported',
      integration: 'API Integration (REST)',
      direction: 'unidirectional',
      delta: false,
      summary: text || `Imported from ${source}. Review the inferred parts, which have a note.`,
    },
  };
};

/** Adds the setting of the base URL, with the URL in the source as its default, and returns its template. */
export function addBaseUrl(settings: SettingTable, baseUrl: string | undefined): string {
  const name = settings.add(
    'base_url',
    {
      title: 'Base URL',
      description: 'Base URL of the API.',
      format: 'uri',
      ...(baseUrl === undefined ? {} : { default: baseUrl }),
    },
    baseUrl === undefined,
  );
  return `{{settings.${name}}}`;
}

/** Removes the settings that no template uses, such as those of operations that were not selected. */
function keepUsed(settings: JsonObject, text: string): JsonObject {
  const isUsed = (name: string) => text.includes(`settings.${name}}}`) || text.includes(`settings.${name} `);
  const properties = Object.entries((settings['properties'] ?? {}) as JsonObject).filter(([name]) => isUsed(name));
  const names = properties.map(([name]) => name);
  const required = ((settings['required'] ?? []) as readonly string[]).filter((name) => names.includes(name));
  return { type: 'object', ...(required.length > 0 ? { required } : {}), properties: Object.fromEntries(properties) };
}

/** Imported connector, and the operation of each of its streams. */
export interface AssembledConnector extends ImportedConnector {
  readonly operations: ReadonlyMap<string, Operation>;
}

/** Builds the manifest of an API: a stream per list, with pass-through entities. */
export function assembleConnector(api: DescribedApi): AssembledConnector {
  const context = { ...api, view: createSchemaView(api.document ?? {}) };
  const lists = listNamedLists(api.operations, context);
  const found = new Set(lists.map(({ operation }) => operation));
  if (api.isChosen)
    for (const { from, method, path } of api.operations.filter((one) => api.isSelected(one) && !found.has(one)))
      api.reporter.omit({ part: `${method} ${path}`, from, reason: 'the response contains no list of objects' });
  const { streams, entities } = buildStreams(lists, context);
  const draft = {
    ...buildHead(api),
    settings: {},
    baseUrl: api.baseUrl,
    allowedHosts: [api.baseUrl, ...(api.otherHosts ?? [])],
    auth: api.auth,
    ...(Object.keys(entities).length > 0 ? { entities } : {}),
    streams,
  };
  const byName = new Map(
    lists.filter(({ name }) => Object.hasOwn(streams, name)).map(({ name, operation }) => [name, operation]),
  );
  const settings = keepUsed(api.settings.toJson(), JSON.stringify(draft));
  const { properties } = settings as { readonly properties: JsonObject };
  const isKept = ({ to }: { readonly to: string }) => {
    const [, name] = /^\/settings\/properties\/(.+)$/.exec(to) ?? [];
    return name === undefined || Object.hasOwn(properties, name);
  };
  const report = api.reporter.report();
  return {
    draft: { ...draft, settings },
    report: { ...report, approximated: report.approximated.filter(isKept) },
    operations: byName,
  };
}
