import { beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/manifest/index.ts';
import { runCase } from '../../../engine/workbench/replay/index.ts';
import { type Evidence, gatherEvidence, type RecordedCase } from '../../../engine/workbench/strict/evidence.ts';
import { isHostUsed } from '../../../engine/workbench/strict/hosts.ts';
import { findStrictProblems, type STRICT_RULES } from '../../../engine/workbench/strict/rules.ts';
import { readManifestFile } from '../../manifests/connectors.ts';
import { caseFolder } from '../../manifests/recorded.ts';

const HCL = 'hcl-appscan-dast';

let sound: Evidence;
beforeAll(async () => {
  sound = await gatherEvidence({ manifest: readManifestFile(HCL), issues: [] }, caseFolder(HCL), { replay: runCase });
});

/** Returns the evidence of a connector with a changed copy of its manifest. */
const withManifest = (change: (manifest: Manifest) => unknown) => (): Evidence => {
  const manifest = structuredClone(sound.manifest);
  change(manifest);
  return { ...sound, manifest };
};

const withCases = (change: (one: RecordedCase) => RecordedCase) => (): Evidence => ({
  ...sound,
  cases: sound.cases.map(change),
});

/** A defect per rule, which only this rule reports: except for the guide, which every change of a manifest makes stale. */
const DEFECTS: Readonly<Record<keyof typeof STRICT_RULES, { defect: () => Evidence; says: string }>> = {
  'strict/lint': {
    defect: () => ({
      ...sound,
      issues: [{ rule: 'maps/unused', severity: 'warning', path: '/maps/x', message: 'unused', fix: 'Remove it.' }],
    }),
    says: 'maps/unused at /maps/x: unused',
  },
  'strict/sources': {
    defect: withManifest(({ about }) => Object.assign(about, { sources: [] })),
    says: 'about.sources is empty',
  },
  'strict/guide': { defect: () => ({ ...sound, guide: `${sound.guide} ` }), says: 'README.md is not the guide' },
  'strict/hosts': {
    defect: withManifest((manifest) => manifest.allowedHosts.push('https://unused.example')),
    says: 'https://unused.example',
  },
  'strict/cases': {
    defect: () => ({ ...sound, cases: sound.cases.filter(({ name }) => name === 'full') }),
    says: '1 recorded',
  },
  'strict/streams': {
    defect: withManifest(({ streams }) =>
      Object.assign(streams, { extra: { ...streams['applications'], paginator: { type: 'none' } } }),
    ),
    says: '"extra"',
  },
  'strict/pages': {
    defect: withCases((one) => {
      const { report } = one.outcome;
      const streams = Object.entries(report.streams).map(([name, all]) => [name, { ...all, pages: all.partitions }]);
      return { ...one, outcome: { ...one.outcome, report: { ...report, streams: Object.fromEntries(streams) } } };
    }),
    says: 'second page of the stream "applications"',
  },
  'strict/targets': {
    defect: withManifest(({ maps }) =>
      Object.assign(maps['finding']?.fields ?? {}, { 'component.name': 'NoSuchColumn' }),
    ),
    says: '"component.name"',
  },
  'strict/enum-policy': {
    defect: withManifest(({ enums }) => Object.assign(enums?.['severity'] ?? {}, { unmapped: 'omit' })),
    says: '"severity" accepts',
  },
  'strict/enum-values': {
    defect: withManifest(({ enums }) => Object.assign(enums?.['status']?.values ?? {}, { Dismissed: 'IGNORED' })),
    says: '"Dismissed"',
  },
  'strict/unmapped': {
    defect: withCases(({ recording, ...one }) => {
      const { undocumented: _, ...documented } = recording;
      return { ...one, recording: documented };
    }),
    says: '"OnHold"',
  },
  'strict/identity': {
    defect: withManifest(({ maps }) => {
      const { duplicates: _, ...finding } = maps['finding'] ?? {};
      Object.assign(maps, { finding });
    }),
    says: 'have the identity of another',
  },
};

describe('the strict checks', () => {
  test('find no problem in a sound connector', () => {
    expect(findStrictProblems(sound)).toEqual([]);
  });

  test.each(Object.entries(DEFECTS))('report a defect by %s', (rule, { defect, says }) => {
    const problems = findStrictProblems(defect());
    expect(
      problems
        .filter((one) => one.rule === rule)
        .map(({ message }) => message)
        .join('\n'),
    ).toContain(says);
    expect(problems.map((one) => one.rule).filter((one) => one !== rule && one !== 'strict/guide')).toEqual(
      rule === 'strict/cases' ? expect.anything() : [],
    );
  });

  test('accept an enum that does not reject if its note gives the reason', () => {
    const noted = withManifest(({ enums }) =>
      Object.assign(enums?.['severity'] ?? {}, { unmapped: 'omit', note: 'The vendor adds levels.' }),
    );
    expect(findStrictProblems(noted()).map(({ rule }) => rule)).toEqual(['strict/guide']);
  });

  test('compare values of a loose enum without case and separators', () => {
    const loose = withManifest(({ enums }) => {
      const { status } = enums ?? {};
      if (!status) return;
      const { Fixed, ...values } = status.values;
      Object.assign(status, { match: 'loose', values: { ...values, 'F_I-X E D': Fixed } });
    });
    expect(findStrictProblems(loose()).map(({ rule }) => rule)).toEqual(['strict/guide']);
  });
});

describe('an allowed host', () => {
  const manifest = { ...readManifestFile(HCL), auth: { type: 'none' } } as Manifest;
  const recording = {
    settings: { region: 'eu' },
    exchanges: [{ request: { method: 'GET', url: 'https://eu.files.example/1' }, response: { status: 200 } }],
  };
  test.each([
    ['{{settings.domain_url}}', true],
    ['https://{{settings.region}}.files.example', true],
    ['{{settings.region}}.files.example', true],
    ['https://{{settings.region}}.other.example', false],
    ['https://eu.files.example', true],
    ['https://us.files.example', false],
    ['https://{{settings.not_in_the_case}}.example', true],
  ])('%s is used: %s', (host, used) => {
    expect(isHostUsed(manifest, [recording as never], host)).toBe(used);
  });
});
