import { type Json, readPath } from '../../base/json/index.ts';
import { compileExpression, compileSelector } from '../../language/expression/index.ts';
import { renderDuration, renderInstant, renderZone, resolveDuration } from '../../language/template/index.ts';
import type { Incremental, Manifest, Stream, Window } from '../../manifest/index.ts';
import { readsOfStream } from '../../manifest/reads.ts';
import type { AuthBlocks } from '../auth/index.ts';
import { compileExtraction, compileTransform } from '../extract/index.ts';
import { compilePaginator, type PageView, type Paginator } from '../pagination/index.ts';
import { compileCondition, compileRequest, type RequestDefaults } from '../request/index.ts';
import { compileRetry, compileRules, type OwnRateLimit } from '../retry/index.ts';
import { computeCarry, pickCarried } from './carry.ts';
import type {
  CompiledIncremental,
  CompiledLookup,
  CompiledStream,
  CompiledWindow,
  Connector,
  ConnectorScope,
  CursorSource,
  StreamMapping,
} from './connector.ts';
import { computeCarryFor, computeJobCarry, isReferenced } from './dependencies.ts';
import { compileJob, listJobRequests } from './job.ts';
import { CONCURRENCY, PAGE_SIZE, resolveCount } from './resolve-count.ts';
import { compileSources, isRecursive } from './sources.ts';

const DEFAULT_TIMEOUT = 'PT60S';
const DEFAULT_CONCURRENCY = 4;
const DEFAULT_SKIP_ON = [403, 404];

/** Input for compiling the streams of one connection. */
export interface StreamSetup {
  readonly manifest: Manifest;
  readonly scope: ConnectorScope;
  /** Settings that are not secrets. */
  readonly visible: Connector['visible'];
  readonly requests: RequestDefaults;
  readonly auths: AuthBlocks;
  /** Overrides the manifest's concurrency. */
  readonly concurrency: number | undefined;
}

function compileWindow(window: Window, { scope }: StreamSetup): CompiledWindow {
  return {
    length: renderDuration(window.length, scope),
    start: renderInstant(window.start, scope),
    end: renderInstant(window.end ?? 'PT0S', scope),
    format: window.format ?? 'rfc3339Seconds',
    zone: renderZone(window.zone ?? 'UTC', scope),
  };
}

/** Compiles the source of the cursor. Throws EXPRESSION_SYNTAX. */
function compileCursor({ from = 'item', cursor = '', header = '' }: Incremental): CursorSource {
  if (from === 'header') return { kind: 'header', name: header.toLowerCase() };
  const path = from === 'item' ? compileSelector(cursor) : undefined;
  if (path && path.filter === undefined) return { kind: 'path', path: path.path };
  return { kind: from, expression: compileExpression(cursor) };
}

/** Returns the key of a cursor that may be a decimal of many digits. */
function findExactKey({ cursor, type, format, readFormat }: Incremental): string | undefined {
  const isEpoch = [format ?? [], readFormat ?? []].flat().some((one) => one.startsWith('epoch'));
  if (cursor === undefined || (type !== 'number' && !(type === 'datetime' && isEpoch))) return undefined;
  return compileSelector(cursor)?.path.at(-1);
}

async function compileIncremental(spec: Incremental, { scope }: StreamSetup): Promise<CompiledIncremental | undefined> {
  if (!(await compileCondition(spec.when)(scope))) return undefined;
  const readFormats = [spec.readFormat ?? []].flat();
  return {
    cursor: compileCursor(spec),
    type: spec.type,
    readFormats,
    // A vendor that sends a format usually accepts it, too.
    format: spec.format ?? (readFormats.length === 1 ? readFormats[0] : undefined) ?? 'rfc3339Seconds',
    zone: renderZone(spec.zone ?? 'UTC', scope),
    perPartition: spec.scope === 'partition',
    lookbackMs: resolveDuration(spec.lookback ?? 'PT0S', scope),
    clientSide: spec.clientSide === true || spec.order === 'descending',
    isDescending: spec.order === 'descending',
  };
}

const compileLookups = (stream: Stream): CompiledLookup[] =>
  Object.entries(stream.lookup ?? {}).map(([as, lookup]) => {
    if (lookup.type === 'fetch') {
      const when = lookup.when === undefined ? undefined : compileExpression(lookup.when);
      return { kind: 'fetch', as, stream: lookup.stream, when };
    }
    const { stream: partner, key, value, unmatched } = lookup;
    return {
      kind: 'join',
      as,
      stream: partner,
      key: compileExpression(key),
      value: compileExpression(value),
      keep: unmatched === 'keep',
    };
  });

/** Resolves the paginator's page size to a number. Throws CONFIG_INVALID for an invalid setting. */
function resolvePageSize(spec: NonNullable<Stream['paginator']>, scope: ConnectorScope): Paginator {
  const sizes = (['size', 'limit'] as const).flatMap((key) => {
    const value = (spec as { readonly size?: number | string; readonly limit?: number | string })[key];
    return value === undefined ? [] : [[key, resolveCount(value, scope, PAGE_SIZE)] as const];
  });
  return { ...spec, ...Object.fromEntries(sizes) } as Paginator;
}

/** Compiles the reader of an item's key; undefined if the stream has none. */
function compileKeyOf(key: readonly string[]): ((item: Json) => Json | undefined) | undefined {
  if (key.length === 0) return undefined;
  const paths = key.map((path) => path.split('.'));
  return (item) => {
    const values = paths.map((path) => readPath(item, path));
    return values.every((value) => value === undefined) ? undefined : values.map((value) => value ?? null);
  };
}

/** Compiles the selection of what the stream reads of the page before; undefined if it reads nothing. */
function compileKeep(stream: Stream): ((view: PageView) => Json) | undefined {
  const read = readsOfStream(stream).filter(
    ([root, member]) => root === 'page' && (member ?? 'previous') === 'previous',
  );
  if (read.length === 0) return undefined;
  const carry = computeCarry(read.map((path) => path.slice(2)));
  return ({ previous: _previous, ...view }) => pickCarried(view as unknown as Json, carry);
}

/** Returns true if the stream's requests use one of the connection's filters. */
const isFiltered = (stream: Stream, scope: ConnectorScope): boolean =>
  readsOfStream(stream).some(
    ([root, name]) => root === 'filters' && (name === undefined || Object.hasOwn(scope.filters, name)),
  );

/** Compiles the rate limits of a stream. Equal limits of a group count together. */
const compileOwnLimits = (name: string, { rateLimit = [] }: Stream, scope: ConnectorScope): OwnRateLimit[] =>
  rateLimit.map(({ limit, per, group }) => {
    const perMs = resolveDuration(per, scope);
    return { limit, perMs, key: JSON.stringify([group === undefined ? { stream: name } : group, limit, perMs]) };
  });

const compileFetch = (stream: Stream) => stream.job?.files.request ?? stream.request ?? {};

/** Compiles one stream of the manifest. Rejects with the errors of compiling its parts. */
export async function compileStream(
  name: string,
  stream: Stream,
  setup: StreamSetup & { mappings: readonly StreamMapping[]; members: readonly CompiledStream[] },
): Promise<CompiledStream> {
  const { manifest, scope, auths, mappings } = setup;
  const requests: RequestDefaults = { ...setup.requests, stream: { auth: stream.auth } };
  const { defaults = {} } = manifest;
  const sources = compileSources(stream, { name, visible: setup.visible });
  const policy = compileRetry({ ...defaults.retry, ...stream.retry }, scope);
  const concurrency = resolveCount(
    stream.concurrency ?? defaults.concurrency ?? DEFAULT_CONCURRENCY,
    scope,
    CONCURRENCY,
  );
  const { absentWhen, decoder, key = [], records, paginator = defaults.paginator ?? { type: 'none' } } = stream;
  const exactKey = stream.incremental && findExactKey(stream.incremental);
  const { item } = stream;
  const page = {
    records,
    key,
    exactKey,
    ...(item === undefined ? {} : { item }),
    ...(decoder ? { decoder } : {}),
    ...(absentWhen ? { absentWhen } : {}),
  };
  const fetch = compileRequest(compileFetch(stream), requests);
  const job = stream.job && compileJob(stream.job, { requests, scope, concurrency, override: setup.concurrency });
  const sent = [fetch, ...(job ? listJobRequests(job) : [])];
  const blocks = sent.map((request) => auths.get(request.auth ?? stream.auth));
  return {
    name,
    auth: stream.auth,
    fetch,
    job,
    extraction: compileExtraction(page),
    transform: stream.item === undefined ? undefined : compileTransform(stream.item),
    decoder: decoder ?? { type: 'json' },
    paginator: compilePaginator(resolvePageSize(paginator, scope), {
      canNarrow: stream.window !== undefined && stream.job === undefined,
      // The paginator sees the items of the vendor.
      keyOf: stream.item === undefined ? compileKeyOf(key) : undefined,
      keep: compileKeep({ ...stream, paginator }),
    }),
    key: key.map((path) => path.split('.')),
    expects: (stream.expects ?? []).map(({ anyOf }) => anyOf.map((path) => path.split('.'))),
    sources,
    isRecursive: isRecursive(sources),
    window: stream.window && compileWindow(stream.window, setup),
    incremental: stream.incremental && (await compileIncremental(stream.incremental, setup)),
    lookups: compileLookups(stream),
    mappings,
    members: setup.members,
    rules: compileRules({
      own: stream.errors,
      shared: defaults.errors,
      policy,
      reauthOn: blocks.flatMap(({ reauthOn }) => reauthOn),
      skipOn: stream.skipOn ?? (sources.length > 0 ? DEFAULT_SKIP_ON : []),
      scope,
    }),
    rateLimits: compileOwnLimits(name, stream, scope),
    timeoutMs: resolveDuration(stream.timeout ?? defaults.timeout ?? DEFAULT_TIMEOUT, scope),
    limit: stream.limit ?? Number.POSITIVE_INFINITY,
    concurrency: setup.concurrency ?? concurrency,
    carry: isReferenced(manifest, name) ? computeCarryFor(manifest, name) : undefined,
    jobCarry: stream.job ? computeJobCarry(manifest, name) : {},
    filtered: isFiltered(stream, scope),
  };
}
