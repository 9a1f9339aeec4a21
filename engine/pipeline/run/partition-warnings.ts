import { isEngineError } from '../../base/errors/index.ts';
import type { CompiledStream, Connector } from '../connector/connector.ts';
import type { Warning } from './run-counters.ts';

/** Why a part was left out: the status that the vendor answered, or a sentence on what cannot be asked. */
export type SkipCause = number | string;

const formatSkipCause = (why: SkipCause): string => (typeof why === 'number' ? `the vendor answered HTTP ${why}` : why);

/** Says that a part of a stream was left out, and why. */
export const partitionSkipped = ({ name }: CompiledStream, partition: string, why: SkipCause): Warning => ({
  code: 'PARTITION_SKIPPED',
  message: `"${name}" of ${partition || 'the connection'} was left out: ${formatSkipCause(why)}`,
  stream: name,
  ...(partition ? { partition } : {}),
});

/** A part of a stream: whose, and of which items. */
interface Part {
  readonly connector: Connector;
  readonly stream: CompiledStream;
  readonly ancestors: Readonly<Record<string, unknown>>;
}

/**
 * Why nothing can be asked about the vendor's item that a part is of, where that is what an error says: no request may
 * hold its value, or it comes without its own key. Undefined for every other error, the manifest's mistakes among them.
 */
export function skipReason(error: unknown, { connector, stream, ancestors }: Part): string | undefined {
  if (!isEngineError(error)) return undefined;
  const [root = '', ...path] = String(error.details['name'] ?? '').split('.');
  if (!Object.hasOwn(ancestors, root)) return undefined;
  const isRefused = error.code === 'TEMPLATE_VALUE_REFUSED';
  const isKeyless = error.code === 'TEMPLATE_NAME_UNKNOWN' && isPartitionKey(connector, stream, [root, path]);
  return isRefused || isKeyless ? error.message : undefined;
}

function isPartitionKey(
  { manifest }: Connector,
  { partition }: CompiledStream,
  [root, path]: readonly [string, string[]],
) {
  if (partition?.as !== root) return false;
  return manifest.streams[partition.parent]?.key.includes(path.join('.')) ?? false;
}
