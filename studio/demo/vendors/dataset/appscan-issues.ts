import { type AppScanApplications, ascendingId, ticks } from './appscan-applications.ts';
import { type Layout, shuffle } from './layout.ts';
import { FLAWS, METHODS, PARAMETERS, PATHS, SOURCES } from './lexicon.ts';
import { type DatasetOptions, type Items, isOdd, items } from './list.ts';
import { draw, pick, rootOf, uuid } from './prng.ts';
import { DAY, HOUR, timeline } from './timeline.ts';

export interface AppScanIssues {
  /** Returns all issues of an application in ascending order of `Id`. */
  of(application: number): IssueList;
  /** Changes one DAST issue of an application at the given time. */
  touch(application: number, index: number, at: number): void;
}

interface IssueList extends Items {
  /** Returns a frequently filtered field without generating the whole issue; undefined for other fields. */
  quick(index: number, field: string): string | undefined;
}

const STATUSES = ['Open', 'New', 'InProgress', 'Fixed', 'Reopened', 'Noise', 'Passed', 'Open'] as const;
const SEVERITIES = ['High', 'Medium', 'Low', 'Informational', 'Critical', 'Undetermined', 'Medium', 'Low'] as const;
const SEVERITY_VALUE: Readonly<Record<string, number>> = {
  Undetermined: 0,
  Informational: 1,
  Low: 2,
  Medium: 3,
  High: 4,
  Critical: 5,
};
const SCORES = [
  'null,"CvssVersion":"None"',
  '"9.8","CvssVersion":"Cvss31"',
  '"7.5","CvssVersion":"Cvss20"',
  '"6.1","CvssVersion":"Cvss30"',
  'null,"CvssVersion":"Cvss31"',
  '"5","CvssVersion":"Cvss31"',
] as const;
const ORIGINS = [
  '"https","Port":443',
  '"https","Port":8443',
  '"http","Port":80',
  '"https","Port":null',
  '"http","Port":8080',
  '"https","Port":443',
] as const;

/** Members that are equal in all issues of a kind. */
const kinds = FLAWS.map((flaw, i) => ({
  head: `"IssueType":${JSON.stringify(flaw.name)},"IssueTypeId":"${flaw.issueTypeId}","IssueTypeGuid":"${uuid(i + 400)}","ThreatClassId":"${flaw.threatClass}","Cwe":${flaw.cwe === 0 ? 'null' : flaw.cwe}`,
  xml: JSON.stringify(
    `<issue type="${flaw.issueTypeId}"><reasoning>${flaw.about}</reasoning><test value="a&amp;b &lt;i&gt;"/></issue>`,
  ),
}));

const REST =
  '"LastComment":null,"CallingMethod":null,"IsNewInScope":false,"PackageId":null,"AppPackageId":null,"LibraryName":null,"LibraryVersion":null,"FGStatus":null,"IsSticky":false,"FixGroupId":null,"Api":null,"Source":null,"Context":null,"AppscanVulnId":null,"CallingLine":null,"Class":null,"CveId":null,"CvePublishDate":null,"EpssPercentile":null,"ExternalId":null,"Package":null,"CorrelationGroupId":null,"DiffResult":"NoChange","ApiVulnName":null,"RemediationId":null,"SourceFileUri":null,"ReplayScriptFrameworks":"None"';

/** Creates the issues of all applications. In mixed applications, every ninth issue is from a code scan. */
export const appScanIssues = (options: DatasetOptions, layout: Layout, apps: AppScanApplications): AppScanIssues => {
  const root = rootOf(options.seed, 'appscan issue');
  const order = shuffle(layout.total, root);
  const changes = timeline(options.now, layout.total, root);
  const touched = new Map<number, number>();
  return {
    of: listOf,
    touch: (application, index, at) => void touched.set(layout.start(application) + index, at),
  };

  function listOf(application: number): IssueList {
    const techniques = apps.technologies(application);
    const dynamic = layout.count(application);
    const mixed = techniques.includes('SAST');
    const count = dynamic + (mixed ? Math.floor(dynamic / 8) + (dynamic === 0 ? 3 + (application % 9) : 0) : 0);
    const isDynamic = (index: number): boolean => dynamic > 0 && !(mixed && index % 9 === 8);
    const issueOf = (index: number): number => layout.start(application) + index - (mixed ? Math.floor(index / 9) : 0);
    const idOf = (index: number): string => ascendingId(root ^ (application + 1), { index, count });
    return {
      ...items(count, (index) =>
        isDynamic(index)
          ? dynamicIssue(application, idOf(index), issueOf(index))
          : codeIssue(application, idOf(index), { index, sca: techniques.includes('SCA') && index % 2 === 0 }),
      ),
      quick: (index, field) => {
        if (field === 'Id') return idOf(index);
        if (field === 'DiscoveryMethod' && isDynamic(index)) return 'DAST';
        if (field === 'LastUpdated' && isDynamic(index)) return lastUpdated(issueOf(index));
        return undefined;
      },
    };
  }

  function changedAt(issue: number): number {
    return touched.get(issue) ?? changes.instantOf(order.from(issue));
  }

  function lastUpdated(issue: number): string {
    return ticks(changedAt(issue), draw(root, issue) >>> 2);
  }

  function dynamicIssue(application: number, id: string, issue: number): string {
    const random = draw(root, issue);
    const kind = pick(kinds, random);
    const severity = pick(SEVERITIES, random >>> 5);
    const status = isOdd(options, issue) ? 'OnHold' : pick(STATUSES, (random >>> 9) + (touched.has(issue) ? 1 : 0));
    const updated = changedAt(issue);
    const created = updated - 7 * HOUR - (random % 300) * DAY - (random % 3_000_000);
    const found = random % 9 === 0 ? 'null' : `"${ticks(updated - (random % (5 * HOUR)), random >>> 4)}"`;
    return (
      `{"Id":"${id}","ApplicationId":"${apps.idOf(application)}","DiscoveryMethod":"DAST","Severity":"${severity}","SeverityValue":${SEVERITY_VALUE[severity]},"Status":"${status}",` +
      `${kind.head},"DateCreated":"${ticks(created, random >>> 1)}","LastUpdated":"${lastUpdated(issue)}","LastFound":${found},` +
      `"Cvss":${pick(SCORES, random >>> 11)},${locationOf(application, issue, random)},"Cve":${cveOf(random)},"EpssScore":${random % 4 === 0 ? `0.0${random % 97}1` : 'null'},` +
      `"DetailsUrl":${random % 3 === 0 ? `"https://cloud.appscan.com/main/issues/${id}"` : 'null'},"IssueXml":${random % 6 === 0 ? 'null' : kind.xml},"Language":null,"Line":null,"SourceFile":null,"Scanner":"AppScan Dynamic","ScanName":"nightly",${REST}}`
    );
  }

  /** Returns the location members. Scheme and host are null in some issues, and in the first one of every third application. */
  function locationOf(application: number, issue: number, random: number): string {
    const host = apps.host(application);
    const path = pick(PATHS, random >>> 7);
    const missing = random % 12 === 0 || (application % 3 === 0 && issue === layout.start(application));
    const element = pick(
      [
        '"Element":null,"ElementType":null',
        `"Element":"${pick(PARAMETERS, random >>> 3)}","ElementType":"Parameter"`,
        '"Element":"session","ElementType":"Cookie"',
      ],
      random >>> 14,
    );
    const origin = missing
      ? '"Scheme":null,"Port":null,"Host":null,"Domain":null'
      : `"Scheme":${pick(ORIGINS, random >>> 16)},"Host":"${host}","Domain":"${host}"`;
    const location =
      random % 50 === 1 ? 'null' : `"https://${host}${path}?m=${pick(METHODS, random)}&n=${random % 60}"`;
    return `"Location":${location},"Path":"${path}",${origin},${element}`;
  }

  function codeIssue(application: number, id: string, { index, sca }: { index: number; sca: boolean }): string {
    const random = draw(root ^ 0xc0de, application * 65_537 + index);
    const created = options.now - 30 * DAY - (random % 300) * DAY;
    return (
      `{"Id":"${id}","ApplicationId":"${apps.idOf(application)}","DiscoveryMethod":"${sca ? 'SCA' : 'SAST'}","Severity":"High","SeverityValue":4,"Status":"Open",` +
      `${pick(kinds, random).head},"DateCreated":"${ticks(created, random)}","LastUpdated":"${ticks(created + DAY, random)}","LastFound":"${ticks(created + DAY, 0)}",` +
      `"Cvss":null,"CvssVersion":"None","Location":"${pick(SOURCES, random)}:${random % 300}","Path":null,"Scheme":null,"Port":null,"Host":null,"Domain":null,"Element":null,"ElementType":null,"Cve":${sca ? `"CVE-2022-${10_000 + (random % 9000)}"` : 'null'},"EpssScore":null,` +
      `"DetailsUrl":null,"IssueXml":null,"Language":"Java","Line":${random % 300},"SourceFile":"${pick(SOURCES, random)}","Scanner":"AppScan Static Analyzer","ScanName":"build",${REST}}`
    );
  }
};

const cveOf = (random: number): string => {
  if (random % 10 === 3) return `"CVE-20${10 + (random % 16)}-${1000 + (random % 50_000)}"`;
  return random % 10 === 4 ? '""' : 'null';
};
