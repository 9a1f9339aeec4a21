import { type ArgumentRow, defineCommand } from '../../command.ts';
import type { OptionName } from '../../options.ts';

const QUERY: ArgumentRow = { form: '[query]', summary: 'a query, such as "severity >= 4" (default: all)' };
const LISTING: readonly OptionName[] = ['sort', 'limit', 'after', 'facets', 'store', 'json'];

/** Commands that query and export the inventory. */
export const INVENTORY_COMMANDS = [
  defineCommand({
    name: 'assets',
    summary: 'list assets of the inventory',
    arguments: [QUERY],
    options: LISTING,
    examples: [`mapwright assets 'inventory:(source:"Acme")'`, `mapwright assets 'findings.severity >= 4' --facets`],
    load: async () => (await import('./list.ts')).assets,
  }),
  defineCommand({
    name: 'findings',
    summary: 'list findings of the inventory',
    arguments: [QUERY],
    options: LISTING,
    examples: [
      `mapwright findings 'findings.vendorProductName:"Acme SCA" and severity >= 4'`,
      'mapwright findings "status:[NEW, REOPENED] and firstFoundOn > now-7d" --sort=-cvss --json',
    ],
    load: async () => (await import('./list.ts')).findings,
  }),
  defineCommand({
    name: 'records',
    summary: 'list or export stored records of entities other than assets and findings',
    arguments: [
      { form: '[entity]', summary: 'name of an entity (default: list the entities)' },
      {
        form: '[query]',
        summary: 'a query about paths of the record, such as "status:open and size >= 4" (default: all)',
      },
    ],
    options: ['connection', 'deleted', 'limit', 'after', 'format', 'to', 'store', 'json'],
    examples: [
      'mapwright records',
      `mapwright records user 'department.name:"sales" and active:true'`,
      'mapwright records user --format csv --to users.csv',
    ],
    load: async () => (await import('./records.ts')).records,
  }),
  defineCommand({
    name: 'export',
    summary: 'export findings or assets as CSV, NDJSON, SARIF, ETM or OCSF',
    arguments: [{ form: '<what>', summary: 'findings or assets' }],
    requires: ['format'],
    options: ['query', 'to', 'store'],
    examples: [
      'mapwright export findings --format sarif --to findings.sarif',
      `mapwright export assets --format csv --query 'source:"Acme"' > assets.csv`,
    ],
    load: async () => (await import('./export.ts')).exportRecords,
  }),
];
