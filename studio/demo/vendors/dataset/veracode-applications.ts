import { applicationHost, applicationName, PEOPLE, TAGS, UNITS } from './lexicon.ts';
import type { DatasetOptions } from './list.ts';
import { draw, pick, rootOf, uuid } from './prng.ts';
import { DAY } from './timeline.ts';

/** Identity of an application, which other endpoints reference. */
interface Application {
  readonly id: string;
  readonly guid: string;
  readonly name: string;
  readonly unit: string;
  readonly criticality: string;
}

export interface Applications {
  readonly count: number;
  at(index: number): Application;
  isScanned(index: number): boolean;
  json(index: number): string;
}

const CRITICALITIES = ['VERY_HIGH', 'HIGH', 'MEDIUM', 'LOW', 'VERY_LOW'] as const;
const HUGE = 9_007_199_254_740_993n;
const ABOUT = [
  null,
  'Handles <b>orders</b> &amp; refunds of the &quot;new&quot; shop',
  '',
  'Kundenportal für Österreich;\u200b seit 2019',
  'First part, second part, 3 &lt; 4',
] as const;

/** Creates the applications of an account in list order. Every eleventh was never scanned. */
export const applications = (options: DatasetOptions, count: number): Applications => {
  const root = rootOf(options.seed, 'veracode application');
  const identify = (index: number): Application => ({
    id: options.hugeIds ? String(HUGE + BigInt(index)) : String(1_204_511 + index * 7 + (draw(root, index) % 5)),
    guid: uuid(draw(root, index)),
    name: applicationName(index),
    unit: pick(UNITS, draw(root, index) >>> 3),
    criticality: pick(CRITICALITIES, draw(root, index) >>> 7),
  });
  const known = Array.from({ length: count }, (_, index) => identify(index));
  const at = (index: number): Application => known[index] ?? identify(index);
  return {
    count,
    at,
    isScanned,
    json: (index) => JSON.stringify(body(index)).replace('"id":0,', `"id":${at(index).id},`),
  };

  function body(index: number): object {
    const { guid } = at(index);
    const random = draw(root, index + 0x100000);
    const day = (span: number): string =>
      new Date(options.now - (random % span) * DAY - (random % 86_399_999)).toISOString();
    return {
      // Replaced in the JSON text, because a JavaScript number cannot represent ids above 2^53.
      id: 0,
      oid: 40_221,
      guid,
      created: day(1500),
      modified: day(90),
      last_completed_scan_date: !isScanned(index) ? null : day(30),
      last_policy_compliance_check_date: !isScanned(index) ? null : day(20),
      app_profile_url: `HomeAppProfile:40221:${1_204_511 + index}`,
      results_url: !isScanned(index) ? null : `ViewReportsResultSummary:40221:${1_204_511 + index}`,
      scans: scansOf(index, day(30)),
      profile: profileOf(at(index), index, random),
      _links: linksOf(guid),
    };
  }
};

const isScanned = (index: number): boolean => index % 11 !== 4;

const scansOf = (index: number, modified: string): object[] =>
  !isScanned(index)
    ? []
    : ['STATIC', 'DYNAMIC', 'SCA'].map((scan_type) => ({
        scan_type,
        status: 'PUBLISHED',
        modified_date: modified,
        scan_url: `StaticOverview:40221:${index}`,
        internal_status: scan_type === 'SCA' ? null : 'resultsready',
      }));

const linksOf = (guid: string): object => ({
  self: { href: `https://api.veracode.com/appsec/v1/applications/${guid}` },
  sandboxes: { href: `https://api.veracode.com/appsec/v1/applications/${guid}/sandboxes{?page,size}`, templated: true },
  policy: { href: 'https://api.veracode.com/appsec/v1/policies/9ab6dc63-29cf-4457-a1d1-e2125277df0e' },
});

const profileOf = (application: Application, index: number, random: number): object => ({
  name: application.name,
  description: pick(ABOUT, random),
  tags: pick(['', `${pick(TAGS, random)}, ${pick(TAGS, random + 1)}`, null, ` , ${pick(TAGS, random)},`], random >>> 4),
  business_criticality: application.criticality,
  business_unit: { id: 7000 + (random % 5), name: application.unit, guid: uuid(random + 9) },
  business_owners: ownersOf(random),
  teams: index % 3 === 0 ? [] : [{ guid: uuid(random + 5), team_id: 300 + (random % 9), team_name: 'red-team' }],
  policies: [
    { guid: uuid(77), name: 'Veracode Recommended High', is_default: true, policy_compliance_status: 'DID_NOT_PASS' },
  ],
  custom_fields: index % 2 === 0 ? null : [{ name: 'Cost centre', value: String(random % 9000) }],
  archer_app_name: null,
  custom_kms_alias: null,
  ...repositoryOf(index),
  settings: {
    nextday_consultation_allowed: false,
    static_scan_xpa_or_dpa: false,
    dynamic_scan_approval_not_required: true,
    sca_enabled: true,
    static_scan_dependencies_allowed: false,
  },
});

const ownersOf = (random: number): object[] =>
  pick(
    [
      [],
      [pick(PEOPLE, random)],
      [pick(PEOPLE, random), pick(PEOPLE, random + 1)],
      [{ name: pick(PEOPLE, random).name, email: null }],
    ],
    random >>> 8,
  );

/** Returns the repository URL; the key is absent in most applications and empty in some. */
const repositoryOf = (index: number): object => {
  if (index % 3 === 1) return { git_repo_url: `https://git.example.com/${applicationHost(index).split('.')[0]}.git` };
  return index % 6 === 2 ? { git_repo_url: index % 12 === 2 ? '' : null } : {};
};
