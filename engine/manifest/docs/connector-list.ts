import { listAuths, listSchemes, type SingleAuth } from '../auth-parts.ts';
import { listProducedEntities, type Manifest, resolveStream } from '../index.ts';
import type { OAuth2Auth, Paginator, Verification } from '../types.generated.ts';
import { formatDocument, formatTable, inlineCode } from './markdown.ts';

const GRANTS: Readonly<Record<OAuth2Auth['grant'], string>> = {
  client_credentials: 'client credentials',
  refresh_token: 'refresh token',
  password: 'password',
  authorization_code: 'consent in a browser',
  device_code: 'consent on another device',
};

const SCHEMES: Readonly<Record<Exclude<SingleAuth['type'], 'oauth2'>, string>> = {
  none: 'none',
  apiKey: 'API key',
  basic: 'basic',
  digest: 'digest',
  bearer: 'bearer token',
  session: 'login for a token',
  hmac: 'HMAC signature',
  jwt: 'signed JWT',
  awsSigV4: 'AWS Signature V4',
};

const PAGING: Readonly<Record<Paginator['type'], string>> = {
  none: 'single response',
  pageNumber: 'page number',
  offset: 'offset',
  cursor: 'cursor',
  nextUrl: 'next link',
};

/** Evidence for a part of a connector, as the guide and the list of connectors print it. */
export const EVIDENCE: Readonly<Record<Verification['against'], string>> = {
  documentation: 'Documentation',
  publicRecording: 'Public recording',
  simulator: 'Simulated vendor only',
  liveAccount: 'Live account',
};

const joinUnique = (texts: readonly string[]): string => [...new Set(texts)].join(', ');

const formatScheme = (auth: SingleAuth): string =>
  auth.type === 'oauth2' ? `OAuth 2.0 (${GRANTS[auth.grant]})` : SCHEMES[auth.type];

const formatAuth = (manifest: Manifest): string =>
  joinUnique(
    listAuths(manifest).flatMap(([, auth, path]) => [...listSchemes(auth, path)].map(([one]) => formatScheme(one))),
  );

function formatPaging(manifest: Manifest): string {
  const streams = Object.keys(manifest.streams).flatMap((name) => resolveStream(manifest, name) ?? []);
  const styles = streams.map(({ paginator = manifest.defaults?.paginator }) => PAGING[paginator?.type ?? 'none']);
  const paged = styles.filter((style) => style !== PAGING.none);
  const jobs = streams.some(({ job }) => job) ? ['export job'] : [];
  return joinUnique([...jobs, ...paged]) || PAGING.none;
}

const formatEntities = (manifest: Manifest): string =>
  joinUnique(listProducedEntities(manifest).map(({ title }) => title));

/** Lists the kinds of evidence for the parts of a connector. */
export const listEvidence = (verified: readonly Verification[]): string[] => [
  ...new Set(verified.map(({ against }) => EVIDENCE[against])),
];

/** Formats what the parts of a connector were checked against, the parts grouped by evidence. */
function formatVerification({ about }: Manifest): string {
  const groups = Map.groupBy(about.verified ?? [], ({ against }) => against);
  return [...groups]
    .map(([against, parts]) => `${EVIDENCE[against]}: ${parts.map(({ part }) => part).join('; ')}`)
    .join('<br>');
}

const BANNER = '<!-- Generated from the manifests by `npm run gen`: edit a manifest, never this file. -->';

/** Renders the list of connectors in Markdown, in the given order. */
export const renderConnectorList = (manifests: readonly Manifest[]): string =>
  formatDocument(
    BANNER,
    '# Connectors',
    'Each connector is a manifest without code. Its guide lists the permissions, endpoints, mappings and sources.',
    formatTable(
      ['Connector', 'Id', 'Auth', 'Paging', 'Delta', 'Records', 'Checked against'],
      manifests.map((manifest) => [
        `[${manifest.title}](${manifest.id}/README.md)`,
        inlineCode(manifest.id),
        formatAuth(manifest),
        formatPaging(manifest),
        manifest.about.delta ? 'yes' : 'no',
        formatEntities(manifest),
        formatVerification(manifest),
      ]),
    ),
    "**Checked against** is the strongest evidence for each part: the vendor's documentation, a payload that the vendor or a user published, an account at the vendor, or only a simulated vendor.",
  );
