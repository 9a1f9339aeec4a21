import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { COLUMNS, CONNECTION, identify, readValues } from './by-hand.ts';
import type { Finding } from './findings.ts';

/** Loads pages into a store with the engine's tables: prepared statements, one transaction per page. */
export function loadSqliteByHand(file: string, pages: readonly Finding[][], run: string): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000');
  const find = database.prepare('SELECT record_id, content_hash FROM finding_seen WHERE key = ?');
  const see = database.prepare('UPDATE finding_seen SET run_id = ?, seen_at = 1 WHERE record_id = ?');
  const add =
    database.prepare(`INSERT INTO finding (connection_id, run_id, first_seen_at, changed_at, ${COLUMNS.join(', ')})
    VALUES ('${CONNECTION}', ?, 1, 1, ${COLUMNS.map(() => '?').join(', ')})`);
  const addSeen = database.prepare(
    'INSERT INTO finding_seen (record_id, run_id, seen_at, key, content_hash) VALUES (?, ?, 1, ?, ?)',
  );
  const history = database.prepare("INSERT INTO finding_status VALUES (?, 1, ?, ?, 'vendor')");
  for (const page of pages) {
    database.exec('BEGIN IMMEDIATE');
    for (const one of page) {
      const { key, hash, text } = identify(one);
      const bytes = Buffer.from(key, 'hex');
      const seen = find.get(bytes);
      if (seen?.['content_hash'] === hash) {
        see.run(run, seen['record_id'] as number);
        continue;
      }
      const { lastInsertRowid } = add.run(run, ...(readValues(one, text) as SQLInputValue[]));
      addSeen.run(lastInsertRowid, run, bytes, hash);
      history.run(lastInsertRowid, run, String(one.record['findingStatus']));
    }
    database.exec('COMMIT');
  }
  database.close();
}
