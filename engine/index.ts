/** The front door: what a program that embeds Mapwright imports. */
export { type Check, type CheckOptions, type ChecksResult, runChecks } from './check/index.ts';
export { type Config, type ConnectionSetup, type Connector, compileConnector } from './connector/index.ts';
export { guideOf } from './docs/guide.ts';
export {
  CATALOGUE,
  EngineError,
  type ErrorCode,
  engineError,
  isEngineError,
  toEngineError,
} from './errors/index.ts';
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
} from './inventory/index.ts';
export type { AllowPrivate } from './io/allow-private.ts';
export { confined } from './io/confined.ts';
export { createPorts } from './io/ports.ts';
export { readText } from './io/read-text.ts';
export { resolveSettings } from './io/settings.ts';
export { stateFile } from './io/state-file.ts';
export { hasErrors, type Issue, type Manifest, parseManifest } from './manifest/index.ts';
export * from './platform/index.ts';
export type { ExplainedSample, ExplainRequest } from './preview/index.ts';
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
} from './query/index.ts';
export {
  type CaseOutcome,
  caseNames,
  createRecorder,
  type Recording,
  runCase,
  testConnector,
  writeCase,
} from './replay/index.ts';
export { type RecordedPage, recordedPages } from './replay/pages.ts';
export { ownRisk, PUBLISHED, type RiskFormula, type RiskScore, tryFormula } from './risk/index.ts';
export { forgetful, type Journal } from './run/journal.ts';
export type { Meter, RunReport } from './run/meter.ts';
export type { Ports } from './run/ports.ts';
export type { RunJob } from './run/resume.ts';
export { run } from './run/run.ts';
export { createSandbox, type Sandbox } from './sandbox/index.ts';
export {
  asSchedule,
  nextSlot,
  type Schedule,
  type ScheduleIssue,
  type Slot,
  scheduleIssues,
  scheduleText,
  slots,
} from './schedule/index.ts';
export { openDestination, type Sink } from './sink/index.ts';
export { writeWhole } from './sink/part-file.ts';
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
} from './worker/index.ts';
