import { addDetails, type EngineError, engineError, isEngineError, isRetryable } from '../../base/errors/index.ts';
import type { Connector } from '../connector/connector.ts';
import type { HttpRequest } from '../request/index.ts';
import { type Failure, findRetryAfter } from '../retry/index.ts';
import type { RunBudget } from './budget.ts';
import { createGaveUpError } from './failure.ts';
import type { Pacer } from './pacer.ts';
import type { Ports } from './ports.ts';
import { type ReceivedAnswer, readAnswer } from './read-answer.ts';
import type { SendLogin } from './sessions.ts';

const LOGIN = 'login';

type Outcome = { readonly answer: ReceivedAnswer } | { readonly error: EngineError };

/** How a login's requests are sent: paced and repeated like any other; what the answer means is for auth to say. */
export function createLoginSender(
  connector: Connector,
  ports: Ports,
  { pacer, budget }: { readonly pacer: Pacer; readonly budget: RunBudget },
): SendLogin {
  const { clock, http, spool } = ports;
  const { retry: policy, loginTimeoutMs: timeoutMs } = connector;

  const attempt = async (request: HttpRequest, signal: AbortSignal | undefined): Promise<Outcome> => {
    try {
      const answer = await http.send(request, { timeoutMs, ...(signal ? { signal } : {}) });
      return { answer: await readAnswer(answer, { spool, whole: 'text', arrive: budget.spend }) };
    } catch (error) {
      if (isEngineError(error) && isRetryable(error) && !signal?.aborted) return { error };
      throw error;
    }
  };
  const failureOf = (outcome: Outcome): Failure => {
    const waitMs = 'error' in outcome ? undefined : findRetryAfter(outcome.answer.headers, clock.now());
    return { repeatable: true, unsent: false, ...(waitMs === undefined ? {} : { waitMs }) };
  };
  return async (request, signal) => {
    for (let count = 1; ; count += 1) {
      await pacer.turn({ who: LOGIN, signal });
      const outcome = await attempt(request, signal);
      if ('answer' in outcome && !policy.statuses.includes(outcome.answer.status)) return outcome.answer;
      const decision = pacer.again(policy, failureOf(outcome), count);
      if (decision.kind === 'giveUp') {
        if ('error' in outcome) throw outcome.error;
        throw createGaveUpError(decision, { stream: LOGIN, status: outcome.answer.status, attempts: count });
      }
      await pacer.until(decision.at, 'another try at the login', { who: LOGIN, signal });
    }
  };
}

/** A refused login with the fix that the manifest gives for it; as CLOCK_SKEWED where it holds the time, and the clock is off. */
export function addLoginFix({ manifest, scheme }: Connector, error: unknown): unknown {
  if (isEngineError(error, 'AUTH_REJECTED') && scheme.signsTime && error.details['skew'] !== undefined)
    return engineError('CLOCK_SKEWED', { seconds: Number(error.details['skew']) }, error);
  const fix = manifest.check?.authenticationFix;
  const refused = isEngineError(error, 'AUTH_REJECTED') || isEngineError(error, 'AUTH_RESPONSE_INVALID');
  return refused && fix !== undefined ? addDetails(error, { fix }) : error;
}
