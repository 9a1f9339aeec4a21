import type { Manifest } from '../../index.ts';
import { bulletList, formatSection, formatTable, inlineCode } from '../markdown.ts';

const STATES = [
  ['Registered', 'The connection was created and may read from the vendor.'],
  ['Scheduled', 'It waits for its next run.'],
  ['Processing', 'A run reads assets and findings.'],
  ['Processed', 'The run has finished. While findings are still coming after the assets, both are shown apart.'],
  ['Errored', 'The last run failed; its error says why and what to do.'],
];

/** How a run works, what it shows, and what to do when it does not. */
export function renderAfterSetup({ about }: Manifest): string[] {
  return [
    formatSection(2, 'How it works', ...(about.howItWorks ?? [])),
    formatSection(2, 'States', formatTable(['State', 'Meaning'], STATES)),
    formatSection(
      2,
      'Viewing assets and findings',
      formatTable(
        ['What', 'Query', 'Where'],
        (about.viewing ?? []).map(({ what, query, where }) => [what, inlineCode(query), where ?? '']),
      ),
    ),
    formatSection(
      2,
      'Troubleshooting',
      formatTable(
        ['Issue', 'Resolution'],
        (about.troubleshooting ?? []).map(({ issue, resolution }) => [issue, resolution]),
      ),
    ),
    formatSection(2, 'Notes', bulletList(about.notes)),
  ];
}
