import { engineError } from '../../base/errors/index.ts';
import { resolveDuration } from '../../language/template/index.ts';
import {
  listPassThroughs,
  listProducedEntities,
  type Manifest,
  type MapSpec,
  resolveStream,
} from '../../manifest/index.ts';
import { compileAuths, compileTls, type Session } from '../auth/index.ts';
import { compileCondition, type RequestDefaults } from '../request/index.ts';
import { compileLoginRules, compileRetry } from '../retry/index.ts';
import { compileFilters, compileSelection, compileSettings, resolveSelectedStreams } from './compile-config.ts';
import type { Config } from './config.generated.ts';
import type { CompiledStream, Connector, ConnectorScope, SettingValue, StreamMapping } from './connector.ts';
import { findFetchedStreams, sortForReading } from './dependencies.ts';
import { compileMapping, compilePassThrough } from './maps.ts';
import { compileStream, type StreamSetup } from './stream.ts';

export type { Config } from './config.generated.ts';
export { type CompiledStream, type Connector, findStream, type SettingValue } from './connector.ts';
export { compileManifestMap, compilePassThrough } from './maps.ts';

const USER_AGENT = 'mapwright';
const LOGIN_TIMEOUT = 'PT60S';
const RUN_TIME = 'PT24H';
const RUN_BYTES = 100 * 2 ** 30;
const PAGE_ITEMS = 1_000_000;
const STREAM_REJECTS = 10_000;

/** Input for compiling a connector. */
export interface ConnectionSetup {
  /** Resolved settings: no reference to a file or environment variable. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly filters?: Config['filters'];
  readonly select?: Config['select'];
  /** Overrides of the manifest's maps, by name. */
  readonly maps?: Readonly<Record<string, MapSpec>>;
  /** Streams to sync, together with the streams they require; default: all. */
  readonly streams?: readonly string[];
  readonly concurrency?: number;
  readonly learn?: (session: Session) => void;
}

/**
 * Compiles a manifest with a connection's config. Rejects with SETTING_MISSING, CONFIG_INVALID, FILTER_UNKNOWN,
 * FILTER_MALFORMED, SELECT_UNKNOWN, and with syntax errors if the manifest was not validated.
 */
export async function compileConnector(manifest: Manifest, setup: ConnectionSetup): Promise<Connector> {
  const settings = await compileSettings(manifest, setup.settings);
  const filters = compileFilters(manifest, setup.filters);
  const scope: ConnectorScope = { settings: settings.all, filters };
  const select = compileSelection(manifest, setup.select);
  const requests = getRequestDefaults(manifest);
  const auths = await compileAuths(manifest, { requests, scope });
  const streamSetup: StreamSetup = {
    manifest,
    scope,
    visible: settings.visible,
    requests,
    auths,
    concurrency: setup.concurrency,
  };
  const mappings = await compileMappings(manifest, setup, { scope, entities: select.entities });
  const compile = async (name: string, members: readonly string[] = []): Promise<CompiledStream> => {
    const stream = resolveStream(manifest, name);
    if (!stream)
      throw engineError('MANIFEST_INVALID', {
        connector: manifest.id,
        count: 1,
        path: '/streams',
        problem: `unknown stream "${name}"`,
      });
    const compiled = await Promise.all(members.map((member) => compile(member)));
    return compileStream(name, stream, { ...streamSetup, mappings: mappings.get(name) ?? [], members: compiled });
  };
  const fetched = await Promise.all([...new Set(findFetchedStreams(manifest))].map((name) => compile(name)));
  const { rateLimit = [], retry, timeout, budget, errors } = manifest.defaults ?? {};
  const policy = compileRetry(retry, scope);
  return {
    manifest,
    scope,
    visible: settings.visible,
    secrets: settings.secrets,
    auths,
    tls: compileTls(manifest.tls, { baseUrl: manifest.baseUrl, scope }),
    select,
    entities: listProducedEntities(manifest),
    retry: policy,
    loginRules: compileLoginRules(errors, policy, scope),
    retryBudget: policy.budget,
    budget: {
      timeMs: resolveDuration(budget?.time ?? RUN_TIME, scope),
      bytes: budget?.bytes ?? RUN_BYTES,
      items: budget?.items ?? PAGE_ITEMS,
      rejects: budget?.rejects ?? STREAM_REJECTS,
    },
    loginTimeoutMs: resolveDuration(timeout ?? LOGIN_TIMEOUT, scope),
    learn: setup.learn ?? (() => undefined),
    rateLimits: rateLimit.map(({ limit, per }) => ({ limit, perMs: resolveDuration(per, scope) })),
    streams: await Promise.all(
      sortForReading(manifest, mappings.keys()).map(({ name, members }) => compile(name, members)),
    ),
    fetched: Object.fromEntries(fetched.map((stream) => [stream.name, stream])),
  };
}

const getRequestDefaults = ({ baseUrl, allowedHosts, defaults }: Manifest): RequestDefaults => ({
  baseUrl,
  allowedHosts,
  userAgent: USER_AGENT,
  ...(defaults?.headers ? { headers: defaults.headers } : {}),
});

/** Compiles the maps and pass-throughs of the selected entities and streams whose `when` is true, by stream. */
async function compileMappings(
  manifest: Manifest,
  setup: ConnectionSetup,
  { scope, entities }: { scope: ConnectorScope; entities: readonly string[] },
): Promise<ReadonlyMap<string, readonly StreamMapping[]>> {
  const chosen = resolveSelectedStreams(manifest, setup.streams);
  const mappings = new Map<string, StreamMapping[]>();
  const isWanted = async (name: string, entity: string): Promise<boolean> =>
    entities.includes(entity) &&
    (!chosen || chosen.has(name)) &&
    (await compileCondition(manifest.streams[name]?.when)(scope));
  const add = (stream: string, mapping: StreamMapping) =>
    mappings.set(stream, [...(mappings.get(stream) ?? []), mapping]);
  for (const [name, original] of Object.entries(manifest.maps)) {
    const spec = setup.maps?.[name] ?? original;
    if (await isWanted(spec.from, spec.to)) add(spec.from, compileMapping(manifest, [name, spec], scope));
  }
  for (const passed of listPassThroughs(manifest))
    if (await isWanted(passed.stream, passed.entity)) add(passed.stream, compilePassThrough(manifest, passed));
  return mappings;
}
