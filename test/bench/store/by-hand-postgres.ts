import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { COLUMNS, CONNECTION, identify, readValues } from './by-hand.ts';
import type { Finding } from './findings.ts';

/**
 * Hand-written program that stores the rows of the engine: the keys of a page find the unchanged records, the others are
 * copied to a temporary table, and one statement merges them with their sightings and history. It has no rejects, no
 * retries, no repeats within a run and no closed findings.
 */

const SEEN = `UPDATE finding_seen AS s SET run_id = $3, seen_at = 1 FROM unnest($1::uuid[], $2::text[]) AS u(key, hash)
  WHERE s.key = u.key AND s.content_hash = u.hash RETURNING s.key`;

const MERGE = `WITH added AS (
    INSERT INTO finding_seen (record_id, run_id, seen_at, key, content_hash)
    SELECT id, $1, 1, key, content_hash FROM incoming ORDER BY key ON CONFLICT (key) DO NOTHING RETURNING record_id
  ), history AS (
    INSERT INTO finding_status (finding_id, at, run_id, status, reason)
    SELECT id, 1, $1, status, 'vendor' FROM incoming JOIN added ON record_id = id
  ) INSERT INTO finding (id, connection_id, run_id, first_seen_at, changed_at, ${COLUMNS.join(', ')})
  SELECT id, '${CONNECTION}', $1, 1, 1, ${COLUMNS.join(', ')} FROM incoming JOIN added ON record_id = id`;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const SPECIAL = /[\\\n\r\t]/;

function formatCell(value: string | number | Uint8Array | null): string {
  if (value === null) return '\\N';
  if (value instanceof Uint8Array)
    return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}`;
  const text = String(value);
  return SPECIAL.test(text) ? text.replace(/[\\\n\r\t]/g, (found) => ESCAPES[found] ?? found) : text;
}

async function copy(client: pg.Client, lines: string): Promise<void> {
  const stream = client.query(copyFrom(`COPY incoming (key, content_hash, ${COLUMNS.join(', ')}) FROM STDIN`));
  stream.end(lines);
  await finished(stream);
}

const storePage = async (client: pg.Client, page: readonly Finding[], run: string): Promise<void> => {
  const known = page.map(identify);
  await client.query('BEGIN');
  const keys = `{${known.map(({ key }) => key).join(',')}}`;
  const { rows } = await client.query({
    text: SEEN,
    values: [keys, `{${known.map(({ hash }) => hash).join(',')}}`, run],
    rowMode: 'array',
  });
  const seen = new Set(rows.map(([key]) => String(key).replaceAll('-', '')));
  let lines = '';
  for (const [at, one] of page.entries()) {
    const { key = '', hash = '', text = '' } = known[at] ?? {};
    if (!seen.has(key)) lines += `${[key, hash, ...readValues(one, text)].map(formatCell).join('\t')}\n`;
  }
  if (lines !== '') {
    await copy(client, lines);
    await client.query(MERGE, [run]);
  }
  await client.query('COMMIT');
};

/** Loads pages into a store with the engine's tables; calls `beforeEnd` while its connection is open. */
export async function loadPostgresByHand(
  url: string,
  {
    pages,
    run,
    beforeEnd,
  }: { readonly pages: readonly Finding[][]; readonly run: string; readonly beforeEnd: () => Promise<unknown> },
): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(`CREATE TEMPORARY TABLE incoming ON COMMIT DELETE ROWS AS
      SELECT s.key, s.content_hash, f.* FROM finding AS f, finding_seen AS s LIMIT 0`);
    await client.query(
      "ALTER TABLE incoming ALTER COLUMN id SET DEFAULT nextval(pg_get_serial_sequence('finding', 'id'))",
    );
    for (const page of pages) await storePage(client, page, run);
    await beforeEnd();
  } finally {
    await client.end();
  }
}
