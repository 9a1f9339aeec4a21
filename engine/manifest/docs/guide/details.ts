import { listProducedEntities, type Manifest } from '../../index.ts';
import { bulletList, formatSection, formatTable, inlineCode, numberedList } from '../markdown.ts';

const formatTypes = (types: readonly string[]): string => types.map((type) => inlineCode(type)).join(', ') || 'none';

const DIRECTION = { unidirectional: 'Unidirectional', bidirectional: 'Bidirectional' } as const;

/** Renders the details of the connector and the prerequisites of its setup. */
export function renderDetails(manifest: Manifest): string[] {
  const { id, version, about } = manifest;
  const { credentials, permissions, prerequisites, links } = about;
  const direction =
    about.direction === 'unidirectional'
      ? `Unidirectional (${about.vendor} to the inventory)`
      : DIRECTION[about.direction];
  const entities = listProducedEntities(manifest);
  const isInventory = entities.some(({ builtIn }) => builtIn);
  const others = entities.filter(({ builtIn }) => !builtIn);
  return [
    formatSection(
      2,
      'Connector details',
      formatTable(
        ['', ''],
        [
          ['Vendor', about.vendor],
          ['Product name', about.product],
          ['Category', about.category],
          ...(isInventory ? [['Assets supported', formatTypes(about.assetTypes)]] : []),
          ...(isInventory ? [['Findings supported', formatTypes(about.findingTypes)]] : []),
          ...(others.length > 0 ? [['Other records', others.map(({ title }) => title).join(', ')]] : []),
          ['Connector', inlineCode(id)],
          ['Version', version],
          ['Integration type', about.integration],
          ['Direction', direction],
          ['Delta support', about.delta ? 'Supported' : 'Not supported; every run is a full sync'],
          ...(about.supported ? [['Supported version & type', about.supported]] : []),
          ...(about.details ?? []).map(({ label, text }) => [label, text]),
        ],
      ),
    ),
    formatSection(
      2,
      'Before you begin',
      bulletList(prerequisites),
      formatSection(
        3,
        credentials?.title ?? 'Getting credentials',
        numberedList(credentials?.steps),
        bulletList(credentials?.notes),
      ),
      formatSection(
        3,
        'Permissions required',
        formatTable(
          ['Entity type', 'Permission', 'Note'],
          (permissions ?? []).map(({ entity, permission, note }) => [entity, permission, note ?? '']),
        ),
      ),
      formatSection(3, 'Links', bulletList(links?.map(({ title, url }) => `[${title}](${url})`))),
    ),
  ];
}
