import { describe, expect, test } from 'vitest';
import { createStateFile, type Manifest } from '../../../engine/index.ts';
import { createFolder, readRecords } from './folder.ts';
import { type Answer, createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';

const KEY = 'k3y-of-the-vendor-1234';
const SETTINGS: Manifest['settings'] = {
  type: 'object',
  required: ['url', 'key'],
  properties: {
    url: { type: 'string', format: 'uri', title: 'URL' },
    key: { type: 'string', title: 'Key', writeOnly: true },
  },
};

const THINGS: Manifest['streams'][string] = {
  request: { path: '/api/things' },
  records: 'items',
  key: ['id'],
  paginator: { type: 'none' },
};

const BEARER: Manifest['auth'] = { type: 'bearer', token: '{{settings.key}}' };

/** Reads one stream from a vendor with scripted answers. */
async function readThings(answer: (target: string) => Answer, parts: Partial<Manifest> = {}, stream: object = {}) {
  const vendor = await startSmallVendor(answer);
  const connector = createSmallManifest(
    { things: { ...THINGS, ...stream } },
    { findings: 'things', settings: SETTINGS, auth: BEARER, ...parts },
  );
  const to = await createFolder();
  const report = await runSync({ connector, vendor, settings: { key: KEY }, to });
  return { report, asked: vendor.asked, to };
}

describe('the error of a refused request', () => {
  test.each<[number, string, string]>([
    [
      400,
      'REQUEST_REFUSED',
      'the vendor rejected the request for "things" (HTTP 400, GET /api/things): since is wrong',
    ],
    [
      401,
      'AUTH_REJECTED',
      'the vendor rejected the credentials (HTTP 401 for "things", GET /api/things): since is wrong',
    ],
    [
      403,
      'PERMISSION_DENIED',
      'the credentials are valid but have no permission to read "things" (HTTP 403, GET /api/things): since is wrong',
    ],
    [410, 'NOT_FOUND', 'the vendor has no endpoint at the URL of "things" (HTTP 410, GET /api/things): since is wrong'],
    [
      503,
      'VENDOR_UNAVAILABLE',
      'the vendor returned HTTP 503 for "things", GET /api/things in 5 attempts: since is wrong',
    ],
  ])('%i quotes the vendor and names method, path and status', async (status, code, message) => {
    const { report } = await readThings(() => ({ status, json: { message: 'since is wrong' } }));
    expect(report.error).toMatchObject({ code, message });
  });

  test('does not contain a credential that the vendor quotes', async () => {
    const echoed = `bad key ${KEY} (${Buffer.from(KEY).toString('base64')})`;
    const { report } = await readThings(() => ({ status: 400, json: { message: echoed } }));
    expect(report.error?.message).toMatch(/: bad key \[secret\] \(\[secret\]\)$/);
  });

  test('quotes what the error rule reads', async () => {
    const errors: Manifest['streams'][string]['errors'] = [
      { status: [409], action: 'fail', reason: 'body.diagnostics[0].note & " in " & $string(status)' },
    ];
    const json = { message: 'generic', diagnostics: [{ note: 'quota used up' }] };
    const { report } = await readThings(() => ({ status: 409, json }), {}, { errors });
    expect(report.error?.message).toMatch(/: quota used up in 409$/);
  });

  test.each(['body.nope', '$number("x")'])('quotes a well-known field if the rule %s gives nothing', async (reason) => {
    const errors: Manifest['streams'][string]['errors'] = [{ status: [409], action: 'fail', reason }];
    const { report } = await readThings(() => ({ status: 409, json: { message: 'locked' } }), {}, { errors });
    expect(report.error).toMatchObject({ code: 'REQUEST_REFUSED', message: expect.stringMatching(/: locked$/) });
  });
});

describe('a GraphQL response', () => {
  const errors = [{ message: 'Field "owner" is not available', path: ['items'] }];
  const stream = {
    request: { method: 'POST', path: '/graphql', json: { query: '{ items { id } }' } },
    records: 'data.items',
  };

  test('with data and errors gives a warning', async () => {
    const { report, to } = await readThings(() => ({ json: { data: { items: [{ id: 'a' }] }, errors } }), {}, stream);
    expect(report).toMatchObject({
      error: null,
      warnings: [
        {
          code: 'VENDOR_ERRORS',
          stream: 'things',
          message: expect.stringMatching(/: Field "owner" is not available$/),
        },
      ],
    });
    expect(await readRecords(to, 'findings.ndjson')).toHaveLength(1);
  });

  test('with errors and no data is an error that quotes them', async () => {
    const { report } = await readThings(() => ({ json: { data: null, errors } }), {}, stream);
    expect(report.error).toMatchObject({ code: 'REQUEST_REFUSED', message: expect.stringContaining('"owner"') });
  });

  test('with an empty list of errors is fine', async () => {
    const { report } = await readThings(() => ({ json: { data: { items: [] }, errors: [] } }), {}, stream);
    expect(report).toMatchObject({ error: null, warnings: [] });
  });
});

describe('the status of a page', () => {
  test.each([204, 205, 304])('%i is an empty page', async (status) => {
    const { report } = await readThings(() => ({ status }));
    expect(report).toMatchObject({ error: null, warnings: [], entities: { finding: { written: 0 } } });
  });

  test('206 is a page', async () => {
    const { report } = await readThings(() => ({ status: 206, json: { items: [{ id: 'a' }] } }));
    expect(report).toMatchObject({ error: null, warnings: [], entities: { finding: { written: 1 } } });
  });
});

const OAUTH: Manifest['auth'] = {
  type: 'oauth2',
  grant: 'client_credentials',
  tokenUrl: '{{settings.url}}/oauth/token',
  clientId: 'me',
  clientSecret: '{{settings.key}}',
};

/** Script whose token endpoint gives these answers in turn, and then a token. */
const withLogins = (...answers: readonly Answer[]) => {
  const left = [...answers];
  return (target: string): Answer => {
    if (!target.endsWith('/oauth/token')) return { json: { items: [{ id: 'a' }] } };
    return left.shift() ?? { json: { access_token: 't0ken-of-the-session', expires_in: 3600 } };
  };
};

describe('a token request', () => {
  test('that is refused quotes the vendor without the secret', async () => {
    const json = { error: 'invalid_client', error_description: `the secret ${KEY} is unknown` };
    const { report } = await readThings(withLogins({ status: 401, json }), { auth: OAUTH });
    expect(report.error).toMatchObject({
      code: 'AUTH_REJECTED',
      message:
        'the vendor rejected the credentials (HTTP 401, invalid_client, POST /oauth/token): the secret [secret] is unknown',
    });
  });

  test('is retried if an error rule says so', async () => {
    const errors: NonNullable<Manifest['defaults']>['errors'] = [
      { status: [400], when: 'body.code = "busy"', action: 'retry', wait: 'PT3S' },
    ];
    const busy = { status: 400, json: { code: 'busy' } };
    const { report, asked } = await readThings(withLogins(busy, busy), { auth: OAUTH, defaults: { errors } });
    expect(report.error).toBeNull();
    expect(asked.filter((target) => target.endsWith('/oauth/token'))).toHaveLength(3);
  });

  test('fails with the code, fix and reason of an error rule, also in a 200', async () => {
    const errors: NonNullable<Manifest['defaults']>['errors'] = [
      { when: 'body.status = "locked"', action: 'fail', fix: 'Unlock the account.', reason: 'body.info' },
    ];
    const json = { status: 'locked', info: 'locked until Monday' };
    const check = { authenticationFix: 'Enter the key again.' };
    const { report } = await readThings(withLogins({ json }), { auth: OAUTH, defaults: { errors }, check });
    expect(report.error).toMatchObject({
      code: 'AUTH_REJECTED',
      message: expect.stringMatching(/HTTP 200.*: locked until Monday$/),
      fix: 'Unlock the account.',
    });
  });

  test('ignores error rules that only pages and partitions can have', async () => {
    const errors: NonNullable<Manifest['defaults']>['errors'] = [{ status: [401], action: 'skipPartition' }];
    const { report } = await readThings(withLogins({ status: 401, json: {} }), { auth: OAUTH, defaults: { errors } });
    expect(report.error?.code).toBe('AUTH_REJECTED');
  });
});

describe('skipped partitions', () => {
  const PARENTS = [{ id: 'p1' }, { id: 'p2' }];

  /** Reads the children of two parents; `answer` gives those of a parent. */
  async function readChildren(
    answer: (parent: string) => Answer,
    skip: { readonly skipOn?: number[] } = {},
    state?: string,
  ) {
    const vendor = await startSmallVendor((target) =>
      target === '/parents' ? { json: { items: PARENTS } } : answer(target.replace('/parents/', '')),
    );
    const connector = createSmallManifest(
      {
        parents: { request: { path: '/parents' }, records: 'items', key: ['id'] },
        children: {
          request: { path: '/parents/{{parent.id}}' },
          records: 'items',
          key: ['id'],
          partitions: [{ parent: 'parents', as: 'parent' }],
          ...skip,
        },
      },
      { findings: 'children' },
    );
    const to = await createFolder();
    const stateStore = state === undefined ? {} : { stateStore: createStateFile(state) };
    return { report: await runSync({ connector, vendor, to, ...stateStore }), asked: vendor.asked };
  }

  const GOOD: Answer = { json: { items: [{ id: 'a' }] } };
  const GONE: Answer = { status: 410, json: { error: { message: 'it was deleted' } } };

  test("are warnings with the vendor's reason, and 410 counts as 404", async () => {
    const { report } = await readChildren((parent) => (parent === 'p1' ? GONE : GOOD));
    expect(report).toMatchObject({
      error: null,
      warnings: [
        {
          code: 'PARTITION_SKIPPED',
          partition: 'p1',
          message: 'skipped "children" of p1: the vendor answered HTTP 410: it was deleted',
        },
      ],
    });
  });

  test('fail the run if none is left, which starts over afterwards', async () => {
    const state = `${await createFolder()}/state.json`;
    const { report } = await readChildren(() => GONE, {}, state);
    expect(report).toMatchObject({
      state: 'ERRORED',
      error: {
        code: 'ALL_PARTITIONS_SKIPPED',
        message: expect.stringMatching(/^all 2 partitions were skipped, for example: .* it was deleted$/),
      },
    });
    const again = await readChildren(() => GOOD, {}, state);
    expect(again.report).toMatchObject({ error: null, entities: { finding: { written: 1 } } });
    expect(again.asked).toHaveLength(3);
  });

  test('do not exist with an empty skipOn', async () => {
    const { report } = await readChildren((parent) => (parent === 'p1' ? GONE : GOOD), { skipOn: [] });
    expect(report.error).toMatchObject({ code: 'NOT_FOUND', partition: 'p1' });
  });
});
