/** The front door: what a program that embeds Mapwright imports. [embed/](embed/README.md) shows how. */

export {
  CATALOGUE,
  type CodeWith,
  EngineError,
  type ErrorCode,
  engineError,
  isEngineError,
  toEngineError,
} from './base/errors/index.ts';
export { FORMATS, type FormatName } from './base/format/index.ts';
export { type Redactor, redactJson } from './base/secret/index.ts';
export { loadConnector } from './cli/load-connector.ts';
export { type ReadConfig, type ReadOptions, type ReadRecord, read } from './embed/read.ts';
export {
  completeQuery,
  type Entity,
  hasValue,
  type KnownValues,
  parseQuery,
  printQuery,
  type Query,
  readQuery,
  toggleValue,
} from './inventory/query/index.ts';
export {
  type AssetDetail,
  type AssetItem,
  countEntities,
  countFacets,
  countFindingsByWeek,
  exportAs,
  type Facets,
  type FindingDetail,
  type FindingItem,
  type ListQuery,
  listAssets,
  listEntityRecords,
  listFindings,
  readAssetDetail,
  readFindingDetail,
  readStoredFormula,
} from './inventory/read/index.ts';
export { createCustomScore, PUBLISHED, type RiskFormula, type RiskScore, tryFormula } from './inventory/risk/index.ts';
export { groupRejects } from './inventory/store/reject-groups.ts';
export type { AllowPrivate } from './io/allow-private.ts';
export { confinePath } from './io/confine-path.ts';
export { inlineEntitySchemas } from './io/entity-schemas.ts';
export { createPorts } from './io/ports.ts';
export { readText } from './io/read-text.ts';
export { listenForRedirect } from './io/redirect-listener.ts';
export { resolveSettings } from './io/settings.ts';
export { createStateFile } from './io/state-file.ts';
export { listConsentSettings } from './manifest/auth-parts.ts';
export { listEvidence } from './manifest/docs/connector-list.ts';
export { renderGuide } from './manifest/docs/guide.ts';
export {
  findEntity,
  findFilterIssues,
  findSetting,
  formatSuggestion,
  hasErrors,
  type Issue,
  invalidManifest,
  type Manifest,
  parseManifest,
  RENAMABLE,
  type Rename,
  splitSettingPath,
} from './manifest/index.ts';
export type { SettingValue } from './pipeline/connector/index.ts';
export { type Config, type ConnectionSetup, type Connector, compileConnector } from './pipeline/connector/index.ts';
export type { ConsentPrompt } from './pipeline/run/obtain-consent.ts';
export type { RunJob } from './pipeline/run/open-run.ts';
export type { Ports } from './pipeline/run/ports.ts';
export { run } from './pipeline/run/run.ts';
export type { RunCounters, RunReport } from './pipeline/run/run-counters.ts';
export { noState, type StateStore } from './pipeline/run/state-store.ts';
export { openDestination, type Sink } from './pipeline/sink/index.ts';
export { writeFileAtomically } from './pipeline/sink/part-file.ts';
export * from './platform/connections/index.ts';
export {
  findNextSlot,
  findScheduleIssues,
  formatSchedule,
  listSlots,
  parseSchedule,
  type Schedule,
  type ScheduleIssue,
  type ScheduleSlot,
} from './platform/schedule/index.ts';
export {
  cancelRun,
  closeAbsentOfRun,
  isAbsentWarning,
  listRejectReasons,
  listRejects,
  listRequests,
  listRunHistory,
  listRuns,
  type RunDetail,
  type RunSummary,
  readRejects,
  readRun,
  readRunRow,
  retryRejects,
  retryRun,
  startRun,
  type WorkerEvent,
  type WorkerParts,
} from './platform/worker/index.ts';
export {
  type CheckOptions,
  type CheckOutcome,
  type ConnectionTestResult,
  runConnectionTest,
} from './workbench/check/index.ts';
export type { Draft, DraftRequest, StreamProposalRequest } from './workbench/import/draft/index.ts';
export { SOURCE_KINDS } from './workbench/import/draft/source-kind.ts';
export type { ExplainedSample, ExplainRequest } from './workbench/preview/index.ts';
export type { Exchange, FailedRead, PageRead, ReadLimits, TestRead } from './workbench/read/index.ts';
export { formatSample } from './workbench/replay/format-sample.ts';
export {
  type CaseOutcome,
  createRecorder,
  listCaseNames,
  type Recording,
  runCase,
  testConnector,
  writeCase,
} from './workbench/replay/index.ts';
export { type RecordedPage, readRecordedPages } from './workbench/replay/pages.ts';
export {
  BACKGROUND,
  createSandbox,
  type ReadEvent,
  type ReadHost,
  readInSandbox,
  type Sandbox,
} from './workbench/sandbox/index.ts';
