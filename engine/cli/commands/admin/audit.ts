import { engineError } from '../../../base/errors/index.ts';
import type { Store } from '../../../inventory/store/index.ts';
import { type AuditEntry, listAudit, verifyAudit } from '../../../platform/connections/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { escapeForTerminal } from '../../escape-text.ts';
import { EXIT } from '../../exit-code.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { formatTextTable } from '../../text-table.ts';

const toEntry = ({ seq, at, actor, action, subject, detail, hash }: AuditEntry) => ({
  seq,
  at: new Date(at).toISOString(),
  actor,
  action,
  subject,
  detail: JSON.parse(detail) as unknown,
  hash,
});

/** A connection may be named by its name; one that is gone is known by its id alone. */
async function findSubject({ db }: Store, subject: string): Promise<string> {
  const ref = /^connection:(.+)$/s.exec(subject)?.[1];
  if (ref === undefined) return subject;
  const row = await db.selectFrom('connection').select('id').where('name', '=', ref).executeTakeFirst();
  return row ? `connection:${row.id}` : subject;
}

async function printEntries(store: Store, { options, terminal }: CommandCall): Promise<number> {
  const { count, subject } = options;
  const found = await listAudit(store.db, {
    ...(count === undefined ? {} : { limit: count }),
    ...(subject === undefined ? {} : { subject: await findSubject(store, subject) }),
  });
  const entries = found.map(toEntry);
  if (options.json) await printJson(terminal, entries);
  else if (entries.length === 0) terminal.tell('there is no such entry\n');
  else
    await terminal.print(
      formatTextTable(
        entries.map(({ at, actor, action, subject: to, detail }) => [
          at,
          escapeForTerminal(actor),
          terminal.paint.out('cyan', action),
          escapeForTerminal(to),
          escapeForTerminal(JSON.stringify(detail)),
        ]),
      ),
    );
  return EXIT.done;
}

async function verifyEntries(store: Store, { options, terminal }: CommandCall): Promise<number> {
  const verdict = await verifyAudit(store.db);
  const { ok, entries, head, brokenAt } = verdict;
  if (options.json) await printJson(terminal, verdict);
  else if (ok) await terminal.print(`${entries} entries, each as it was written; the last one is ${head}\n`);
  if (!ok && !options.json) throw engineError('AUDIT_BROKEN', { seq: brokenAt ?? 0 });
  return ok ? EXIT.done : EXIT.failed;
}

/** `audit`: the newest entries; `audit verify`: exit 1 when one was altered or taken away. Throws AUDIT_BROKEN. */
export const audit: Act = async (call) => {
  const [word] = call.args;
  if (word !== undefined && word !== 'verify')
    throw engineError('USAGE', { problem: `audit takes nothing or the word verify, not "${word}"` });
  const store = await openCliStore(call, { create: false });
  try {
    return await (word === 'verify' ? verifyEntries(store, call) : printEntries(store, call));
  } finally {
    await store.close();
  }
};
