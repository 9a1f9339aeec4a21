import { getStarterAuth, type StarterAuthName } from './auth.ts';
import { getStarterPaging, type StarterPagingName } from './paging.ts';

/** Kind of API that a starter manifest reads. */
export interface StarterOptions {
  readonly auth: StarterAuthName;
  readonly paging: StarterPagingName;
  /** Issues are listed per project instead of in one list. */
  readonly partition: boolean;
  /** Issues are exported by a job. */
  readonly job: boolean;
  /** Later runs read only changed issues. */
  readonly incremental: boolean;
}

/** Description of the recorded case. */
export const STARTER_CASE = 'Three projects; one of them has two issues, one of them fixed.';

const CHANGED_SINCE = { value: '{{cursor.start}}', when: 'cursor.start' };

function buildIssueStream({ partition, job, incremental }: StarterOptions): object {
  const scope = partition ? { scope: 'partition' } : {};
  const changes = incremental ? { updated_since: CHANGED_SINCE } : {};
  const path = partition ? '/v1/projects/{{project.id}}/issues' : '/v1/issues';
  const filters = { ...(partition ? { project_id: { expr: 'project.id' } } : {}), ...changes };
  const source = job
    ? {
        job: {
          create: {
            request: { method: 'POST', path: '/v1/exports', json: { type: 'issues', ...filters }, repeatable: true },
            capture: { id: 'id' },
          },
          poll: {
            request: { path: '/v1/exports/{{job.id}}' },
            status: 'state',
            states: { running: 'pending', finished: 'done', failed: 'failed' },
            interval: 'PT10S',
          },
          files: { request: { path: '/v1/exports/{{job.id}}/issues' } },
        },
      }
    : { request: { path, ...(incremental ? { query: changes } : {}) } };
  return {
    title: partition ? 'List issues of a project' : 'List issues',
    ...(partition ? { partitions: [{ parent: 'projects', as: 'project' }] } : {}),
    ...source,
    records: 'issues',
    key: ['id'],
    ...(incremental ? { incremental: { cursor: 'updated_at', type: 'datetime', lookback: 'PT5M', ...scope } } : {}),
  };
}

const projectId = ({ partition }: StarterOptions): string => (partition ? '$project.id' : 'project_id');

/** Builds the manifest that `init` writes: a fictional vendor with a list of projects and their issues. */
export const buildStarterManifest = (id: string, title: string, options: StarterOptions): object => ({
  $schema: 'https://mapwright.dev/schemas/manifest.schema.json',
  manifestVersion: 2,
  id,
  version: '0.1.0',
  title,
  about: {
    vendor: title,
    product: title,
    source: title,
    vendorProductName: title,
    category: 'Application Security',
    assetTypes: ['WEB_APPLICATION'],
    findingTypes: ['VULNERABILITY'],
    integration: 'API Integration (REST)',
    direction: 'unidirectional',
    delta: options.incremental,
    summary: `Reads the projects of ${title} and their issues. Replace this text, the streams and the maps with those of your vendor.`,
    prerequisites: ['Describe what a user needs before setup.'],
    credentials: { steps: ['Describe how to create the API token.'] },
    permissions: [{ entity: 'Projects and issues', permission: 'read' }],
    troubleshooting: [{ issue: 'Authentication failure', resolution: 'Check the API token.' }],
  },
  settings: {
    type: 'object',
    required: ['base_url', ...Object.keys(getStarterAuth(options.auth).settings)],
    properties: {
      base_url: {
        type: 'string',
        title: 'Base URL',
        description: 'Base URL of the API.',
        format: 'uri',
        examples: ['https://api.acme.example'],
      },
      ...Object.fromEntries(
        Object.entries(getStarterAuth(options.auth).settings).map(([name, { schema }]) => [name, schema]),
      ),
    },
  },
  baseUrl: '{{settings.base_url}}',
  allowedHosts: ['{{settings.base_url}}'],
  auth: getStarterAuth(options.auth).auth,
  defaults: { concurrency: 4, retry: { attempts: 5 }, paginator: getStarterPaging(options.paging).paginator },
  streams: {
    projects: { title: 'List projects', request: { path: '/v1/projects' }, records: 'projects', key: ['id'] },
    issues: buildIssueStream(options),
  },
  enums: {
    status: {
      values: { open: 'NEW', 'in progress': 'ACTIVE', fixed: 'FIXED', ignored: 'IGNORED' },
      unmapped: 'reject',
      match: 'loose',
    },
    severity: { values: { info: 1, low: 2, medium: 3, high: 4, critical: 5 }, unmapped: 'reject', match: 'loose' },
  },
  maps: {
    asset: {
      from: 'projects',
      to: 'asset',
      fields: {
        externalAssetId: { value: 'id', identity: true, as: 'string' },
        assetType: "'WEB_APPLICATION'",
        'assetDetail.name': 'name',
        webAppName: 'name',
        webAppUrl: 'url',
      },
    },
    finding: {
      from: 'issues',
      to: 'finding',
      fields: {
        externalFindingId: { value: `${projectId(options)} & ':' & id`, identity: true },
        externalAssetId: { value: projectId(options), as: 'string' },
        name: 'title',
        severity: { value: 'severity', enum: 'severity' },
        findingStatus: { value: 'status', enum: 'status' },
        description: { value: 'description', as: 'plainText' },
        'findingType.vulnerability.cweId': { value: 'cwe', as: 'cwe' },
        firstFoundOn: { value: 'created_at', as: 'datetime' },
        url: 'url',
      },
    },
  },
  samples: {
    'first-page': { description: STARTER_CASE },
  },
});
