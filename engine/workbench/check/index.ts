import { type EngineError, type ErrorCode, engineError, toEngineError } from '../../base/errors/index.ts';
import type { JsonObject } from '../../base/json/index.ts';
import { type AllowPrivate, allowsPrivate } from '../../io/allow-private.ts';
import type { Connector } from '../../pipeline/connector/index.ts';
import { forgotten } from '../../pipeline/run/kept-secrets.ts';
import { createMeter } from '../../pipeline/run/meter.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { ownSessions } from '../../pipeline/run/session-pool.ts';
import { connectVendor } from '../../pipeline/run/vendor.ts';
import { originsOf } from './origins.ts';
import { type Evidence, type Probed, type ProbeOptions, probe } from './probe.ts';
import { createTouch, type Touch, type Touched } from './touch.ts';

type CheckId = 'network' | 'tls' | 'authentication' | 'authorization' | 'data';

/** How one of the five checks ended. */
export interface Check {
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

export interface ChecksResult {
  readonly ok: boolean;
  readonly checks: readonly Check[];
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
  readonly onCheck?: (check: Check) => void;
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
interface Passed {
  readonly message: string;
  readonly evidence?: Evidence;
  readonly skipped?: EngineError;
}

type Stage = () => Promise<Passed>;

/**
 * Test Connection: five checks in order, each with its time; after a failure the rest are skipped. Never rejects for
 * what a vendor or a network does: that is what the checks say.
 */
export async function runChecks(connector: Connector, options: CheckOptions): Promise<ChecksResult> {
  const { ports, onCheck } = options;
  const touch = createTouch(connector, options);
  const stages = stagesOf(connector, options, touch);
  const checks: Check[] = [];
  for (const id of Object.keys(TITLES) as CheckId[]) {
    const failed = checks.find(({ status }) => status === 'failed');
    const check = failed ? notRun(id, failed.id) : await timed(id, stages[id], () => ports.clock.now());
    checks.push(check);
    onCheck?.(check);
  }
  const record = checks.at(-1)?.status === 'passed' ? (await touch.all()).record : undefined;
  return { ok: checks.every(({ status }) => status !== 'failed'), checks, ...(record ? { record } : {}) };
}

const notRun = (id: CheckId, failed: CheckId): Check => ({
  id,
  title: TITLES[id],
  status: 'skipped',
  code: null,
  message: `not run: ${failed} failed`,
  fix: '',
  ms: 0,
  evidence: {},
});

async function timed(id: CheckId, stage: Stage, now: () => number): Promise<Check> {
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

function stagesOf(connector: Connector, options: CheckOptions, touch: Touch): Readonly<Record<CheckId, Stage>> {
  const { allowPrivate, signal, ports, network, probeMs = PROBE_MS } = options;
  let probes: Promise<readonly Probed[]> | undefined;
  const probed = () => {
    probes ??= Promise.all(
      originsOf(connector).map(({ href }) =>
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
    network: async () => networkOf(await probed()),
    tls: async () => tlsOf(await probed()),
    authentication: async () => {
      if (connector.scheme.login)
        await connectVendor(connector, ports, { meter: createMeter(), sessions: ownSessions(forgotten) }).session(
          signal,
        );
      else throwIf((await touch.first()).authError);
      return { message: 'the vendor accepted the credentials' };
    },
    authorization: async () => {
      const touched = await touch.all();
      throwIf(touched.authError ?? touched.accessError);
      return { message: `may read ${touched.streams.join(', ')}` };
    },
    data: async () => dataOf(await touch.all(), connector),
  };
}

const throwIf = (error: EngineError | undefined): void => {
  if (error) throw error;
};

function networkOf(probes: readonly Probed[]): Passed {
  for (const { network } of probes) throwIf(network.status === 'failed' ? network.error : undefined);
  const [first] = probes;
  return { message: "the vendor's hosts can be reached", evidence: first?.network.evidence ?? {} };
}

function tlsOf(probes: readonly Probed[]): Passed {
  for (const { tls } of probes) throwIf(tls.status === 'failed' ? tls.error : undefined);
  const used = probes.find(({ tls }) => tls.status === 'passed');
  if (used) return { message: 'a secure connection was made', evidence: used.tls.evidence };
  const skipped = probes.find(({ tls }) => tls.error)?.tls.error ?? engineError('TLS_NOT_USED', { host: 'the vendor' });
  return { message: skipped.message, skipped };
}

function dataOf({ dataError, items, entity, record }: Touched, { streams }: Connector): Passed {
  throwIf(dataError);
  const isFiltered = streams.some(({ filtered }) => filtered);
  if (items === 0)
    return { message: `the vendor answered; it lists nothing ${isFiltered ? 'that satisfies the filter' : 'yet'}` };
  return {
    message: record ? `read ${items} items and mapped the first ${entity}` : `read ${items} items`,
    evidence: { items: String(items) },
  };
}
