import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { createFolder, readTexts } from './folder.ts';
import { createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';

const KEY = 'k3y-that-no-expression-may-read';

const list = (path: string, parts: Partial<Manifest['streams'][string]> = {}): Manifest['streams'][string] => ({
  request: { path },
  records: 'items',
  key: ['id'],
  paginator: { type: 'none' },
  ...parts,
});

const login = (token: string): Manifest['auth'] => ({
  type: 'session',
  login: [{ request: { method: 'POST', path: '/login', json: { key: '{{settings.key}}' } }, capture: { token } }],
  inject: { into: 'header', name: 'X-Token', value: '{{session.token}}' },
});

const job = (id: string, status: string): Partial<Manifest['streams'][string]> => ({
  job: {
    create: { request: { method: 'POST', path: '/jobs', json: {} }, capture: { id } },
    poll: { request: { path: '/jobs/{{job.id}}' }, status, states: { done: 'done', gone: 'failed' } },
    files: { request: { path: '/things' } },
  },
});

/** Conditions at each position of an expression in a manifest; the result of the run depends on them. */
interface Probe {
  readonly things?: Partial<Manifest['streams'][string]>;
  readonly more?: Manifest['streams'];
  readonly parts?: Partial<Manifest>;
  readonly where?: string;
  readonly name?: string;
}

const SITES: Readonly<Record<string, (condition: string) => Probe>> = {
  'a record selector': (is) => ({ things: { records: `${is} ? none : items` } }),
  'a request condition': (is) => ({
    things: { request: { path: '/things', query: { leak: { value: '1', when: is } } } },
  }),
  'a next link': (is) => ({ things: { paginator: { type: 'nextUrl', from: 'body', url: `${is} ? '/other' : next` } } }),
  'a total': (is) => ({
    things: {
      paginator: { type: 'pageNumber', pageParam: 'p', stop: ['totalPages'], totalPages: `${is} ? 3 : 1` },
    },
  }),
  'a mapping expression': (is) => ({ name: `${is} ? 'leak' : id` }),
  'a map condition': (is) => ({ where: `$not(${is})` }),
  'an error rule': (is) => ({ parts: { defaults: { errors: [{ status: [200], when: is, action: 'fail' }] } } }),
  "a stream's own error rule": (is) => ({ things: { errors: [{ status: [200], when: is, action: 'fail' }] } }),
  'a partition condition': (is) => ({
    more: { parents: list('/parents') },
    things: { partitions: [{ parent: 'parents', as: 'parent', where: `$not(${is})` }] },
  }),
  'the key of a join': (is) => ({
    more: { parents: list('/parents') },
    things: { lookup: { parent: { type: 'join', stream: 'parents', key: `${is} ? 'none' : id`, value: 'id' } } },
  }),
  'the value of a join': (is) => ({
    more: { parents: list('/parents') },
    things: { lookup: { parent: { type: 'join', stream: 'parents', key: 'id', value: `${is} ? 'none' : id` } } },
  }),
  'the condition of a fetch': (is) => ({
    more: { details: list('/details', { partitions: [{ parent: 'things', as: 'thing' }] }) },
    things: { lookup: { detail: { type: 'fetch', stream: 'details', when: is } } },
  }),
  'what a login captures': (is) => ({ parts: { auth: login(`${is} ? 'leak' : token`) } }),
  'a choice of auth': (is) => ({
    parts: {
      auth: {
        type: 'anyOf',
        choices: [
          { when: is, auth: { type: 'apiKey', into: 'query', name: 'leak', value: '1' } },
          { auth: { type: 'bearer', token: '{{settings.key}}' } },
        ],
      },
    },
  }),
  'what a job captures': (is) => ({ things: job(`${is} ? 'leak' : id`, 'status') }),
  'the status of a job': (is) => ({ things: job('id', `${is} ? 'gone' : status`) }),
  'a derived setting': (is) => ({ things: { request: { path: '/things/{{settings.derived}}' } }, name: is && 'id' }),
};

const READS = ['$settings.key', 'settings.key', '$$.settings.key', 'key', '$session.token', 'session.token'];
const EXPOSED = `(${READS.map((read) => `$exists(${read})`).join(' or ')})`;

async function outcomeOf(site: (condition: string) => Probe, condition: string) {
  const { things, more, parts, where, name = 'id' } = site(condition);
  const base = createSmallManifest(
    { ...more, things: list('/things', things) },
    { findings: 'things', auth: login('token') },
  );
  const { finding } = base.maps;
  const manifest: Manifest = {
    ...base,
    settings: {
      ...base.settings,
      properties: {
        ...base.settings.properties,
        key: { type: 'string', title: 'Key', writeOnly: true },
        derived: { type: 'string', title: 'Derived', derive: `${condition} ? 'leak' : 'none'` },
      },
    },
    maps: {
      finding: { ...finding, fields: { ...finding?.fields, name }, ...(where ? { where } : {}) } as NonNullable<
        typeof finding
      >,
    },
    ...parts,
  };
  const requests: string[] = [];
  const vendor = await startSmallVendor((target, { headers }) => {
    requests.push(`${target} ${headers['x-token'] ?? ''}`);
    if (target === 'POST /login') return { json: { token: 't0ken-of-the-session' } };
    if (target === 'POST /jobs') return { json: { id: 'j' } };
    if (target.startsWith('/jobs')) return { json: { status: 'done' } };
    return { json: { items: target.startsWith('/other') ? [] : [{ id: '1' }, { id: '2' }], none: [] } };
  });
  const to = await createFolder();
  const report = await runSync({ connector: manifest, vendor, settings: { key: KEY }, to });
  return { requests, error: report.error?.code, texts: report.error ? [] : await readTexts(to) };
}

describe.each(Object.entries(SITES))('%s', (_name, site) => {
  test('sees no secret', async () => {
    const outcome = await outcomeOf(site, EXPOSED);
    expect(outcome).toEqual(await outcomeOf(site, 'false'));
    // Proves that the position is evaluated: another value of the condition changes the run.
    expect(outcome).not.toEqual(await outcomeOf(site, 'true'));
  });
});

/** Secrets at each position of a template outside of auth. */
const TEMPLATES: Readonly<Record<string, (text: string) => Partial<Manifest['streams'][string]>>> = {
  path: (text) => ({ request: { path: `/things/${text}` } }),
  query: (text) => ({ request: { path: '/things', query: { q: text } } }),
  header: (text) => ({ request: { path: '/things', headers: { 'x-other': text } } }),
  body: (text) => ({ request: { method: 'POST', path: '/things', repeatable: true, json: { q: text } } }),
  form: (text) => ({ request: { method: 'POST', path: '/things', repeatable: true, form: { q: text } } }),
};

describe.each(Object.entries(TEMPLATES))('a template in the %s of a request', (_name, request) => {
  test.each(['{{settings.key}}', '{{session.token}}'])('rejects %s', async (text) => {
    const outcome = await outcomeOf(() => ({ things: request(text) }), 'false');
    expect(outcome.error).toBe('TEMPLATE_VALUE_REFUSED');
    expect(outcome.requests.filter((target) => target.includes('/things'))).toEqual([]);
  });
});
