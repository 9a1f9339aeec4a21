import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRedactor } from '../../../engine/base/secret/index.ts';
import {
  compileConnector,
  createPorts,
  createRecorder,
  type Manifest,
  noState,
  type Recording,
  run,
  runCase,
  testConnector,
} from '../../../engine/index.ts';
import { compareOutcome, writeCase } from '../../../engine/workbench/replay/index.ts';
import { createPlaceholder } from '../../../engine/workbench/replay/placeholder.ts';
import { describeShape } from '../../../engine/workbench/replay/request.ts';
import { startVendors, type Vendors } from '../../../studio/demo/vendors/index.ts';
import { readManifestFile, SIMULATED, type SimulatedId } from '../../manifests/connectors.ts';

let folder: string;
let vendors: Vendors;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-replay-'));
  vendors = await startVendors({ seed: 13, findings: 20, applications: 4 });
});
afterAll(async () => {
  await vendors.close();
  await rm(folder, { recursive: true, force: true });
});

async function recorded(id: SimulatedId, ports = createPorts({ allowPrivate: true })): Promise<Recording> {
  let connector: Awaited<ReturnType<typeof compileConnector>> | undefined;
  const recorder = createRecorder(() => {
    if (!connector) throw new Error('not compiled yet');
    return connector;
  }, ports);
  const learn = (session: { readonly values: Readonly<Record<string, Parameters<typeof recorder.learn>[0]>> }) => {
    for (const value of Object.values(session.values)) recorder.learn(value);
  };
  connector = await compileConnector(readManifestFile(id), { settings: vendors[id].config.settings, learn });
  const report = await run(connector, { runId: 'r', sinks: [], stateStore: noState, fingerprint: 'f' }, recorder.ports);
  await ports.close();
  expect(report.error).toBeNull();
  return recorder.recording({ description: 'recorded' });
}

describe('a recording', () => {
  test.each(SIMULATED)('of %s replays offline with the result of the run, twice', async (id) => {
    const recording = await recorded(id);
    const first = await runCase(readManifestFile(id), recording);
    const second = await runCase(readManifestFile(id), recording);
    expect(first.unused).toEqual([]);
    expect(first.outcome.finding.length).toBeGreaterThan(0);
    expect(second.outcome).toEqual(first.outcome);
  });

  test('contains the start of its run, even seconds after the recorder was created', async () => {
    const real = createPorts({ allowPrivate: true });
    let ahead = 0;
    const clock = {
      ...real.clock,
      now: () => {
        ahead += 500;
        return Date.now() + ahead;
      },
    };
    const recording = await recorded('veracode-sast', { ...real, clock });
    const { unused, report } = await runCase(readManifestFile('veracode-sast'), recording);
    expect([report.error, unused]).toEqual([null, []]);
  });

  test.each(SIMULATED)('of %s contains no secret in any encoding', async (id) => {
    const text = JSON.stringify(await recorded(id));
    const { settings } = vendors[id].config;
    const names = Object.entries(readManifestFile(id).settings.properties).flatMap(([name, { writeOnly }]) =>
      writeOnly ? [name] : [],
    );
    // All credentials that the vendor received: login tokens and signatures.
    const sent = vendors[id].ledger.entries.flatMap(({ headers }) => headers.authorization ?? []);
    const credentials = sent.flatMap((header) => header.match(/(?<=^Bearer |sig=|nonce=)[^,\s]{8,}/g) ?? []);
    const secrets = [...names.map((name) => String(settings[name])), ...new Set(credentials)];
    expect(credentials.length).toBeGreaterThan(0);
    for (const one of secrets) expect(createRedactor([one])(text)).toBe(text);
    expect(text).not.toContain('127.0.0.1');
  });

  test('fails clearly if the manifest sends a different request', async () => {
    const recording = await recorded('hcl-appscan-dast');
    const changed: Manifest = structuredClone(readManifestFile('hcl-appscan-dast'));
    const { applications } = changed.streams;
    if (applications?.request) applications.request.path = '/api/v5/Apps';
    await writeCase(folder, 'case', {
      recording,
      expected: (await runCase(readManifestFile('hcl-appscan-dast'), recording)).outcome,
    });
    const [result] = await testConnector(changed, folder);
    expect(result).toMatchObject({
      passed: false,
      error: { code: 'REQUEST_NOT_RECORDED', message: expect.stringContaining('/api/v5/Apps') },
    });
    expect(result?.error?.message).toContain('/api/v4/Apps');
  });

  test('reports the position of a difference in a record', async () => {
    const recording = await recorded('veracode-sca');
    const { outcome } = await runCase(readManifestFile('veracode-sca'), recording);
    const expected = structuredClone(outcome);
    const [first] = expected.finding as { severity?: number }[];
    if (first) first.severity = 0;
    const differences = compareOutcome(expected, outcome);
    expect(differences.map(({ pointer }) => pointer)).toEqual(['/finding/0/severity']);
  });
});

describe('laws', () => {
  test('a placeholder shares no character with the secret if others are available', () => {
    const anySecret = fc.oneof(
      fc.string({ unit: 'binary', minLength: 8 }),
      fc.stringMatching(/^[A-Za-z0-9+/_.-]{8,80}$/),
    );
    fc.assert(
      fc.property(anySecret, (secret) => {
        const substitute = createPlaceholder(secret);
        expect(substitute).toHaveLength(secret.length);
        expect(new Set(substitute).size).toBe(1);
        const letters = new Set(secret.toUpperCase().match(/[0-9A-Z]/g));
        if (letters.size < 16) expect(secret).not.toContain(substitute[0]);
      }),
      { seed: 1 },
    );
  });

  test("a placeholder stays hexadecimal between the manifest's separators", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{16}$/), (hex) => {
        expect(createPlaceholder(`k-${hex}`, ['-'])).toMatch(/^[^k]-[0-9a-f]{16}$/);
        expect(createPlaceholder(`k-${hex}`)).toMatch(/^(.)\1*$/);
      }),
      { seed: 3 },
    );
  });

  test('the shape of a credential contains none of its values and is equal for credentials of the same form', () => {
    const hex = fc.stringMatching(/^[0-9a-f]{32}$/);
    fc.assert(
      fc.property(hex, hex, (one, other) => {
        const of = (value: string) => describeShape(`SCHEME-1 id=${value},sig=${value}`);
        expect(of(one)).toBe('SCHEME-1 id=*32,sig=*32');
        expect(of(other)).toBe(of(one));
        expect(describeShape(`Bearer ${one}.${other}`)).toBe('Bearer *');
      }),
      { seed: 2 },
    );
  });
});
