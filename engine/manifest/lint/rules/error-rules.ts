import type { ErrorRule, Manifest, Stream } from '../../types.generated.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

/** Error rule with its position, and the streams to which it applies. */
interface PlacedRule {
  readonly rule: ErrorRule;
  readonly path: string;
  readonly streams: readonly Stream[];
}

function* listErrorRules({ streams, defaults }: Manifest): Iterable<PlacedRule> {
  for (const [at, rule] of (defaults?.errors ?? []).entries())
    yield { rule, path: pointerTo('defaults', 'errors', at), streams: Object.values(streams) };
  for (const [name, stream] of Object.entries(streams))
    for (const [at, rule] of (stream.errors ?? []).entries())
      yield { rule, path: pointerTo('streams', name, 'errors', at), streams: [stream] };
}

/** Actions that use a key. */
const USED_BY = {
  wait: ['retry', 'restartList'],
  attempts: ['retry'],
  code: ['fail', 'splitWindow', 'restartList'],
  fix: ['fail', 'splitWindow', 'restartList'],
} as const satisfies Partial<Record<keyof ErrorRule, readonly ErrorRule['action'][]>>;

function* findUnusedKeys({ manifest }: LintContext): Iterable<Violation> {
  for (const { rule, path } of listErrorRules(manifest))
    for (const [key, actions] of Object.entries(USED_BY)) {
      if (!Object.hasOwn(rule, key) || (actions as readonly string[]).includes(rule.action)) continue;
      yield {
        path: path + pointerTo(key),
        message: `"${key}" has no effect with the action "${rule.action}"`,
        fix: `Remove it, or use the action ${actions.map((action) => `"${action}"`).join(' or ')}.`,
      };
    }
}

function* findUnsplittable({ manifest }: LintContext): Iterable<Violation> {
  for (const { rule, path, streams } of listErrorRules(manifest)) {
    if (rule.action !== 'splitWindow' || streams.some(({ window, job }) => window && !job)) continue;
    yield {
      path: path + pointerTo('action'),
      message: 'there is no time window to split',
      fix: 'Give the stream a "window", and send {{window.start}} and {{window.end}}; the window of a job cannot be split.',
    };
  }
}

export const ERROR_RULES = {
  'errors/unused-key': {
    sentence: 'An error rule has only keys that its action uses.',
    severity: 'warning',
    check: findUnusedKeys,
  },
  'errors/split-window': {
    sentence: 'An error rule that splits the time window applies to a stream with a window.',
    severity: 'error',
    check: findUnsplittable,
  },
} as const satisfies Record<string, Rule>;
