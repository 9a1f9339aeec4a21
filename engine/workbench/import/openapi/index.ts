import { engineError } from '../../../base/errors/index.ts';
import type { JsonObject } from '../../../base/json/index.ts';
import { formatSuggestion } from '../../../manifest/index.ts';
import { assembleConnector } from '../assemble/manifest.ts';
import { toSettingSchema } from '../assemble/request.ts';
import { createSettingTable, type SettingTable } from '../assemble/settings.ts';
import type { Operation } from '../described.ts';
import type { ImportedConnector } from '../imported.ts';
import { getObject, getText } from '../members.ts';
import { listNouns, toName, toSingular } from '../names.ts';
import type { SourceName } from '../parse-document.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import { createSchemaView } from '../shape/schema-view.ts';
import { findRemoteReferences, parseOpenapi } from './document.ts';
import { type DocumentedOperation, listOperations } from './operations.ts';
import { listTokenOrigins, readSecurity } from './security.ts';
import { readServer } from './servers.ts';

/** Operations to import. Default: every GET operation that lists something. */
export interface OpenapiSelection {
  readonly tags?: readonly string[] | undefined;
  /** Operation ids, or `GET /path`. */
  readonly operations?: readonly string[] | undefined;
}

/** Parsed document, with its title. */
export interface OpenapiSource {
  readonly document: JsonObject;
  readonly title: string;
}

const FORM = 'an OpenAPI 3 or Swagger 2 document, in JSON or YAML';

/** Parses an OpenAPI 3 or Swagger 2 document. `source` names it in errors. Throws IMPORT_UNREADABLE. */
export function readOpenapi(text: string, source: string): OpenapiSource {
  const name: SourceName = { source, form: FORM };
  const document = parseOpenapi(text, name);
  return { document, title: getText(getObject(document, 'info'), 'title')?.trim() || 'OpenAPI' };
}

const formatOperation = ({ method, path }: Operation): string => `${method} ${path}`;

function expectKnown(kind: string, wanted: readonly string[], known: ReadonlySet<string>): void {
  const unknown = wanted.find((one) => !known.has(one));
  if (unknown === undefined) return;
  const names = [...known].slice(0, 20).join(', ') || 'none';
  throw engineError('USAGE', {
    problem: `unknown ${kind} "${unknown}"; known: ${names}.${formatSuggestion(unknown, known)}`,
  });
}

/** Returns a predicate of the selected operations. Throws USAGE for a tag or an operation that the document lacks. */
function selectOperations(
  operations: readonly DocumentedOperation[],
  { tags = [], operations: wanted = [] }: OpenapiSelection,
) {
  expectKnown('tag', tags, new Set(operations.flatMap((one) => one.tags)));
  expectKnown(
    'operation',
    wanted,
    new Set(operations.flatMap((one) => [...(one.id === undefined ? [] : [one.id]), formatOperation(one)])),
  );
  const isWanted = (one: DocumentedOperation) => wanted.includes(one.id ?? '') || wanted.includes(formatOperation(one));
  const isTagged = (one: DocumentedOperation) => one.tags.some((tag) => tags.includes(tag));
  const isUsual = (one: DocumentedOperation) => one.method === 'GET' && !one.isDeprecated;
  return (one: DocumentedOperation): boolean => {
    if (wanted.length > 0 && isWanted(one)) return true;
    if (tags.length > 0) return isUsual(one) && isTagged(one);
    return wanted.length === 0 && isUsual(one);
  };
}

/** Placeholders whose names say nothing without the noun before them. */
const GENERIC = new Set(['id', 'uuid', 'guid', 'key', 'name', 'slug', 'number', 'code', 'type']);

/** Names the setting of a placeholder: `{id}` of `/users/{id}/keys` becomes `user_id`. */
function nameSetting(placeholder: string, path: string): string {
  const noun = listNouns(path.slice(0, path.indexOf(`{${placeholder}}`))).at(-1);
  return noun !== undefined && GENERIC.has(placeholder.toLowerCase())
    ? `${toSingular(toName(noun))}_${placeholder}`
    : placeholder;
}

/** Returns the template of a path parameter that no list explains: a setting. */
const createFallback =
  (settings: SettingTable, reporter: Reporter) =>
  (placeholder: string, operation: Operation): string => {
    const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === placeholder);
    const schema = toSettingSchema(parameter ?? {});
    const name = settings.add(nameSetting(placeholder, operation.path), {
      ...schema,
      description: schema['description'] ?? `Value of {${placeholder}} in the paths of requests.`,
    });
    const part = { part: `setting "${name}"`, to: `/settings/properties/${name}`, from: operation.from };
    if (!reporter.has(part.to))
      reporter.propose(part, {
        confidence: 'medium',
        reason: `the path parameter {${placeholder}}, which no list of the document returns`,
      });
    return `{{settings.${name}}}`;
  };

/** Converts an OpenAPI document to a connector: a stream per operation that lists something. Throws USAGE for an unknown selection. */
export function importOpenapi(
  { document, title }: OpenapiSource,
  id: string,
  selection: OpenapiSelection = {},
): ImportedConnector {
  const reporter = createReporter();
  const settings = createSettingTable();
  const view = createSchemaView(document);
  const all = listOperations(document, view);
  const isSelected = selectOperations(all, selection);
  const isChosen = (selection.operations ?? []).length > 0;
  const baseUrl = readServer(document, settings);
  reporter.translate({ part: 'base URL', to: '/baseUrl', from: '/servers' });
  const operations = all.filter((one) => one.method === 'GET' || isSelected(one));
  const auth = readSecurity(document, {
    operations: operations.filter(isSelected).map(({ source }) => source),
    settings,
    reporter,
    base: baseUrl,
  });
  for (const [target, from] of findRemoteReferences(document))
    reporter.omit({
      part: `reference "${target.slice(0, 120)}"`,
      from,
      reason: 'references to other documents are not read; bundle the document first',
    });
  const selected = new Set<Operation>(operations.filter(isSelected));
  return assembleConnector({
    id,
    title,
    source: 'an OpenAPI document',
    summary: getText(getObject(document, 'info'), 'description'),
    baseUrl,
    auth,
    otherHosts: listTokenOrigins(auth),
    operations,
    document,
    settings,
    reporter,
    fallBack: createFallback(settings, reporter),
    isSelected: (one) => selected.has(one),
    isChosen,
    isWhole: isChosen,
  });
}
