/** The front door: what a program that embeds Mapwright imports. */

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
export {
  complete,
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
  type Asked,
  type AssetDetail,
  type AssetItem,
  assetDetail,
  exported,
  type Facets,
  type FindingDetail,
  type FindingItem,
  facetsOf,
  findingDetail,
  findingsByWeek,
  listAssets,
  listFindings,
  storedFormula,
} from './inventory/read/index.ts';
export { ownRisk, PUBLISHED, type RiskFormula, type RiskScore, tryFormula } from './inventory/risk/index.ts';
export type { AllowPrivate } from './io/allow-private.ts';
export { confined } from './io/confined.ts';
export { createPorts } from './io/ports.ts';
export { readText } from './io/read-text.ts';
export { resolveSettings } from './io/settings.ts';
export { stateFile } from './io/state-file.ts';
export { guideOf } from './manifest/docs/guide.ts';
export { hasErrors, type Issue, invalidManifest, type Manifest, parseManifest } from './manifest/index.ts';
export { type Config, type ConnectionSetup, type Connector, compileConnector } from './pipeline/connector/index.ts';
export { forgetful, type Journal } from './pipeline/run/journal.ts';
export type { Meter, RunReport } from './pipeline/run/meter.ts';
export type { Ports } from './pipeline/run/ports.ts';
export type { RunJob } from './pipeline/run/resume.ts';
export { run } from './pipeline/run/run.ts';
export { openDestination, type Sink } from './pipeline/sink/index.ts';
export { writeWhole } from './pipeline/sink/part-file.ts';
export * from './platform/connections/index.ts';
export {
  asSchedule,
  nextSlot,
  type Schedule,
  type ScheduleIssue,
  type Slot,
  scheduleIssues,
  scheduleText,
  slots,
} from './platform/schedule/index.ts';
export {
  cancelRun,
  closeAbsentOf,
  isOfAbsent,
  listRuns,
  type RunDetail,
  type RunSummary,
  rejectsOf,
  requestsOf,
  retryRejects,
  retryRun,
  runRow,
  showRun,
  startRun,
  type WorkerEvent,
  type WorkerParts,
} from './platform/worker/index.ts';
export { type Check, type CheckOptions, type ChecksResult, runChecks } from './workbench/check/index.ts';
export type { ExplainedSample, ExplainRequest } from './workbench/preview/index.ts';
export {
  type CaseOutcome,
  caseNames,
  createRecorder,
  type Recording,
  runCase,
  testConnector,
  writeCase,
} from './workbench/replay/index.ts';
export { type RecordedPage, recordedPages } from './workbench/replay/pages.ts';
export { createSandbox, type Sandbox } from './workbench/sandbox/index.ts';
