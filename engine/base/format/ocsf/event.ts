import { dropUndefined, type JsonObject } from '../../json/index.ts';
import { readText, readTimestamp } from './fields.ts';
import { ASSET_TYPES, buildApplication, buildDevice, buildResource, type OcsfClass } from './resources.ts';
import { buildRemediation, buildVulnerabilities, listUnmapped } from './vulnerabilities.ts';

/** Version of the schema that events conform to. */
export const OCSF_VERSION = '1.5.0';

/** Finding with its asset, of which only the ID may be known. */
export interface OcsfFinding {
  readonly finding: JsonObject;
  readonly asset: JsonObject;
  /** Time of an event whose finding has no times. */
  readonly at: number;
}

interface EventClass {
  readonly uid: number;
  readonly name: string;
  /** Attributes of this class only. */
  readonly attributes: (of: OcsfFinding) => JsonObject;
}

const CLASSES: { readonly [C in OcsfClass]: EventClass } = {
  vulnerability: {
    uid: 2002,
    name: 'Vulnerability Finding',
    attributes: ({ asset }) => (asset['assetType'] === 'HOST' ? { device: buildDevice(asset) } : {}),
  },
  application: {
    uid: 2007,
    name: 'Application Security Posture Finding',
    attributes: ({ finding, asset }) =>
      dropUndefined({ application: buildApplication(asset), remediation: buildRemediation(finding) }),
  },
};

type Label = readonly [id: number, caption: string];

const UNKNOWN: Label = [0, 'Unknown'];
const CREATE: Label = [1, 'Create'];
const UPDATE: Label = [2, 'Update'];
const CLOSE: Label = [3, 'Close'];

interface StatusRow {
  readonly status: Label;
  readonly activity: Label;
  /** Fields with the time of the activity, the best first. */
  readonly times: readonly string[];
}

const UPDATED = ['lastFoundOn', 'firstFoundOn'];

/** Status and activity by finding status. The schema has no status for open findings that are neither new nor in review. */
const STATUSES: Readonly<Record<string, StatusRow>> = {
  NEW: { status: [1, 'New'], activity: CREATE, times: ['firstFoundOn', 'lastFoundOn'] },
  ACTIVE: { status: [99, 'Active'], activity: UPDATE, times: UPDATED },
  REOPENED: { status: [99, 'Reopened'], activity: UPDATE, times: UPDATED },
  IGNORED: { status: [3, 'Suppressed'], activity: CLOSE, times: UPDATED },
  FIXED: { status: [4, 'Resolved'], activity: CLOSE, times: ['fixedOn', ...UPDATED] },
};

const NO_STATUS: StatusRow = { status: UNKNOWN, activity: UNKNOWN, times: UPDATED };

/** Severities, 1 to 5. */
const SEVERITIES: Readonly<Record<number, string>> = {
  1: 'Informational',
  2: 'Low',
  3: 'Medium',
  4: 'High',
  5: 'Critical',
};

/** Returns the class of an event by the type of the asset; for an unknown asset, by where the weakness is. */
function findClass({ finding, asset }: OcsfFinding): EventClass {
  const known = ASSET_TYPES[readText(asset, 'assetType') ?? '']?.class;
  const isInApplication = finding['file'] !== undefined || finding['url'] !== undefined;
  return CLASSES[known ?? (isInApplication ? 'application' : 'vulnerability')];
}

const buildInfo = (finding: JsonObject): JsonObject => {
  const type = readText(finding, 'subType');
  return dropUndefined({
    uid: readText(finding, 'externalFindingId'),
    title: readText(finding, 'name'),
    desc: readText(finding, 'description'),
    types: type === undefined ? undefined : [type],
    first_seen_time: readTimestamp(finding, 'firstFoundOn'),
    last_seen_time: readTimestamp(finding, 'lastFoundOn'),
  });
};

const buildMetadata = ({ finding, asset }: OcsfFinding): JsonObject => ({
  version: OCSF_VERSION,
  product: dropUndefined({ name: readText(finding, 'vendorProductName'), vendor_name: readText(asset, 'source') }),
});

/** Converts a finding and its asset to an OCSF event. */
export function buildEvent(of: OcsfFinding): JsonObject {
  const { finding, asset, at } = of;
  const { uid, name, attributes } = findClass(of);
  const { status, activity, times } = STATUSES[readText(finding, 'findingStatus') ?? ''] ?? NO_STATUS;
  const severity = Number(finding['severity']);
  const caption = SEVERITIES[severity];
  return dropUndefined({
    activity_id: activity[0],
    activity_name: activity[1],
    category_uid: 2,
    category_name: 'Findings',
    class_uid: uid,
    class_name: name,
    type_uid: uid * 100 + activity[0],
    type_name: `${name}: ${activity[1]}`,
    time: times.map((field) => readTimestamp(finding, field)).find((time) => time !== undefined) ?? at,
    severity_id: caption === undefined ? UNKNOWN[0] : severity,
    severity: caption ?? UNKNOWN[1],
    status_id: status[0],
    status: status[1],
    message: readText(finding, 'name'),
    metadata: buildMetadata(of),
    finding_info: buildInfo(finding),
    vulnerabilities: buildVulnerabilities(finding),
    resources: [buildResource(asset)],
    ...attributes(of),
    unmapped: listUnmapped(finding),
  });
}
