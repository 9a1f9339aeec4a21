import { listStreamRequests } from '../../stream-requests.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

/** Methods that may have another effect when they are sent twice (RFC 9110 §9.2.2). */
const UNSAFE: ReadonlySet<string> = new Set(['POST', 'PATCH']);

function* findUndeclaredRepeats({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, stream] of Object.entries(manifest.streams)) {
    for (const { steps, request } of listStreamRequests(stream)) {
      const { method = 'GET', repeatable } = request;
      if (!UNSAFE.has(method) || repeatable !== undefined) continue;
      yield {
        path: pointerTo('streams', name, ...steps),
        message: `the ${method} request of "${name}" is retried only after 429 and 503, not after other failures`,
        fix: 'Set "repeatable": true if it only reads data or may be sent twice, so that it is also retried after a timeout, a lost connection or a 5xx; otherwise set "repeatable": false.',
      };
    }
  }
}

export const REQUEST_RULES = {
  'requests/repeatable': {
    sentence: 'A POST or PATCH request declares whether it may be sent again.',
    severity: 'warning',
    check: findUndeclaredRepeats,
  },
} as const satisfies Record<string, Rule>;
