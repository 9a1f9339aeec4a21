import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { pickRows } from '../../setup/suite.ts';
import { readEvents, readUntil } from '../../studio/server/events.ts';
import { type CallResult, type StartedStudio, startStudio } from '../../studio/server/test-studio.ts';
import { CANARIES, findLeaks } from '../canaries.ts';
import { CONNECTOR as MANIFEST } from '../connector.ts';
import { SITUATIONS } from '../situations.ts';

const CONNECTOR = 'small';
const { key } = CANARIES;
const LOOK_MS = 50;

/** API path and its requests. `:connection` and `:run` are replaced with existing ones. */
type Ask = readonly [path: string, method?: string, body?: unknown];

/** Requests after a run, some of them with keys in the wrong fields. */
const ASKS: readonly Ask[] = [
  ['/api/catalogue'],
  ['/api/connectors/small'],
  ['/api/connections'],
  ['/api/connections/:connection'],
  ['/api/connections/:connection/problems', 'POST', { changes: { filters: { things: key } } }],
  ['/api/connections/:connection', 'PATCH', { changes: { description: 'changed' } }],
  ['/api/connections/:connection', 'PATCH', { changes: { settings: { key: 7, url: 'no URL' } } }],
  ['/api/connections/:connection', 'PATCH', { changes: { settings: { kee: key } } }],
  ['/api/connections/:connection', 'PATCH', `{"changes": {"settings": {"key": "${key}" ${key}`],
  ['/api/connections/:connection/rotate', 'POST', { secrets: { kee: key } }],
  ['/api/connections/:connection/rotate', 'POST', { secrets: { key }, force: true }],
  ['/api/connections/:connection/pause', 'POST', {}],
  ['/api/connections/:connection/run', 'POST', {}],
  ['/api/connections/:connection/resume', 'POST', {}],
  ['/api/maps'],
  ['/api/runs'],
  ['/api/runs/:run'],
  ['/api/runs/:run/rejects'],
  ['/api/runs/:run/requests'],
  ['/api/assets'],
  ['/api/findings'],
  ['/api/audit'],
  ['/metrics'],
  ['/api/openapi.json'],
  ...['ndjson', 'csv', 'sarif', 'etm', 'ocsf'].map((format): Ask => [`/api/export?entity=finding&format=${format}`]),
];

const idOf = ({ body }: CallResult): string => (body as { id?: string }).id ?? '';

let studio: StartedStudio;
let events: ReturnType<typeof readEvents>;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mapwright-canary-'));
  const file = join(folder, 'manifest.json');
  await writeFile(file, JSON.stringify(MANIFEST));
  studio = await startStudio({ manifests: [{ file, origin: 'own' }], allowPrivate: true, worker: true });
  events = readEvents(studio);
  await events.next();
});

afterAll(async () => {
  await events.return(undefined);
  await studio.close();
});

test.each(pickRows(SITUATIONS))(
  'no secret comes out of the studio when $situation',
  async ({ situation, says, script }) => {
    const vendor = await startSmallVendor(script);
    const texts: [place: string, text: string][] = [];
    const call = async (path: string, method = 'GET', body?: unknown): Promise<CallResult> => {
      const answer = await studio.call(path, body === undefined ? { method } : { method, body });
      texts.push([`${method} ${path}`, `${JSON.stringify([...answer.headers])} ${JSON.stringify(answer.body)}`]);
      texts.push([`${method} ${path}`, typeof answer.body === 'string' ? answer.body : '']);
      return answer;
    };
    const hear = async (fits: Parameters<typeof readUntil>[1]) => {
      for (const { event, data } of await readUntil(events, fits)) texts.push([`event ${event}`, JSON.stringify(data)]);
    };
    const settings = { url: vendor.origin, key };
    const check = idOf(await call('/api/checks', 'POST', { connector: CONNECTOR, settings }));
    await hear(({ event, data }) => event === 'checked' && data['id'] === check);
    const draft = { connector: CONNECTOR, name: situation, settings, force: true };
    const created = await call('/api/connections', 'POST', draft);
    expect(created.status).toBe(201);
    const { connection } = created.body as { connection: { id: string } };
    const run = idOf(await call(`/api/connections/${connection.id}/run`, 'POST', {}));
    // A run waits while its vendor is down, and reports the reason.
    const isSomewhere = ({ body }: CallResult) => {
      const text = JSON.stringify(body);
      return !text.includes('"finishedAt":null') || text.includes(says);
    };
    while (!isSomewhere(await call(`/api/runs/${run}`))) await after(LOOK_MS);
    const statuses = [];
    for (const [path, method, body] of ASKS) {
      const { status } = await call(path.replace(':connection', connection.id).replace(':run', run), method, body);
      statuses.push([path, status]);
    }
    const leaks = texts.flatMap(([place, text]) => findLeaks(text).map((leak) => `${place}: ${leak}`));
    expect([...new Set(leaks)]).toEqual([]);
    expect(texts.map(([, text]) => text).join()).not.toContain('INTERNAL');
    const isGone = (status: unknown) => status === 404 || Number(status) >= 500;
    if (situation === 'all is well') expect(statuses.filter(([, status]) => isGone(status))).toEqual([]);
  },
);
