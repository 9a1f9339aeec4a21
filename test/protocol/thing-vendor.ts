import type { Manifest } from '../../engine/index.ts';
import { type Answer, createSmallManifest, type Script } from '../pipeline/run/small-vendor.ts';

const PAGED = { type: 'pageNumber', pageParam: 'page', totalRecords: 'total' } as const;

const STREAMS: Manifest['streams'] = {
  things: {
    request: { path: '/things' },
    records: 'items',
    key: ['id'],
    paginator: { ...PAGED, stop: ['totalRecords'] },
  },
  parts: {
    request: { path: '/things/{{thing.id}}/parts' },
    records: 'items',
    key: ['id'],
    partitions: [{ parent: 'things', as: 'thing' }],
    paginator: { ...PAGED, stop: ['totalRecords'] },
    incremental: { cursor: 'at', type: 'datetime', scope: 'partition', lookback: 'PT0S', clientSide: true },
  },
  people: { request: { path: '/people' }, records: '$', key: ['id'] },
};

const NOTE = {
  schema: {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'string' }, text: { $ref: '#/definitions/text' } },
    definitions: { text: { type: 'string', description: 'What was noted.' } },
  },
  identity: ['id'],
};

/** Manifest of things (assets), their parts (findings and notes, from the same pages), and people (passed through). */
export const MANIFEST: Manifest = (() => {
  const manifest = createSmallManifest(STREAMS, {
    assets: 'things',
    findings: 'parts',
    entities: { note: NOTE } as NonNullable<Manifest['entities']>,
  });
  const finding = {
    ...manifest.maps['finding'],
    fields: { ...manifest.maps['finding']?.fields, lastFoundOn: { value: 'at', as: 'datetime' } },
  };
  const note = { from: 'parts', to: 'note', fields: { id: 'id', text: "'seen ' & at" } };
  return { ...manifest, maps: { ...manifest.maps, finding, note } as Manifest['maps'] };
})();

const THINGS = ['a', 'b', 'c'];
const PARTS_PER_PAGE = 2;

/** Vendor of three things in two pages, with four parts each in two pages, and two people. */
export const createThingScript =
  (things: readonly string[] = THINGS): Script =>
  (target): Answer => {
    const url = new URL(target, 'http://vendor');
    const page = Number(url.searchParams.get('page'));
    if (url.pathname === '/people') return { json: [{ id: 1, name: 'Ada' }, { id: 2 }] };
    const [, thing] = /things\/(\w+)\/parts/.exec(url.pathname) ?? [];
    if (thing === undefined) {
      const ids = page === 0 ? things.slice(0, 2) : things.slice(2);
      return { json: { total: things.length, items: ids.map((id) => ({ id })) } };
    }
    const first = page * PARTS_PER_PAGE;
    const items = [first, first + 1].map((at) => ({ id: `${thing}${at}`, at: `2026-01-01T00:0${at}:00Z` }));
    return { json: { total: 4, items } };
  };
