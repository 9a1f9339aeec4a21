import { engineError } from '../../base/errors/index.ts';
import { didYouMean, type Issue, type Manifest, type MapSpec, parseManifest } from '../../manifest/index.ts';

/** A map of the manifest. Throws MAP_UNKNOWN. */
export function manifestMap(manifest: Manifest, name: string): MapSpec {
  const known = Object.keys(manifest.maps);
  const map = Object.hasOwn(manifest.maps, name) ? manifest.maps[name] : undefined;
  if (map) return map;
  throw engineError('MAP_UNKNOWN', { map: `${manifest.id}/${name}`, meant: didYouMean(name, known) });
}

/** The manifest with a map in place of its own of that name. */
export const withMap = (manifest: Manifest, name: string, spec: MapSpec): Manifest => ({
  ...manifest,
  maps: { ...manifest.maps, [name]: spec },
});

const targetIssue = (own: MapSpec, spec: MapSpec): Issue[] =>
  own.to === spec.to
    ? []
    : [
        {
          rule: 'map/target',
          severity: 'error',
          path: '/to',
          message: `the map is for records of "${own.to}", not of "${spec.to}"`,
          fix: `Write "to": "${own.to}".`,
        },
      ];

/**
 * What is wrong with a value as the map `name` of a manifest: by the schema, the target's fields and the lint rules, as
 * if it stood there. Paths are pointers into the map. Throws MAP_UNKNOWN.
 */
export function mapIssues(manifest: Manifest, name: string, value: unknown): readonly Issue[] {
  const own = manifestMap(manifest, name);
  const at = `/maps/${name}`;
  const { manifest: changed, issues } = parseManifest(JSON.stringify(withMap(manifest, name, value as MapSpec)));
  const inside = issues
    .filter(({ path }) => path === at || path.startsWith(`${at}/`))
    .map((issue) => ({ ...issue, path: issue.path.slice(at.length) || '' }));
  const spec = changed?.maps[name];
  return spec ? [...inside, ...targetIssue(own, spec)] : inside;
}

/** The value as a map that can stand for the manifest's. Throws MAP_UNKNOWN, and MAP_INVALID with the first error. */
export function asMap(manifest: Manifest, name: string, value: unknown): MapSpec {
  const issue = mapIssues(manifest, name, value).find(({ severity }) => severity === 'error');
  if (!issue) return value as MapSpec;
  throw engineError('MAP_INVALID', { path: issue.path || '/', problem: issue.message, fix: issue.fix });
}
