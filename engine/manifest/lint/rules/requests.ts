import { listStreamRequests } from '../../stream-requests.ts';
import type { RequestSpec } from '../../types.generated.ts';
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

const BODIES = ['json', 'form', 'multipart', 'text', 'xml'] as const;

const isRequest = (value: object): value is RequestSpec => 'path' in value || 'url' in value;

/** Yields the requests of logins with their paths. Auths nest, in `anyOf` and `all`. */
function* listLoginRequests(auth: unknown, path: string): Iterable<readonly [request: RequestSpec, path: string]> {
  if (typeof auth !== 'object' || auth === null) return;
  for (const [key, member] of Object.entries(auth)) {
    const at = path + pointerTo(key);
    if (key === 'request' && typeof member === 'object' && member !== null && isRequest(member)) yield [member, at];
    else yield* listLoginRequests(member, at);
  }
}

/** Yields the requests of streams and logins with their paths. */
export function* listRequests({ manifest }: LintContext): Iterable<readonly [request: RequestSpec, path: string]> {
  for (const [name, stream] of Object.entries(manifest.streams))
    for (const { steps, request } of listStreamRequests(stream)) yield [request, pointerTo('streams', name, ...steps)];
  yield* listLoginRequests(manifest.auth, pointerTo('auth'));
  yield* listLoginRequests(manifest.auths, pointerTo('auths'));
}

function* findSeveralBodies(context: LintContext): Iterable<Violation> {
  for (const [request, path] of listRequests(context)) {
    const [first, ...others] = BODIES.filter((kind) => request[kind] !== undefined);
    for (const kind of others)
      yield {
        path: path + pointerTo(kind),
        message: `the request has the body "${kind}" beside the body "${first}"`,
        fix: `Remove "${kind}" or "${first}": a request has one body.`,
      };
  }
}

export const REQUEST_RULES = {
  'requests/repeatable': {
    sentence: 'A POST or PATCH request declares whether it may be sent again.',
    severity: 'warning',
    check: findUndeclaredRepeats,
  },
  'requests/one-body': {
    sentence: 'A request has at most one body: json, form, multipart, text or xml.',
    severity: 'error',
    check: findSeveralBodies,
  },
} as const satisfies Record<string, Rule>;
