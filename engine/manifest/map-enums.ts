import type { EnumSpec, Manifest, MapSpec } from './types.generated.ts';

/** Enum with the path of its position in the manifest. */
export interface LocatedEnum {
  readonly spec: EnumSpec;
  readonly path: readonly string[];
}

/** Returns the enums that the fields of a map can use: its own replace those of the manifest with the same name. */
export const listMapEnums = (
  { enums = {} }: Pick<Manifest, 'enums'>,
  map: Pick<MapSpec, 'enums'>,
): Readonly<Record<string, EnumSpec>> => ({ ...enums, ...map.enums });

/** Finds an enum of a map by name; undefined if neither the map nor the manifest has it. */
export function findMapEnum(
  manifest: Pick<Manifest, 'enums' | 'maps'>,
  map: string,
  name: string,
): LocatedEnum | undefined {
  const { enums: own = {} } = manifest.maps[map] ?? {};
  const { enums: shared = {} } = manifest;
  const [inMap, inManifest] = [Object.hasOwn(own, name) && own[name], Object.hasOwn(shared, name) && shared[name]];
  if (inMap) return { spec: inMap, path: ['maps', map, 'enums', name] };
  return inManifest ? { spec: inManifest, path: ['enums', name] } : undefined;
}
