import { engineError } from '../../../base/errors/index.ts';
import { isObject, type Json, type JsonObject, readPath, toPointer } from '../../../base/json/index.ts';
import { compileSelector } from '../../../language/expression/index.ts';
import { hasErrors, invalidManifest, type Manifest, parseManifest } from '../../../manifest/index.ts';
import type { Recording } from '../../replay/index.ts';
import { readRecordedPages } from '../../replay/pages.ts';
import { buildMap, listSampleItems, type NamedMap } from '../assemble/map.ts';
import type { Operation } from '../described.ts';
import { listNouns, takeName } from '../names.ts';
import { formatNote, type Proposal } from '../proposal.ts';
import { proposeKey } from '../propose/key.ts';
import { proposePaginator } from '../propose/paginator.ts';
import type { RecordList } from '../propose/records.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import { findList, readSample, type SampleSource } from '../sample/index.ts';
import { inferSchema } from '../shape/infer-schema.ts';
import { createSchemaView } from '../shape/schema-view.ts';
import { type DraftReport, toDraftReport } from './draft-proposals.ts';

/** Stream of a draft to complete, and the evidence: a page, a recorded case, or the schema of its entity. */
export interface StreamProposalRequest {
  /** Text of the manifest. */
  readonly manifest: string;
  readonly stream: string;
  /** Entity of a new map. Absent: the records are the items. */
  readonly entity?: 'asset' | 'finding';
  /** Body of a response. */
  readonly sample?: string;
  readonly recording?: Recording;
}

/** Change of the manifest. Without a value, the member is removed. */
export interface DraftEdit {
  /** JSON pointer into the manifest. */
  readonly to: string;
  readonly value?: Json;
}

/** Changes that complete a stream, with the evidence for each. */
export interface StreamProposal extends DraftReport {
  readonly edits: readonly DraftEdit[];
}

const VIEW = createSchemaView({});

/** Returns the text of the first page with items of a stream. */
async function findRecordedPage(manifest: Manifest, stream: string, recording: Recording): Promise<string | undefined> {
  const pages = (await readRecordedPages(manifest, recording)).filter((page) => page.stream === stream);
  return (pages.find(({ items }) => items > 0) ?? pages[0])?.text;
}

/** Returns the path of a selector without predicates, and undefined for any other expression. */
function toPath(records: string): readonly string[] | undefined {
  const selector = records.trim();
  return selector === '$' || selector === '[$]' ? [] : compileSelector(selector)?.path;
}

const countItems = (page: Json, path: readonly string[] | undefined): number => {
  const list = path && readPath(page, path);
  return Array.isArray(list) ? list.filter(isObject).length : 0;
};

/** Context of the proposals for a stream. */
interface StreamContext {
  readonly name: string;
  readonly spec: Manifest['streams'][string];
  readonly reporter: Reporter;
  readonly edits: DraftEdit[];
}

const at = ({ name }: StreamContext, ...rest: readonly string[]): string => toPointer(['streams', name, ...rest]);

/** Returns the list of the page; if the stream's selector finds none, proposes another one. */
function selectList(page: Json, context: StreamContext): RecordList {
  const { spec, reporter, edits } = context;
  const records = spec.records ?? '$';
  const own = toPath(records);
  const found = findList(page, listNouns(spec.request?.path ?? ''));
  if (own === undefined || countItems(page, own) > 0 || records.trim() === found.value.records) {
    const path = own ?? found.value.path;
    const items = listSampleItems(page, { path });
    return { records, path, item: items.length > 0 ? VIEW.resolve(inferSchema(items)) : found.value.item };
  }
  const missing = own.length === 0 ? 'a response that is not a list' : `a response without the list ${records}`;
  const count = countItems(page, found.value.path);
  const reason = `${missing}: ${found.value.records === '[$]' ? 'the whole response is one item' : `${found.value.records} has ${count === 1 ? '1 item' : `${count} items`}`}`;
  edits.push({ to: at(context, 'records'), value: found.value.records });
  reporter.propose(
    { part: `records of "${context.name}"`, to: at(context, 'records') },
    { confidence: found.confidence, reason },
  );
  return found.value;
}

function toOperation(page: Json, { spec }: StreamContext): Operation {
  const query = (spec.request?.query ?? {}) as Readonly<Record<string, unknown>>;
  const values = Object.entries(query).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[name, value] as const]
      : [],
  );
  const path = spec.request?.path ?? '/';
  return {
    from: '',
    method: 'GET',
    path,
    parameters: values.map(([name, value]) => ({ name, in: 'query', isRequired: false, value })),
    schema: inferSchema([page]),
    responseHeaders: [],
    pages: [{ sent: Object.fromEntries(values), url: `https://vendor.example${path}`, body: page, headers: {} }],
  };
}

/** Proposes the key and the paginator of a stream that lacks them. */
function completeStream(page: Json, list: RecordList, items: readonly Json[], context: StreamContext): void {
  const { name, spec, reporter, edits } = context;
  const propose = <T extends Json>(member: string, proposal: Proposal<T> | undefined) => {
    if (proposal === undefined) return;
    edits.push({ to: at(context, member), value: proposal.value });
    reporter.propose({ part: `${member} of "${name}"`, to: at(context, member) }, proposal);
  };
  const key = spec.key === undefined ? proposeKey(list.item, { noun: name, view: VIEW, items }) : undefined;
  propose('key', key && { ...key, value: [key.value] });
  if (spec.paginator !== undefined && spec.paginator.type !== 'none') return;
  const paging = proposePaginator({ operation: toOperation(page, context), list, view: VIEW });
  if (paging.value.paginator['type'] === 'none') return;
  propose('paginator', { ...paging, value: { ...paging.value.paginator, note: formatNote(paging.reason) } });
  for (const parameter of paging.value.parameters) edits.push({ to: at(context, 'request', 'query', parameter) });
}

/** Returns a name for the map: that of the entity, unless another map has it. */
function nameMap({ maps }: Manifest, entity: NamedMap['entity'], stream: string): string {
  const own = Object.entries(maps).find(([, map]) => map.from === stream && map.to === entity);
  if (own) return own[0];
  const taken = new Set(Object.keys(maps));
  return taken.has(entity) ? takeName(`${stream}_${entity}`, taken) : entity;
}

/** Proposes a map of the stream, which replaces its pass-through records. */
function addMap(
  entity: NamedMap['entity'],
  manifest: Manifest,
  evidence: { item: JsonObject; items: readonly Json[] },
  context: StreamContext,
): void {
  const { name, reporter, edits } = context;
  const mapName = nameMap(manifest, entity, name);
  const { map, enums } = buildMap({ name: mapName, entity, stream: name }, { ...evidence, view: VIEW, reporter });
  edits.push({ to: toPointer(['maps', mapName]), value: map });
  for (const [one, table] of Object.entries(enums)) edits.push({ to: toPointer(['enums', one]), value: table });
  const entities = Object.keys(manifest.entities ?? {});
  if (entities.includes(name) && manifest.streams[name]?.emit !== true)
    edits.push({ to: toPointer(entities.length === 1 ? ['entities'] : ['entities', name]) });
}

async function readEvidence(request: StreamProposalRequest, manifest: Manifest): Promise<SampleSource | undefined> {
  const { sample, recording, stream } = request;
  const text = sample ?? (recording && (await findRecordedPage(manifest, stream, recording)));
  return text === undefined ? undefined : readSample(text, 'the sample');
}

/**
 * Proposes how to complete a stream: its list, key and paginator from a page, and a map to a built-in entity. Rejects with
 * MANIFEST_INVALID, SELECT_UNKNOWN for an unknown stream, and IMPORT_UNREADABLE for a damaged sample.
 */
export async function proposeStream(request: StreamProposalRequest): Promise<StreamProposal> {
  const { manifest, issues } = parseManifest(request.manifest);
  if (!manifest || hasErrors(issues)) throw invalidManifest('the draft', issues);
  const { stream: name, entity } = request;
  const spec = manifest.streams[name];
  if (spec === undefined)
    throw engineError('SELECT_UNKNOWN', {
      kind: 'streams',
      value: name,
      choices: Object.keys(manifest.streams).join(', '),
    });
  const context: StreamContext = { name, spec, reporter: createReporter(), edits: [] };
  const source = await readEvidence(request, manifest);
  let item = (manifest.entities?.[name]?.schema ?? {}) as JsonObject;
  let items: readonly Json[] = [];
  if (source) {
    if (source.decoder && spec.decoder === undefined)
      context.edits.push({ to: at(context, 'decoder'), value: source.decoder as unknown as JsonObject });
    const list = selectList(source.page, context);
    items = listSampleItems(source.page, list);
    item = list.item;
    completeStream(source.page, list, items, context);
  }
  if (entity) addMap(entity, manifest, { item, items }, context);
  return { edits: context.edits, ...toDraftReport(context.reporter.report(), true) };
}
