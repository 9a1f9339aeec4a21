export { type AirbyteSource, importAirbyte } from './airbyte/index.ts';
export { type CurlSource, readCurl } from './curl/index.ts';
export type { ObservedExchange } from './described.ts';
export { readHar } from './har/index.ts';
export { type CheckedImport, checkImport, type ImportedCase, type ImportedConnector } from './imported.ts';
export { toConnectorId } from './names.ts';
export { findHost, importObserved, type ObservedOptions, type ObservedSource } from './observed/index.ts';
export { importOpenapi, type OpenapiSelection, type OpenapiSource, readOpenapi } from './openapi/index.ts';
export { type PostmanSource, readPostman } from './postman/index.ts';
export type { Proposal } from './proposal.ts';
export { listCandidates, proposeRecords, type RecordList } from './propose/records.ts';
export { type MapEvidence, type ProposedField, type ProposedMap, proposeMap } from './propose/targets/index.ts';
export {
  type ApproximatedPart,
  type Confidence,
  type ImportExtent,
  type ImportReport,
  judgeExtent,
  type OmittedPart,
  type TranslatedPart,
} from './report.ts';
export { importSample, readSample, type SampleOptions, type SampleSource } from './sample/index.ts';
