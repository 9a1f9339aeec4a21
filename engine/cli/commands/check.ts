import { createPorts } from '../../io/ports.ts';
import { type Check, runChecks } from '../../workbench/check/index.ts';
import { checkRow, checkText } from '../check-text.ts';
import type { Act } from '../command.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-code.ts';
import { interruptible } from '../interrupt.ts';
import { printJson } from '../terminal.ts';

/** `check`: Test Connection, five checks, each told as it ends; exit 1 when one fails. */
export const check: Act<'config'> = async (call) => {
  const { options, terminal } = call;
  const { connector } = await connect(call);
  const allowPrivate = options['allow-private-network'] ?? false;
  const ports = createPorts({ allowPrivate, env: terminal.env });
  using interrupt = interruptible(terminal);
  const { signal } = interrupt;
  const printed: Promise<void>[] = [];
  const onCheck = (one: Check) => {
    if (options.json || signal.aborted) return;
    const line = terminal.print(checkText(one, terminal.paint.out));
    // Awaited at the end; until then a failure is nobody's.
    line.catch(() => undefined);
    printed.push(line);
  };
  try {
    const { ok, checks } = await runChecks(connector, { ports, allowPrivate, signal, onCheck });
    await Promise.all(printed);
    // What fails after an interruption says nothing about the vendor.
    signal.throwIfAborted();
    if (options.json) await printJson(terminal, { ok, checks: checks.map(checkRow) });
    return ok ? EXIT.done : EXIT.failed;
  } finally {
    await ports.close();
  }
};
