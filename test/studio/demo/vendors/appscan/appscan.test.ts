import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningAppScan, startAppScan } from '../../../../../studio/demo/vendors/appscan/server.ts';
import { MINUTE } from '../../../../../studio/demo/vendors/dataset/timeline.ts';
import { expectedRecords } from '../../../../oracle/index.ts';
import { type Answer, appScanLogin, bearerCall, list, read } from '../../../../vendors/client.ts';

let vendor: RunningAppScan;
let get: (target: string) => Promise<Answer>;
const signIn = async (): Promise<void> => {
  get = bearerCall(vendor, read((await appScanLogin(vendor)).body, 'Token'));
};
beforeAll(async () => {
  vendor = await startAppScan({ seed: 9, findings: 700, applications: 30, forbidApplications: [3] });
  await signIn();
});
afterAll(() => vendor.close());

const query = (path: string, options: Record<string, string | number>): Promise<Answer> => {
  const text = Object.entries(options).map(([name, value]): [string, string] => [name, String(value)]);
  return get(`${path}?${new URLSearchParams(text)}`);
};

const issuesOf = (index: number): string => `/api/v4/Issues/Application/${vendor.dataset.applications.idOf(index)}`;

/** Reads all items of a list by `$skip`, until a short page. */
const pages = async (
  path: string,
  top: number,
  options: Record<string, string> = {},
): Promise<Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = [];
  for (;;) {
    const page = list((await query(path, { ...options, $top: top, $skip: items.length })).body, 'Items');
    items.push(...page);
    if (page.length < top) return items;
  }
};

describe('login', () => {
  test.each<[string, object, number]>([
    ['a wrong secret', { KeySecret: 'wrong-secret' }, 401],
    ['a wrong id', { KeyId: 'nobody' }, 401],
    ['a short secret', { KeySecret: 'abc' }, 400],
    ['no secret', { KeySecret: null }, 400],
  ])('rejects %s', async (_what, keys, status) => {
    expect((await appScanLogin(vendor, keys)).status).toBe(status);
  });

  test('a token expires after half an hour', async () => {
    const expire = Date.parse(String(read((await appScanLogin(vendor)).body, 'Expire')));
    expect(Math.abs(expire - Date.now() - 30 * MINUTE)).toBeLessThan(MINUTE);
    vendor.control.advanceClock(29 * MINUTE);
    expect((await get('/api/v4/Apps')).status).toBe(200);
    vendor.control.advanceClock(2 * MINUTE);
    expect((await get('/api/v4/Apps')).status).toBe(401);
    await signIn();
    vendor.control.expireTokens();
    expect((await get('/api/v4/Apps')).status).toBe(401);
    await signIn();
  });

  test('a token expires after its number of requests', async () => {
    const short = await startAppScan({ seed: 1, findings: 10, tokenUses: 2 });
    const ask = bearerCall(short, read((await appScanLogin(short)).body, 'Token'));
    const states = [await ask('/api/v4/Apps'), await ask('/api/v4/Apps'), await ask('/api/v4/Apps')].map(
      ({ status }) => status,
    );
    expect(states).toEqual([200, 200, 401]);
    await short.close();
  });
});

describe('lists', () => {
  test('the count is null unless requested', async () => {
    expect(read((await get('/api/v4/Apps')).body, 'Count')).toBeNull();
    expect(read((await query('/api/v4/Apps', { $count: 'true', $top: 2 })).body, 'Count')).toBe(30);
    expect((await get(`${issuesOf(0)}/Count`)).body).toBe(vendor.dataset.issues.of(0).count);
  });

  test('a page has 100 items by default and 5000 at most', async () => {
    const large = Array.from({ length: 30 }, (_, i) => i).find((i) => vendor.dataset.issues.of(i).count > 100) ?? 0;
    const whole = list((await query(issuesOf(large), { $top: 5000 })).body, 'Items');
    expect(whole.length).toBe(vendor.dataset.issues.of(large).count);
    expect(list((await get(issuesOf(large))).body, 'Items')).toEqual(whole.slice(0, 100));
    expect((await query(issuesOf(large), { $top: 5001 })).status).toBe(400);
  });

  test('every page size returns the same items, filtered or not', async () => {
    for (const options of [
      {},
      { $filter: "DiscoveryMethod eq 'DAST'", $orderby: 'Id' },
      { $orderby: 'LastUpdated desc' },
    ]) {
      const whole = await pages(issuesOf(1), 5000, options);
      expect(await pages(issuesOf(1), 7, options)).toEqual(whole);
    }
  });

  test('filters and orders', async () => {
    const named = await query('/api/v4/Apps', { $filter: "Name eq 'www.test.com'", $count: 'true' });
    expect([read(named.body, 'Count'), read(named.body, 'Items', 0, 'Name')]).toEqual([1, 'www.test.com']);
    const mixed = list((await query(issuesOf(1), { $top: 5000 })).body, 'Items');
    const dynamic = list(
      (await query(issuesOf(1), { $top: 5000, $filter: "DiscoveryMethod eq 'DAST'" })).body,
      'Items',
    );
    expect(dynamic).toEqual(mixed.filter(({ DiscoveryMethod }) => DiscoveryMethod === 'DAST'));
    expect(dynamic.length).toBeLessThan(mixed.length);
    const times = list((await query(issuesOf(1), { $top: 5000, $orderby: 'LastUpdated desc' })).body, 'Items').map(
      ({ LastUpdated }) => Date.parse(String(LastUpdated)),
    );
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  test('selects fields', async () => {
    const { body } = await query('/api/v4/Apps', { $select: 'Name,Id', $top: 1 });
    expect(Object.keys(list(body, 'Items')[0] ?? {}).sort()).toEqual(['Id', 'Name']);
  });

  test.each([
    ['a malformed filter', '/api/v4/Apps', { $filter: 'Name eq www.test.com' }],
    ['an unknown field', '/api/v4/Apps', { $filter: "Nothing eq 'x'" }],
    ['an unknown option', '/api/v4/Apps', { $first: '1' }],
    ['an order by nothing', '/api/v4/Apps', { $orderby: 'Nothing' }],
    ['a count of maybe', '/api/v4/Apps', { $count: 'maybe' }],
  ])('rejects %s with a message', async (_what, path, options) => {
    const { status, body } = await query(path, options as Record<string, string>);
    expect(status).toBe(400);
    expect(body).toMatchObject({ Key: 'BAD_REQUEST' });
  });

  test('distinguishes a forbidden application from an unknown one', async () => {
    expect((await get(issuesOf(3))).status).toBe(403);
    expect((await get('/api/v4/Issues/Application/00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await query(issuesOf(1), { applyPolicies: 'Some' })).status).toBe(400);
    expect((await query(issuesOf(1), { applyPolicies: 'None' })).status).toBe(200);
  });
});

test('serves what the oracle expects in the same order', async () => {
  const open = await startAppScan({ seed: 9, findings: 700, applications: 30 });
  const was = vendor;
  try {
    vendor = open;
    await signIn();
    const found: unknown[] = [];
    for (const app of await pages('/api/v4/Apps', 50, { $orderby: 'Id' })) {
      if (!String(app['ScanTechnologies']).includes('DAST')) continue;
      const issues = await pages(`/api/v4/Issues/Application/${app['Id']}`, 50, {
        $orderby: 'Id',
        $filter: "DiscoveryMethod eq 'DAST'",
      });
      found.push(...issues.map(({ Id }) => Id));
    }
    expect(found).toHaveLength(700);
    expect(found).toEqual(
      [...expectedRecords('hcl-appscan-dast', open).findings()].map(({ externalFindingId }) => externalFindingId),
    );
  } finally {
    vendor = was;
    await open.close();
    await signIn();
  }
});

test('a changed issue is the only one updated since', async () => {
  const since = new Date(Date.now() + 31 * MINUTE - 1000).toISOString();
  const filter = { $filter: `LastUpdated ge ${since}` };
  expect(list((await query(issuesOf(1), filter)).body, 'Items')).toEqual([]);
  vendor.control.touch(1, 4);
  expect(list((await query(issuesOf(1), filter)).body, 'Items')).toHaveLength(1);
  expect(list((await query(issuesOf(0), filter)).body, 'Items')).toHaveLength(0);
});
