import { engineError } from '../../base/errors/index.ts';
import { formatSuggestion, type Issue, type Manifest, type MapSpec, parseManifest } from '../../manifest/index.ts';

/** Finds a map of the manifest by name. Throws MAP_UNKNOWN. */
export function findManifestMap(manifest: Manifest, name: string): MapSpec {
  const known = Object.keys(manifest.maps);
  const map = Object.hasOwn(manifest.maps, name) ? manifest.maps[name] : undefined;
  if (map) return map;
  throw engineError('MAP_UNKNOWN', { map: `${manifest.id}/${name}`, meant: formatSuggestion(name, known) });
}

/** Returns the manifest with one map replaced. */
export const replaceMap = (manifest: Manifest, name: string, spec: MapSpec): Manifest => ({
  ...manifest,
  maps: { ...manifest.maps, [name]: spec },
});

const findTargetIssue = (own: MapSpec, spec: MapSpec): Issue[] =>
  own.to === spec.to
    ? []
    : [
        {
          rule: 'map/target',
          severity: 'error',
          path: '/to',
          message: `wrong target "${spec.to}", expected "${own.to}"`,
          fix: `Set "to" to "${own.to}".`,
        },
      ];

/**
 * Validates a value as the map `name` of a manifest, with the schema, the target's fields and the lint rules. Paths of the
 * issues are pointers into the map. Throws MAP_UNKNOWN.
 */
export function findMapIssues(manifest: Manifest, name: string, value: unknown): readonly Issue[] {
  const own = findManifestMap(manifest, name);
  const at = `/maps/${name}`;
  const { manifest: changed, issues } = parseManifest(JSON.stringify(replaceMap(manifest, name, value as MapSpec)));
  const inside = issues
    .filter(({ path }) => path === at || path.startsWith(`${at}/`))
    .map((issue) => ({ ...issue, path: issue.path.slice(at.length) || '' }));
  const spec = changed?.maps[name];
  return spec ? [...inside, ...findTargetIssue(own, spec)] : inside;
}

/** Validates a value as a replacement for a map of the manifest. Throws MAP_UNKNOWN, and MAP_INVALID with the first error. */
export function parseMap(manifest: Manifest, name: string, value: unknown): MapSpec {
  const issue = findMapIssues(manifest, name, value).find(({ severity }) => severity === 'error');
  if (!issue) return value as MapSpec;
  throw engineError('MAP_INVALID', { path: issue.path || '/', problem: issue.message, fix: issue.fix });
}
