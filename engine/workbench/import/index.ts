export { importAirbyte } from './airbyte/index.ts';
export { readCurl } from './curl/index.ts';
export { readHar } from './har/index.ts';
export { type CheckedImport, checkImport, type ImportedCase, type ImportedConnector } from './imported.ts';
export { IMPORTERS, type ImportKind, type ImportSource, type PlannedImport } from './importers.ts';
export { proposeConnectorId, toConnectorId } from './names.ts';
export { importObserved, type ObservedSource } from './observed/index.ts';
export { importOpenapi, type OpenapiSelection, readOpenapi } from './openapi/index.ts';
export { readPostman } from './postman/index.ts';
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
export { importSample, readSample } from './sample/index.ts';
