import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  compileConnector,
  createPorts,
  createRecorder,
  type Manifest,
  noState,
  type Recording,
  run,
  runCase,
} from '../../../engine/index.ts';
import { createManifest, KEY, list, SECRETS } from '../../pipeline/run/auth-case.ts';
import { startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { zip } from '../../setup/zip.ts';

const BEARER: Manifest['auth'] = { type: 'bearer', token: '{{settings.key}}' };
const LATIN = Buffer.from('{"items": [{"id": "caf\u00e9"}]}', 'latin1');
const TEXT = '{"items": [{"id": "a"}, {"id": "b"}]}';

/** Records a run whose only response is these bytes, and replays it. */
async function record(bytes: Uint8Array, decoder: Manifest['streams'][string]['decoder']) {
  const vendor = await startSmallVendor(() => ({
    text: bytes,
    headers: { 'content-type': 'application/octet-stream' },
  }));
  const manifest = createManifest(BEARER, list(decoder ? { decoder } : {}));
  const ports = createPorts({ allowPrivate: true });
  const connector = await compileConnector(manifest, { settings: { ...vendor.config.settings, ...SECRETS } });
  const recorder = createRecorder(() => connector, ports);
  const job = { runId: 'r', sinks: [], stateStore: noState, fingerprint: 'f' };
  const report = await run(connector, job, recorder.ports).finally(() => ports.close());
  expect(report.error).toBeNull();
  const recording = JSON.parse(JSON.stringify(recorder.recording({ description: 'binary' }))) as Recording;
  recorder.expectClean(recording);
  return { recording, outcome: await runCase(manifest, recording) };
}

const idsOf = ({ outcome }: Awaited<ReturnType<typeof runCase>>) =>
  outcome.finding.map((record) => (record as { externalFindingId: string }).externalFindingId);

describe('a recording of a binary body', () => {
  test.each<[string, Uint8Array, Manifest['streams'][string]['decoder'], string[]]>([
    ['a gzip file', gzipSync(TEXT), undefined, ['a', 'b']],
    [
      'a zip file',
      zip([
        { name: 'a.txt', content: 'x' },
        { name: 'b.json', content: TEXT },
      ]),
      { type: 'json', entry: '*.json' },
      ['a', 'b'],
    ],
    ['a text in another charset', LATIN, { type: 'json', charset: 'iso-8859-1' }, ['caf\u00e9']],
  ])('replays with the result of the run: %s', async (_name, bytes, decoder, ids) => {
    const { recording, outcome } = await record(bytes, decoder);
    const [exchange] = recording.exchanges;
    expect(Buffer.from(exchange?.response.base64 ?? '', 'base64').equals(bytes)).toBe(true);
    expect(exchange?.response.body).toBeUndefined();
    expect([idsOf(outcome), outcome.unused, outcome.report.error]).toEqual([ids, [], null]);
  });

  test('replaces a secret in a gzip file', async () => {
    const { recording, outcome } = await record(
      gzipSync(`{"items": [{"id": "a", "echo": ${JSON.stringify(KEY)}}]}`),
      undefined,
    );
    const bytes = Buffer.from(recording.exchanges[0]?.response.base64 ?? '', 'base64');
    expect(gunzipSync(bytes).toString()).not.toContain(KEY);
    expect(idsOf(outcome)).toEqual(['a']);
  });

  test('is refused for an archive with a secret', async () => {
    const recorded = record(zip([{ name: 'b.json', content: `{"items": [], "echo": ${JSON.stringify(KEY)}}` }]), {
      type: 'json',
    });
    await expect(recorded).rejects.toMatchObject({ code: 'RECORDING_HOLDS_SECRET' });
  });
});
