import { findScopeReads } from '../../reads.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';
import { listRequests } from './requests.ts';

/** Returns the host part of a template's text, unrendered. */
const extractHost = (text: string): string => text.replace(/^https?:\/\//, '').split('/')[0] ?? '';

/** Returns true if a login captures the base URL or a part of it. */
const isFromLogin = ({ sites }: LintContext): boolean =>
  findScopeReads(sites.filter(({ path }) => path === '/baseUrl')).some(({ names: [root] }) => root === 'session');

function* findUncoveredHosts(context: LintContext): Iterable<Violation> {
  const { manifest } = context;
  // The run checks it against allowedHosts.
  if (isFromLogin(context)) return;
  const allowed = manifest.allowedHosts.map(extractHost);
  if (allowed.includes(extractHost(manifest.baseUrl))) return;
  yield {
    path: pointerTo('allowedHosts'),
    message: 'allowedHosts does not contain the host of baseUrl',
    fix: `Add ${JSON.stringify(manifest.baseUrl)} to allowedHosts.`,
  };
}

/** Wildcard with at least two labels after it; templates count as a label. */
const WILDCARD = /^\*(\.[A-Za-z0-9-]+){2,}$/;

const isWildcard = (host: string): boolean => WILDCARD.test(host.replace(/\{\{[^{}]*\}\}/g, 'x'));

/** Finds requests that are sent without the session of which the base URL consists. */
function* findUnknownBases(context: LintContext): Iterable<Violation> {
  if (!isFromLogin(context)) return;
  const { manifest } = context;
  for (const [request, path] of listRequests(context)) {
    const [part, name = ''] = path.slice(1).split('/');
    const auth = part === 'streams' ? (request.auth ?? manifest.streams[name]?.auth) : 'none';
    if (auth !== 'none' || request.path === undefined) continue;
    yield {
      path: path + pointerTo('path'),
      message: 'the base URL comes from the login, which this request does not use',
      fix: 'Use a "url".',
    };
  }
}

function* findWildcards({ manifest, sites }: LintContext): Iterable<Violation> {
  for (const [index, host] of manifest.allowedHosts.entries()) {
    if (host.includes('*') && !isWildcard(host))
      yield {
        path: pointerTo('allowedHosts', index),
        message: `"${host}" is not a valid wildcard`,
        fix: 'Use "*." before a domain of at least two labels, without a scheme, port or path: *.files.acme.example.',
      };
  }
  for (const { path, steps, source } of sites)
    if (steps.at(-2) === 'origins' && source.includes('*'))
      yield {
        path,
        message: `"${source}" is a wildcard, and credentials are sent only to listed origins`,
        fix: 'List each origin, or use a setting that contains it.',
      };
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
  'hosts/login-base': {
    sentence: 'A request without the login has a url if the base URL comes from the login.',
    severity: 'error',
    check: findUnknownBases,
  },
  'hosts/wildcard': {
    sentence: 'A wildcard in allowedHosts is *.<domain>; origins of credentials contain none.',
    severity: 'error',
    check: findWildcards,
  },
  'hosts/plain-http': { sentence: 'All hosts use https.', severity: 'error', check: findPlainHttp },
} as const satisfies Record<string, Rule>;
