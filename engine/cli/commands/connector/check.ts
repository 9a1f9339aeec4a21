import { createPorts } from '../../../io/ports.ts';
import { type CheckOutcome, runConnectionTest } from '../../../workbench/check/index.ts';
import type { Act } from '../../command.ts';
import { loadConnection } from '../../config/connect.ts';
import { EXIT } from '../../exit-code.ts';
import { createInterrupt } from '../../process/interrupt.ts';
import { printJson } from '../../terminal.ts';
import { formatCheck, toCheckRow } from '../../text/check-text.ts';

/** `check`: runs the five checks of Test Connection and prints each result as it finishes. Exit code 1 if one fails. */
export const check: Act<'config'> = async (call) => {
  const { options, terminal } = call;
  const { connector } = await loadConnection(call);
  const allowPrivate = options['allow-private-network'] ?? false;
  const ports = createPorts({ allowPrivate, env: terminal.env });
  using interrupt = createInterrupt(terminal);
  await interrupt.ready;
  const { signal } = interrupt;
  const printed: Promise<void>[] = [];
  const onCheck = (one: CheckOutcome) => {
    if (options.json || signal.aborted) return;
    const line = terminal.print(formatCheck(one, terminal.paint.out));
    // Awaited below; prevents an unhandled rejection until then.
    line.catch(() => undefined);
    printed.push(line);
  };
  try {
    const { ok, checks } = await runConnectionTest(connector, { ports, allowPrivate, signal, onCheck });
    await Promise.all(printed);
    // Failures caused by an interrupt do not concern the vendor.
    signal.throwIfAborted();
    if (options.json) await printJson(terminal, { ok, checks: checks.map(toCheckRow) });
    return ok ? EXIT.done : EXIT.failed;
  } finally {
    await ports.close();
  }
};
