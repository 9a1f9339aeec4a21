import { engineError } from '../../../base/errors/index.ts';
import { type Json, type JsonObject, toPointer } from '../../../base/json/index.ts';
import { isBuiltIn } from '../../../manifest/index.ts';
import { toEntitySchema } from '../assemble/entity-schema.ts';
import { addBaseUrl, buildHead } from '../assemble/manifest.ts';
import { buildMap, listSampleItems } from '../assemble/map.ts';
import { createSettingTable } from '../assemble/settings.ts';
import type { Operation } from '../described.ts';
import type { ImportedCase, ImportedConnector } from '../imported.ts';
import { toName, toTitle } from '../names.ts';
import { type DecodedBody, decodeBody } from '../observed/decode.ts';
import { formatNote, type Proposal } from '../proposal.ts';
import { proposeKey } from '../propose/key.ts';
import { proposePaginator } from '../propose/paginator.ts';
import { listCandidates, proposeRecords, type RecordList } from '../propose/records.ts';
import { createReporter } from '../reporter.ts';
import { inferSchema } from '../shape/infer-schema.ts';
import { createSchemaView } from '../shape/schema-view.ts';

/** Sample that was read: the decoded body and the text. */
export interface SampleSource extends DecodedBody {
  readonly text: string;
}

export interface SampleOptions {
  readonly id: string;
  readonly title: string;
  /** Entity of the records: asset, finding, or another name, whose records are the items themselves. */
  readonly entity: string;
}

const FORM = 'a response body in JSON, NDJSON, CSV or XML';

/** Reads a sample. `source` names it in errors. Rejects with IMPORT_UNREADABLE. */
export async function readSample(text: string, source: string): Promise<SampleSource> {
  const decoded = await decodeBody(text);
  if ('problem' in decoded) throw engineError('IMPORT_UNREADABLE', { source, form: FORM, reason: decoded.problem });
  return { ...decoded, text };
}

/** Proposes the list of a page, or the whole body as one item. */
export function findList(page: Json, nouns: readonly string[]): Proposal<RecordList> {
  const schema = inferSchema([page]);
  const view = createSchemaView({});
  const found = proposeRecords(schema, { view, nouns });
  if (found) return found;
  const [only] = listCandidates(schema, view);
  if (only) return { value: only, confidence: 'low', reason: `the list ${only.records} of the response` };
  return {
    value: { records: '[$]', path: [], item: schema },
    confidence: 'low',
    reason: 'a response without a list: the whole response is one item',
  };
}

const HOST = 'https://vendor.example';

/** Contents of a response in a recording: JSON as a value unless numbers would lose digits. */
const toRecordedBody = ({ page, text, decoder }: SampleSource): Json =>
  decoder === undefined && !/\d{16}/.test(text) ? page : text;

function buildCase(sample: SampleSource, path: string): ImportedCase {
  const exchange = {
    request: { method: 'GET', url: `${HOST}${path}` },
    response: { status: 200, headers: {}, body: toRecordedBody(sample) },
  };
  const recording = {
    description: 'The imported sample.',
    now: '2026-01-01T00:00:00.000Z',
    settings: { base_url: HOST },
    exchanges: [exchange],
  };
  return { name: 'sample', recording: recording as unknown as ImportedCase['recording'] };
}

/** Converts a sample to a connector with one stream, whose items are mapped to the entity. */
export function importSample(sample: SampleSource, { id, title, entity }: SampleOptions): ImportedConnector {
  const reporter = createReporter();
  const settings = createSettingTable();
  const baseUrl = addBaseUrl(settings, undefined);
  const builtIn = isBuiltIn(entity) ? entity : undefined;
  const stream = builtIn ? `${builtIn}s` : toName(entity);
  const records = findList(sample.page, [stream]);
  const list = records.value;
  const items = listSampleItems(sample.page, list);
  const view = createSchemaView({});
  const key = proposeKey(list.item, { noun: stream, view, items });
  const path = `/${stream}`;
  const operation: Operation = {
    from: '',
    method: 'GET',
    path,
    parameters: [],
    schema: inferSchema([sample.page]),
    responseHeaders: [],
    pages: [{ sent: {}, url: `${HOST}${path}`, body: sample.page, headers: {} }],
  };
  const paging = proposePaginator({ operation, list, view });
  const at = toPointer(['streams', stream]);
  reporter.propose({ part: `stream "${stream}": records ${list.records}`, to: at }, records);
  reporter.propose(
    { part: 'base URL, path and authentication', to: '/baseUrl' },
    { confidence: 'low', reason: 'the lack of a request: replace them' },
  );
  const mapped = builtIn
    ? buildMap({ name: builtIn, entity: builtIn, stream }, { reporter, item: list.item, items, view })
    : undefined;
  const draft: JsonObject = {
    ...buildHead({ id, title, source: 'a sample' }),
    settings: settings.toJson(),
    baseUrl,
    allowedHosts: [baseUrl],
    auth: { type: 'none', note: formatNote('a sample, which has no request: replace it') },
    ...(builtIn
      ? {}
      : {
          entities: {
            [stream]: {
              title: toTitle(entity),
              schema: toEntitySchema(list.item, view),
              note: formatNote('the items of the sample'),
            },
          },
        }),
    streams: {
      [stream]: {
        title: toTitle(stream),
        request: { path },
        ...(sample.decoder ? { decoder: sample.decoder as unknown as JsonObject } : {}),
        records: list.records,
        ...(key ? { key: [key.value] } : {}),
        paginator: {
          type: 'none',
          note:
            paging.value.paginator['type'] === 'none'
              ? 'a sample has one page'
              : `the sample suggests ${JSON.stringify(paging.value.paginator)}`,
        },
        note: formatNote(records.reason),
      },
    },
    ...(mapped && Object.keys(mapped.enums).length > 0 ? { enums: mapped.enums } : {}),
    ...(mapped ? { maps: { [entity]: mapped.map } } : {}),
    samples: { sample: { description: 'The imported sample.' } },
  };
  return { draft, cases: [buildCase(sample, path)], report: reporter.report() };
}
