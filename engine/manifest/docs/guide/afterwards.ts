import type { Manifest } from '../../index.ts';
import { code, list, section, table } from '../markdown.ts';

const STATES = [
  ['Registered', 'The connection was created and may read from the vendor.'],
  ['Scheduled', 'It waits for its next run.'],
  ['Processing', 'A run reads assets and findings.'],
  ['Processed', 'The run has finished. While findings are still coming after the assets, both are shown apart.'],
  ['Errored', 'The last run failed; its error says why and what to do.'],
];

/** How a run works, what it shows, and what to do when it does not. */
export function afterwards({ about }: Manifest): string[] {
  return [
    section(2, 'How it works', ...(about.howItWorks ?? [])),
    section(2, 'States', table(['State', 'Meaning'], STATES)),
    section(
      2,
      'Viewing assets and findings',
      table(
        ['What', 'Query', 'Where'],
        (about.viewing ?? []).map(({ what, query, where }) => [what, code(query), where ?? '']),
      ),
    ),
    section(
      2,
      'Troubleshooting',
      table(
        ['Issue', 'Resolution'],
        (about.troubleshooting ?? []).map(({ issue, resolution }) => [issue, resolution]),
      ),
    ),
    section(2, 'Notes', list(about.notes)),
  ];
}
