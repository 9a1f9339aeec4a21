import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningCheckmarx, startCheckmarx } from '../../../../../studio/demo/vendors/checkmarx/server.ts';
import { expectedRecords } from '../../../../oracle/index.ts';
import { type Answer, bearerCall, checkmarxGrant, list, read } from '../../../../vendors/client.ts';

const ENVIRONMENTS = '/api/dast/scans/environments';

let vendor: RunningCheckmarx;
let get: (target: string) => Promise<Answer>;
const signIn = async (): Promise<void> => {
  get = bearerCall(vendor, read((await checkmarxGrant(vendor)).body, 'access_token'));
};
beforeAll(async () => {
  vendor = await startCheckmarx({ seed: 5, findings: 600, applications: 24, tokenSeconds: 300 });
  await signIn();
});
afterAll(() => vendor.close());

describe('the token endpoint', () => {
  test.each<[string, Record<string, string>, string | undefined, number, string]>([
    ['another grant', { grant_type: 'password' }, undefined, 400, 'unsupported_grant_type'],
    ['another client', { client_id: 'other' }, undefined, 401, 'invalid_client'],
    ['another key', { refresh_token: 'x' }, undefined, 400, 'invalid_grant'],
    ['another tenant', {}, 'nobody', 404, 'Realm does not exist'],
  ])('rejects %s', async (_what, form, realm, status, error) => {
    const answer = await checkmarxGrant(vendor, form, realm);
    expect([answer.status, read(answer.body, 'error')]).toEqual([status, error]);
  });

  test('returns the lifetime, and a refresh token that is not an API key', async () => {
    const { body } = await checkmarxGrant(vendor);
    expect(body).toMatchObject({ expires_in: 300, token_type: 'Bearer' });
    expect((await checkmarxGrant(vendor, { refresh_token: String(read(body, 'refresh_token')) })).status).toBe(400);
  });

  test('a token is invalid after it expires or is revoked', async () => {
    expect((await get(ENVIRONMENTS)).status).toBe(200);
    vendor.control.advanceClock(301_000);
    expect((await get(ENVIRONMENTS)).status).toBe(401);
    await signIn();
    expect((await get(ENVIRONMENTS)).status).toBe(200);
    vendor.control.expireTokens();
    expect((await get(ENVIRONMENTS)).status).toBe(401);
    await signIn();
  });

  test('the key contains the tenant, and the token the API URL', async () => {
    const claims = (token: unknown): unknown =>
      JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());
    const { api_key, iam_url, domain_name, tenant_name } = vendor.config.settings;
    expect(claims(api_key)).toMatchObject({ iss: `${iam_url}/auth/realms/${tenant_name}` });
    expect(claims(read((await checkmarxGrant(vendor)).body, 'access_token'))).toMatchObject({
      'ast-base-url': domain_name,
    });
  });
});

describe('windows and pages', () => {
  test('windows are half-open: every width returns the same list', async () => {
    const ids = async (width: number): Promise<unknown[]> => {
      const found: unknown[] = [];
      for (let from = 0; from < 24; from += width) {
        const { body } = await get(`${ENVIRONMENTS}?from=${from}&to=${from + width}`);
        found.push(...list(body, 'environments').map((environment) => environment['environmentId']));
      }
      return found;
    };
    const whole = await ids(100);
    expect(whole).toHaveLength(24);
    for (const width of [1, 7, 24]) expect(await ids(width)).toEqual(whole);
  });

  test('an empty window is null, not an empty list', async () => {
    expect((await get(`${ENVIRONMENTS}?from=100&to=200`)).body).toEqual({
      environments: null,
      totalItems: 24,
      misconfiguredCount: 0,
      zrokHost: '',
    });
    const never = Array.from({ length: 24 }, (_, e) => e).find((e) => vendor.dataset.scans.of(e).length === 0) ?? -1;
    expect((await get(`/api/dast/scans/scans?environmentId=${vendor.dataset.environments.idOf(never)}`)).body).toEqual({
      scans: null,
      totalScans: 0,
    });
  });

  test.each([
    ['a bare sort column', `${ENVIRONMENTS}?sort=created`],
    ['an unknown sort column', `${ENVIRONMENTS}?sort=nothing:asc`],
    ['scans of no environment', '/api/dast/scans/scans?from=0&to=10'],
    ['101 results a page', '/api/dast/mfe-results/results/x?per_page=101'],
    ['page 0', '/api/dast/mfe-results/results/x?page=0'],
  ])('rejects %s with an error model', async (_what, target) => {
    const { status, body } = await get(target);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 400, type: 'ERROR' });
  });

  test('sorts in both directions; the default orders are created and severity', async () => {
    const times = async (sort: string): Promise<string[]> =>
      list((await get(`${ENVIRONMENTS}?from=0&to=100${sort}`)).body, 'environments').map((e) => String(e['created']));
    const natural = await times('');
    expect(await times('&sort=created:asc')).toEqual(natural);
    expect(await times('&sort=created:desc')).toEqual([...natural].reverse());
    const scans = async (sort: string): Promise<string[]> =>
      list(
        (await get(`/api/dast/scans/scans?environmentId=${vendor.dataset.environments.idOf(1)}&from=0&to=200${sort}`))
          .body,
        'scans',
      ).map((scan) => String(scan['created']));
    const newestFirst = await scans('');
    expect(newestFirst.length).toBeGreaterThan(100);
    expect(newestFirst).toEqual([...newestFirst].sort().reverse());
    expect(await scans('&sort=created:asc')).toEqual([...newestFirst].reverse());
  });

  test('filters by substring and matches whole values', async () => {
    const domain = String(list((await get(`${ENVIRONMENTS}?from=0&to=1`)).body, 'environments')[0]?.['domain']);
    const matched = await get(`${ENVIRONMENTS}?match[domain]=${encodeURIComponent(domain)}`);
    expect(read(matched.body, 'totalItems')).toBe(1);
    expect(read((await get(`${ENVIRONMENTS}?match[domain]=Shop`)).body, 'totalItems')).toBe(0);
    expect(read((await get(`${ENVIRONMENTS}?filter[domain]=Shop`)).body, 'totalItems')).toBeGreaterThan(0);
  });
});

test('a scan without results is 404 with the message that clients check', async () => {
  const { environments, scans } = vendor.dataset;
  const clean = Array.from({ length: environments.count }, (_, e) => scans.of(e)[0]).find(
    (scan) => scan && !scan.hasResults,
  );
  for (const id of [clean?.id, 'unknown']) {
    const { status, body } = await get(`/api/dast/mfe-results/results/${id}`);
    expect(status).toBe(404);
    expect(read(body, 'message')).toContain('failed to find scanID');
  }
});

/** Reads the results of the newest finished scan of every environment. */
const crawl = async (perPage: number): Promise<string[]> => {
  const found: string[] = [];
  for (const { environmentId } of list((await get(`${ENVIRONMENTS}?from=0&to=100`)).body, 'environments')) {
    const scans = list(
      (await get(`/api/dast/scans/scans?environmentId=${environmentId}&from=0&to=50&sort=created:desc`)).body,
      'scans',
    );
    const newest = scans.find(({ lastStatus }) => /^(Completed|Finished)/.test(String(lastStatus)));
    if (!newest?.['hasResults']) continue;
    for (let page = 1; ; page++) {
      const { body } = await get(`/api/dast/mfe-results/results/${newest['scanId']}?page=${page}&per_page=${perPage}`);
      found.push(...list(body, 'results').map(({ id }) => `${environmentId}:${id}`));
      if (page >= Number(read(body, 'pages_number'))) break;
    }
  }
  return found;
};

test('serves what the oracle expects in the same order; older scans have more', async () => {
  const expected = [...expectedRecords('checkmarx-one-dast', vendor).findings()].map(
    ({ externalFindingId }) => externalFindingId,
  );
  expect(expected).toHaveLength(600);
  expect(await crawl(100)).toEqual(expected);
  expect(await crawl(17)).toEqual(expected);
});

test('a new scan removes one result and adds one', async () => {
  const before = await crawl(100);
  vendor.control.touch(0);
  const after = await crawl(100);
  expect(after).toHaveLength(600);
  expect(after.filter((id) => !before.includes(id))).toHaveLength(1);
  expect(before.filter((id) => !after.includes(id))).toHaveLength(1);
  expect(
    [...expectedRecords('checkmarx-one-dast', vendor).findings()].map(({ externalFindingId }) => externalFindingId),
  ).toEqual(after);
});
