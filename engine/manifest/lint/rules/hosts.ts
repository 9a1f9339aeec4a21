import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

/** The host part of a template, as far as its text tells. */
const extractHost = (text: string): string => text.replace(/^https?:\/\//, '').split('/')[0] ?? '';

function* findUncoveredHosts({ manifest }: LintContext): Iterable<Violation> {
  const allowed = manifest.allowedHosts.map(extractHost);
  if (allowed.includes(extractHost(manifest.baseUrl))) return;
  yield {
    path: pointerTo('allowedHosts'),
    message: 'allowedHosts does not hold the host of baseUrl',
    fix: `Add ${JSON.stringify(manifest.baseUrl)} to allowedHosts.`,
  };
}

function* findWildcards({ manifest }: LintContext): Iterable<Violation> {
  for (const [index, host] of manifest.allowedHosts.entries()) {
    if (host.includes('*'))
      yield {
        path: pointerTo('allowedHosts', index),
        message: `"${host}" is a wildcard`,
        fix: 'Name each host, or use the setting that holds it.',
      };
  }
}

function* findPlainHttp({ manifest }: LintContext): Iterable<Violation> {
  for (const [path, text] of [
    [pointerTo('baseUrl'), manifest.baseUrl],
    ...manifest.allowedHosts.map((host, index) => [pointerTo('allowedHosts', index), host]),
  ] as [string, string][]) {
    if (text.startsWith('http://'))
      yield { path, message: 'it uses plain http: credentials would go unprotected', fix: 'Write https://.' };
  }
}

export const HOST_RULES = {
  'hosts/base-url': {
    sentence: 'allowedHosts holds the host of baseUrl.',
    severity: 'error',
    check: findUncoveredHosts,
  },
  'hosts/wildcard': { sentence: 'allowedHosts names hosts one by one.', severity: 'error', check: findWildcards },
  'hosts/plain-http': { sentence: 'Vendors are reached by https.', severity: 'error', check: findPlainHttp },
} as const satisfies Record<string, Rule>;
