import { type Check, runChecks } from '../../check/index.ts';
import { compileConnector } from '../../connector/index.ts';
import { createPorts } from '../../io/ports.ts';
import type { Act } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { interruptible } from '../interrupt.ts';
import { loadConfig } from '../load-config.ts';
import { loadConnector } from '../load-connector.ts';
import { shown } from '../shown.ts';
import { type Paint, printJson } from '../terminal.ts';

const MARKS = {
  passed: ['green', '✓ passed '],
  failed: ['red', '✗ failed '],
  skipped: ['yellow', '– skipped'],
} as const;

function lineOf({ title, status, code, message, fix, ms }: Check, paint: Paint): string {
  const [colour, mark] = MARKS[status];
  const named = code === null ? '' : `${paint('bold', code)}: `;
  const line = `${paint(colour, mark)}  ${title.padEnd(21)} ${String(ms).padStart(6)} ms  ${named}${shown(message)}\n`;
  return status === 'failed' ? `${line}  ${paint('cyan', 'fix:')} ${shown(fix)}\n` : line;
}

/** `check`: Test Connection, five checks; exit 1 when one fails. */
export const check: Act<'config'> = async ({ args, options, terminal }) => {
  const { manifest } = await loadConnector(args[0] ?? '');
  const config = await loadConfig(
    manifest,
    { file: options.config, ...(options.set ? { overrides: options.set } : {}) },
    terminal,
  );
  const learn = (session: { readonly values: Readonly<Record<string, Parameters<typeof terminal.learn>[0]>> }) => {
    for (const value of Object.values(session.values)) terminal.learn(value);
  };
  const connector = await compileConnector(manifest, { ...config, learn });
  const allowPrivate = options['allow-private-network'] ?? false;
  const ports = createPorts({ allowPrivate });
  const { signal, done } = interruptible();
  try {
    const print = (one: Check) => terminal.print(lineOf(one, terminal.paint.out));
    const printed: Promise<void>[] = [];
    const onCheck = options.json ? {} : { onCheck: (one: Check) => void printed.push(print(one)) };
    const { ok, checks } = await runChecks(connector, { ports, allowPrivate, signal, ...onCheck });
    await Promise.all(printed);
    const rows = checks.map(({ id, title, status, code, message, fix, ms }) => ({
      id,
      title,
      status,
      code,
      message,
      fix,
      ms,
    }));
    if (options.json) await printJson(terminal, { ok, checks: rows });
    return ok ? EXIT.done : EXIT.failed;
  } finally {
    done();
    await ports.close();
  }
};
