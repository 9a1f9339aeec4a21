import { applicationHost, applicationName, PEOPLE, UNITS } from './lexicon.ts';
import type { DatasetOptions, Items } from './list.ts';
import { draw, pick, rootOf, uuid } from './prng.ts';
import { DAY } from './timeline.ts';

/** Applications of an organization in ascending order of `Id`. */
export interface AppScanApplications extends Items {
  idOf(index: number): string;
  indexOf(id: string): number | undefined;
  technologies(index: number): string;
  host(index: number): string;
}

const TECHNOLOGIES = [
  'DAST',
  'DAST, SAST, SCA',
  'SAST, SCA',
  'DAST, SAST',
  'SAST',
  'IAST, DAST',
  'DAST',
  'NONE',
] as const;
const IMPACTS = ['Unspecified', 'Low', 'Medium', 'High', 'Critical'] as const;
const ABOUT = [
  null,
  'Front &amp; back of the shop',
  '',
  'Acceptance test of the <i>new</i> portal',
  'Nightly scan',
] as const;

/** Creates applications; some have code scans only, and a third have a null `Url`. */
export const appScanApplications = (options: DatasetOptions, count: number): AppScanApplications => {
  const root = rootOf(options.seed, 'appscan application');
  const ids = Array.from({ length: count }, (_, index) => ascendingId(root, { index, count }));
  const byId = new Map(ids.map((id, index) => [id, index]));
  const idOf = (index: number): string => ids[index] ?? '';
  const technologies = (index: number): string => pick(TECHNOLOGIES, index);
  return {
    count,
    idOf,
    indexOf: (id) => byId.get(id.toLowerCase()),
    technologies,
    host: applicationHost,
    json: (index) => JSON.stringify(body(index)),
  };

  function body(index: number): object {
    const random = draw(root, index);
    const owner = pick(PEOPLE, random).name;
    return {
      Id: idOf(index),
      Name: nameOf(index),
      RiskRating: 'Medium',
      CustomFields: [],
      CriticalIssues: index % 10 === 0 ? -1 : random % 5,
      HighIssues: random % 7,
      MediumIssues: random % 11,
      LowIssues: random % 13,
      InformationalIssues: 0,
      IssuesInProgress: 0,
      MaxSeverity: 'High',
      CorrelationState: 'None',
      RR_MaxSeverity: 0,
      AssetGroupId: uuid(root),
      BusinessImpact: pick(IMPACTS, random >>> 4),
      Url: urlOf(index),
      Description: pick(ABOUT, random >>> 6),
      BusinessUnit: pick([null, '', ...UNITS], random >>> 8),
      BusinessUnitId: null,
      Type: null,
      Technology: index % 2 === 0 ? null : '.Net web application',
      TestingStatus: 'InProgress',
      Hosts: index % 3 === 0 ? null : 'web-01, web-02',
      Tester: '',
      BusinessOwner: pick([owner, '', null], random >>> 10),
      DevelopmentContact: null,
      AssetGroupName: 'DEFAULT_ASSET_GROUP',
      DateCreated: ticks(options.now - (400 + (random % 300)) * DAY, random),
      LastUpdated: ticks(options.now - (random % 300) * DAY - (random % 70_000_000), random >>> 3),
      LastComment: null,
      CreatedBy: owner,
      NewIssues: 0,
      OpenIssues: random % 200,
      TotalIssues: random % 300,
      OverallCompliance: false,
      ComplianceStatuses: [],
      CanBeDeleted: true,
      TotalScans: 6,
      NScanExecutions: 11,
      Presences: [],
      AddedToAssetGroupBy: {
        Id: uuid(random),
        FirstName: 'Ada',
        LastName: 'Nowak',
        UserName: 'ada',
        Email: 'ada.nowak@example.com',
      },
      ScanTechnologies: technologies(index),
    };
  }
};

/** Returns an id that grows with the index, so that lists ordered by `Id` need no sorting. */
export const ascendingId = (root: number, { index, count }: { index: number; count: number }): string => {
  const random = draw(root, index);
  return uuid(random, Math.floor(((index + (random % 997) / 1000) * 0x1_0000_0000) / count));
};

const nameOf = (index: number): string => {
  if (index === 3) return 'www.test.com';
  return index % 17 === 9 ? `O'Neill's shop ${index}` : applicationName(index).slice(0, 64);
};

const urlOf = (index: number): string | null => {
  if (index % 3 === 0) return null;
  return index % 13 === 7 ? '' : `https://${applicationHost(index)}`;
};

/** Formats an instant as .NET does: RFC 3339 with up to seven fraction digits, without trailing zeros. */
export const ticks = (instant: number, random: number): string => {
  const iso = new Date(instant).toISOString();
  const fraction = (iso.slice(20, 23) + String(random % 10_000).padStart(4, '0')).replace(/0+$/, '');
  return fraction === '' ? `${iso.slice(0, 19)}Z` : `${iso.slice(0, 19)}.${fraction}Z`;
};
