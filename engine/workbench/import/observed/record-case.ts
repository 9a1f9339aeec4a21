import { toEngineError } from '../../../base/errors/index.ts';
import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import type { Manifest } from '../../../manifest/index.ts';
import { compileConnector } from '../../../pipeline/connector/index.ts';
import { run } from '../../../pipeline/run/run.ts';
import { noState } from '../../../pipeline/run/state-store.ts';
import { createRecorder, createReplay, runCase } from '../../replay/index.ts';
import type { ObservedExchange } from '../described.ts';
import type { ImportedCase } from '../imported.ts';
import { listItems } from '../propose/page-parts.ts';
import type { ObservedOperation } from './operations.ts';
import { createObservedVendor, createScrubber, type ReducedList } from './vendor.ts';

/** Stream to record, with the operations that it and its ancestors read. */
export interface CaseContext {
  readonly manifest: Manifest;
  readonly operations: ReadonlyMap<string, ObservedOperation>;
  readonly baseUrl: string;
  /** Exchanges of the login. */
  readonly logins: readonly ObservedExchange[];
  /** All secrets of the source. */
  readonly secrets: readonly string[];
}

/** Time of the recorded run; only its distance to the login matters. */
const NOW = '2026-01-01T00:00:00.000Z';

/** Returns a value for each setting: the real base URL, and made-up credentials. */
const inventSettings = ({ settings }: Manifest, baseUrl: string): Record<string, string> =>
  Object.fromEntries(
    Object.keys(settings.properties).map((name) => [
      name,
      name === 'base_url' ? baseUrl : `made-up-${name.replaceAll('_', '-')}`,
    ]),
  );

const getParent = ({ streams }: Manifest, name: string): string | undefined => streams[name]?.partitions?.[0]?.parent;

/** Returns a stream and its ancestors. */
function listChain(manifest: Manifest, name: string): string[] {
  const parent = getParent(manifest, name);
  return parent === undefined ? [name] : [name, ...listChain(manifest, parent)];
}

/** Returns the manifest with one stream and its ancestors only, because compiling hundreds for each case takes minutes. */
const limitManifest = (manifest: Manifest, name: string): Manifest => {
  const chain = new Set(listChain(manifest, name));
  return {
    ...manifest,
    streams: Object.fromEntries(Object.entries(manifest.streams).filter(([one]) => chain.has(one))),
  };
};

/** Plain steps of a records expression that the importer wrote. */
const toSteps = (records: string): string[] =>
  records === '$' || records === '[$]' ? [] : records.split('.').map((step) => step.replaceAll('`', ''));

const countItems = (operation: ObservedOperation | undefined, records: string): number =>
  (operation?.pages ?? []).reduce(
    (sum, page) => sum + (records === '[$]' ? 1 : listItems(page, { path: toSteps(records) }).length),
    0,
  );

/** Returns the list of the parent with the items whose children were recorded. */
function reduceParent(name: string, { manifest, operations }: CaseContext): ReducedList | undefined {
  const parent = getParent(manifest, name);
  const pages = operations.get(parent ?? '')?.pages ?? [];
  const values = new Set(Object.values(operations.get(name)?.placeholders ?? {}).flat());
  const [first] = pages;
  if (parent === undefined || first === undefined) return undefined;
  const path = toSteps(manifest.streams[parent]?.records ?? '');
  const isKept = (item: Json) => isObject(item) && Object.values(item).some((value) => values.has(String(value)));
  const items = pages.flatMap((page) => listItems(page, { path }).filter(isKept));
  return items.length === 0 ? undefined : { pathname: new URL(first.url).pathname, path, items };
}

/** Returns limits to try, in order: all recorded items, and fewer, so that a run asks for no page that was not recorded. */
function listLimits(name: string, { manifest, operations }: CaseContext, reduced: ReducedList | undefined): number[] {
  const count = countItems(operations.get(name), manifest.streams[name]?.records ?? '$');
  const counts = [count, Math.min(count, reduced?.items.length ?? count)];
  return [...new Set(counts.map((one) => Math.max(1, one)))];
}

/** Result of recording: the case, or why it cannot be recorded. */
export type CaseResult = { readonly imported: ImportedCase } | { readonly problem: string };

async function record(
  name: string,
  items: number,
  context: CaseContext & { readonly reduced: ReducedList | undefined },
): Promise<CaseResult> {
  const { manifest, operations, baseUrl, logins, secrets, reduced } = context;
  const description = `Recorded requests of ${name}.`;
  const settings = inventSettings(manifest, baseUrl);
  const exchanges = listChain(manifest, name).flatMap((one) => [...(operations.get(one)?.exchanges ?? [])]);
  const vendor = createObservedVendor({ exchanges, logins, scrub: createScrubber(secrets), reduced });
  const connector = await compileConnector(manifest, {
    settings,
    streams: [name],
    concurrency: 1,
    learn({ values }) {
      for (const value of Object.values(values)) recorder.learn(value);
    },
  });
  const offline = createReplay({ description, now: NOW, settings, exchanges: [] }, () => []);
  const recorder = createRecorder(() => connector, { ...offline, http: { send: vendor.send } });
  const limits = { items };
  const job = { runId: 'import', sinks: [], stateStore: noState, fingerprint: 'import', limits };
  const report = await run(connector, job, recorder.ports);
  if (vendor.missed.length > 0)
    return { problem: `it would need a request that was not recorded: ${vendor.missed[0]}` };
  if (report.error) return { problem: `the replay ends with ${report.error.code}: ${report.error.message}` };
  const recording = recorder.recording({ description, streams: [name], limits });
  recorder.expectClean(recording);
  const { unused, report: replayed, outcome } = await runCase(manifest, recording);
  if (unused.length > 0 || replayed.error) return { problem: 'its replay differs from the recording' };
  return { imported: { name: name.replaceAll('_', '-'), recording, expected: outcome } };
}

/** Records the case of a stream: runs the connector against the recorded exchanges, with made-up credentials. */
export async function recordCase(name: string, context: CaseContext): Promise<CaseResult> {
  const reduced = reduceParent(name, context);
  const manifest = limitManifest(context.manifest, name);
  let result: CaseResult = { problem: 'it has no items' };
  for (const items of listLimits(name, context, reduced)) {
    try {
      result = await record(name, items, { ...context, manifest, reduced });
    } catch (error) {
      result = { problem: toEngineError(error).message };
    }
    if ('imported' in result) return result;
  }
  return result;
}

/** Adds the descriptions of the cases to the manifest. */
export const addSamples = (draft: JsonObject, cases: readonly ImportedCase[]): JsonObject =>
  cases.length === 0
    ? draft
    : {
        ...draft,
        samples: Object.fromEntries(
          cases.map(({ name, recording }) => [name, { description: recording.description } as Json]),
        ) as JsonObject,
      };
