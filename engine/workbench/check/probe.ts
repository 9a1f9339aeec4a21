import type { Socket } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { type EngineError, engineError, isEngineError } from '../../base/errors/index.ts';
import { runWithin } from '../../io/deadline.ts';
import { dial, dialThrough, handshake } from '../../io/dial.ts';
import { createEgress, type Egress, type Resolve } from '../../io/egress.ts';
import { describeCertificate } from '../../io/http/guarded-connector.ts';
import { nameCertificate, toNetworkError } from '../../io/network-error.ts';
import { type Environment, findProxy } from '../../io/proxy.ts';
import type { TlsIdentity } from '../../pipeline/auth/index.ts';

export interface ProbeOptions {
  readonly allowPrivate: boolean;
  /** Timeout of each stage: DNS, connection, TLS. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Additional trusted certificates (PEM). */
  readonly ca?: string;
  /** Client certificate and CA of the connection. */
  readonly identity?: TlsIdentity;
  /** Environment with the proxy variables. Default: the process's environment. */
  readonly env?: Environment;
  /** Resolver of host names. Default: the system's resolver. */
  readonly resolve?: Resolve;
}

/** Observed values: `address` or `proxy`, and `version`, `subject`, `issuer`, `validFrom`, `validTo` of TLS. */
export type Evidence = Readonly<Record<string, string>>;

/** Result of a stage. A skipped stage has an error only if there is a reason to report (TLS_NOT_USED). */
interface StageOutcome {
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly ms: number;
  readonly evidence: Evidence;
  readonly error?: EngineError;
}

export interface ProbeResult {
  readonly network: StageOutcome;
  readonly tls: StageOutcome;
}

type Stage = ProbeOptions & { readonly url: URL; readonly egress: Egress };

const startTimer = () => {
  const start = performance.now();
  return () => Math.round(performance.now() - start);
};

const SKIPPED: StageOutcome = { status: 'skipped', ms: 0, evidence: {} };

/** Opens a connection. Resolves the name separately, so that a DNS timeout is not reported as an unreachable host. */
async function reach({ url, egress, ...options }: Stage): Promise<{ socket: Socket; evidence: Evidence }> {
  const { timeoutMs, signal } = options;
  const { host } = url;
  const limit = (code: 'DNS_UNAVAILABLE' | 'CONNECTION_TIMEOUT') => ({
    timeoutMs,
    signal,
    late: () => engineError(code, { host, seconds: timeoutMs / 1000 }),
  });
  const proxy = findProxy(url, options.env ?? process.env);
  egress.admit(url);
  // Behind a proxy, the name is resolved only to reject private targets.
  if (proxy === undefined || !options.allowPrivate)
    await runWithin(limit('DNS_UNAVAILABLE'), () => egress.resolve(url.hostname));
  const socket = await runWithin(limit('CONNECTION_TIMEOUT'), (ending) =>
    proxy === undefined ? dial(url, egress, ending) : dialThrough(new URL(proxy), url, ending),
  );
  const address = `${socket.remoteAddress ?? ''} port ${socket.remotePort ?? ''}`;
  return { socket, evidence: proxy === undefined ? { address } : { proxy: address } };
}

const formatDistinguishedName = ({ CN, O }: Partial<PeerCertificate['subject']>) =>
  [CN ?? O ?? 'unnamed'].flat().join(', ');

const parseCertificateTime = (text: string) => {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? text : new Date(ms).toISOString();
};

function readCertificate(secure: TLSSocket): Evidence {
  const { subject, issuer, valid_from, valid_to } = secure.getPeerCertificate();
  const version = secure.getProtocol() ?? 'unknown';
  return {
    version,
    ...(subject && { subject: formatDistinguishedName(subject) }),
    ...(issuer && { issuer: formatDistinguishedName(issuer) }),
    ...(valid_from && { validFrom: parseCertificateTime(valid_from) }),
    ...(valid_to && { validTo: parseCertificateTime(valid_to) }),
  };
}

/** Returns why a certificate is not trusted. Node returns the code as a string although the declared type is Error. */
const findDistrust = (secure: TLSSocket): string | undefined =>
  secure.authorized ? undefined : String(secure.authorizationError);

async function runTlsStage(socket: Socket, { url, timeoutMs, signal, ca, identity }: Stage): Promise<StageOutcome> {
  const elapsed = startTimer();
  const where = { host: url.host, seconds: timeoutMs / 1000 };
  const late = () => engineError('TLS_TIMEOUT', { host: url.host });
  const secure = await runWithin({ timeoutMs, signal, late }, (ending) =>
    handshake(socket, url, { ...(ca === undefined ? {} : { ca }), ...(identity ? { identity } : {}), signal: ending }),
  );
  const evidence = readCertificate(secure);
  const code = findDistrust(secure);
  const certificate = describeCertificate(secure);
  secure.destroy();
  if (code === undefined) return { status: 'passed', ms: elapsed(), evidence };
  const cause = Object.assign(new Error(code), { code });
  if (certificate !== undefined) nameCertificate(cause, certificate);
  const error = toNetworkError(cause, where);
  return { status: 'failed', ms: elapsed(), evidence, error };
}

/** Converts an error of a stage to its result. Rethrows the reason if the caller aborted. */
function toStageFailure(error: unknown, { url, timeoutMs, signal }: Stage, ms: number): StageOutcome {
  signal?.throwIfAborted();
  const meaning = toNetworkError(error, { host: url.host, seconds: timeoutMs / 1000 });
  return { status: 'failed', ms, evidence: {}, error: meaning };
}

async function probeTls(network: StageOutcome, socket: Socket, stage: Stage): Promise<ProbeResult> {
  const { url } = stage;
  if (url.protocol === 'http:')
    return { network, tls: { ...SKIPPED, error: engineError('TLS_NOT_USED', { host: url.host }) } };
  const elapsed = startTimer();
  try {
    return { network, tls: await runTlsStage(socket, stage) };
  } catch (error) {
    const tls = toStageFailure(error, stage, elapsed());
    // A reset during the handshake is a network failure and reveals nothing about the host's TLS.
    if (isEngineError(tls.error, 'CONNECTION_RESET')) return { network: { ...network, ...tls }, tls: SKIPPED };
    return { network, tls };
  }
}

/**
 * Probes the connection to `address` in stages (DNS, connection, TLS) on separate sockets, through the same egress guard
 * and proxy as requests, so that each cause gets its own error code. Throws URL_INVALID, and the signal's reason on abort.
 */
export async function probe(address: string, options: ProbeOptions): Promise<ProbeResult> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw engineError('URL_INVALID', { what: 'the connection test' });
  const stage: Stage = { ...options, url, egress: createEgress(options) };
  const elapsed = startTimer();
  try {
    const { socket, evidence } = await reach(stage);
    try {
      return await probeTls({ status: 'passed', ms: elapsed(), evidence }, socket, stage);
    } finally {
      socket.destroy();
    }
  } catch (error) {
    return { network: toStageFailure(error, stage, elapsed()), tls: SKIPPED };
  }
}
