import { createPorts } from '../../../io/ports.ts';
import type { CheckOptions, CheckOutcome, ConnectionTestResult } from '../../../workbench/check/index.ts';
import type { Options } from '../../options.ts';
import { createInterrupt } from '../../process/interrupt.ts';
import type { Terminal } from '../../terminal.ts';
import { formatCheck } from '../../text/check-text.ts';

export interface ChecksCall {
  readonly options: Pick<Options, 'allow-private-network' | 'json' | 'quiet'>;
  readonly terminal: Terminal;
}

/** Runs Test Connection and prints each check to stderr as it finishes; stdout is reserved for the result. */
export async function showChecks(
  { options, terminal }: ChecksCall,
  test: (options: CheckOptions) => Promise<ConnectionTestResult>,
): Promise<ConnectionTestResult> {
  const allowPrivate = options['allow-private-network'] ?? false;
  const ports = createPorts({ allowPrivate, env: terminal.env });
  using interrupt = createInterrupt(terminal);
  await interrupt.ready;
  const { signal } = interrupt;
  const onCheck = (one: CheckOutcome) => {
    if (!signal.aborted && !options.quiet) terminal.tell(formatCheck(one, terminal.paint.err));
  };
  try {
    const result = await test({ ports, allowPrivate, signal, onCheck });
    // Failures caused by an interrupt do not concern the vendor.
    signal.throwIfAborted();
    return result;
  } finally {
    await ports.close();
  }
}
