import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appScanDataset } from '../../../../../studio/demo/vendors/dataset/appscan.ts';
import { checkmarxDataset } from '../../../../../studio/demo/vendors/dataset/checkmarx.ts';
import { shuffle, spread, unevenWeight, withRepeats } from '../../../../../studio/demo/vendors/dataset/layout.ts';
import type { Items } from '../../../../../studio/demo/vendors/dataset/list.ts';
import { HOUR, monthsBefore, timeline } from '../../../../../studio/demo/vendors/dataset/timeline.ts';
import { veracodeDataset } from '../../../../../studio/demo/vendors/dataset/veracode.ts';
import { zoneText } from '../../../../../studio/demo/vendors/dataset/zone-text.ts';
import { localTime } from '../../../../oracle/local-time.ts';

const NOW = Date.parse('2026-01-15T12:00:00Z');
const options = { seed: 7, findings: 1000, now: NOW };

interface Component {
  component_id: string;
  cve: { name: string; vector: string; cvss3?: object; exploitability?: object };
}

const all = (list: Items): Record<string, unknown>[] =>
  Array.from({ length: list.count }, (_, i) => JSON.parse(list.json(i)));
const perParent = (count: number, list: (parent: number) => Items): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, parent) => all(list(parent))).flat();
const distinct = (items: readonly Record<string, unknown>[], read: (item: never) => unknown): Set<unknown> =>
  new Set(items.map((item) => read(item as never)));

describe('laws of the layout', () => {
  const sizes = fc.record({ total: fc.nat(5000), parents: fc.integer({ min: 7, max: 300 }), seed: fc.integer() });

  test('every child has one parent, and the parents have all children', () => {
    fc.assert(
      fc.property(sizes, ({ total, parents, seed }) => {
        const layout = spread(total, parents, (p) => unevenWeight(seed, p));
        const counted = Array.from({ length: parents }, (_, p) => layout.count(p)).reduce((a, b) => a + b, 0);
        expect(counted).toBe(total);
        for (let child = 0; child < total; child += 17) {
          const parent = layout.parentOf(child);
          expect(child).toBeGreaterThanOrEqual(layout.start(parent));
          expect(child).toBeLessThan(layout.start(parent) + layout.count(parent));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('a permutation is computed in both directions', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer(), (n, root) => {
        const { to, from } = shuffle(n, root);
        expect(new Set(Array.from({ length: n }, (_, i) => to(i))).size).toBe(n);
        for (let i = 0; i < n; i += 13) expect(from(to(i))).toBe(i);
      }),
      { numRuns: 50 },
    );
  });

  test('repeats follow their unit, and no unit is missing', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 60 }), (units, every) => {
        const repeats = withRepeats(units, every);
        const seen = Array.from({ length: repeats.total }, (_, p) => ({
          unit: repeats.unitOf(p),
          again: repeats.isRepeat(p),
        }));
        expect(seen.filter(({ again }) => !again).map(({ unit }) => unit)).toEqual(
          Array.from({ length: units }, (_, u) => u),
        );
        for (const [p, { unit, again }] of seen.entries()) if (again) expect(unit).toBe(seen[p - 1]?.unit);
        for (let unit = 0; unit < units; unit++) expect(repeats.unitOf(repeats.positionOf(unit))).toBe(unit);
      }),
    );
  });
});

describe('times', () => {
  test('changes ascend within the last 18 months, and never occur near full months ago', () => {
    const line = timeline(NOW, 5000, 3);
    const instants = Array.from({ length: 5000 }, (_, i) => line.instantOf(i));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    expect(instants[0]).toBeGreaterThan(monthsBefore(NOW, 18));
    expect(instants.at(-1)).toBeGreaterThan(NOW - 2 * 24 * HOUR);
    expect(instants.at(-1)).toBeLessThan(NOW);
    for (let month = 1; month <= 18; month++) {
      const edge = monthsBefore(NOW, month);
      expect(instants.filter((at) => Math.abs(at - edge) < 48 * HOUR)).toEqual([]);
    }
  });

  test.each([
    ['2025-08-31T10:00:00Z', 6, '2025-02-28T10:00:00.000Z'],
    ['2024-03-31T00:00:00Z', 1, '2024-02-29T00:00:00.000Z'],
    ['2026-01-15T12:00:00Z', 18, '2024-07-15T12:00:00.000Z'],
  ])('%s minus %i months is %s', (instant, months, expected) => {
    expect(new Date(monthsBefore(Date.parse(instant), months)).toISOString()).toBe(expected);
  });

  test.each([
    ['America/New_York', '2025-07-01T12:00:00.123Z', '2025-07-01 08:00:00.123'],
    ['America/New_York', '2025-12-01T03:00:00.000Z', '2025-11-30 22:00:00.000'],
    ['America/New_York', '2025-11-02T05:30:00.000Z', '2025-11-02 01:30:00.000'],
    ['Europe/Berlin', '2025-03-30T00:59:59.999Z', '2025-03-30 01:59:59.999'],
    ['Europe/Berlin', '2025-03-30T01:00:00.000Z', '2025-03-30 03:00:00.000'],
    ['Europe/Berlin', '2026-01-01T00:00:00.000Z', '2026-01-01 01:00:00.000'],
  ])('in %s, %s is formatted as %s and parsed back', (zone, utc, local) => {
    const { format, parse } = zoneText(zone, NOW);
    expect(format(Date.parse(utc))).toBe(local);
    expect(parse(local)).toBe(Date.parse(utc));
    expect(localTime(zone)(local)).toBe(utc);
  });

  test.each([
    ['an hour that occurs twice', 'America/New_York', '2025-11-02 01:30:00.000', '2025-11-02T05:30:00.000Z'],
    ['a skipped hour', 'America/New_York', '2025-03-09 02:30:00.000', '2025-03-09T07:30:00.000Z'],
    ['an hour that occurs twice', 'Europe/Berlin', '2025-10-26 02:30:00.000', '2025-10-26T00:30:00.000Z'],
    ['a skipped hour', 'Europe/Berlin', '2025-03-30 02:30:00.000', '2025-03-30T01:30:00.000Z'],
  ])('%s in %s: %s is %s for the vendor and for the oracle', (_what, zone, local, utc) => {
    expect(zoneText(zone, NOW).parse(local)).toBe(Date.parse(utc));
    expect(localTime(zone)(local)).toBe(utc);
  });

  test('the oracle parses all times as the vendor does', () => {
    const zones = fc.constantFrom(
      ...['America/New_York', 'Europe/Berlin'].map((zone) => ({ ...zoneText(zone, NOW), read: localTime(zone) })),
    );
    const instants = fc.integer({ min: NOW - 700 * 24 * HOUR, max: NOW });
    fc.assert(
      fc.property(zones, instants, ({ format, parse, read }, instant) => {
        const local = format(instant);
        expect(read(local)).toBe(new Date(parse(local) ?? 0).toISOString());
      }),
    );
  });
});

describe('the data', () => {
  test('is equal for equal options and different for another seed', () => {
    const texts = (seed: number): string[] => {
      const [veracode, checkmarx, appscan] = [
        veracodeDataset({ ...options, seed }),
        checkmarxDataset({ ...options, seed }),
        appScanDataset({ ...options, seed }),
      ];
      const scan = checkmarx.scans.of(0).find(({ hasResults }) => hasResults);
      return [
        veracode.applications.json(2),
        veracode.static.findings(0).json(0),
        veracode.sca.findings(0).json(0),
        scan === undefined ? '' : checkmarx.results.of(scan).json(0),
        appscan.issues.of(0).json(0),
      ];
    };
    expect(texts(7)).toEqual(texts(7));
    for (const [i, text] of texts(8).entries()) expect(text).not.toBe(texts(7)[i]);
  });

  test('Veracode contains every state, severity and special case', () => {
    const { applications, static: flaws, dynamic, sca } = veracodeDataset(options);
    const apps = all({ count: applications.count, json: applications.json });
    const [staticOnes, dynamicOnes, components] = [flaws, dynamic, sca].map((kind) =>
      perParent(apps.length, kind.findings),
    ) as [never[], never[], Record<string, never>[]];
    expect(staticOnes).toHaveLength(1000);
    expect(dynamicOnes).toHaveLength(1000);
    expect(
      distinct(
        staticOnes,
        (f: { finding_status: { status: string; resolution: string; resolution_status: string; new: boolean } }) =>
          Object.values(f.finding_status).slice(2, 6).join(),
      ).size,
    ).toBeGreaterThanOrEqual(9);
    expect(
      [...distinct(dynamicOnes, (f: { finding_details: { severity: number } }) => f.finding_details.severity)].sort(),
    ).toEqual([0, 1, 2, 3, 4, 5]);
    expect(
      dynamicOnes.some(({ description }: { description: string }) => /^[A-Za-z0-9+/]+=*$/.test(description ?? '')),
    ).toBe(true);
    const names = components.map((f) => f['finding_details'] as unknown as Component);
    expect(names.some(({ cve }) => cve.name.startsWith('SRCCLR-'))).toBe(true);
    expect(names.some(({ cve }) => cve.vector.includes('\u200b'))).toBe(true);
    expect(names.some(({ cve }) => cve.cvss3 === undefined)).toBe(true);
    expect(names.some(({ cve }) => cve.exploitability === undefined && cve.name.startsWith('CVE'))).toBe(true);
    expect(new Set(names.map(({ component_id, cve }) => component_id + cve.name)).size).toBe(1000);
    expect(components.length).toBeGreaterThan(1000);
    expect(components.some((f) => 'issue_id' in f)).toBe(false);
    expect(Array.from({ length: apps.length }, (_, i) => flaws.layout.count(i))).toContain(0);
    expect(distinct(apps, (app: { profile: object }) => Object.hasOwn(app.profile, 'git_repo_url')).size).toBe(2);
  });

  test('one CVE affects two components of one application', () => {
    const { sca } = veracodeDataset(options);
    const pairs = all(sca.findings(0)).map(
      (f) => f['finding_details'] as { component_id: string; cve: { name: string } },
    );
    const [first] = pairs;
    expect(
      new Set(pairs.filter(({ cve }) => cve.name === first?.cve.name).map(({ component_id }) => component_id)).size,
    ).toBe(2);
  });

  test('finding ids are unique only within an application', () => {
    const { static: flaws } = veracodeDataset(options);
    const ids = (app: number): unknown[] => all(flaws.findings(app)).map(({ issue_id }) => issue_id);
    expect(new Set(ids(0)).size).toBe(ids(0).length);
    expect(ids(1).some((id) => ids(0).includes(id))).toBe(true);
  });

  test('huge ids are distinct as text and equal as JavaScript numbers', () => {
    const { applications } = veracodeDataset({ ...options, hugeIds: true });
    const digits = [0, 1].map((i) => /"id":(\d+)/.exec(applications.json(i))?.[1]);
    expect(digits).toEqual(['9007199254740993', '9007199254740994']);
    expect(applications.at(0).id).toBe(digits[0]);
  });

  test('Checkmarx has environments without findings for every reason, and newest scans of every kind', () => {
    const { environments, scans, results } = checkmarxDataset({ ...options, applications: 60 });
    const plans = Array.from({ length: environments.count }, (_, e) =>
      scans.of(e).map(({ status, hasResults }) => `${status.split('@')[0]} ${hasResults}`),
    );
    expect(plans.some((plan) => plan.length === 0)).toBe(true);
    expect(plans.some((plan) => plan.join() === 'Running true')).toBe(true);
    expect(plans.some((plan) => plan.join() === 'Failed false')).toBe(true);
    expect(
      plans.some(([first = '', second = '']) => /^(Completed|Finished) false/.test(first) && /true$/.test(second)),
    ).toBe(true);
    expect(
      plans.some(
        ([first = '', ...rest]) =>
          first.startsWith('Running') && rest.some((scan) => /^(Completed|Finished) true/.test(scan)),
      ),
    ).toBe(true);
    expect(plans.some(([first = '', ...rest]) => first.startsWith('Failed') && rest.length > 0)).toBe(true);
    expect(plans.some((plan) => plan.length > 100)).toBe(true);
    const bodies = all(environments);
    expect(bodies.some(({ lastScanID }) => lastScanID === '')).toBe(true);
    expect(bodies.some(({ tags }) => tags === null)).toBe(true);
    for (let e = 0; e < environments.count; e++) {
      const severities = scans
        .of(e)
        .filter(({ hasResults }) => hasResults)
        .map((scan) =>
          all(results.of(scan)).map(({ severity }) =>
            ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'].indexOf(String(severity)),
          ),
        );
      for (const ranks of severities) expect(ranks).toEqual([...ranks].sort());
    }
  });

  test('AppScan also lists code issues and code applications in ascending order of id', () => {
    const { applications, issues } = appScanDataset(options);
    const apps = all(applications);
    const listed = perParent(apps.length, issues.of);
    expect([...distinct(listed, (i: { DiscoveryMethod: string }) => i.DiscoveryMethod)].sort()).toEqual([
      'DAST',
      'SAST',
      'SCA',
    ]);
    expect(listed.filter(({ DiscoveryMethod }) => DiscoveryMethod === 'DAST')).toHaveLength(1000);
    expect(distinct(listed, (i: { Status: string }) => i.Status).size).toBe(7);
    expect(distinct(listed, (i: { Severity: string }) => i.Severity).size).toBe(6);
    expect(distinct(listed, (i: { CvssVersion: string }) => i.CvssVersion).size).toBe(4);
    expect(apps.some(({ Url }) => Url === null)).toBe(true);
    expect(apps.some(({ Name }) => Name === 'www.test.com')).toBe(true);
    for (const list of [apps, all(issues.of(0)), all(issues.of(1))]) {
      const ids = list.map(({ Id }) => String(Id));
      expect(ids).toEqual([...ids].sort());
      expect(new Set(ids).size).toBe(ids.length);
    }
    expect(listed.some(({ LastUpdated }) => /\.\d{7}Z$/.test(String(LastUpdated)))).toBe(true);
  });
});
