import { describe, expect, test } from 'vitest';
import { compileExpression } from '../../engine/language/expression/index.ts';
import type { CompiledMap, MapOutcome } from '../../engine/pipeline/map/index.ts';
import { appScanDataset } from '../../studio/demo/vendors/dataset/appscan.ts';
import { checkmarxDataset } from '../../studio/demo/vendors/dataset/checkmarx.ts';
import type { Items } from '../../studio/demo/vendors/dataset/list.ts';
import { monthsBefore } from '../../studio/demo/vendors/dataset/timeline.ts';
import { veracodeDataset } from '../../studio/demo/vendors/dataset/veracode.ts';
import { zoneText } from '../../studio/demo/vendors/dataset/zone-text.ts';
import { checkmarxOneDast } from '../oracle/checkmarx-one-dast.ts';
import { hclAppScanDast } from '../oracle/hcl-appscan-dast.ts';
import type { Expected } from '../oracle/records.ts';
import { veracodeFindings } from '../oracle/veracode-findings.ts';
import { veracodeReport } from '../oracle/veracode-report.ts';
import { veracodeSca } from '../oracle/veracode-sca.ts';
import { readManifestFile } from './connectors.ts';
import { compileConnectorMap, mapOneItem, parseItem } from './map-item.ts';

/**
 * Compares the maps of the shipped manifests, applied to items of the simulated vendors, with an independent oracle.
 * The engine is not involved, so a difference is an error of a map or of the oracle.
 */
const options = {
  seed: 7,
  findings: 600,
  applications: 40,
  now: Date.parse('2026-01-15T12:00:00Z'),
  oddities: true,
  hugeIds: true,
};

interface Unit {
  readonly item: unknown;
  readonly scope?: object;
}

/** Returns the outcomes of a map, without skipped items and duplicate identities. */
const outcomesOf = async (map: CompiledMap, units: Iterable<Unit>): Promise<MapOutcome[]> => {
  const outcomes: MapOutcome[] = [];
  const seen = new Set<string | undefined>();
  for (const { item, scope } of units) {
    const outcome = await mapOneItem(map, item, scope);
    if (outcome.kind === 'skipped' || (outcome.kind === 'record' && seen.has(outcome.identity))) continue;
    if (outcome.kind === 'record') seen.add(outcome.identity);
    outcomes.push(outcome);
  }
  return outcomes;
};

const recordsIn = (outcomes: readonly MapOutcome[]): unknown[] =>
  outcomes.flatMap((outcome) => (outcome.kind === 'record' ? [outcome.record] : []));

const unmappedIn = (outcomes: readonly MapOutcome[]): string[] =>
  outcomes.flatMap((outcome) => (outcome.kind === 'reject' ? outcome.unmapped.map(([, literal]) => literal) : []));

function* unitsOf(list: Items, scope: object = {}): Generator<Unit> {
  for (let i = 0; i < list.count; i++) yield { item: parseItem(list.json(i)), scope };
}

/** Asserts that records equal those of the oracle, and that rejects contain the vendor's literal values. */
const expectFindings = async (map: CompiledMap, units: Iterable<Unit>, expected: Expected): Promise<void> => {
  const outcomes = await outcomesOf(map, units);
  const rejects = [...expected.rejects()].filter(({ reason }) => reason !== 'parent');
  expect(recordsIn(outcomes)).toEqual([...expected.findings()]);
  expect(unmappedIn(outcomes)).toEqual(rejects.map(({ value }) => value));
  expect(outcomes.length).toBeGreaterThan(50);
};

const hasUrl = ({ item }: Unit): boolean =>
  Boolean((item as { finding_details: { url?: string } }).finding_details.url);

describe.each(['sast', 'dast'] as const)('veracode-%s', (kind) => {
  const id = `veracode-${kind}` as const;
  const dataset = veracodeDataset(options);
  const flaws = kind === 'sast' ? dataset.static : dataset.dynamic;
  const application = (at: number) => parseItem(dataset.applications.json(at)) as { id: unknown; guid: string };
  const applications = Array.from({ length: dataset.applications.count }, (_, at) => application(at));

  test('applications', async () => {
    const units = applications.flatMap((item, at) => {
      if (kind === 'sast') return [{ item }];
      const site = [...unitsOf(flaws.findings(at))].find(hasUrl)?.item;
      return dataset.applications.isScanned(at) ? [{ item, scope: site === undefined ? {} : { site } }] : [];
    });
    const outcomes = await outcomesOf(compileConnectorMap(id, 'asset'), units);
    expect(recordsIn(outcomes)).toEqual([...veracodeFindings(dataset, kind).assets()]);
  });

  test.each(['America/New_York', 'Europe/Berlin'])('report rows in %s', async (zone) => {
    const byId = new Map(applications.map((one) => [String(one.id), one]));
    const rows = flaws.rows(
      monthsBefore(options.now, 18),
      Number.POSITIVE_INFINITY,
      zoneText(zone, options.now).format,
    );
    const units = [...unitsOf(rows)].flatMap(({ item }) => {
      const parent = byId.get(String((item as { app_id: unknown }).app_id));
      return parent === undefined ? [] : [{ item, scope: { application: parent } }];
    });
    const expected = veracodeReport(dataset, kind, { zone, historyMonths: 18 });
    await expectFindings(compileConnectorMap(id, 'finding', zone), units, expected);
  });

  test('findings of applications', async () => {
    const units = applications.flatMap((one, at) => [...unitsOf(flaws.findings(at), { application: one })]);
    await expectFindings(compileConnectorMap(id, 'findingOfApplication'), units, veracodeFindings(dataset, kind));
  });
});

describe('veracode-sca', () => {
  const dataset = veracodeDataset(options);
  const expected = veracodeSca(dataset);

  test('applications', async () => {
    const outcomes = await outcomesOf(compileConnectorMap('veracode-sca', 'asset'), unitsOf(dataset.applications));
    expect(recordsIn(outcomes)).toEqual([...expected.assets()]);
  });

  test('component findings', async () => {
    const units = Array.from({ length: dataset.applications.count }, (_, at) => {
      const application = parseItem(dataset.applications.json(at));
      return [...unitsOf(dataset.sca.findings(at), { application })];
    }).flat();
    await expectFindings(compileConnectorMap('veracode-sca', 'finding'), units, expected);
  });
});

describe('checkmarx-one-dast', () => {
  const dataset = checkmarxDataset({ ...options, hugeIds: false });
  const expected = checkmarxOneDast(dataset);
  const { environments, scans, results } = dataset;

  test('environments', async () => {
    const outcomes = await outcomesOf(compileConnectorMap('checkmarx-one-dast', 'asset'), unitsOf(environments));
    expect(recordsIn(outcomes)).toEqual([...expected.assets()]);
  });

  test('results of the newest finished scan', async () => {
    const finished = compileExpression(readManifestFile('checkmarx-one-dast').streams['scans']?.records ?? '');
    const units: Unit[] = [];
    for (let at = 0; at < environments.count; at++) {
      const listed = scans.of(at).map((scan) => ({ ...scan, lastStatus: scan.status, updateTime: scan.updated }));
      const [scan] = [await finished.evaluate({ scans: listed }, {})].flat() as typeof listed;
      if (scan === undefined) continue;
      units.push(...unitsOf(results.of(scan), { scan, environment: parseItem(environments.json(at)) }));
    }
    await expectFindings(compileConnectorMap('checkmarx-one-dast', 'finding'), units, expected);
  });
});

describe('hcl-appscan-dast', () => {
  const dataset = appScanDataset({ ...options, hugeIds: false });
  const expected = hclAppScanDast(dataset);
  const { streams } = readManifestFile('hcl-appscan-dast');
  const select = async (stream: string, items: readonly unknown[]): Promise<unknown[]> => {
    const records = compileExpression(streams[stream]?.records ?? '');
    return [(await records.evaluate({ Items: items }, {})) ?? []].flat();
  };
  const all = (list: Items): unknown[] => [...unitsOf(list)].map(({ item }) => item);
  const issuesOf = (application: unknown): unknown[] => {
    const at = dataset.applications.indexOf((application as { Id: string }).Id);
    return at === undefined ? [] : all(dataset.issues.of(at));
  };

  test('applications that are tested dynamically, with the address of an issue where they have none', async () => {
    const units: Unit[] = [];
    for (const item of await select('applications', all(dataset.applications))) {
      const dynamic = issuesOf(item).filter((one) => (one as { DiscoveryMethod: string }).DiscoveryMethod === 'DAST');
      const [site] = await select('sites', dynamic);
      units.push({ item, scope: site === undefined ? {} : { site } });
    }
    const outcomes = await outcomesOf(compileConnectorMap('hcl-appscan-dast', 'asset'), units);
    expect(recordsIn(outcomes)).toEqual([...expected.assets()]);
  });

  test('issues', async () => {
    const listed = await select('applications', all(dataset.applications));
    const units = listed.flatMap((application) =>
      issuesOf(application).map((item) => ({ item, scope: { application } })),
    );
    await expectFindings(compileConnectorMap('hcl-appscan-dast', 'finding'), units, expected);
  });
});
