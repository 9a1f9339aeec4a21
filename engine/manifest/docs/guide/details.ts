import type { Manifest } from '../../index.ts';
import { code, list, section, steps, table } from '../markdown.ts';

const words = (types: readonly string[]): string => types.map((type) => code(type)).join(', ') || 'none';

const DIRECTION = { unidirectional: 'Unidirectional', bidirectional: 'Bidirectional' } as const;

/** What the connector is, and what must be there before it is set up. */
export function detailsOf({ id, version, about }: Manifest): string[] {
  const { credentials, permissions, prerequisites, links } = about;
  const direction =
    about.direction === 'unidirectional'
      ? `Unidirectional (${about.vendor} to the inventory)`
      : DIRECTION[about.direction];
  return [
    section(
      2,
      'Connector details',
      table(
        ['', ''],
        [
          ['Vendor', about.vendor],
          ['Product name', about.product],
          ['Category', about.category],
          ['Assets supported', words(about.assetTypes)],
          ['Findings supported', words(about.findingTypes)],
          ['Connector', code(id)],
          ['Version', version],
          ['Integration type', about.integration],
          ['Direction', direction],
          ['Delta support', about.delta ? 'Supported' : 'Not supported: each run is a full pull'],
          ...(about.supported ? [['Supported version & type', about.supported]] : []),
          ...(about.details ?? []).map(({ label, text }) => [label, text]),
        ],
      ),
    ),
    section(
      2,
      'Before you begin',
      list(prerequisites),
      section(3, credentials?.title ?? 'Getting credentials', steps(credentials?.steps), list(credentials?.notes)),
      section(
        3,
        'Permissions required',
        table(
          ['Entity type', 'Permission', 'Note'],
          (permissions ?? []).map(({ entity, permission, note }) => [entity, permission, note ?? '']),
        ),
      ),
      section(3, 'Links', list(links?.map(({ title, url }) => `[${title}](${url})`))),
    ),
  ];
}
