import { at, type Found, type LintContext, type Rule } from '../rule.ts';

/** The host part of a template, as far as its text tells. */
const hostText = (text: string): string => text.replace(/^https?:\/\//, '').split('/')[0] ?? '';

function* uncovered({ manifest }: LintContext): Iterable<Found> {
  const allowed = manifest.allowedHosts.map(hostText);
  if (allowed.includes(hostText(manifest.baseUrl))) return;
  yield {
    path: at('allowedHosts'),
    message: 'allowedHosts does not hold the host of baseUrl',
    fix: `Add ${JSON.stringify(manifest.baseUrl)} to allowedHosts.`,
  };
}

function* wildcards({ manifest }: LintContext): Iterable<Found> {
  for (const [index, host] of manifest.allowedHosts.entries()) {
    if (host.includes('*'))
      yield {
        path: at('allowedHosts', index),
        message: `"${host}" is a wildcard`,
        fix: 'Name each host, or use the setting that holds it.',
      };
  }
}

function* plainHttp({ manifest }: LintContext): Iterable<Found> {
  for (const [path, text] of [
    [at('baseUrl'), manifest.baseUrl],
    ...manifest.allowedHosts.map((host, index) => [at('allowedHosts', index), host]),
  ] as [string, string][]) {
    if (text.startsWith('http://'))
      yield { path, message: 'it uses plain http: credentials would go unprotected', fix: 'Write https://.' };
  }
}

export const HOST_RULES = {
  'hosts/base-url': { sentence: 'allowedHosts holds the host of baseUrl.', severity: 'error', check: uncovered },
  'hosts/wildcard': { sentence: 'allowedHosts names hosts one by one.', severity: 'error', check: wildcards },
  'hosts/plain-http': { sentence: 'Vendors are reached by https.', severity: 'error', check: plainHttp },
} as const satisfies Record<string, Rule>;
