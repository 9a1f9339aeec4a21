export { type AirbyteSource, importAirbyte } from './airbyte/index.ts';
export { type CheckedImport, checkImport, type ImportedCase, type ImportedConnector } from './imported.ts';
export { toConnectorId } from './names.ts';
export { importOpenapi, type OpenapiSelection, type OpenapiSource, readOpenapi } from './openapi/index.ts';
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
