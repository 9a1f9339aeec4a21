import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

/** Returns the host part of a template's text, unrendered. */
const extractHost = (text: string): string => text.replace(/^https?:\/\//, '').split('/')[0] ?? '';

function* findUncoveredHosts({ manifest }: LintContext): Iterable<Violation> {
  const allowed = manifest.allowedHosts.map(extractHost);
  if (allowed.includes(extractHost(manifest.baseUrl))) return;
  yield {
    path: pointerTo('allowedHosts'),
    message: 'allowedHosts does not contain the host of baseUrl',
    fix: `Add ${JSON.stringify(manifest.baseUrl)} to allowedHosts.`,
  };
}

function* findWildcards({ manifest }: LintContext): Iterable<Violation> {
  for (const [index, host] of manifest.allowedHosts.entries()) {
    if (host.includes('*'))
      yield {
        path: pointerTo('allowedHosts', index),
        message: `"${host}" contains a wildcard`,
        fix: 'List each host, or use a setting that contains the host.',
      };
  }
}

function* findPlainHttp({ manifest }: LintContext): Iterable<Violation> {
  for (const [path, text] of [
    [pointerTo('baseUrl'), manifest.baseUrl],
    ...manifest.allowedHosts.map((host, index) => [pointerTo('allowedHosts', index), host]),
  ] as [string, string][]) {
    if (text.startsWith('http://'))
      yield { path, message: `"${text}" uses http, which sends credentials unencrypted`, fix: 'Use https://.' };
  }
}

export const HOST_RULES = {
  'hosts/base-url': {
    sentence: 'allowedHosts contains the host of baseUrl.',
    severity: 'error',
    check: findUncoveredHosts,
  },
  'hosts/wildcard': { sentence: 'allowedHosts contains no wildcards.', severity: 'error', check: findWildcards },
  'hosts/plain-http': { sentence: 'All hosts use https.', severity: 'error', check: findPlainHttp },
} as const satisfies Record<string, Rule>;
