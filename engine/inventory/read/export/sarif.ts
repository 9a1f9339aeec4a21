import { type RawBuilder, sql } from 'kysely';
import type { JsonObject } from '../../../base/json/index.ts';
import { ALL, buildWhere, DIALECTS, joinQueries, type Query } from '../../query/index.ts';
import { SEPARATOR, unpackValues } from '../../store/inventory/packed.ts';
import type { ListQuery, ReadableStore } from '../list-query.ts';
import { readFindings } from './each.ts';
import { buildResult, sarifLevel } from './sarif-result.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const BATCH = 500;

/** Numbers that viewers use as severity without a CVSS score. */
const SCORES: Readonly<Record<number, number>> = { 1: 1, 2: 3, 3: 5.5, 4: 8, 5: 9.5 };

interface Rule {
  readonly id: string;
  readonly name: string;
  readonly severity: number;
  readonly cvss: number | null;
  readonly cwe: string | null;
}

function buildHelp(id: string): JsonObject {
  const weakness = /^CWE-(\d+)$/.exec(id)?.[1];
  if (weakness !== undefined) return { helpUri: `https://cwe.mitre.org/data/definitions/${weakness}.html` };
  return /^CVE-\d{4}-\d{4,}$/.test(id) ? { helpUri: `https://nvd.nist.gov/vuln/detail/${id}` } : {};
}

function buildRule({ id, name, severity, cvss, cwe }: Rule): JsonObject {
  return {
    id,
    shortDescription: { text: name },
    ...buildHelp(id),
    defaultConfiguration: { level: sarifLevel(severity) },
    properties: {
      'security-severity': (cvss ?? SCORES[severity] ?? 0).toFixed(1),
      tags: ['security', ...(cwe === null ? [] : unpackValues(cwe).map((one) => `external/cwe/${one.toLowerCase()}`))],
    },
  };
}

/** Selects the rule of a finding, as `findRuleId` reads it from the record. */
function selectRule(kind: ReadableStore['kind']): RawBuilder<unknown> {
  const first = (name: string) => {
    const column = sql.ref(`r.${name}`);
    return sql`case when ${column} >= ${sql.lit(SEPARATOR)} then ${DIALECTS[kind].firstPart(column, SEPARATOR)} else ${column} end`;
  };
  return sql`coalesce(${first('cve')}, ${first('cwe')}, r.name)`;
}

/** Iterates over the rules of a product's findings, a page at a time: a million findings may have many. */
async function* readRules({ db, kind }: ReadableStore, where: RawBuilder<unknown>): AsyncGenerator<JsonObject> {
  const rule = selectRule(kind);
  let last = '';
  for (;;) {
    const { rows } = await sql<Rule>`select ${rule} as id, min(r.name) as name, max(r.severity) as severity,
      max(r.cvss) as cvss, min(r.cwe) as cwe from finding as r where ${rule} > ${last} and ${where}
      group by ${rule} order by 1 limit ${BATCH}`.execute(db);
    yield* rows.map(buildRule);
    const end = rows.at(-1);
    if (!end || rows.length < BATCH) return;
    last = end.id;
  }
}

async function* formatRun(
  store: ReadableStore,
  product: string,
  asked: Pick<ListQuery, 'query' | 'now'>,
): AsyncGenerator<string> {
  const { query = ALL, now } = asked;
  const own: Query = {
    kind: 'term',
    entity: 'finding',
    field: 'vendorProductName',
    test: { kind: 'equals', text: product },
  };
  const of = joinQueries('and', query.kind === 'all' ? [own] : [query, own]);
  yield `{"tool":{"driver":{"name":${JSON.stringify(product)},"rules":[`;
  let separator = '\n';
  for await (const rule of readRules(store, buildWhere(of, { entity: 'finding', alias: 'r', kind: store.kind, now }))) {
    yield separator + JSON.stringify(rule);
    separator = ',\n';
  }
  yield ']}},"columnKind":"utf16CodeUnits","results":[';
  separator = '\n';
  for await (const items of readFindings(store, { query: of, now })) {
    for (const item of items) {
      yield separator + JSON.stringify(buildResult(item));
      separator = ',\n';
    }
  }
  yield ']}';
}

/** Exports SARIF 2.1.0: a run per product, rules before results, so that nothing is buffered. */
export async function* exportSarif(
  store: ReadableStore,
  asked: Pick<ListQuery, 'query' | 'now'>,
): AsyncGenerator<string> {
  const { query = ALL, now } = asked;
  const { rows } = await sql<{ product: string }>`select distinct r.product from finding as r
    where ${buildWhere(query, { entity: 'finding', alias: 'r', kind: store.kind, now })} order by 1`.execute(store.db);
  yield `{"$schema":${JSON.stringify(SCHEMA)},"version":"2.1.0","runs":[`;
  for (const [index, { product }] of rows.entries()) {
    if (index > 0) yield ',';
    yield* formatRun(store, product, asked);
  }
  yield ']}\n';
}
