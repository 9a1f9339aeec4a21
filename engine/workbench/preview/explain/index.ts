import { isEngineError, toEngineError } from '../../../base/errors/index.ts';
import { type Issue, parseManifest } from '../../../manifest/index.ts';
import type { ErrorText, ExplainedSample, OutputChanges } from './answer.ts';
import { diffOutputs } from './changes.ts';
import { explainEnums } from './enums.ts';
import { findItemPointers } from './item-pointers.ts';
import { explainItems } from './items.ts';
import { findUnreadLeaves } from './leaves.ts';
import { type MappedSample, mapSample } from './mapped-sample.ts';
import { explainTargets, toErrorText } from './targets.ts';

export type * from './answer.ts';

/** A manifest as it is being written, and a sample to try one of its maps on. */
export interface ExplainRequest {
  /** The manifest's text. */
  readonly manifest: string;
  readonly map: string;
  readonly sample: string;
  /** Text of the manifest whose map is the default. */
  readonly base?: string;
  /** How many items are shown; 100 when absent. */
  readonly limit?: number;
}

const SHOWN = 100;
const NO_CHANGES: OutputChanges = { groups: [], more: 0 };

type Attempt = { readonly sample: MappedSample } | { readonly error: ErrorText };

const findFirstError = (issues: readonly Issue[]): ErrorText | undefined => {
  const found = issues.find(({ severity }) => severity === 'error');
  return found && { code: 'MANIFEST_INVALID', message: `${found.path || '/'}: ${found.message}`, fix: found.fix };
};

/** Maps as far as the manifest allows. What is no error of ours is, for a manifest with issues, one of those. */
async function attempt(
  text: string,
  map: string,
  sample: string,
): Promise<Attempt & { readonly issues: readonly Issue[] }> {
  const { manifest, issues } = parseManifest(text);
  const wrong = findFirstError(issues);
  if (!manifest) return { issues, error: wrong ?? toErrorText(toEngineError(undefined)) };
  try {
    return { issues, sample: await mapSample(manifest, map, sample) };
  } catch (error) {
    return { issues, error: wrong && !isEngineError(error) ? wrong : toErrorText(toEngineError(error)) };
  }
}

type AttemptResult = Awaited<ReturnType<typeof attempt>>;

/** The default map over a sample stays the same while its copy is being typed: the last one is kept. */
const baseCache: { asked?: readonly string[]; tried?: Promise<AttemptResult> } = {};

function attemptBase(...asked: readonly [base: string, map: string, sample: string]): Promise<AttemptResult> {
  if (baseCache.tried && asked.every((text, at) => text === baseCache.asked?.[at])) return baseCache.tried;
  baseCache.asked = asked;
  baseCache.tried = attempt(...asked);
  return baseCache.tried;
}

async function compareWithBase(
  { base, map, sample, manifest }: ExplainRequest,
  after: MappedSample,
): Promise<OutputChanges> {
  if (base === undefined || base === manifest) return NO_CHANGES;
  const before = await attemptBase(base, map, sample);
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
 * All that a studio shows of a map over a sample: of each target how it fares, of each item where its values come from,
 * which enum values occur, what nobody reads, and what differs from the default map. Never rejects for what the manifest
 * or the sample holds: that comes as `problems` and `error`. Strangers' expressions belong into the sandbox.
 */
export async function explainSample(request: ExplainRequest): Promise<ExplainedSample> {
  const begin = performance.now();
  const done = await attempt(request.manifest, request.map, request.sample);
  if ('error' in done) return emptySample(done.issues, done.error, round(performance.now() - begin));
  const { sample, issues } = done;
  const shown = request.limit ?? SHOWN;
  const taken = sample.items.map(({ extracted }) => extracted);
  const pointers = findItemPointers(request.sample, countRecords(sample), taken).slice(0, shown);
  const { name, map } = sample;
  return {
    problems: issues,
    map: { name, title: map.title ?? name, entity: map.to, from: map.from },
    targets: explainTargets(sample),
    items: explainItems(sample, pointers),
    totals: countTotals(sample),
    enums: explainEnums(sample),
    ...findUnreadLeaves(sample, shown),
    changes: await compareWithBase(request, sample),
    ms: round(performance.now() - begin),
  };
}
