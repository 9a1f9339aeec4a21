import type { Manifest, MapSpec } from '../../index.ts';
import { code, section, table } from '../markdown.ts';

const TARGETS = { asset: 'asset', finding: 'finding' } as const;

function rows(map: MapSpec): string[][] {
  return Object.entries(map.fields).map(([target, field]) => {
    const spec = typeof field === 'string' ? { value: field } : field;
    const how = [
      spec.identity ? 'identity' : undefined,
      spec.enum === undefined ? undefined : `by the table ${code(spec.enum)}`,
      spec.as === undefined ? undefined : `as ${spec.as}`,
      spec.note,
    ];
    return [code(spec.value), code(target), how.filter(Boolean).join('; ')];
  });
}

const UNMAPPED = {
  reject: 'the record is rejected and the value counted',
  omit: 'the field is left out',
  pass: 'the value is passed on',
} as const;

const unmapped = (policy: NonNullable<Manifest['enums']>[string]['unmapped']): string =>
  `Any other value: ${typeof policy === 'string' ? UNMAPPED[policy] : `becomes ${code(String(policy.to))}`}.`;

/** The transform maps as tables: fields, and enums in both columns. */
export function mappingOf({ maps, enums = {} }: Manifest): string[] {
  const mapSections = Object.entries(maps).map(([name, map]) =>
    section(
      3,
      `${map.title ?? name} (from ${code(map.from)} to ${TARGETS[map.to]})`,
      map.where === undefined ? '' : `Only items for which ${code(map.where)} is true.`,
      table(['Source', 'Target', 'How'], rows(map)),
    ),
  );
  const enumSections = Object.entries(enums).map(([name, { values, unmapped: policy }]) =>
    section(
      3,
      `Table ${code(name)}`,
      table(
        ['Source value', 'Target value'],
        Object.entries(values).map(([source, value]) => [code(source), code(String(value))]),
      ),
      unmapped(policy),
    ),
  );
  return [
    section(
      2,
      'Transform maps',
      'The default maps below are read-only; clone one to change it, or name a file of your own under "map" in the config.',
      ...mapSections,
      ...enumSections,
    ),
  ];
}
