export { type CheckedImport, checkImport, type ImportedCase, type ImportedConnector } from './imported.ts';
export {
  type ApproximatedPart,
  type Confidence,
  type ImportExtent,
  type ImportReport,
  judgeExtent,
  type OmittedPart,
  type TranslatedPart,
} from './report.ts';
