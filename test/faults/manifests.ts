import type { Manifest } from '../../engine/index.ts';
import { createSmallManifest } from '../pipeline/run/small-vendor.ts';

type Stream = Manifest['streams'][string];
type Auth = Manifest['auth'];

/** Short timeouts, for faults that only a deadline ends. */
export const IMPATIENT: NonNullable<Manifest['defaults']> = { timeout: 'PT0.8S', retry: { attempts: 2 } };

const THINGS: Stream = {
  request: { path: '/things' },
  records: 'items',
  key: ['id'],
  paginator: { type: 'pageNumber', pageParam: 'page', stop: ['totalRecords', 'emptyPage'], totalRecords: 'total' },
};

const PARTS: Stream = {
  request: { path: '/things/{{thing.id}}/parts' },
  records: 'items',
  key: ['id'],
  partitions: [{ parent: 'things', as: 'thing' }],
  concurrency: 2,
  paginator: { type: 'none' },
};

/** Maps five things, two per page, to findings. */
export const createPagedManifest = (parts: Partial<Manifest> = {}): Manifest =>
  createSmallManifest({ things: THINGS }, { findings: 'things', ...parts });

/** Overrides the paginator or other members of the stream. */
export const createManifestPagedBy = (stream: Partial<Stream>, parts: Partial<Manifest> = {}): Manifest =>
  createSmallManifest({ things: { ...THINGS, ...stream } as Stream }, { findings: 'things', ...parts });

/** Pagination by the token `next` in the body. */
export const byToken = createManifestPagedBy({
  paginator: { type: 'cursor', from: 'body', cursor: 'next', cursorParam: 'token' },
});

/** Pagination by the link `link` in the body. */
export const byLink = createManifestPagedBy({ paginator: { type: 'nextUrl', from: 'body', url: 'link' } });

/** Pagination by offset, which stops only at the total. */
export const byOffset = createManifestPagedBy({
  paginator: {
    type: 'offset',
    offsetParam: 'offset',
    limit: 2,
    stop: ['totalRecords', 'emptyPage'],
    totalRecords: 'total',
  },
});

/** Reads all things from one page. */
export const createOnePageManifest = (stream: Partial<Stream> = {}, parts: Partial<Manifest> = {}): Manifest =>
  createManifestPagedBy({ paginator: { type: 'none' }, ...stream }, parts);

/** Maps two parts of each thing to findings. Things are only parents. */
export const createPartitionedManifest = (parts: Partial<Stream> = {}, rest: Partial<Manifest> = {}): Manifest =>
  createSmallManifest({ things: THINGS, parts: { ...PARTS, ...parts } as Stream }, { findings: 'parts', ...rest });

/** Sends a token from /token with each request. */
export const OAUTH: Auth = {
  type: 'oauth2',
  grant: 'client_credentials',
  tokenUrl: '{{settings.url}}/token',
  clientId: 'me',
  clientSecret: '{{settings.key}}',
};

/** Signature that contains the time. */
export const SIGNED: Auth = {
  type: 'hmac',
  algorithm: 'sha256',
  key: { value: '{{settings.key}}' },
  sign: '{{timestamp}}{{request.pathWithQuery}}',
  inject: { into: 'header', name: 'Authorization', value: '{{timestamp}} {{signature}}' },
};

/** Settings of manifests with credentials. */
export const WITH_KEY: Manifest['settings'] = {
  type: 'object',
  required: ['url', 'key'],
  properties: {
    url: { type: 'string', format: 'uri', title: 'URL' },
    key: { type: 'string', title: 'Key', writeOnly: true },
  },
};
