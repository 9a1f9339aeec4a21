import { engineError } from '../../base/errors/index.ts';
import { createEchoes, type Secret } from '../../base/secret/index.ts';
import type { AuthContext, CodeAttempt, CodeConsent, Consent, DeviceConsent } from '../auth/index.ts';
import type { Connector } from '../connector/connector.ts';
import { createPacer, createRunBudget } from './pacer.ts';
import type { Ports } from './ports.ts';
import { createRetryReporters } from './request-retry.ts';
import { createRunCounters } from './run-counters.ts';
import { createLoginSender, type SendLogin } from './sessions.ts';

/** Text for the person who consents. */
export type ConsentPrompt =
  | { readonly kind: 'browser'; readonly url: string }
  | { readonly kind: 'device'; readonly url: string; readonly completeUrl: string | undefined; readonly code: string };

/** Listener for the redirect of one authorization. */
export interface RedirectListener {
  readonly url: string;
  /** Resolves to the code of the redirect with this state. Rejects with AUTH_REJECTED, CONSENT_TIMED_OUT. */
  receiveCode(state: string): Promise<string>;
  close(): Promise<void>;
}

/** Surroundings of a consent. */
export interface ConsentOptions {
  readonly prompt: (prompt: ConsentPrompt) => void;
  readonly listen: (redirect: CodeConsent['redirect'], signal: AbortSignal) => Promise<RedirectListener>;
  readonly signal: AbortSignal;
}

/** Refresh token, and the secret setting that stores it. */
export interface ObtainedConsent {
  readonly setting: string;
  readonly token: Secret;
}

const STATE_BYTES = 32;
const SLOW_DOWN_MS = 5000;

interface Flow extends ConsentOptions {
  readonly send: SendLogin;
  readonly ports: Ports;
  readonly context: () => AuthContext;
}

const createRandomText = ({ random }: Ports): string => Buffer.from(random.bytes(STATE_BYTES)).toString('base64url');

async function obtainByCode(consent: CodeConsent, flow: Flow): Promise<Secret> {
  const { ports, context, send, signal } = flow;
  const listener = await flow.listen(consent.redirect, signal);
  try {
    const attempt: CodeAttempt = {
      redirectUrl: listener.url,
      state: createRandomText(ports),
      verifier: createRandomText(ports),
    };
    const code = listener.receiveCode(attempt.state);
    // Building the URL may fail: the listener's rejection is then of no interest.
    code.catch(() => undefined);
    flow.prompt({ kind: 'browser', url: consent.buildUrl(attempt, context()) });
    const request = await consent.buildTokenRequest(await code, attempt, context());
    return await consent.readRefreshToken(await send(request, signal), ports.clock.now());
  } finally {
    await listener.close();
  }
}

async function obtainByDevice(consent: DeviceConsent, flow: Flow): Promise<Secret> {
  const { ports, context, send, signal } = flow;
  const { clock } = ports;
  const response = await send(await consent.buildDeviceRequest(context()), signal);
  const device = consent.readDeviceCode(response, clock.now());
  flow.prompt({ kind: 'device', url: device.url, completeUrl: device.completeUrl, code: device.userCode });
  const endsAt = clock.now() + device.expiresInMs;
  for (let interval = device.intervalMs; clock.now() < endsAt; ) {
    await clock.sleep(interval, signal);
    const poll = await send(await consent.buildTokenRequest(device.deviceCode, context()), signal);
    const pending = consent.readPending(poll);
    if (pending === undefined) return consent.readRefreshToken(poll, clock.now());
    if (pending === 'slowDown') interval += SLOW_DOWN_MS;
  }
  throw engineError('CONSENT_TIMED_OUT', {});
}

/**
 * Obtains a refresh token by a person's consent: in a browser, or by a code on another device. Its requests are paced,
 * retried and redacted like logins. Rejects with CONSENT_UNUSED, CONSENT_TIMED_OUT, AUTH_REJECTED, AUTH_RESPONSE_INVALID and
 * network errors.
 */
export async function obtainConsent(
  connector: Connector,
  ports: Ports,
  options: ConsentOptions,
): Promise<ObtainedConsent> {
  const [consent] = connector.auths.consents;
  if (!consent) throw engineError('CONSENT_UNUSED', { connector: connector.manifest.id });
  const { redact } = createEchoes(connector.secrets);
  const budget = createRunBudget(connector, ports.clock);
  const pacer = createPacer(connector, ports, { counters: createRunCounters(), budget });
  const context = (): AuthContext => ({
    now: ports.clock.now(),
    randomBytes: (count) => ports.random.bytes(count),
    scope: connector.scope,
  });
  const parts = { pacer, budget, redact, reportRetries: createRetryReporters(undefined) };
  const flow = { ...options, ports, context, send: createLoginSender(connector, ports, parts) };
  const token = await obtainToken(consent, flow);
  return { setting: consent.setting, token };
}

const obtainToken = (consent: Consent, flow: Flow): Promise<Secret> =>
  consent.grant === 'authorization_code' ? obtainByCode(consent, flow) : obtainByDevice(consent, flow);
