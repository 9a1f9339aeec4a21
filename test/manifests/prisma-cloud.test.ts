import { describe, expect, test } from 'vitest';
import { readText } from '../pipeline/run/auth-case.ts';
import { createFolder, readRecords } from '../pipeline/run/folder.ts';
import { type Script, startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { runSync } from '../pipeline/run/sync.ts';
import { readManifestFile } from './connectors.ts';

const ID = 'prisma-cloud';
const SECRET = 's3cret+key/of=prisma';
const SETTINGS = { access_key_id: 'key-1', secret_key: SECRET, page_size: 2 };

const createAlert = (number: number) => ({
  id: `P-${number}`,
  status: 'open',
  reason: 'NEW_ALERT',
  firstSeen: 1_767_268_800_000,
  lastSeen: 1_780_000_000_000,
  lastUpdated: 1_780_000_000_000 + number,
  policy: { name: `Policy ${number}`, severity: 'high' },
  resource: { rrn: `rrn:${number}`, id: `i-${number}`, name: `web-${number}` },
});

/**
 * Prisma Cloud with `count` alerts. A token is rejected after `uses` requests; every page that has items has the token of
 * a next page, whose page is empty after the last alert.
 */
async function runAgainst({ count, uses = Number.POSITIVE_INFINITY }: { count: number; uses?: number }) {
  const bodies: Record<string, unknown>[] = [];
  let [logins, used] = [0, 0];
  const script: Script = async (target, request) => {
    const body = JSON.parse(await readText(request));
    if (target === 'POST /login') {
      if (body.password !== SECRET) {
        const status = JSON.stringify([{ i18nKey: 'invalid_credentials', severity: 'error', subject: null }]);
        return { status: 401, text: '', headers: { 'x-redlock-status': status } };
      }
      [logins, used] = [logins + 1, 0];
      return { json: { token: `token-number-${logins}`, message: 'login_successful' } };
    }
    used += 1;
    if (used > uses || request.headers['x-redlock-auth'] !== `token-number-${logins}`) return { status: 401, text: '' };
    bodies.push(body);
    const start = Number(body.pageToken?.split(':')[1] ?? 0);
    const items = Array.from({ length: Math.min(body.limit, count - start) }, (_, at) => createAlert(start + at));
    return {
      json: { totalRows: count, items, ...(items.length > 0 ? { nextPageToken: `next:${start + items.length}` } : {}) },
    };
  };
  const vendor = await startSmallVendor(script);
  const run = async (settings: Partial<typeof SETTINGS> = {}) => {
    const to = await createFolder();
    const given = { ...SETTINGS, api_url: vendor.origin, ...settings };
    const report = await runSync({
      connector: readManifestFile(ID),
      vendor: { config: { settings: {} } },
      settings: given,
      to,
    });
    const findings = report.error ? [] : await readRecords(to, 'findings.ndjson');
    return { report, ids: findings.map((one) => one['externalFindingId']) };
  };
  return { run, bodies, count: () => logins, asked: vendor.asked };
}

const alertIds = (count: number) => Array.from({ length: count }, (_, number) => `P-${number}`);

describe('a simulated Prisma Cloud', () => {
  test.each([0, 1, 2, 5, 6])('reads %i alerts and no page after the last one', async (count) => {
    const { run, bodies } = await runAgainst({ count });
    const { report, ids } = await run();
    expect([report.state, ids]).toEqual(['PROCESSED', alertIds(count)]);
    expect(bodies.map(({ pageToken }) => pageToken)).toEqual(
      Array.from({ length: Math.max(1, Math.ceil(count / 2)) }, (_, page) =>
        page === 0 ? undefined : `next:${page * 2}`,
      ),
    );
  });

  test('logs in again when the token is no longer accepted', async () => {
    const { run, count } = await runAgainst({ count: 9, uses: 2 });
    const { report, ids } = await run();
    expect([report.state, ids]).toEqual(['PROCESSED', alertIds(9)]);
    expect(count()).toBe(3);
  });

  test('sends the secret key only to the login, and reports the reason of a rejected key', async () => {
    const { run, asked } = await runAgainst({ count: 1 });
    const { report } = await run({ secret_key: 'an0ther-secret' });
    expect(report.error).toMatchObject({
      code: 'AUTH_REJECTED',
      message: expect.stringContaining('invalid_credentials'),
    });
    expect(asked).toEqual(['POST /login']);
  });
});
