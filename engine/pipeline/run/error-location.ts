import { type EngineError, toEngineError } from '../../base/errors/index.ts';
import type { CompiledStream, Connector } from '../connector/connector.ts';
import type { ErrorPlace } from './report.ts';
import type { Checkpoint } from './state-store.ts';

const locations = new WeakMap<EngineError, ErrorPlace>();
const NOWHERE: ErrorPlace = { stream: null, partition: null };

/** The error as ours, with the place where it happened noted; the first place noted stays. */
export function attachLocation(error: unknown, place: ErrorPlace): EngineError {
  const ours = toEngineError(error);
  if (!locations.has(ours)) locations.set(ours, place);
  return ours;
}

/** Where an error happened, as far as it was noted. */
export const findErrorLocation = (error: EngineError): ErrorPlace => locations.get(error) ?? NOWHERE;

/** Whether a stream had been read whole when the run was stopped. */
export function isAlreadyRead(connector: Connector, stream: CompiledStream, resume: Checkpoint | undefined): boolean {
  const stopped = connector.streams.findIndex(({ name }) => name === resume?.stream);
  return connector.streams.indexOf(stream) < stopped;
}
