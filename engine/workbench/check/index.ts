import { type EngineError, type ErrorCode, engineError, toEngineError } from '../../base/errors/index.ts';
import type { JsonObject } from '../../base/json/index.ts';
import { type AllowPrivate, allowsPrivate } from '../../io/allow-private.ts';
import type { Connector } from '../../pipeline/connector/index.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { createRunCounters } from '../../pipeline/run/run-counters.ts';
import { createOwnSessions, noRefreshTokenStore } from '../../pipeline/run/sessions.ts';
import { createVendorClient } from '../../pipeline/run/vendor-client.ts';
import { findOrigins } from './origins.ts';
import { type Evidence, type ProbeOptions, type ProbeResult, probe } from './probe.ts';
import { createStreamSampler, type StreamSample, type StreamSampler } from './stream-sampler.ts';

type CheckId = 'network' | 'tls' | 'authentication' | 'authorization' | 'data';

/** How one of the five checks ended. */
export interface CheckOutcome {
  readonly id: CheckId;
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly fix: string;
  readonly ms: number;
  /** What was seen: addresses, certificates, counts. */
  readonly evidence: Evidence;
}

export interface ConnectionTestResult {
  readonly ok: boolean;
  readonly checks: readonly CheckOutcome[];
  /** One real record, mapped: what the connection will bring. */
  readonly record?: JsonObject;
}

export interface CheckOptions {
  readonly ports: Ports;
  readonly allowPrivate: AllowPrivate;
  readonly signal?: AbortSignal;
  /** How the ports' http reaches the vendor, where that is not by this machine's own settings. */
  readonly network?: Pick<ProbeOptions, 'ca' | 'env' | 'resolve'>;
  /** Milliseconds that each stage of a probe may take; 10 s when absent. */
  readonly probeMs?: number;
  /** Told of each check as it ends. */
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

/** What a check that did not fail has to say; `skipped` with a code says why it does not apply. */
interface CheckPass {
  readonly message: string;
  readonly evidence?: Evidence;
  readonly skipped?: EngineError;
}

type Stage = () => Promise<CheckPass>;

/**
 * Test Connection: five checks in order, each with its time; after a failure the rest are skipped. Never rejects for
 * what a vendor or a network does: that is what the checks say.
 */
export async function runConnectionTest(connector: Connector, options: CheckOptions): Promise<ConnectionTestResult> {
  const { ports, onCheck } = options;
  const touch = createStreamSampler(connector, options);
  const stages = buildStages(connector, options, touch);
  const checks: CheckOutcome[] = [];
  for (const id of Object.keys(TITLES) as CheckId[]) {
    const failed = checks.find(({ status }) => status === 'failed');
    const check = failed ? skipCheck(id, failed.id) : await runTimed(id, stages[id], () => ports.clock.now());
    checks.push(check);
    onCheck?.(check);
  }
  const record = checks.at(-1)?.status === 'passed' ? (await touch.all()).record : undefined;
  return { ok: checks.every(({ status }) => status !== 'failed'), checks, ...(record ? { record } : {}) };
}

const skipCheck = (id: CheckId, failed: CheckId): CheckOutcome => ({
  id,
  title: TITLES[id],
  status: 'skipped',
  code: null,
  message: `not run: ${failed} failed`,
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
  options: CheckOptions,
  touch: StreamSampler,
): Readonly<Record<CheckId, Stage>> {
  const { allowPrivate, signal, ports, network, probeMs = PROBE_MS } = options;
  let probes: Promise<readonly ProbeResult[]> | undefined;
  const probed = () => {
    probes ??= Promise.all(
      findOrigins(connector).map(({ href }) =>
        probe(href, {
          allowPrivate: allowsPrivate(allowPrivate, href),
          timeoutMs: probeMs,
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
      if (connector.scheme.login)
        await createVendorClient(connector, ports, {
          counters: createRunCounters(),
          sessions: createOwnSessions(noRefreshTokenStore),
        }).session(signal);
      else throwIf((await touch.first()).authError);
      return { message: 'the vendor accepted the credentials' };
    },
    authorization: async () => {
      const touched = await touch.all();
      throwIf(touched.authError ?? touched.accessError);
      return { message: `may read ${touched.streams.join(', ')}` };
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
  return { message: "the vendor's hosts can be reached", evidence: first?.network.evidence ?? {} };
}

function tlsResult(probes: readonly ProbeResult[]): CheckPass {
  for (const { tls } of probes) throwIf(tls.status === 'failed' ? tls.error : undefined);
  const used = probes.find(({ tls }) => tls.status === 'passed');
  if (used) return { message: 'a secure connection was made', evidence: used.tls.evidence };
  const skipped = probes.find(({ tls }) => tls.error)?.tls.error ?? engineError('TLS_NOT_USED', { host: 'the vendor' });
  return { message: skipped.message, skipped };
}

function dataResult({ dataError, items, entity, record }: StreamSample, { streams }: Connector): CheckPass {
  throwIf(dataError);
  const isFiltered = streams.some(({ filtered }) => filtered);
  if (items === 0)
    return { message: `the vendor answered; it lists nothing ${isFiltered ? 'that satisfies the filter' : 'yet'}` };
  return {
    message: record ? `read ${items} items and mapped the first ${entity}` : `read ${items} items`,
    evidence: { items: String(items) },
  };
}
