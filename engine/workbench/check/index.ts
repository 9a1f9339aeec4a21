import { type EngineError, type ErrorCode, engineError, toEngineError } from '../../base/errors/index.ts';
import type { JsonObject } from '../../base/json/index.ts';
import type { Secret } from '../../base/secret/index.ts';
import { type AllowPrivate, allowsPrivate } from '../../io/allow-private.ts';
import type { Connector } from '../../pipeline/connector/index.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { createRunCounters } from '../../pipeline/run/run-counters.ts';
import { createOwnSessions, type RefreshTokenStore, type SessionPools } from '../../pipeline/run/sessions.ts';
import { createVendorClient } from '../../pipeline/run/vendor-client.ts';
import { findOrigins } from './origins.ts';
import { type Evidence, type ProbeOptions, type ProbeResult, probe } from './probe.ts';
import { createStreamSampler, type StreamSample, type StreamSampler } from './stream-sampler.ts';

type CheckId = 'network' | 'tls' | 'authentication' | 'authorization' | 'data';

/** Result of one of the five checks. */
export interface CheckOutcome {
  readonly id: CheckId;
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly fix: string;
  readonly ms: number;
  /** Observed values: addresses, certificates, counts. */
  readonly evidence: Evidence;
}

export interface ConnectionTestResult {
  readonly ok: boolean;
  readonly checks: readonly CheckOutcome[];
  /** Secret settings that the vendor replaced during the test, such as a refresh token that is valid only once. */
  readonly rotated?: Readonly<Record<string, Secret>>;
  /** One mapped record from the vendor, as an example. */
  readonly record?: JsonObject;
}

export interface CheckOptions {
  readonly ports: Ports;
  readonly allowPrivate: AllowPrivate;
  readonly signal?: AbortSignal;
  /** Network settings of the ports' http, if they differ from the machine's. */
  readonly network?: Pick<ProbeOptions, 'ca' | 'env' | 'resolve'>;
  /** Timeout of each stage of a probe in milliseconds. Default: 10 s. */
  readonly probeMs?: number;
  /** Called after each check. */
  readonly onCheck?: (check: CheckOutcome) => void;
}

const PROBE_MS = 10_000;

const TITLES: Readonly<Record<CheckId, string>> = {
  network: 'Network reachability',
  tls: 'TLS handshake',
  authentication: 'Authentication',
  authorization: 'Authorization scope',
  data: 'Data fetch',
};

/** Result of a check that did not fail. `skipped` is the reason if the check does not apply. */
interface CheckPass {
  readonly message: string;
  readonly evidence?: Evidence;
  readonly skipped?: EngineError;
}

type Stage = () => Promise<CheckPass>;

/**
 * Runs Test Connection: five checks in order. After a failure, the remaining checks are skipped. Errors of the vendor or
 * the network are results of the checks; they never reject.
 */
export async function runConnectionTest(connector: Connector, options: CheckOptions): Promise<ConnectionTestResult> {
  const { ports, onCheck } = options;
  const { store, rotated } = captureRotated(connector);
  const sessions = createOwnSessions(store);
  const touch = createStreamSampler(connector, { ...options, sessions });
  const stages = buildStages(connector, { ...options, sessions }, touch);
  const checks: CheckOutcome[] = [];
  for (const id of Object.keys(TITLES) as CheckId[]) {
    const failed = checks.find(({ status }) => status === 'failed');
    const check = failed ? skipCheck(id, failed.id) : await runTimed(id, stages[id], () => ports.clock.now());
    checks.push(check);
    onCheck?.(check);
  }
  const record = checks.at(-1)?.status === 'passed' ? (await touch.all()).record : undefined;
  return { ok: checks.every(({ status }) => status !== 'failed'), checks, ...(record ? { record } : {}), ...rotated() };
}

/** Creates a store that keeps the last refresh token of a login, for the setting that contains it. */
function captureRotated({ auths }: Connector): {
  readonly store: RefreshTokenStore;
  readonly rotated: () => Pick<ConnectionTestResult, 'rotated'>;
} {
  const setting = auths.consents[0]?.setting;
  let token: Secret | undefined;
  return {
    store: {
      first: () => undefined,
      save: async (_name, keep) => {
        token = keep['refreshToken'] ?? token;
      },
    },
    rotated: () => (setting !== undefined && token ? { rotated: { [setting]: token } } : {}),
  };
}

const skipCheck = (id: CheckId, failed: CheckId): CheckOutcome => ({
  id,
  title: TITLES[id],
  status: 'skipped',
  code: null,
  message: `skipped because the check "${failed}" failed`,
  fix: '',
  ms: 0,
  evidence: {},
});

async function runTimed(id: CheckId, stage: Stage, now: () => number): Promise<CheckOutcome> {
  const begin = now();
  const base = { id, title: TITLES[id] };
  try {
    const { message, evidence = {}, skipped } = await stage();
    const status = skipped ? ('skipped' as const) : ('passed' as const);
    return {
      ...base,
      status,
      code: skipped?.code ?? null,
      message,
      fix: skipped?.fix ?? '',
      ms: now() - begin,
      evidence,
    };
  } catch (error) {
    const { code, message, fix } = toEngineError(error);
    return { ...base, status: 'failed', code, message, fix, ms: now() - begin, evidence: {} };
  }
}

function buildStages(
  connector: Connector,
  options: CheckOptions & { readonly sessions: SessionPools },
  touch: StreamSampler,
): Readonly<Record<CheckId, Stage>> {
  const { allowPrivate, signal, ports, network, sessions, probeMs = PROBE_MS } = options;
  let probes: Promise<readonly ProbeResult[]> | undefined;
  const identityOf = (href: string) => {
    const identity = connector.tls(href, ports.clock.now());
    return identity ? { identity } : {};
  };
  const probed = () => {
    probes ??= Promise.all(
      findOrigins(connector).map(async ({ href }) =>
        probe(href, {
          allowPrivate: allowsPrivate(allowPrivate, href),
          timeoutMs: probeMs,
          ...identityOf(href),
          ...network,
          ...(signal ? { signal } : {}),
        }),
      ),
    );
    return probes;
  };
  return {
    network: async () => networkResult(await probed()),
    tls: async () => tlsResult(await probed()),
    authentication: async () => {
      if (connector.auths.hasLogin)
        await createVendorClient(connector, ports, {
          counters: createRunCounters(),
          sessions,
        }).logIn(signal);
      else throwIf((await touch.first()).authError);
      return { message: 'the vendor accepted the credentials' };
    },
    authorization: async () => {
      const touched = await touch.all();
      throwIf(touched.authError ?? touched.accessError);
      return { message: `permission to read ${touched.streams.join(', ')}` };
    },
    data: async () => dataResult(await touch.all(), connector),
  };
}

const throwIf = (error: EngineError | undefined): void => {
  if (error) throw error;
};

function networkResult(probes: readonly ProbeResult[]): CheckPass {
  for (const { network } of probes) throwIf(network.status === 'failed' ? network.error : undefined);
  const [first] = probes;
  return { message: "the vendor's hosts are reachable", evidence: first?.network.evidence ?? {} };
}

function tlsResult(probes: readonly ProbeResult[]): CheckPass {
  for (const { tls } of probes) throwIf(tls.status === 'failed' ? tls.error : undefined);
  const used = probes.find(({ tls }) => tls.status === 'passed');
  if (used) return { message: 'established a TLS connection', evidence: used.tls.evidence };
  const skipped = probes.find(({ tls }) => tls.error)?.tls.error ?? engineError('TLS_NOT_USED', { host: 'the vendor' });
  return { message: skipped.message, skipped };
}

function dataResult({ dataError, items, entity, record }: StreamSample, { streams }: Connector): CheckPass {
  throwIf(dataError);
  const isFiltered = streams.some(({ filtered }) => filtered);
  if (items === 0)
    return { message: `the vendor responded without ${isFiltered ? 'items that match the filter' : 'any items'}` };
  return {
    message: record ? `read ${items} items and mapped the first ${entity}` : `read ${items} items`,
    evidence: { items: String(items) },
  };
}
