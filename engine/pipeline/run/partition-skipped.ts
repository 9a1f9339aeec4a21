import type { CompiledStream } from '../connector/connector.ts';
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
