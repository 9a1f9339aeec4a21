import { createWarning, type EngineError, toEngineError } from '../../base/errors/index.ts';
import { type Duplicates, findDuplicatePolicy, listProducedEntities } from '../../manifest/index.ts';
import type { CompiledStream, Connector } from '../connector/connector.ts';
import { entityCounters, type RunCounters, type RunReport, type Warning } from './run-counters.ts';
import type { Checkpoint } from './state-store.ts';

/** Location of an error in a run. */
export interface ErrorPlace {
  readonly stream: string | null;
  readonly partition: string | null;
}

/** Identity of a run in its report. */
export interface RunIdentity {
  readonly id: string;
  readonly startedAt: number;
  readonly delta: boolean;
}

/** Formats which of several records with the same identity is written. */
const formatPolicy = (policy: Duplicates): string =>
  typeof policy === 'string' ? `the ${policy} of each` : `the newest of each by ${policy.newestBy}`;

const listRepeatWarnings = ({ manifest }: Pick<Connector, 'manifest'>, counters: RunCounters): Warning[] =>
  Object.entries(counters.repeats).map(([entity, count]) =>
    createWarning('REPEATED_RECORDS', { entity, count, policy: formatPolicy(findDuplicatePolicy(manifest, entity)) }),
  );

const listRepeatedItemWarnings = ({ repeatedItems }: RunCounters): Warning[] =>
  Object.entries(repeatedItems).map(([stream, count]) => createWarning('REPEATED_ITEMS', { stream, count }));

/** Warns about incremental streams of which no cursor was readable: each run would read everything again. */
const listCursorWarnings = ({ cursors }: RunCounters): Warning[] =>
  Object.entries(cursors)
    .filter(([, { sought, found }]) => sought > 0 && found === 0)
    .map(([stream, { sought: count }]) => createWarning('CURSOR_UNREADABLE', { stream, count }));

/** Warns about expected fields that no item of a stream had. */
const listExpectedWarnings = ({ manifest }: Pick<Connector, 'manifest'>, { expected }: RunCounters): Warning[] =>
  Object.entries(expected).flatMap(([stream, reads]) =>
    reads.flatMap(({ sought, found }, at) => {
      const { anyOf = [], without = '' } = manifest.streams[stream]?.expects?.[at] ?? {};
      if (sought === 0 || found > 0) return [];
      const fields = anyOf.map((path) => `"${path}"`).join(' or ');
      return [createWarning('FIELDS_ABSENT', { stream, fields, without })];
    }),
  );

const unstoredWarnings = ({ rejects }: RunCounters): Warning[] =>
  Object.entries(rejects).flatMap(([stream, { unstored }]) =>
    Object.entries(unstored).map(([rejectCode, { count, example }]) =>
      createWarning('REJECTS_NOT_STORED', { stream, rejectCode, count, example }),
    ),
  );

/** Returns the counters of every entity that the manifest produces, built-in ones first. */
function listEntityCounts({ manifest }: Pick<Connector, 'manifest'>, counters: RunCounters): RunReport['entities'] {
  for (const { name } of listProducedEntities(manifest)) entityCounters(counters, name);
  return counters.entities;
}

/** Builds the run report (schemas/run-report.schema.json). */
export function buildReport(
  connector: Pick<Connector, 'manifest'>,
  run: RunIdentity,
  outcome: { counters: RunCounters; finishedAt: number; failure?: { error: EngineError; place: ErrorPlace } },
): RunReport {
  const { counters, finishedAt, failure } = outcome;
  return {
    runId: run.id,
    connector: connector.manifest.id,
    version: connector.manifest.version,
    state: failure ? 'ERRORED' : 'PROCESSED',
    startedAt: new Date(run.startedAt).toISOString(),
    finishedAt: new Date(finishedAt).toISOString(),
    mode: run.delta ? 'delta' : 'full',
    streams: counters.streams,
    entities: listEntityCounts(connector, counters),
    unmapped: counters.unmapped,
    ...(Object.keys(counters.defaulted).length > 0 ? { defaulted: counters.defaulted } : {}),
    warnings: [
      ...counters.warnings,
      ...listRepeatWarnings(connector, counters),
      ...listRepeatedItemWarnings(counters),
      ...unstoredWarnings(counters),
      ...listCursorWarnings(counters),
      ...listExpectedWarnings(connector, counters),
    ],
    error: failure
      ? { code: failure.error.code, message: failure.error.message, fix: failure.error.fix, ...failure.place }
      : null,
  };
}

const locations = new WeakMap<EngineError, ErrorPlace>();
const NOWHERE: ErrorPlace = { stream: null, partition: null };

/** Converts an error to an EngineError and attaches its location; the first location attached stays. */
export function attachLocation(error: unknown, place: ErrorPlace): EngineError {
  const ours = toEngineError(error);
  if (!locations.has(ours)) locations.set(ours, place);
  return ours;
}

/** Returns the location attached to an error; nulls if there is none. */
export const findErrorLocation = (error: EngineError): ErrorPlace => locations.get(error) ?? NOWHERE;

/** Returns whether a stream was read completely before the run was stopped. */
export function isAlreadyRead(connector: Connector, stream: CompiledStream, resume: Checkpoint | undefined): boolean {
  const stopped = connector.streams.findIndex(({ name }) => name === resume?.stream);
  return connector.streams.indexOf(stream) < stopped;
}
