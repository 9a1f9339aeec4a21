import { engineError } from '../../../base/errors/index.ts';
import { formatTextTable } from '../../../base/format/text-table.ts';
import type { Store } from '../../../inventory/store/index.ts';
import { type AuditEntry, listAudit, verifyAudit } from '../../../platform/connections/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';

const toEntry = ({ seq, at, actor, action, subject, detail, hash }: AuditEntry) => ({
  seq,
  at: new Date(at).toISOString(),
  actor,
  action,
  subject,
  detail: JSON.parse(detail) as unknown,
  hash,
});

/** Replaces a connection's name by its id. Deleted connections can only be given by id. */
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
  else if (entries.length === 0) terminal.tell('no audit entries found\n');
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
  else if (ok) await terminal.print(`audit log is intact: ${entries} entries, last hash ${head}\n`);
  if (!ok && !options.json) throw engineError('AUDIT_BROKEN', { seq: brokenAt ?? 0 });
  return ok ? EXIT.done : EXIT.failed;
}

/** `audit`: prints the newest entries. `audit verify`: exit code 1 if an entry was altered or removed. Throws AUDIT_BROKEN. */
export const audit: Act = async (call) => {
  const [word] = call.args;
  if (word !== undefined && word !== 'verify')
    throw engineError('USAGE', { problem: `unknown argument "${word}" of audit: use verify or no argument` });
  const store = await openCliStore(call, { create: false });
  try {
    return await (word === 'verify' ? verifyEntries(store, call) : printEntries(store, call));
  } finally {
    await store.close();
  }
};
