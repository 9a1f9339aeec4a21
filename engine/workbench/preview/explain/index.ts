import { isEngineError, toEngineError } from '../../../base/errors/index.ts';
import { type Issue, parseManifest } from '../../../manifest/index.ts';
import type { Changes, ExplainedSample, Said } from './answer.ts';
import { changesOf } from './changes.ts';
import { enumsOf } from './enums.ts';
import { itemPointers } from './item-pointers.ts';
import { itemsOf } from './items.ts';
import { leavesOf } from './leaves.ts';
import { type MappedSample, mapSample } from './mapped.ts';
import { said, targetsOf } from './targets.ts';

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
const NO_CHANGES: Changes = { groups: [], more: 0 };

type Attempt = { readonly sample: MappedSample } | { readonly error: Said };

const firstError = (issues: readonly Issue[]): Said | undefined => {
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
  const wrong = firstError(issues);
  if (!manifest) return { issues, error: wrong ?? said(toEngineError(undefined)) };
  try {
    return { issues, sample: await mapSample(manifest, map, sample) };
  } catch (error) {
    return { issues, error: wrong && !isEngineError(error) ? wrong : said(toEngineError(error)) };
  }
}

type Tried = Awaited<ReturnType<typeof attempt>>;

/** The default map over a sample stays the same while its copy is being typed: the last one is kept. */
const lastBase: { asked?: readonly string[]; tried?: Promise<Tried> } = {};

function triedBase(...asked: readonly [base: string, map: string, sample: string]): Promise<Tried> {
  if (lastBase.tried && asked.every((text, at) => text === lastBase.asked?.[at])) return lastBase.tried;
  lastBase.asked = asked;
  lastBase.tried = attempt(...asked);
  return lastBase.tried;
}

async function comparedWith({ base, map, sample, manifest }: ExplainRequest, after: MappedSample): Promise<Changes> {
  if (base === undefined || base === manifest) return NO_CHANGES;
  const before = await triedBase(base, map, sample);
  return 'sample' in before ? changesOf(before.sample, after) : { ...NO_CHANGES, error: before.error };
}

const nothing = (problems: readonly Issue[], error: Said, ms: number): ExplainedSample => ({
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

const totalsOf = ({ items }: MappedSample): ExplainedSample['totals'] => {
  const kinds = items.map(({ explained }) => explained?.outcome.kind ?? 'reject');
  const count = (kind: (typeof kinds)[number]) => kinds.filter((one) => one === kind).length;
  return { items: items.length, records: count('record'), rejects: count('reject'), skipped: count('skipped') };
};

const recordsOf = ({ manifest, map }: MappedSample) => manifest.streams[map.from]?.records ?? '$';

const rounded = (ms: number) => Math.round(ms * 10) / 10;

/**
 * All that a studio shows of a map over a sample: of each target how it fares, of each item where its values come from,
 * which enum values occur, what nobody reads, and what differs from the default map. Never rejects for what the manifest
 * or the sample holds: that comes as `problems` and `error`. Strangers' expressions belong into the sandbox.
 */
export async function explainSample(request: ExplainRequest): Promise<ExplainedSample> {
  const begin = performance.now();
  const done = await attempt(request.manifest, request.map, request.sample);
  if ('error' in done) return nothing(done.issues, done.error, rounded(performance.now() - begin));
  const { sample, issues } = done;
  const shown = request.limit ?? SHOWN;
  const taken = sample.items.map(({ extracted }) => extracted);
  const pointers = itemPointers(request.sample, recordsOf(sample), taken).slice(0, shown);
  const { name, map } = sample;
  return {
    problems: issues,
    map: { name, title: map.title ?? name, entity: map.to, from: map.from },
    targets: targetsOf(sample),
    items: itemsOf(sample, pointers),
    totals: totalsOf(sample),
    enums: enumsOf(sample),
    ...leavesOf(sample, shown),
    changes: await comparedWith(request, sample),
    ms: rounded(performance.now() - begin),
  };
}
