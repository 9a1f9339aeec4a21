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
  test('five checks are told as they end, then a real record', async () => {
    const seen = await checked(vendor.config.settings);
    expect(statuses(seen)).toEqual(['passed', 'skipped', 'passed', 'passed', 'passed']);
    expect(seen.at(-1)?.data).toMatchObject({ ok: true, record: expect.objectContaining({ source: 'HCL AppScan' }) });
  });

  test('after one that fails the rest are not run, and no event holds the secret', async () => {
    const seen = await checked({ ...vendor.config.settings, key_secret: 'a-secret-that-is-wrong-0123456789' });
    expect(statuses(seen)).toEqual(['passed', 'skipped', 'failed', 'skipped', 'skipped']);
    expect(seen.at(-1)?.data).toMatchObject({ ok: false });
    expect(JSON.stringify(seen)).not.toContain('a-secret-that-is-wrong');
  });

  test('settings that are not enough are said at once', async () => {
    const seen = await checked({});
    expect(seen.map(({ event, data }) => [event, data['ok'], data['error']])).toMatchObject([
      ['checked', false, { code: 'SETTING_MISSING' }],
    ]);
  });
});

describe('the stream of events', () => {
  test('begins with where it stands, and goes on after a break with what came meanwhile', async () => {
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

  test.each(['', 'nonsense', '00000000.5', 'x.y.z'])('an id that means nothing here (%j) begins anew', async (id) => {
    const events = readEvents(studio, id);
    expect((await events.next()).value).toMatchObject({ event: 'reset' });
    await events.return(undefined);
  });

  test('a studio that stops ends its streams', async () => {
    const own = await startStudio();
    const events = readEvents(own);
    await events.next();
    await own.close();
    await expect(events.next()).resolves.toMatchObject({ done: true });
  });
});
