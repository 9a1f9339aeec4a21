/** The front door: what a program that embeds Mapwright imports. */
export { type Check, type ChecksResult, runChecks } from './check/index.ts';
export { type Config, type ConnectionSetup, type Connector, compileConnector } from './connector/index.ts';
export { CATALOGUE, EngineError, type ErrorCode, isEngineError } from './errors/index.ts';
export { createPorts } from './io/ports.ts';
export { resolveSettings } from './io/settings.ts';
export { stateFile } from './io/state-file.ts';
export { hasErrors, type Issue, type Manifest, parseManifest } from './manifest/index.ts';
export { createRecorder, type Recording, runCase, testConnector } from './replay/index.ts';
export { forgetful, type Journal } from './run/journal.ts';
export type { Meter, RunReport } from './run/meter.ts';
export type { Ports } from './run/ports.ts';
export type { RunJob } from './run/resume.ts';
export { run } from './run/run.ts';
export { openDestination, type Sink } from './sink/index.ts';
