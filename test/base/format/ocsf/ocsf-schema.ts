/** Rules of the OCSF 1.5.0 schema for the attributes that we write: closed objects, required attributes, enums. */
const text = { type: 'string' };
const texts = { type: 'array', items: text };
const time = { type: 'integer' };
const number = { type: 'number' };
const list = (items: object) => ({ type: 'array', items });
const oneOf = (...names: string[]) => ({ oneOf: names.map((name) => ({ required: [name] })) });
const closeObject = (properties: Record<string, unknown>, ...required: string[]) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});

const group = closeObject({ name: text });
const owner = closeObject({ name: text, email_addr: text }, 'name');
const remediation = closeObject({ desc: text }, 'desc');
const cwe = closeObject({ uid: text }, 'uid');
const common = { uid: text, uid_alt: text, name: text, hostname: text, type: text, owner };
const ip = { type: 'string', maxLength: 40, pattern: '^[0-9A-Fa-f:.]+$' };

const cve = closeObject(
  {
    uid: text,
    cvss: list(
      closeObject(
        { base_score: number, version: text, vector_string: text, depth: { const: 'Base' } },
        'base_score',
        'version',
      ),
    ),
    epss: closeObject({ score: text }, 'score'),
    related_cwes: list(cwe),
  },
  'uid',
);

const file = closeObject({ name: text, path: text, type: text, type_id: { const: 1 } }, 'name', 'type_id');

const vulnerability = {
  ...closeObject({
    cve,
    cwe,
    advisory: closeObject({ uid: text }, 'uid'),
    title: text,
    desc: text,
    category: text,
    first_seen_time: time,
    last_seen_time: time,
    affected_code: list(closeObject({ file, start_line: { type: 'integer' }, end_line: { type: 'integer' } }, 'file')),
    affected_packages: list(closeObject({ name: text, version: text }, 'name', 'version')),
    references: texts,
    remediation,
  }),
  ...oneOf('advisory', 'cve', 'cwe'),
};

const resource = closeObject({
  ...common,
  ...{ ip, group, criticality: text, labels: texts, created_time: time, modified_time: time, data: { type: 'object' } },
});

const os = closeObject(
  { name: text, type: text, type_id: { enum: [0, 100, 200, 300, 400, 401, 402] } },
  'name',
  'type_id',
);

const device = closeObject(
  {
    ...common,
    ...{ desc: text, ip, os, type_id: { const: 0 } },
    mac: { type: 'string', pattern: '^([0-9A-Fa-f]{2}[:-]){5}([0-9A-Fa-f]{2})$' },
  },
  'type_id',
);

const application = closeObject({
  ...common,
  ...{ desc: text, criticality: text, labels: texts, group, url: closeObject({ url_string: text, hostname: text }) },
});

const info = closeObject(
  { uid: text, title: text, desc: text, types: texts, first_seen_time: time, last_seen_time: time },
  'uid',
);

const metadata = closeObject(
  { version: { const: '1.5.0' }, product: closeObject({ name: text, vendor_name: text }, 'name') },
  'version',
  'product',
);

const ACTIVITIES = [0, 1, 2, 3];

const buildClass = (uid: number, own: Record<string, unknown>, ...required: string[]) =>
  closeObject(
    {
      activity_id: { enum: ACTIVITIES },
      activity_name: { enum: ['Unknown', 'Create', 'Update', 'Close'] },
      category_uid: { const: 2 },
      category_name: { const: 'Findings' },
      class_uid: { const: uid },
      class_name: text,
      type_uid: { enum: ACTIVITIES.map((activity) => uid * 100 + activity) },
      type_name: text,
      time,
      severity_id: { enum: [0, 1, 2, 3, 4, 5] },
      severity: text,
      status_id: { enum: [0, 1, 3, 4, 99] },
      status: text,
      message: text,
      metadata,
      finding_info: info,
      vulnerabilities: { ...list(vulnerability), minItems: 1 },
      resources: list(resource),
      unmapped: { type: 'object' },
      ...own,
    },
    ...['activity_id', 'category_uid', 'class_uid', 'finding_info', 'metadata', 'severity_id', 'time', 'type_uid'],
    ...required,
  );

export const OCSF_EVENT = {
  oneOf: [
    buildClass(2002, { device }, 'vulnerabilities'),
    buildClass(2007, { application, remediation }, 'application'),
  ],
};
