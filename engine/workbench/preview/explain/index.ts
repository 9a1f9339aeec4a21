import { isEngineError, toEngineError } from '../../../base/errors/index.ts';
import { createMemory } from '../../../base/memoize/index.ts';
import { type Issue, parseManifest } from '../../../manifest/index.ts';
import { diffOutputs } from './changes.ts';
import { explainEnums } from './enums.ts';
import type { ErrorText, ExplainedSample, OutputChanges } from './explained-sample.ts';
import { findItemPointers } from './item-pointers.ts';
import { explainItems } from './items.ts';
import { findUnreadLeaves } from './leaves.ts';
import { type MappedSample, mapSample } from './mapped-sample.ts';
import { explainNoRecords } from './no-records.ts';
import { explainTargets, toErrorText } from './targets.ts';

export type * from './explained-sample.ts';
export { explainEmptyPage } from './no-records.ts';

/** Text of a manifest that is being edited, and a sample for one of its maps. */
export interface ExplainRequest {
  /** Text of the manifest. */
  readonly manifest: string;
  readonly map: string;
  readonly sample: string;
  /** Text of the manifest with the default map, to compare with. */
  readonly base?: string;
  /** Maximum number of items to return. Default: 100. */
  readonly limit?: number;
  /**
   * Index of the only item to return in full, for an answer within the time of a keystroke: the others are `brief`, and
   * `problems` lacks those that the lint rules find. Default: all are returned in full.
   */
  readonly item?: number;
  /** Maximum number of items to map. Default: all. */
  readonly first?: number;
}

const SHOWN = 100;
const NO_CHANGES: OutputChanges = { groups: [], more: 0 };

type Attempt = { readonly sample: MappedSample } | { readonly error: ErrorText; readonly samplePosition?: number };

/** Returns the position in the sample that an error is about. */
const findSamplePosition = (error: unknown): { readonly samplePosition?: number } =>
  isEngineError(error, 'SAMPLE_INVALID') ? { samplePosition: Number(error.details['offset']) } : {};

const findFirstError = (issues: readonly Issue[]): ErrorText | undefined => {
  const found = issues.find(({ severity }) => severity === 'error');
  return found && { code: 'MANIFEST_INVALID', message: `${found.path || '/'}: ${found.message}`, fix: found.fix };
};

/** Maps the sample as far as the manifest allows. For a manifest with issues, an unexpected error becomes an issue. */
async function attempt(
  text: string,
  { map, sample, first, item }: Pick<ExplainRequest, 'map' | 'sample' | 'first' | 'item'>,
): Promise<Attempt & { readonly issues: readonly Issue[] }> {
  const { manifest, issues } = parseManifest(text, item === undefined ? 'all' : 'none');
  const wrong = findFirstError(issues);
  if (!manifest) return { issues, error: wrong ?? toErrorText(toEngineError(undefined)) };
  try {
    return { issues, sample: await mapSample(manifest, map, { sample, first }) };
  } catch (error) {
    const shown = wrong && !isEngineError(error) ? wrong : toErrorText(toEngineError(error));
    return { issues, error: shown, ...findSamplePosition(error) };
  }
}

/** Sample that the default map has mapped, which does not change while its copy is edited. */
const rememberBase = createMemory<ReturnType<typeof attempt>>();

async function compareWithBase(request: ExplainRequest, after: MappedSample): Promise<OutputChanges> {
  const { base, manifest, map, sample, first } = request;
  if (base === undefined || base === manifest) return NO_CHANGES;
  const before = await rememberBase([base, map, sample, first], () => attempt(base, request));
  return 'sample' in before ? diffOutputs(before.sample, after) : { ...NO_CHANGES, error: before.error };
}

const emptySample = (problems: readonly Issue[], error: ErrorText, ms: number): ExplainedSample => ({
  problems,
  error,
  map: null,
  targets: [],
  items: [],
  totals: { items: 0, records: 0, rejects: 0, skipped: 0 },
  enums: [],
  unread: [],
  read: '0/0',
  changes: NO_CHANGES,
  ms,
});

const countTotals = ({ items }: MappedSample): ExplainedSample['totals'] => {
  const kinds = items.map(({ explained }) => explained?.outcome.kind ?? 'reject');
  const count = (kind: (typeof kinds)[number]) => kinds.filter((one) => one === kind).length;
  return { items: items.length, records: count('record'), rejects: count('reject'), skipped: count('skipped') };
};

const countRecords = ({ manifest, map }: MappedSample) => manifest.streams[map.from]?.records ?? '$';

const round = (ms: number) => Math.round(ms * 10) / 10;

/**
 * Explains a map over a sample: the status of each target, the origin of each item's values, the enum values that occur,
 * the unread leaves, and the differences from the default map. Reports errors of the manifest and the sample as
 * `problems` and `error`; never rejects for them. Run it in the sandbox for untrusted expressions.
 */
export async function explainSample(request: ExplainRequest): Promise<ExplainedSample> {
  const begin = performance.now();
  const done = await attempt(request.manifest, request);
  if ('error' in done) {
    const { issues, error, samplePosition } = done;
    const empty = emptySample(issues, error, round(performance.now() - begin));
    return samplePosition === undefined ? empty : { ...empty, samplePosition };
  }
  const { sample, issues } = done;
  const shown = request.limit ?? SHOWN;
  const pointers = findItemPointers(request.sample, countRecords(sample), sample.extracted);
  const { name, map } = sample;
  const totals = countTotals(sample);
  const noRecords = await explainNoRecords({ manifest: sample.manifest, stream: map.from }, request.sample, totals);
  return {
    problems: issues,
    map: { name, title: map.title ?? name, entity: map.to, from: map.from },
    targets: explainTargets(sample),
    items: explainItems(sample, pointers, { shown, only: request.item }),
    totals,
    ...(sample.mapped < sample.extracted.length ? { part: { items: sample.mapped, of: sample.extracted.length } } : {}),
    ...(noRecords ? { noRecords } : {}),
    enums: explainEnums(sample),
    ...findUnreadLeaves(sample, shown),
    changes: await compareWithBase(request, sample),
    ms: round(performance.now() - begin),
  };
}
