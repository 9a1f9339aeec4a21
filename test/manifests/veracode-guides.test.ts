import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SimulatedId } from './connectors.ts';
import { readManifestFile } from './connectors.ts';

/** Content of a guide's tables other than its mapping table (see guide-rows.ts). */
interface Guide {
  /** Rows of the details table: label and text. */
  readonly details: readonly (readonly [label: string, text: string])[];
  readonly example: string;
  /** Address of each endpoint, without the host. */
  readonly endpoints: readonly (readonly [title: string, address: string])[];
  readonly viewing: readonly string[];
}

const PLATFORM = [
  ['Vendor', 'Veracode'],
  ['Category', 'Application Security'],
  ['Version', '1.0.0'],
  ['Integration type', 'API Integration (REST)'],
  ['Direction', 'Unidirectional (Veracode to the inventory)'],
] as const;
const APPLICATIONS = 'GET {settings.base_url}/appsec/v1/applications';
const FINDINGS = 'GET {settings.base_url}/appsec/v2/applications/{application.guid}/findings';
const REPORT = 'POST {settings.base_url}/appsec/v1/analytics/report';
const ASSETS = 'inventory:(source:"Veracode")';

const GUIDES: Readonly<Record<Extract<SimulatedId, `veracode-${string}`>, Guide>> = {
  'veracode-sast': {
    details: [...PLATFORM, ['Product name', 'Veracode SAST'], ['Assets Supported', 'Code Repository']],
    example: 'edae2b9b3ef059b0ec3f4e8ad1dd9164',
    endpoints: [
      ['Get Applications', APPLICATIONS],
      ['Get Findings Report', REPORT],
      ['Get Application Findings', FINDINGS],
    ],
    viewing: [ASSETS, 'findings.vendorProductname:"Veracode Static Analysis"'],
  },
  'veracode-dast': {
    details: [
      ...PLATFORM,
      ['Product name', 'Veracode DAST'],
      ['Assets Supported', 'Web Applications'],
      ['Findings Supported', 'Web Application Vulnerabilities'],
    ],
    example: 'edae2b9b3ef059b0ec3f4e8ad1dd9164',
    endpoints: [
      ['Get Applications', APPLICATIONS],
      ['Find Web Address', FINDINGS],
      ['Get Findings Report', REPORT],
      ['Get Applications & Findings', FINDINGS],
    ],
    viewing: [ASSETS, 'findings.vendorProductname:"Veracode"'],
  },
  'veracode-sca': {
    details: [...PLATFORM, ['Product name', 'Veracode SCA'], ['Supported Assets', 'Code Repository']],
    example: 'd4120bcd262b467e32f9a2b4fad7d659',
    endpoints: [
      ['Get Applications', APPLICATIONS],
      ['Get Application Findings', FINDINGS],
    ],
    viewing: [ASSETS, 'findings.vendorProductname:"Veracode SCA"'],
  },
};

/** Content of every guide: the part of `about` that contains it, and a pattern that matches it. */
const TOLD = [
  ['prerequisites', /generate API credentials/],
  ['prerequisites', /HTTPS, port 443/],
  ['credentials', /choose API Credentials/],
  ['credentials', /secret key is shown only/],
  ['permissions', /VulnerabilityFindings read:vulnerabilities/],
  ['keyRotation', /revokes the previous pair/],
  ['filtering', /has no filters/],
  ['howItWorks', /full pull/],
  ['troubleshooting', /^Authentication failure/],
  ['troubleshooting', /^No findings after the first run/],
  ['troubleshooting', /two hours/],
  ['troubleshooting', /^Only recent findings appear/],
  ['troubleshooting', /^The connector is not listed/],
  ['notes', /six months/],
] as const;

/** Roles that Veracode requires for the API of a stream. */
const ROLES = {
  applications: ['Creator', 'Security Lead'],
  sites: ['Reviewer', 'Security Lead', 'Results API'],
  findings: ['Reviewer', 'Security Lead', 'Results API'],
  report: ['Executive', 'Security Lead', 'Security Insights', 'Reporting API'],
} as const;

/** Returns the texts of a part of `about`, one per entry. */
const linesOf = (part: unknown): string[] => {
  if (typeof part === 'string') return [part];
  if (Array.isArray(part)) return part.map((row) => linesOf(row).join(' '));
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(linesOf) : [];
};

describe.each(Object.entries(GUIDES))('the guide of %s', (name, guide) => {
  const id = name as keyof typeof GUIDES;
  const { about, settings, streams, check } = readManifestFile(id);
  const shown = readFileSync(new URL(`../../manifests/${id}/README.md`, import.meta.url), 'utf8');

  test.each(guide.details)('details: %s is %s', (label, text) => {
    expect(shown).toContain(`| ${label} | ${text} |`);
  });

  test.each(guide.endpoints)('endpoints: %s', (title, address) => {
    const row = shown.split('\n').find((line) => line.startsWith(`| ${title} |`));
    expect(row).toContain(`\`${address}\``);
  });

  test('the endpoints are the only ones requested', () => {
    expect(Object.values(streams).map(({ title }) => title)).toEqual(guide.endpoints.map(([title]) => title));
  });

  test.each(TOLD)('%s contains %s', (part, told) => {
    expect(linesOf(about[part])).toContainEqual(expect.stringMatching(told));
  });

  test('the example of an API ID matches the guide', () => {
    expect(settings.properties['api_id']?.examples).toEqual([guide.example]);
  });

  test('contains the queries of the guide', () => {
    expect(about.viewing?.map(({ query }) => query)).toEqual(expect.arrayContaining([...guide.viewing]));
  });

  test('the permission fix lists the required roles of every requested API', () => {
    const roles = Object.keys(streams).flatMap((stream) => ROLES[stream as keyof typeof ROLES]);
    expect(roles.filter((role) => !check?.permissionFix?.includes(role))).toEqual([]);
  });
});
