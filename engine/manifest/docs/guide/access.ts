import { listStreamRequests } from '../../stream-requests.ts';
import type { Manifest, RateLimit, RequestSpec, Stream } from '../../types.generated.ts';
import { bulletList, formatSection, formatTable, inlineCode } from '../markdown.ts';

const formatTemplate = (text: string): string => text.replaceAll(/\{\{\s*([^}]+?)\s*\}\}/g, '{$1}');

const formatEndpoint = (manifest: Manifest, { method = 'GET', path, url }: RequestSpec): string => {
  const address = typeof url === 'object' ? `{{${url.expr}}}` : url;
  return `${method} ${formatTemplate(address ?? `${manifest.baseUrl.replace(/\/+$/, '')}${path ?? ''}`)}`;
};

function formatPageSize(manifest: Manifest, stream: Stream): string {
  const paginator = stream.paginator ?? manifest.defaults?.paginator;
  if (!paginator || paginator.type === 'none') return '';
  const size = 'limit' in paginator ? paginator.limit : 'size' in paginator ? paginator.size : undefined;
  if (size === undefined) return '';
  const setting = typeof size === 'string' ? /settings\.(\w+)/.exec(size)?.[1] : undefined;
  const value = setting === undefined ? size : manifest.settings.properties[setting]?.default;
  return `${value} records a request${setting === undefined ? '' : ` (${inlineCode(setting)})`}`;
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

function listLogins({ auth }: Manifest): RequestSpec[] {
  if (auth.type === 'session') return auth.login.map(({ request }) => request);
  return auth.type === 'oauth2' ? [{ method: 'POST', url: auth.tokenUrl }] : [];
}

const formatRateLimits = (limits: readonly RateLimit[]): string =>
  limits.length === 0
    ? ''
    : `The connector sends at most ${limits.map(({ limit, per }) => `${limit} requests per ${inlineCode(per)}`).join(' and ')} and honors Retry-After.`;

/** Renders the endpoints, the imported data and key rotation. */
export function renderAccess(manifest: Manifest): string[] {
  const { about, streams, defaults } = manifest;
  const logins = listLogins(manifest).map((request) => [
    'Authorization',
    inlineCode(formatEndpoint(manifest, request)),
    'Returns the token for all other requests. Renewed before it expires.',
    '',
  ]);
  const rows = Object.entries(streams).map(([name, stream]) => [
    stream.title ?? name,
    unique(listStreamRequests(stream).map(({ request }) => inlineCode(formatEndpoint(manifest, request)))).join('<br>'),
    stream.description ?? '',
    formatPageSize(manifest, stream),
  ]);
  return [
    formatSection(
      2,
      'Scope and data access',
      (about.dataAccess ?? []).join('\n\n'),
      formatTable(['Name', 'Endpoint', 'Notes', 'Page size'], [...logins, ...rows]),
      formatRateLimits(defaults?.rateLimit ?? []),
    ),
    formatSection(2, 'Data to sync', bulletList(about.scope?.map(({ label, text }) => `**${label}**: ${text}`))),
    formatSection(2, 'Key rotation', about.keyRotation),
  ];
}
