import { type Conversion, FORMATS, findTimeConversion } from './formats.ts';
import type { Member } from './members.ts';

/** Target field and the members that may fill it. */
export interface TargetRow {
  readonly target: string;
  /** Names of members, simplified, by preference. */
  readonly names: readonly string[];
  /** Returns the conversion of a member, or undefined if its values do not fit. No conversion is an empty text. */
  readonly fit: (member: Member) => Conversion | '' | undefined;
  /** Finds members by their values alone. */
  readonly byValue?: (member: Member) => boolean;
  /** Enum that translates the values. */
  readonly enum?: 'severity' | 'status';
  /** True if a member may fill this field in addition to another one. */
  readonly isShared?: boolean;
}

const scalar = (conversion: Conversion | '') => (member: Member) => (member.isList ? undefined : conversion);

const only = (test: (member: Member) => boolean, conversion: Conversion) => (member: Member) =>
  !member.isList && test(member) ? conversion : undefined;

const time = (member: Member) => (member.isList ? undefined : findTimeConversion(member));

const list = (member: Member): Conversion | undefined => (member.isList ? 'list' : undefined);

const text = scalar('string');
const prose = scalar('plainText');
const enumerated = scalar('');

const words = (text: string): readonly string[] => text.split(' ');

const CREATED = words(
  'created createdat createdon createddate creationdate creationtime createtime datecreated createdtime dateadded addedat opened openedat',
);
const UPDATED = words(
  'updated updatedat updatedon updateddate lastupdated lastupdatedon lastmodified modified modifiedat modifiedon modifieddate lastmodifieddate dateupdated updatetime lastchanged',
);

/** Rows of the target fields of findings, in the order in which members are given to them. */
const FINDING: readonly TargetRow[] = [
  {
    target: 'findingType.vulnerability.cveId',
    names: words('cve cveid cvenumber cvename'),
    fit: only(() => true, 'cve'),
    byValue: FORMATS.cve,
  },
  { target: 'findingType.vulnerability.cveIds', names: words('cves cveids cvelist'), fit: list, byValue: FORMATS.cve },
  {
    target: 'findingType.vulnerability.cweId',
    names: words('cwe cweid cwenumber'),
    fit: only(FORMATS.cweNumber, 'cwe'),
    byValue: FORMATS.cwe,
  },
  { target: 'findingType.vulnerability.cweIds', names: words('cwes cweids cwelist'), fit: list, byValue: FORMATS.cwe },
  {
    target: 'findingType.vulnerability.cvss.vector',
    names: words('cvssvector vectorstring cvss3vector cvssv3vector cvssvectorstring vector'),
    fit: only(FORMATS.vector, 'string'),
    byValue: FORMATS.vector,
  },
  {
    target: 'findingType.vulnerability.cvss.cvss3Base',
    names: words(
      'cvss3base cvssv3basescore cvss3score cvssv3score cvssscore cvssbasescore basescore cvssv3 cvss3 cvss',
    ),
    fit: only(FORMATS.cvss, 'number'),
  },
  { target: 'epss', names: words('epss epssscore epssprobability'), fit: only(FORMATS.fraction, 'number') },
  {
    target: 'severity',
    names: words(
      'severity severitylevel severityname severitylabel severitytext risk risklevel riskrating criticality priority threatlevel level impact rating sev',
    ),
    fit: enumerated,
    enum: 'severity',
  },
  {
    target: 'findingStatus',
    names: words(
      'status state findingstatus issuestatus resolutionstatus workflowstatus triagestatus lifecyclestate resolution analysisstate',
    ),
    fit: enumerated,
    enum: 'status',
  },
  {
    target: 'fixedOn',
    names: words(
      'fixedon fixed fixedat fixeddate resolvedat resolved resolvedon closedat closed closedon closeddate mitigated mitigatedat remediatedat remediatedon lastfixed',
    ),
    fit: time,
  },
  {
    target: 'firstFoundOn',
    names: [
      ...words(
        'firstfoundon firstfound firstfounddate firstseen firstseenat firstdetected firstdetectedat firstdiscovered discoveredat discovered detectedat introducedat introduceddate founddate found opendate date timestamp',
      ),
      ...CREATED,
    ],
    fit: time,
  },
  {
    target: 'lastFoundOn',
    names: [
      ...words('lastfoundon lastfound lastseen lastseenat lastdetected lastdetectedat lastobserved lastdiscovered'),
      ...UPDATED,
    ],
    fit: time,
  },
  { target: 'port', names: words('port portnumber tcpport'), fit: only(FORMATS.integer, 'integer') },
  { target: 'protocol', names: words('protocol scheme transport'), fit: text },
  {
    target: 'line',
    names: words('line linenumber startline beginline lineno linestart'),
    fit: only(FORMATS.integer, 'integer'),
  },
  { target: 'file', names: words('file filepath filename sourcefile path locationpath'), fit: text },
  {
    target: 'url',
    names: words('url uri link htmlurl weburl permalink affectedurl endpoint href selfurl'),
    fit: only(FORMATS.url, 'url'),
  },
  { target: 'method', names: words('method httpmethod requestmethod'), fit: text },
  { target: 'parameter', names: words('parameter param parametername argument'), fit: text },
  {
    target: 'component.version',
    names: words(
      'componentversion packageversion installedversion libraryversion currentversion affectedversion version',
    ),
    fit: text,
  },
  {
    target: 'component.name',
    names: words(
      'componentname packagename component package library libraryname module modulename artifact artifactname dependency dependencyname artifactid',
    ),
    fit: text,
  },
  { target: 'component.language', names: words('componentlanguage language ecosystem packagemanager'), fit: text },
  {
    target: 'solution',
    names: words(
      'solution remediation recommendation recommendations mitigation fix howtofix resolutionsteps advice remediationguidance',
    ),
    fit: prose,
  },
  { target: 'references', names: words('references refs links urls seealso referencelinks'), fit: list },
  {
    target: 'name',
    names: words(
      'title name summary vulnerabilityname issuename findingname vulnerabilitytitle rulename checkname pluginname issuetype findingtype vulnerabilitytype signature shortdescription headline message issue type category ruleid rule check',
    ),
    fit: text,
  },
  {
    target: 'description',
    names: words(
      'description longdescription details detail fulldescription message synopsis body descriptiontext overview explanation',
    ),
    fit: prose,
  },
  {
    target: 'detectionResult',
    names: words('evidence proof output pluginoutput result detectionresult rawoutput poc'),
    fit: prose,
  },
  { target: 'subType', names: words('subtype category type issuetype findingtype kind class'), fit: text },
];

/** Rows of the target fields of assets. */
const ASSET: readonly TargetRow[] = [
  {
    target: 'repoUrl',
    names: words('repourl repositoryurl giturl cloneurl scmurl sshurl repository'),
    fit: only(FORMATS.url, 'url'),
  },
  {
    target: 'webAppUrl',
    names: words('webappurl baseurl siteurl applicationurl targeturl url website homepage weburl starturl'),
    fit: only(FORMATS.url, 'url'),
  },
  {
    target: 'ipAddresses',
    names: words('ipaddresses ips ipaddress ip ipv4 ipv4address privateip'),
    fit: (member) => (FORMATS.ip(member) || member.values.length === 0 ? 'list' : undefined),
  },
  { target: 'fqdn', names: words('fqdn hostname dnsname host computername netbiosname'), fit: text },
  { target: 'macAddress', names: words('macaddress mac'), fit: text },
  { target: 'operatingSystem', names: words('operatingsystem os osname platform osversion'), fit: text },
  {
    target: 'assetDetail.lastScannedOn',
    names: words('lastscanned lastscannedon lastscan lastscandate lastscanat lastscantime lastseen lastassessed'),
    fit: time,
  },
  { target: 'assetDetail.createdOn', names: [...CREATED, ...words('firstseen firstfound')], fit: time },
  { target: 'assetDetail.lastUpdatedOn', names: UPDATED, fit: time },
  {
    target: 'assetDetail.criticality',
    names: words('criticality businesscriticality importance businessimpact riskrating priority tier'),
    fit: text,
  },
  {
    target: 'assetDetail.businessUnit',
    names: words('businessunit businessunitname department organization organizationname division bu'),
    fit: text,
  },
  {
    target: 'assetDetail.owners',
    names: words('owners owner ownername owneremail businessowner contact maintainer teams team'),
    fit: () => 'list',
  },
  { target: 'assetDetail.tags', names: words('tags labels keywords topics'), fit: list },
  {
    target: 'assetDetail.name',
    names: words('name title displayname appname applicationname projectname hostname assetname fullname label fqdn'),
    fit: text,
    isShared: true,
  },
  { target: 'assetDetail.description', names: words('description details summary notes'), fit: prose },
];

/** Rows of the built-in entities. */
export const TARGET_ROWS = { finding: FINDING, asset: ASSET } as const;

/** Names of the members of a finding that identify its asset, by preference. */
export const PARENT_NAMES: readonly string[] = words(
  'assetid applicationid appid projectid productid targetid siteid hostid resourceid repositoryid repoid serviceid imageid deviceid webappid scanid assetuuid applicationguid projectuuid projectkey asset application project product target repository hostname host fqdn ip ipaddress resource server image',
);
