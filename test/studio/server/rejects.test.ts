import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningAppScan, startAppScan } from '../../../studio/demo/vendors/index.ts';
import type {
  ConnectionResponse,
  ConnectorResponse,
  MapResponse,
  PreviewResponse,
  RejectGroupsResponse,
  RejectsResponse,
  RetryResponse,
  RunSamplesResponse,
  SampleResponse,
  Started,
} from '../../../studio/web/api/types.generated.ts';
import { readEvents, readUntil } from './events.ts';
import { expectResponse } from './responses.ts';
import { type StartedStudio, startStudio } from './test-studio.ts';

const CONNECTOR = 'hcl-appscan-dast';
const FINDINGS = 40;
const post = (body: unknown = {}) => ({ method: 'POST', body });

/** Returns a spec with another expression for `name`. */
const withName = ({ spec }: MapResponse['map'], name: string) => ({
  ...spec,
  fields: { ...(spec['fields'] as Readonly<Record<string, unknown>>), name },
});

describe('samples and rejects of the last run', () => {
  let vendor: RunningAppScan;
  let studio: StartedStudio;
  let connection: string;
  let map: MapResponse['map'];
  let run: string;
  beforeAll(async () => {
    vendor = await startAppScan({ seed: 3, findings: FINDINGS, now: Date.parse('2026-01-15T12:00:00Z') });
    studio = await startStudio({ allowPrivate: vendor.origins, worker: true });
    const own = await studio.call(`/api/maps/${encodeURIComponent(`${CONNECTOR}/finding`)}`);
    const spec = withName(expectResponse<MapResponse>('MapResponse', own).map, 'NoSuchField');
    const clone = { from: `${CONNECTOR}/finding`, name: 'no name', spec };
    map = expectResponse<MapResponse>('MapResponse', await studio.call('/api/maps', post(clone)), 201).map;
    const draft = { connector: CONNECTOR, name: 'shop', settings: vendor.config.settings, force: true };
    const created = await studio.call('/api/connections', post({ ...draft, maps: { finding: map.id } }));
    connection = expectResponse<ConnectionResponse>('ConnectionResponse', created, 201).connection.id;
    const events = readEvents(studio);
    await events.next();
    const started = await studio.call(`/api/connections/${connection}/run`, post());
    run = expectResponse<Started>('Started', started, 202).id;
    await readUntil(events, ({ event, data }) => event === 'run' && data['id'] === run && data['finishedAt'] !== null);
    await events.return(undefined);
  }, 60_000);
  afterAll(async () => {
    await studio?.close();
    await vendor?.close();
  });

  const readGroups = async () =>
    expectResponse<RejectGroupsResponse>('RejectGroupsResponse', await studio.call(`/api/runs/${run}/reject-groups`));
  const preview = async (sample: string) => {
    const opened = await studio.call(`/api/connectors/${CONNECTOR}`);
    const { manifest } = expectResponse<ConnectorResponse>('ConnectorResponse', opened);
    const previewed = await studio.call('/api/preview', post({ manifest, map: 'finding', sample }));
    return expectResponse<PreviewResponse>('PreviewResponse', previewed);
  };

  test('the samples are items of the run, which the map reads like a page', async () => {
    const listed = await studio.call(`/api/connections/${connection}/samples`);
    const { samples } = expectResponse<RunSamplesResponse>('RunSamplesResponse', listed);
    const sample = samples.find(({ maps }) => maps.includes('finding'));
    expect(sample).toMatchObject({ stream: 'issues', run: { id: run, startedAt: expect.any(Number) } });
    const path = `/api/connections/${connection}/samples/${sample?.name}`;
    const { text } = expectResponse<SampleResponse>('SampleResponse', await studio.call(path));
    const { totals, items } = await preview(text);
    expect(totals).toEqual({ items: sample?.items, records: sample?.items, rejects: 0, skipped: 0 });
    expect(items.every(({ pointer }) => pointer !== null)).toBe(true);
    expect(text).not.toContain(String(vendor.config.settings['key_secret']));
    const unknown = await studio.call(`/api/connections/${connection}/samples/nothing.1`);
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'STUDIO_SAMPLE_UNKNOWN' } } });
  });

  test('rejects with the same cause are one group, with their number and the custom map that rejected them', async () => {
    const { groups, more } = await readGroups();
    expect(more).toBe(0);
    expect(groups).toMatchObject([
      {
        count: FINDINGS,
        custom: map.id,
        reject: { code: 'FIELD_MISSING', pointer: '/NoSuchField', map: 'finding', mendedAt: null },
      },
    ]);
    const of = `/api/runs/${run}/rejects/${groups[0]?.reject.id}/sample`;
    const { text } = expectResponse<SampleResponse>('SampleResponse', await studio.call(of));
    const { rejects } = expectResponse<RejectsResponse>(
      'RejectsResponse',
      await studio.call(`/api/runs/${run}/rejects`),
    );
    const scopeOf = ({ sample }: { readonly sample: string }) => JSON.stringify(JSON.parse(sample).scope);
    const sameScope = rejects.filter((one) => groups[0] && scopeOf(one) === scopeOf(groups[0].reject));
    expect((await preview(text)).totals.items).toBe(sameScope.length);
    expect(await studio.call(`/api/runs/${run}/rejects/999999/sample`)).toMatchObject({
      status: 404,
      body: { error: { code: 'STUDIO_REJECT_UNKNOWN' } },
    });
  });

  test('rejects that a fixed map can map form groups of their own', async () => {
    const fixed = { spec: withName(map, 'IssueType') };
    await studio.call(`/api/maps/${map.id}`, { method: 'PUT', body: fixed });
    const remapped = await studio.call(`/api/runs/${run}/retry`, post());
    expect(expectResponse<RetryResponse>('RetryResponse', remapped)).toMatchObject({ remapped: FINDINGS, rejected: 0 });
    const { groups } = await readGroups();
    expect(groups).toMatchObject([{ count: FINDINGS, reject: { mendedAt: expect.any(Number) } }]);
  });
});
