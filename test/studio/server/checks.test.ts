import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningAppScan, startAppScan } from '../../../studio/demo/vendors/index.ts';
import { readEvents, readUntil, type StreamEvent } from './events.ts';
import { type StartedStudio, startStudio } from './test-studio.ts';

let studio: StartedStudio;
let vendor: RunningAppScan;
beforeAll(async () => {
  vendor = await startAppScan({ seed: 3, findings: 40, now: Date.parse('2026-01-15T12:00:00Z') });
  studio = await startStudio({ allowPrivate: true });
}, 60_000);
afterAll(async () => {
  await studio.close();
  await vendor.close();
});

const isChecked = ({ event }: StreamEvent) => event === 'checked';

async function checked(settings: object): Promise<StreamEvent[]> {
  const events = readEvents(studio);
  await events.next();
  const body = { id: crypto.randomUUID(), connector: 'hcl-appscan-dast', settings };
  expect(await studio.call('/api/checks', { method: 'POST', body })).toMatchObject({
    status: 202,
    body: { id: body.id },
  });
  const seen = await readUntil(events, isChecked);
  await events.return(undefined);
  expect(new Set(seen.map(({ data }) => data['id']))).toEqual(new Set([body.id]));
  return seen;
}

const statuses = (seen: readonly StreamEvent[]) =>
  seen.flatMap(({ data }) => (data['check'] ? [(data['check'] as { status: string }).status] : []));

describe('Test Connection', () => {
  test('sends the five checks as they finish, then a real record', async () => {
    const seen = await checked(vendor.config.settings);
    expect(statuses(seen)).toEqual(['passed', 'skipped', 'passed', 'passed', 'passed']);
    expect(seen.at(-1)?.data).toMatchObject({ ok: true, record: expect.objectContaining({ source: 'HCL AppScan' }) });
  });

  test('skips the checks after a failed one, and no event contains the secret', async () => {
    const seen = await checked({ ...vendor.config.settings, key_secret: 'a-secret-that-is-wrong-0123456789' });
    expect(statuses(seen)).toEqual(['passed', 'skipped', 'failed', 'skipped', 'skipped']);
    expect(seen.at(-1)?.data).toMatchObject({ ok: false });
    expect(JSON.stringify(seen)).not.toContain('a-secret-that-is-wrong');
  });

  test('reports missing settings at once', async () => {
    const seen = await checked({});
    expect(seen.map(({ event, data }) => [event, data['ok'], data['error']])).toMatchObject([
      ['checked', false, { code: 'SETTING_MISSING' }],
    ]);
    const short = await checked({ ...vendor.config.settings, key_secret: '7-chars' });
    expect(short.at(-1)?.data['error']).toMatchObject({ code: 'SECRET_TOO_SHORT', where: '/settings/key_secret' });
  });
});

describe('the event stream', () => {
  test('starts with a reset, and resumes with the missed events after a disconnect', async () => {
    const events = readEvents(studio);
    const first = (await events.next()).value as StreamEvent;
    expect(first.event).toBe('reset');
    await events.return(undefined);
    const body = { connector: 'hcl-appscan-dast', settings: {} };
    const { body: started } = await studio.call('/api/checks', { method: 'POST', body });
    const again = readEvents(studio, first.id);
    const [missed] = await readUntil(again, isChecked);
    expect(missed).toMatchObject({ event: 'checked', data: { id: (started as { id: string }).id } });
    await again.return(undefined);
  });

  test.each(['', 'nonsense', '00000000.5', 'x.y.z'])('starts over for the unknown id %j', async (id) => {
    const events = readEvents(studio, id);
    expect((await events.next()).value).toMatchObject({ event: 'reset' });
    await events.return(undefined);
  });

  test('ends when the studio stops', async () => {
    const own = await startStudio();
    const events = readEvents(own);
    await events.next();
    await own.close();
    await expect(events.next()).resolves.toMatchObject({ done: true });
  });
});
