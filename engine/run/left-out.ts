import type { CompiledStream } from '../connector/connector.ts';
import type { Warning } from './meter.ts';

/** Says that a part of a stream was left out: the vendor does not let it be read. */
export const leftOut = ({ name }: CompiledStream, partition: string, status: number): Warning => ({
  code: 'PARTITION_SKIPPED',
  message: `"${name}" of ${partition || 'the connection'} was left out: the vendor answered HTTP ${status}`,
  stream: name,
  ...(partition ? { partition } : {}),
});
