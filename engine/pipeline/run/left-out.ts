import type { CompiledStream } from '../connector/connector.ts';
import type { Warning } from './meter.ts';

/** Why a part was left out: the status that the vendor answered, or a sentence on what cannot be asked. */
export type Why = number | string;

const because = (why: Why): string => (typeof why === 'number' ? `the vendor answered HTTP ${why}` : why);

/** Says that a part of a stream was left out, and why. */
export const leftOut = ({ name }: CompiledStream, partition: string, why: Why): Warning => ({
  code: 'PARTITION_SKIPPED',
  message: `"${name}" of ${partition || 'the connection'} was left out: ${because(why)}`,
  stream: name,
  ...(partition ? { partition } : {}),
});
