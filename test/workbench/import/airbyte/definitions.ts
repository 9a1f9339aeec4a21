import type { JsonObject } from '../../../../engine/base/json/index.ts';
import { checkImport, importAirbyte, judgeExtent } from '../../../../engine/workbench/import/index.ts';

/** Definition of one stream, in YAML: its parts below `streams`, and the settings. */
export const defineSource = (stream: string, settings = '', more = ''): string => `
version: 6.0.0
type: DeclarativeSource
check: { type: CheckStream, stream_names: [users] }
streams:
  - type: DeclarativeStream
    name: users
    primary_key: id
${indent(stream, 4)}
${more}
spec:
  type: Spec
  connection_specification:
    type: object
    required: [api_key, start_date]
    properties:
      api_key: { type: string, title: API key, airbyte_secret: true }
      start_date: { type: string, format: date-time, title: Start date }
${indent(settings, 6)}
`;

export const indent = (text: string, by: number): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : `${' '.repeat(by)}${line}`))
    .join('\n');

/** Retriever of the list /users, with further members of the retriever and of the requester. */
export const retrieve = (retriever = '', requester = '', path = '/users'): string => `retriever:
  type: SimpleRetriever
  requester:
    type: HttpRequester
    url_base: https://api.acme.example/v1
    path: ${path}
    authenticator: { type: BearerAuthenticator, api_token: "{{ config['api_key'] }}" }
${indent(requester, 4)}
  record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [data] } }
${indent(retriever, 2)}`;

/** Imports a definition; the manifest must be valid. */
export function importSource(text: string, files: Readonly<Record<string, string>> = {}) {
  const imported = importAirbyte({ source: 'manifest.yaml', text, files: new Map(Object.entries(files)) }, 'acme');
  const { draft, manifest, report } = checkImport(imported);
  const streams = (draft['streams'] ?? {}) as Readonly<Record<string, JsonObject>>;
  return {
    draft,
    manifest,
    report,
    streams,
    users: streams['users'] ?? {},
    extent: judgeExtent(report, manifest !== undefined),
  };
}
