import type { Manifest } from '../../index.ts';
import { EVIDENCE } from '../connector-list.ts';
import { bulletList, formatSection, formatTable, inlineCode } from '../markdown.ts';

const STATES = [
  ['Registered', 'The connection exists and can read from the vendor.'],
  ['Scheduled', 'The connection is waiting for its next run.'],
  ['Processing', 'A run is reading assets and findings.'],
  [
    'Processed',
    'The last run finished. Assets and findings have separate states while findings are still being processed.',
  ],
  ['Errored', 'The last run failed. Its error contains the cause and a fix.'],
];

/** Renders the sections on running the connector: sync, states, viewing data, troubleshooting, notes and evidence. */
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
    formatSection(
      2,
      'Verification',
      formatTable(
        ['Part', 'Checked against'],
        (about.verified ?? []).map(({ part, against }) => [part, EVIDENCE[against]]),
      ),
    ),
    formatSection(
      2,
      'Sources',
      bulletList(about.sources?.map(({ title, url, date }) => `[${title}](${url}), read on ${date}`)),
    ),
  ];
}
