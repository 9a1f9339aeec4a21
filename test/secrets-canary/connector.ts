import type { Manifest } from '../../engine/index.ts';
import { createSmallManifest } from '../pipeline/run/small-vendor.ts';

const small = createSmallManifest(
  {
    things: {
      request: { path: '/things' },
      records: 'items',
      key: ['id'],
      paginator: { type: 'nextUrl', from: 'body', url: 'next' },
    },
    parts: {
      request: { path: '/parts', query: { note: '{{thing.note}}' } },
      records: 'items',
      key: ['id'],
      partitions: [{ parent: 'things', as: 'thing' }],
      paginator: { type: 'none' },
    },
  },
  { assets: 'things', findings: 'parts', defaults: { retry: { attempts: 2, baseDelay: 'PT0.01S' } } },
);

/** Connector that logs in with the key and sends the returned token with every request. */
export const CONNECTOR: Manifest = {
  ...small,
  settings: {
    ...small.settings,
    required: ['url', 'key'],
    properties: {
      url: { type: 'string', format: 'uri', title: 'URL' },
      key: { type: 'string', title: 'Key', writeOnly: true },
    },
  },
  auth: {
    type: 'session',
    login: [
      { request: { method: 'POST', path: '/login', json: { key: '{{settings.key}}' } }, capture: { token: 'token' } },
    ],
    inject: { into: 'header', name: 'X-Token', value: '{{session.token}}' },
  },
  maps: {
    ...small.maps,
    finding: {
      from: 'parts',
      to: 'finding',
      fields: {
        externalFindingId: { value: 'id', identity: true },
        externalAssetId: '$thing.id',
        name: 'note',
        severity: { value: 'level', as: 'integer' },
        findingStatus: "'NEW'",
      },
    },
  },
};
