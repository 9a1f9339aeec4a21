import { createPorts } from '../../../io/ports.ts';
import type { PageRead } from '../../../workbench/read/index.ts';
import type { Act } from '../../command.ts';
import { loadConnection } from '../../config/connect.ts';
import { EXIT } from '../../exit-code.ts';
import { createInterrupt } from '../../process/interrupt.ts';
import { connectReader, fillReadLimits } from '../../stream-reader.ts';
import { printJson } from '../../terminal.ts';
import { formatFailedRead, formatPageRead, formatReadSummary } from '../../text/read-text.ts';

/** Bytes of each body to show: less on a screen than as data. */
const BODY_BYTES = { text: 1000, json: 16_384 };

/**
 * `read`: reads the first pages of one stream and shows what was sent, what came back, the items, the records, the next
 * position and why paging stopped. Writes nothing. Exit code 1 if the read failed, 3 if an item was
 * rejected or a partition skipped.
 */
export const read: Act<'config' | 'stream'> = async (call) => {
  const { options, terminal } = call;
  const { stream, json = false } = options;
  const reader = await connectReader(
    async (learn) => (await loadConnection({ ...call, options: { ...options, select: [stream] } }, learn)).connector,
  );
  const ports = createPorts({ allowPrivate: options['allow-private-network'] ?? false, env: terminal.env });
  using interrupt = createInterrupt(terminal);
  await interrupt.ready;
  const limits = fillReadLimits(options);
  const printed: Promise<void>[] = [];
  const onPage = (page: PageRead) => {
    if (json) return;
    const lines = terminal.print(formatPageRead(page, terminal.paint.out));
    // Awaited below; prevents an unhandled rejection until then.
    lines.catch(() => undefined);
    printed.push(lines);
  };
  try {
    const { signal } = interrupt;
    const bodyBytes = json ? BODY_BYTES.json : BODY_BYTES.text;
    const result = await reader.read(stream, { ports, bodyBytes, limits, signal, onPage });
    await Promise.all(printed);
    if (json) await printJson(terminal, result);
    else {
      if (result.error) await terminal.print(formatFailedRead(result.error, terminal.paint.out));
      terminal.tell(formatReadSummary(result, terminal.paint.err));
    }
    if (result.error) return EXIT.failed;
    const isIncomplete = ({ rejects, skipped }: PageRead) => rejects.length > 0 || skipped === true;
    return result.pages.some(isIncomplete) ? EXIT.incomplete : EXIT.done;
  } finally {
    await ports.close();
  }
};
