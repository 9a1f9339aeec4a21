import { type EngineError, engineError, isEngineError } from '../../../base/errors/index.ts';
import { isObject, type JsonObject } from '../../../base/json/index.ts';
import { isBuiltIn } from '../../../manifest/index.ts';
import { checkImport, type ImportedCase } from '../imported.ts';
import { IMPORTERS, type PlannedImport } from '../importers.ts';
import { DEFAULT_ID, proposeConnectorId } from '../names.ts';
import { parseObject } from '../parse-document.ts';
import { type ImportExtent, judgeExtent } from '../report.ts';
import { applyEdits } from './apply-edits.ts';
import { type DraftReport, toDraftReport } from './draft-proposals.ts';
import { readDraftSamples } from './draft-samples.ts';
import { buildEmptyDraft } from './empty-draft.ts';
import { proposeStream } from './propose-stream.ts';
import { detectSource, SOURCE_LABELS, type SourceKind } from './source-kind.ts';

export type { DraftProposal, DraftReport } from './draft-proposals.ts';
export { type DraftEdit, proposeStream, type StreamProposal, type StreamProposalRequest } from './propose-stream.ts';
export { SOURCE_KINDS, type SourceKind } from './source-kind.ts';

/** Source of a draft. Without a text, the draft is empty. */
export interface DraftRequest {
  readonly text?: string;
  /** Default: detected. */
  readonly kind?: SourceKind;
  /** Body of the response to a curl command. */
  readonly response?: string;
  /** Entity of the records: asset, finding, or another name, whose records are the items themselves. */
  readonly entity: string;
  /** Id of the connector. Default: from the title of the source. */
  readonly id?: string;
}

/** Draft of a connector. Contains no secret of its source. */
export interface Draft extends DraftReport {
  /** `empty` without a source. */
  readonly kind: SourceKind | 'empty';
  readonly id: string;
  /** Text of the manifest. */
  readonly manifest: string;
  readonly extent: ImportExtent;
  readonly cases: readonly Pick<ImportedCase, 'name' | 'recording'>[];
  /** Recorded page of each stream, by name: the text of a sample, with the ancestors of its items. */
  readonly samples: Readonly<Record<string, string>>;
}

const SOURCE = 'the source';

const readOwnManifest = (text: string): PlannedImport => {
  const draft = parseObject(text, { source: SOURCE, form: 'a manifest' });
  const report = { translated: [], approximated: [], notTranslated: [] };
  return { title: String(draft['id'] ?? ''), build: () => ({ draft, report }) };
};

/** Reads a source of a kind. Throws IMPORT_UNREADABLE. */
function planSource(kind: SourceKind, text: string, { response, entity }: DraftRequest) {
  if (kind === 'manifest') return readOwnManifest(text);
  const title = kind === 'sample' ? { title: entity } : {};
  return IMPORTERS[kind].plan({ name: SOURCE, text, response, entity, ...title });
}

const format = (draft: JsonObject): string => `${JSON.stringify(draft, null, 2)}\n`;

/** Adds a map to the only stream of a draft, if the records are to be assets or findings. */
async function addOnlyMap(draft: Draft, entity: string): Promise<Draft> {
  const content = JSON.parse(draft.manifest) as JsonObject;
  const [stream, ...others] = Object.keys((content['streams'] ?? {}) as JsonObject);
  const isMapped = Object.keys((content['maps'] ?? {}) as JsonObject).length > 0;
  if (!isBuiltIn(entity) || isMapped || stream === undefined || others.length > 0) return draft;
  const hasItems = draft.cases.length > 0 || isObject((content['entities'] ?? null) as never);
  if (!hasItems) return draft;
  const recording = draft.cases[0]?.recording;
  const request = { manifest: draft.manifest, stream, entity, ...(recording ? { recording } : {}) };
  const { edits, proposals, omitted } = await proposeStream(request);
  return {
    ...draft,
    manifest: format(applyEdits(content, edits)),
    proposals: [...draft.proposals, ...proposals],
    omitted: [...draft.omitted, ...omitted],
  };
}

/** Replaces the errors of the readers, whose fixes are about commands. */
function toSourceError(error: unknown, kind: SourceKind): unknown {
  if (!isEngineError(error) || error.code !== 'IMPORT_UNREADABLE') return error;
  return engineError('STUDIO_SOURCE_UNREADABLE', {
    kind: SOURCE_LABELS[kind],
    reason: String((error as EngineError).details['reason']),
  });
}

async function readSource(text: string, request: DraftRequest, kind: SourceKind): Promise<Draft> {
  const { title, build } = await planSource(kind, text, request);
  const id = request.id ?? proposeConnectorId(title);
  const { draft, manifest, cases, report } = checkImport(await build(id));
  if (manifest === undefined)
    throw engineError('STUDIO_SOURCE_UNREADABLE', {
      kind: SOURCE_LABELS[kind],
      reason: report.notTranslated[0]?.reason ?? 'it contains nothing usable',
    });
  // The text of a manifest is kept as it is, unless it is YAML.
  const isOwn = kind === 'manifest' && /^\s*\{/.test(text);
  return {
    kind,
    id: manifest.id,
    manifest: isOwn ? text : format(draft),
    extent: judgeExtent(report, true),
    cases: cases.map(({ name, recording }) => ({ name, recording })),
    samples: await readDraftSamples(manifest, cases),
    ...toDraftReport(report, kind !== 'sample'),
  };
}

/** Imports a draft from a pasted source. Rejects with STUDIO_SOURCE_UNREADABLE and MANIFEST_INVALID. */
export async function importDraft(request: DraftRequest): Promise<Draft> {
  const { text, entity } = request;
  if (text === undefined) {
    const id = request.id ?? DEFAULT_ID;
    return {
      kind: 'empty',
      id,
      manifest: format(buildEmptyDraft(id)),
      extent: 'whole',
      cases: [],
      samples: {},
      proposals: [],
      omitted: [],
    };
  }
  const kind = request.kind ?? detectSource(text);
  try {
    return await addOnlyMap(await readSource(text, request, kind), entity);
  } catch (error) {
    throw toSourceError(error, kind);
  }
}
