import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseManifest } from '../../engine/manifest/index.ts';
import { LINT_RULES } from '../../engine/manifest/lint/index.ts';
import { scaleRuns } from '../setup/suite.ts';
import { changeGood, GOOD_TEXT } from './good.ts';

interface Broken {
  readonly rule: string;
  /** Values to set in the valid manifest by pointer; undefined removes the value. */
  readonly change: Readonly<Record<string, unknown>>;
  readonly path: string;
  /** Text that the message or the fix must contain. */
  readonly says?: string;
}

const setting = (schema: object) => ({ type: 'string', title: 'Extra', ...schema });

const SESSION_HEADER = { into: 'header', name: 'x', value: '{{session.t}}' };
const OAUTH = { type: 'oauth2', grant: 'client_credentials', tokenUrl: '{{settings.domain_url}}/t', clientId: 'c' };

/** Adds a choice between two groups of settings. */
function choice() {
  const method = (value: string) => ({ type: 'string', const: value });
  return {
    '/settings/properties/login': {
      type: 'object',
      title: 'Login',
      oneOf: [
        {
          title: 'User',
          required: ['user'],
          properties: {
            method: method('basic'),
            user: { type: 'string', title: 'User' },
            password: { type: 'string', title: 'Password', writeOnly: true },
          },
        },
        { title: 'Anonymous', properties: { method: method('none') } },
      ],
    },
  };
}

const BROKEN: readonly Broken[] = [
  {
    rule: 'names/stream',
    change: { '/maps/asset/from': 'aplications' },
    path: '/maps/asset/from',
    says: 'Did you mean "applications"',
  },
  {
    rule: 'names/stream',
    change: { '/streams/issues/partitions/0/parent': 'apps' },
    path: '/streams/issues/partitions/0/parent',
  },
  {
    rule: 'names/stream',
    change: { '/streams/reports/lookup/app/stream': 'app' },
    path: '/streams/reports/lookup/app/stream',
  },
  {
    rule: 'names/enum',
    change: { '/maps/issue/fields/severity/enum': 'severities' },
    path: '/maps/issue/fields/severity/enum',
    says: 'severity',
  },
  {
    rule: 'names/unused-enum',
    change: { '/enums/colour': { values: { red: 1 }, unmapped: 'reject' } },
    path: '/enums/colour',
  },
  {
    rule: 'names/unused-enum',
    change: { '/maps/issue/enums': { colour: { values: { red: 1 }, unmapped: 'reject' } } },
    path: '/maps/issue/enums/colour',
  },
  {
    rule: 'names/unused-stream',
    change: { '/maps/row': undefined, '/streams/reports/emit': false },
    path: '/streams/reports',
  },
  {
    rule: 'names/entity',
    change: { '/maps/asset/to': 'aset' },
    path: '/maps/asset/to',
    says: 'Did you mean "asset"',
  },
  {
    rule: 'names/entity',
    change: { '/maps/asset/to': 'usr', '/entities': { user: {} } },
    path: '/maps/asset/to',
    says: 'asset, finding, user',
  },
  { rule: 'entities/built-in', change: { '/entities': { asset: {} } }, path: '/entities/asset' },
  {
    rule: 'entities/built-in',
    change: { '/streams/finding': { request: { path: '/x' }, records: '$' } },
    path: '/streams/finding',
    says: 'emit',
  },
  {
    rule: 'entities/built-in',
    change: { '/streams/reports/emit': { as: 'asset' } },
    path: '/streams/reports',
    says: 'the built-in entity "asset"',
  },
  {
    rule: 'entities/shared',
    change: { '/streams/reports/emit': { as: 'all items' }, '/streams/applications/emit': { as: 'all items' } },
    path: '/streams/reports/emit',
    says: '"applications"',
  },
  {
    rule: 'entities/file',
    change: { '/streams/reports/emit': { as: 'Assets' } },
    path: '/streams/reports/emit/as',
    says: 'Assets.ndjson',
  },
  { rule: 'entities/unused', change: { '/entities': { user: {} } }, path: '/entities/user' },
  {
    rule: 'entities/schema',
    change: { '/entities': { user: { schema: { properties: { id: { $ref: '#/definitions/nowhere' } } } } } },
    path: '/entities/user/schema',
  },
  {
    rule: 'entities/schema',
    change: { '/entities': { user: { schema: { type: 'array' } } } },
    path: '/entities/user/schema',
    says: 'objects',
  },
  {
    rule: 'entities/duplicates',
    change: { '/maps/issue/duplicates': { newestBy: 'lastChanged' } },
    path: '/maps/issue/duplicates/newestBy',
    says: 'lastChanged',
  },
  {
    rule: 'entities/identity',
    change: { '/entities': { user: { identity: ['uid'], schema: { additionalProperties: false } } } },
    path: '/entities/user/identity/0',
  },
  {
    rule: 'entities/identity',
    change: {
      '/entities': { user: { identity: ['id'] } },
      '/maps/user': { from: 'applications', to: 'user', fields: { name: 'Name' } },
    },
    path: '/maps/user/fields',
    says: 'does not fill "id"',
  },
  {
    rule: 'entities/file',
    change: { '/streams/Rejects': { request: { path: '/x' }, records: '$' } },
    path: '/streams/Rejects',
    says: 'Rejects.ndjson',
  },
  {
    rule: 'names/stream',
    change: { '/streams/groups': { responseOf: 'aplications', records: 'Groups' } },
    path: '/streams/groups/responseOf',
  },
  {
    rule: 'flow/response-of',
    change: { '/streams/groups': { responseOf: 'applications', records: 'Groups', limit: 3 } },
    path: '/streams/groups/limit',
    says: 'applications',
  },
  {
    rule: 'flow/response-of',
    change: {
      '/streams/groups': { responseOf: 'applications', records: 'Groups' },
      '/streams/teams': { responseOf: 'groups', records: 'Teams' },
    },
    path: '/streams/teams/responseOf',
  },
  { rule: 'flow/parent-key', change: { '/streams/applications/key': undefined }, path: '/streams/applications' },
  { rule: 'syntax/expression', change: { '/streams/issues/records': 'Items[' }, path: '/streams/issues/records' },
  { rule: 'syntax/expression', change: { '/maps/issue/fields/name': "Type & & 'x'" }, path: '/maps/issue/fields/name' },
  {
    rule: 'syntax/template',
    change: { '/streams/applications/request/path': '/api/{{settings.zone' },
    path: '/streams/applications/request/path',
  },
  {
    rule: 'syntax/template',
    change: { '/streams/applications/request/path': '/api/{{shout settings.zone}}' },
    path: '/streams/applications/request/path',
    says: 'shout',
  },
  {
    rule: 'syntax/time',
    change: { '/defaults/rateLimit/0/per': 'P1' },
    path: '/defaults/rateLimit/0/per',
    says: 'PT30S',
  },
  {
    rule: 'regexes/linear',
    change: { '/maps/issue/where': '$contains(Kind, /^(?=a)b/)' },
    path: '/maps/issue/where',
    says: 'lookahead',
  },
  {
    rule: 'regexes/linear',
    change: { '/maps/issue/where': String.raw`$contains(Kind, /(a)\1/)` },
    path: '/maps/issue/where',
    says: 'back-reference',
  },
  {
    rule: 'scope/unknown-name',
    change: { '/streams/issues/request/path': '/api/apps/{{aplication.Id}}/issues' },
    path: '/streams/issues/request/path',
    says: 'application',
  },
  {
    rule: 'scope/unknown-name',
    change: { '/maps/issue/fields/externalAssetId': '$app.Id' },
    path: '/maps/issue/fields/externalAssetId',
  },
  {
    rule: 'scope/unknown-name',
    change: { '/streams/applications/request/query/since': '{{window.start}}' },
    path: '/streams/applications/request/query/since',
  },
  {
    rule: 'scope/unknown-name',
    change: { '/maps/asset/fields/assetDetail.name': '$item.Name' },
    path: '/maps/asset/fields/assetDetail.name',
  },
  {
    rule: 'scope/unknown-name',
    change: { '/maps/asset/where': '$window.start < Created' },
    path: '/maps/asset/where',
    says: 'in a stream with "window"',
  },
  {
    rule: 'scope/missing-dollar',
    change: { '/streams/applications/records': 'Items[Id in settings.domain_url]' },
    path: '/streams/applications/records',
    says: 'Write $settings.domain_url',
  },
  {
    rule: 'scope/missing-dollar',
    change: { '/maps/row/where': 'at >= window.start' },
    path: '/maps/row/where',
    says: 'Write $window.start',
  },
  {
    rule: 'syntax/time',
    change: {
      '/settings/properties/since': { type: 'integer', title: 'Start' },
      '/streams/reports/window/start': '{{settings.since}}',
    },
    path: '/streams/reports/window/start',
    says: '$fromMillis(since * 1000)',
  },
  {
    rule: 'syntax/time',
    change: {
      '/settings/properties/wait': { type: 'integer', title: 'Wait' },
      '/defaults/timeout': '{{settings.wait}}',
    },
    path: '/defaults/timeout',
    says: 'PT{{settings.wait}}S',
  },
  {
    rule: 'scope/filter',
    change: { '/filters/issues': { syntax: 'odata', title: 'Issues', examples: ["Id eq '1'"] } },
    path: '/filters/issues',
  },
  {
    rule: 'scope/filter',
    change: { '/filters': undefined },
    path: '/streams/applications/request/query/$filter/clauses/0/value',
  },
  {
    rule: 'syntax/time',
    change: { '/maps/issue/fields/firstFoundOn/zone': 'Europe/Nowhere' },
    path: '/maps/issue/fields/firstFoundOn/zone',
    says: 'is not a time zone',
  },
  {
    rule: 'settings/undeclared',
    change: { '/settings/properties/zone': undefined },
    path: '/maps/issue/fields/firstFoundOn/zone',
    says: 'zone',
  },
  {
    rule: 'settings/unused',
    change: { '/settings/properties/extra': setting({}) },
    path: '/settings/properties/extra',
  },
  {
    rule: 'settings/secret-outside-auth',
    change: { '/streams/applications/request/query/key': '{{settings.key_secret}}' },
    path: '/streams/applications/request/query/key',
  },
  {
    rule: 'settings/secret-outside-auth',
    change: { '/maps/issue/fields/name': '$settings.key_secret' },
    path: '/maps/issue/fields/name',
  },
  {
    rule: 'settings/exposed-credential',
    change: { '/settings/properties/key_secret/writeOnly': undefined },
    path: '/settings/properties/key_secret',
    says: 'writeOnly',
  },
  {
    rule: 'settings/credential',
    change: { '/settings/properties/key_secret/credential': true },
    path: '/settings/properties/key_secret/credential',
  },
  {
    rule: 'settings/credential',
    change: { '/settings/properties/domain_url/credential': true },
    path: '/settings/properties/domain_url/credential',
  },
  {
    rule: 'settings/required-unknown',
    change: { '/settings/required/0': 'key_idd' },
    path: '/settings/required/0',
    says: 'key_id',
  },
  {
    rule: 'settings/misfit',
    change: { '/settings/properties/history_months/default': 99 },
    path: '/settings/properties/history_months/default',
  },
  {
    rule: 'settings/secret-value',
    change: { '/settings/properties/key_secret/default': 'hunter2' },
    path: '/settings/properties/key_secret/default',
  },
  {
    rule: 'settings/derive-order',
    change: { '/settings/properties/region/derive': 'zone' },
    path: '/settings/properties/region/derive',
  },
  {
    rule: 'target/unknown-field',
    change: { '/maps/issue/fields/severty': "'x'" },
    path: '/maps/issue/fields/severty',
    says: 'severity',
  },
  {
    rule: 'target/unknown-field',
    change: { '/maps/issue/fields/custom.constructor': "'x'" },
    path: '/maps/issue/fields/custom.constructor',
  },
  {
    rule: 'target/overlap',
    change: { '/maps/issue/fields/custom': "{'team': 'x'}", '/maps/issue/fields/custom.team': "'x'" },
    path: '/maps/issue/fields/custom.team',
    says: '"custom"',
  },
  {
    rule: 'target/missing-field',
    change: { '/maps/issue/fields/name': undefined },
    path: '/maps/issue/fields',
    says: '"name"',
  },
  {
    rule: 'target/identity-missing',
    change: { '/maps/asset/fields/externalAssetId': 'Id' },
    path: '/maps/asset/fields',
  },
  { rule: 'target/enum-value', change: { '/enums/status/values/Open': 'OPEN' }, path: '/enums/status/values/Open' },
  {
    rule: 'target/enum-value',
    change: { '/enums/severity/values/High': 9 },
    path: '/enums/severity/values/High',
    says: '1 to 5',
  },
  {
    rule: 'target/conversion',
    change: { '/maps/issue/fields/name': { value: 'Type', as: 'integer' } },
    path: '/maps/issue/fields/name/as',
  },
  {
    rule: 'target/conversion',
    change: { '/maps/issue/fields/findingType.vulnerability.cveIds': { value: 'Cves', as: 'integer' } },
    path: '/maps/issue/fields/findingType.vulnerability.cveIds/as',
  },
  {
    rule: 'target/zone',
    change: { '/maps/issue/fields/name': { value: 'Type', zone: 'UTC' } },
    path: '/maps/issue/fields/name/zone',
  },
  {
    rule: 'flow/recursion',
    change: { '/streams/issues/partitions/0/parent': 'issues' },
    path: '/streams/issues/partitions/0',
    says: 'no first level',
  },
  {
    rule: 'flow/recursion',
    change: { '/streams/issues/partitions/0/depth': 3 },
    path: '/streams/issues/partitions/0/depth',
  },
  {
    rule: 'flow/recursion',
    change: {
      '/streams/issues/partitions/0': {
        union: [{ parent: 'applications' }, { parent: 'issues' }],
        as: 'application',
        batch: 2,
      },
    },
    path: '/streams/issues/partitions/0',
    says: 'batches',
  },
  {
    rule: 'flow/cycle',
    change: { '/streams/applications/partitions': [{ parent: 'issues', as: 'issue' }] },
    path: '/streams/applications/partitions/0/parent',
  },
  {
    rule: 'names/stream',
    change: {
      '/streams/issues/partitions/0': { union: [{ parent: 'applications' }, { parent: 'apps' }], as: 'application' },
    },
    path: '/streams/issues/partitions/0/union/1/parent',
  },
  {
    rule: 'settings/undeclared',
    change: { '/streams/issues/partitions/1': { setting: 'regions', as: 'region' } },
    path: '/streams/issues/partitions/1/setting',
  },
  {
    rule: 'settings/partition-list',
    change: { '/streams/issues/partitions/1': { setting: 'zone', as: 'region' } },
    path: '/streams/issues/partitions/1/setting',
  },
  {
    rule: 'settings/undeclared',
    change: { ...choice(), '/streams/issues/request/query/a': '{{settings.login.usr}}' },
    path: '/streams/issues/request/query/a',
    says: 'Did you mean "login.user"',
  },
  {
    rule: 'settings/secret-outside-auth',
    change: { ...choice(), '/streams/issues/request/query/a': '{{settings.login.password}}' },
    path: '/streams/issues/request/query/a',
  },
  { rule: 'settings/unused', change: choice(), path: '/settings/properties/login/oneOf/0/properties/user' },
  {
    rule: 'settings/required-unknown',
    change: { ...choice(), '/settings/properties/login/oneOf/1/required': ['user'] },
    path: '/settings/properties/login/oneOf/1/required/0',
  },
  {
    rule: 'settings/secret-value',
    change: { ...choice(), '/settings/properties/login/oneOf/0/properties/password/default': 'secret-123' },
    path: '/settings/properties/login/oneOf/0/properties/password/default',
  },
  {
    rule: 'settings/misfit',
    change: {
      '/settings/properties/extra': { type: 'array', title: 'Extra', items: { type: 'integer' }, default: [1, 'a'] },
    },
    path: '/settings/properties/extra/default',
  },
  {
    rule: 'settings/shape',
    change: {
      '/settings/properties/extra': { type: 'array', title: 'Extra', writeOnly: true, items: { type: 'string' } },
    },
    path: '/settings/properties/extra',
  },
  {
    rule: 'settings/shape',
    change: { ...choice(), '/settings/properties/login/oneOf/1/properties/method/const': 'basic' },
    path: '/settings/properties/login',
  },
  {
    rule: 'settings/shape',
    change: { ...choice(), '/settings/properties/login/oneOf/1/properties/method': undefined },
    path: '/settings/properties/login',
  },
  {
    rule: 'settings/exposed-credential',
    change: {
      ...choice(),
      '/settings/properties/login/oneOf/0/properties/password/writeOnly': undefined,
      '/auth': { type: 'bearer', token: '{{settings.login.password}}' },
    },
    path: '/settings/properties/login/oneOf/0/properties/password',
  },
  {
    rule: 'names/partition',
    change: { '/streams/issues/partitions/1': { values: ['a'], as: 'application' } },
    path: '/streams/issues/partitions/1/as',
  },
  {
    rule: 'names/partition',
    change: { '/streams/issues/partitions/1': { values: ['a'], as: 'window' } },
    path: '/streams/issues/partitions/1/as',
  },
  {
    rule: 'scope/unknown-name',
    change: { '/streams/issues/partitions/1': { values: { expr: 'aplication.Id' }, as: 'more' } },
    path: '/streams/issues/partitions/1/values/expr',
    says: 'Did you mean "application"',
  },
  {
    rule: 'scope/unknown-name',
    change: { '/streams/issues/partitions/0/value': '$application.Id' },
    path: '/streams/issues/partitions/0/value',
  },
  {
    rule: 'flow/batch-cursor',
    change: { '/streams/issues/partitions/0/batch': 3 },
    path: '/streams/issues/incremental/scope',
  },
  {
    rule: 'flow/fetch-partition',
    change: { '/streams/applications/lookup': { app: { type: 'fetch', stream: 'reports' } } },
    path: '/streams/applications/lookup/app',
  },
  {
    rule: 'decoder/charset',
    change: { '/streams/issues/decoder': { type: 'csv', charset: 'klingon' } },
    path: '/streams/issues/decoder/charset',
  },
  {
    rule: 'decoder/entry',
    change: { '/streams/issues/decoder': { type: 'json', container: 'gzip', entry: '*.json' } },
    path: '/streams/issues/decoder/entry',
  },
  {
    rule: 'cursor/option',
    change: { '/streams/issues/incremental/type': 'number' },
    path: '/streams/issues/incremental/lookback',
  },
  {
    rule: 'cursor/format',
    change: { '/streams/issues/incremental/readFormat': ['rfc2822', 'HH:mm'] },
    path: '/streams/issues/incremental/readFormat',
    says: 'HH:mm',
  },
  {
    rule: 'cursor/shared',
    change: {
      '/streams/issues/incremental': { from: 'page', cursor: 'token', type: 'token' },
      '/streams/applications/incremental': { cursor: 'at', type: 'datetime', clientSide: true },
    },
    path: '/streams/issues/incremental',
  },
  { rule: 'flow/cursor-unused', change: { '/streams/issues/request/query': {} }, path: '/streams/issues/incremental' },
  {
    rule: 'flow/window-unused',
    change: { '/streams/reports/job/create/request/json': {} },
    path: '/streams/reports/window',
  },
  {
    rule: 'flow/parent-reread',
    change: { '/streams/issues/incremental/scope': 'stream' },
    path: '/streams/issues/incremental',
  },
  {
    rule: 'paging/expression-missing',
    change: { '/defaults/paginator/totalRecords': undefined },
    path: '/defaults/paginator/stop',
  },
  {
    rule: 'paging/never-stops',
    change: { '/streams/reports/paginator/totalPages': undefined },
    path: '/streams/reports/paginator/stop',
  },
  {
    rule: 'paging/size-missing',
    change: { '/streams/reports/paginator/stop': ['totalPages', 'shortPage'] },
    path: '/streams/reports/paginator/stop',
  },
  {
    rule: 'jobs/unknown-capture',
    change: { '/streams/reports/job/poll/request/path': '/api/reports/{{job.ids}}' },
    path: '/streams/reports/job/poll/request/path',
    says: 'Did you mean "id"',
  },
  {
    rule: 'jobs/unknown-capture',
    change: { '/streams/reports/records': 'rows[report = $job.ids]' },
    path: '/streams/reports/records',
  },
  {
    rule: 'scope/unknown-name',
    change: { '/streams/applications/records': 'Items[report = $job.id]' },
    path: '/streams/applications/records',
    says: '"job" is not defined here',
  },
  {
    rule: 'scope/unknown-name',
    change: { '/streams/reports/job/files/request/path': '/api/reports/{{file}}/rows' },
    path: '/streams/reports/job/files/request/path',
    says: '"file" is not defined here',
  },
  {
    rule: 'jobs/fetched',
    change: { '/streams/issues/lookup': { report: { type: 'fetch', stream: 'reports' } } },
    path: '/streams/issues/lookup/report',
  },
  {
    rule: 'jobs/ambiguous',
    change: {
      '/streams/others': {
        job: { create: { request: { path: '/o' } }, files: { request: { path: '/o/1' } } },
        records: '$',
        key: ['id'],
      },
      '/streams/rows': {
        request: { path: '/rows/{{job.id}}' },
        records: '$',
        key: ['id'],
        partitions: [
          { parent: 'reports', as: 'report' },
          { parent: 'others', as: 'other' },
        ],
      },
    },
    path: '/streams/rows/request/path',
    says: 'reports, others',
  },
  {
    rule: 'requests/repeatable',
    change: { '/streams/reports/job/create/request/repeatable': undefined },
    path: '/streams/reports/job/create/request',
    says: '429 and 503',
  },
  {
    rule: 'requests/one-body',
    change: { '/auth/login/0/request/form': { a: 'b' } },
    path: '/auth/login/0/request/form',
    says: 'beside the body "json"',
  },
  {
    rule: 'requests/one-body',
    change: { '/streams/reports/job/create/request/text': 'a' },
    path: '/streams/reports/job/create/request/text',
    says: 'beside the body "json"',
  },
  {
    rule: 'syntax/expression',
    change: { '/streams/reports/job/create/request/json': { a: [{ expr: 'b +' }] } },
    path: '/streams/reports/job/create/request/json/a/0/expr',
    says: 'expression',
  },
  {
    rule: 'settings/secret-outside-auth',
    change: { '/streams/reports/job/create/request/headers': { 'X-Key': { expr: 'settings.key_secret' } } },
    path: '/streams/reports/job/create/request/headers/X-Key/expr',
    says: 'key_secret',
  },
  {
    rule: 'auth/unknown',
    change: { '/streams/issues/auth': 'reprots', '/auths': { reports: { type: 'none' } } },
    path: '/streams/issues/auth',
    says: 'Did you mean "reports"',
  },
  {
    rule: 'auth/unknown',
    change: { '/streams/reports/job/poll/request/auth': 'x' },
    path: '/streams/reports/job/poll/request/auth',
  },
  { rule: 'auth/unused', change: { '/auths': { reports: { type: 'none' } } }, path: '/auths/reports' },
  {
    rule: 'auth/login-signer',
    change: {
      '/auth': { type: 'session', login: [{ request: { path: '/l', auth: 'o' } }], inject: SESSION_HEADER },
      '/auths': { o: OAUTH },
    },
    path: '/auth/login/0/request/auth',
  },
  {
    rule: 'auth/placeholder',
    change: { '/auth': { type: 'apiKey', into: 'path', name: 'key', value: '{{settings.key_secret}}' } },
    path: '/auth/name',
    says: '{key}',
  },
  {
    rule: 'auth/refresh-setting',
    change: {
      '/auth': {
        type: 'oauth2',
        grant: 'device_code',
        tokenUrl: '{{settings.domain_url}}/t',
        deviceUrl: '{{settings.domain_url}}/d',
        clientId: 'c',
        refreshToken: 'x{{settings.key_secret}}',
      },
    },
    path: '/auth/refreshToken',
  },
  {
    rule: 'auth/origin',
    change: { '/streams/applications/request': { url: 'https://files.acme.example/a' } },
    path: '/streams/applications/request/url',
    says: 'files.acme.example',
  },
  {
    rule: 'paging/never-stops',
    change: {
      '/streams/reports/paginator': { type: 'cursor', cursorParam: 's', from: 'body', cursor: 'id', stableToken: true },
    },
    path: '/streams/reports/paginator/stableToken',
  },
  {
    rule: 'paging/never-stops',
    change: { '/defaults/paginator/stop': ['totalRecords'], '/defaults/paginator/totalIsLowerBound': 'true' },
    path: '/defaults/paginator/stop',
  },
  {
    rule: 'paging/position-unsent',
    change: { '/streams/reports/paginator/pageParam': undefined },
    path: '/streams/reports/paginator',
    says: '{{page.position}}',
  },
  {
    rule: 'paging/body',
    change: { '/streams/reports/job/files/request/form': { a: 'b' }, '/streams/reports/paginator/into': 'json' },
    path: '/streams/reports/paginator/into',
  },
  {
    rule: 'paging/pointer',
    change: { '/streams/reports/paginator/pageParam': '/page' },
    path: '/streams/reports/paginator/pageParam',
    says: 'JSON pointer',
  },
  {
    rule: 'paging/pointer',
    change: {
      '/streams/reports/job/files/request/json': { page: 'a' },
      '/streams/reports/paginator/into': 'json',
      '/streams/reports/paginator/pageParam': '/page/number',
    },
    path: '/streams/reports/paginator/pageParam',
  },
  {
    rule: 'paging/continue-unused',
    change: { '/defaults/paginator/continueBy': 'Id' },
    path: '/defaults/paginator/continueBy',
    says: 'maxResults',
  },
  {
    rule: 'paging/continue-unused',
    change: { '/defaults/paginator/continueBy': 'Id', '/defaults/paginator/maxResults': 100 },
    path: '/defaults/paginator/continueBy',
    says: 'page.after',
  },
  {
    rule: 'paging/results-unreachable',
    change: { '/defaults/paginator/maxResults': 100 },
    path: '/defaults/paginator/maxResults',
  },
  {
    rule: 'errors/unused-key',
    change: { '/streams/issues/errors': [{ status: [400], action: 'endOfPages', attempts: 3, code: 'NOT_FOUND' }] },
    path: '/streams/issues/errors/0/attempts',
  },
  {
    rule: 'errors/unused-key',
    change: { '/defaults/errors': [{ status: [400], action: 'skipPartition', wait: 'PT1S' }] },
    path: '/defaults/errors/0/wait',
  },
  {
    rule: 'errors/split-window',
    change: { '/streams/issues/errors': [{ status: [400], action: 'splitWindow' }] },
    path: '/streams/issues/errors/0/action',
  },
  { rule: 'hosts/base-url', change: { '/allowedHosts/0': 'https://other.example' }, path: '/allowedHosts' },
  { rule: 'hosts/login-base', change: { '/baseUrl': 'https://{{session.host}}' }, path: '/auth/login/0/request/path' },
  {
    rule: 'hosts/login-base',
    change: { '/baseUrl': '{{session.url}}', '/streams/applications/auth': 'none' },
    path: '/streams/applications/request/path',
  },
  { rule: 'hosts/wildcard', change: { '/allowedHosts/1': '*.example' }, path: '/allowedHosts/1' },
  { rule: 'hosts/wildcard', change: { '/allowedHosts/1': 'https://*.acme.example' }, path: '/allowedHosts/1' },
  { rule: 'hosts/wildcard', change: { '/allowedHosts/1': 'files.*.example' }, path: '/allowedHosts/1' },
  {
    rule: 'hosts/wildcard',
    change: { '/auths': { files: { type: 'bearer', token: 'x', origins: ['*.acme.example'] } } },
    path: '/auths/files/origins/0',
  },
  { rule: 'hosts/plain-http', change: { '/allowedHosts/1': 'http://acme.example' }, path: '/allowedHosts/1' },
];

describe('a broken manifest', () => {
  test.each(BROKEN)('$rule at $path', ({ rule, change, path, says }) => {
    const found = parseManifest(changeGood(change)).issues.filter((issue) => issue.rule === rule);
    expect(found.map((issue) => issue.path)).toContain(path);
    for (const { message, fix } of found)
      expect([message.length, fix.length].every((length) => length > 10)).toBe(true);
    if (says !== undefined) expect(found.map(({ message, fix }) => `${message} ${fix}`).join('\n')).toContain(says);
  });

  test('accepts custom fields and conversions of list members', () => {
    const fields = {
      '/maps/issue/fields/custom.team': 'Team',
      '/maps/issue/fields/custom.scan.id': { value: 'ScanId', as: 'integer' },
      '/maps/issue/fields/findingType.vulnerability.cveIds': { value: 'Cves', as: 'cve' },
      '/maps/issue/fields/references': { value: 'Links', as: 'url' },
    };
    expect(parseManifest(changeGood(fields)).issues).toEqual([]);
  });

  test.each(['{{window.end}}', { expr: 'window.start' }, { expr: '$' }])(
    'accepts a window of which %j is sent',
    (to) => {
      const { issues } = parseManifest(changeGood({ '/streams/reports/job/create/request/json': { to } }));
      expect(issues.filter(({ rule }) => rule === 'flow/window-unused')).toEqual([]);
    },
  );

  test('accepts a window in a URL', () => {
    const change = {
      '/streams/reports/job/create/request/json': undefined,
      '/streams/reports/job/create/request/path': '/reports/{{window.start}}',
    };
    expect(parseManifest(changeGood(change)).issues.filter(({ rule }) => rule === 'flow/window-unused')).toEqual([]);
  });

  test('suggests the key for the names of other tools', () => {
    const { issues } = parseManifest(changeGood({ '/streams/issues/primary_key': 'id' }));
    expect(issues.map(({ fix }) => fix).join()).toContain('Did you mean "key"?');
  });

  test('exercises every rule', () => {
    expect([...new Set(BROKEN.map(({ rule }) => rule))].sort()).toEqual(Object.keys(LINT_RULES).sort());
  });

  test('reports all problems at once', () => {
    const text = changeGood({
      '/maps/asset/from': 'nowhere',
      '/streams/issues/records': 'Items[',
      '/enums/status/values/Open': 'OPEN',
    });
    const rules = parseManifest(text).issues.map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['names/stream', 'syntax/expression', 'target/enum-value']));
  });
});

const pointers = (value: unknown, path = ''): string[] =>
  typeof value === 'object' && value !== null
    ? [
        path,
        ...Object.entries(value).flatMap(([key, inner]) =>
          pointers(inner, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
        ),
      ]
    : [path];

const PLACES = pointers(JSON.parse(GOOD_TEXT)).filter((pointer) => pointer !== '');

const hostile = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    '{{',
    '{{__proto__.x}}',
    '$$',
    '*',
    '**',
    '[',
    '(',
    '{{#if x}}',
    '\u0000',
    'a'.repeat(10_000),
    '__proto__',
    '{{constructor.name}}',
    '/(a*)*$/',
    '$eval("1")',
  ),
);

describe('validate', () => {
  test('never throws for any manifest', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLACES), hostile, (place, value) => {
        const { issues } = parseManifest(changeGood({ [place]: value }));
        for (const { path, message, fix } of issues)
          expect(typeof path + typeof message + typeof fix).toBe('stringstringstring');
      }),
      { numRuns: scaleRuns(400), seed: 11 },
    );
  });

  test('never throws for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => Array.isArray(parseManifest(text).issues)),
      { numRuns: scaleRuns(200), seed: 12 },
    );
  });
});
