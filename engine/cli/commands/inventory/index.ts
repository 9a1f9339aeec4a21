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
    name: 'export',
    summary: 'export findings or assets as CSV, NDJSON, SARIF or ETM',
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
