import {
  BUILT_IN_NAMES,
  type Entity,
  findEntity,
  isBuiltIn,
  listEntities,
  listPassThroughs,
  listProducedEntities,
} from '../../entities.ts';
import { createRecordCheck } from '../../record-check.ts';
import type { Duplicates, Manifest } from '../../types.generated.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';
import { findTargetField } from '../targets.ts';
import { describeUnknownName } from './names.ts';

function* findUnknownEntities({ manifest }: LintContext): Iterable<Violation> {
  const known = [...listEntities(manifest).keys()];
  for (const [name, { to }] of Object.entries(manifest.maps))
    if (!known.includes(to)) yield describeUnknownName('entity', to, { known, path: pointerTo('maps', name, 'to') });
}

function* findBuiltInNames({ manifest }: LintContext): Iterable<Violation> {
  for (const name of Object.keys(manifest.entities ?? {}).filter(isBuiltIn))
    yield {
      path: pointerTo('entities', name),
      message: `"${name}" is a built-in entity and cannot be declared`,
      fix: 'Remove it, or use another name.',
    };
  for (const { stream, entity } of listPassThroughs(manifest))
    if (isBuiltIn(entity))
      yield {
        path: pointerTo('streams', stream),
        message: `the items of the stream "${stream}" would pass through as records of the built-in entity "${entity}"`,
        fix: `Map the stream to "${entity}", set "emit": {"as": "<another name>"}, or set "emit": false.`,
      };
}

/** Finds streams that pass through as the same entity without an identity of it: their keys may be equal by chance. */
function* findSharedEntities({ manifest }: LintContext): Iterable<Violation> {
  const firsts = new Map<string, string>();
  for (const { stream, entity } of listPassThroughs(manifest)) {
    const first = firsts.get(entity);
    firsts.set(entity, first ?? stream);
    if (first === undefined || findEntity(manifest, entity).identity.length > 0) continue;
    yield {
      path: pointerTo('streams', stream, 'emit'),
      message: `the stream "${first}" passes its items through as records of "${entity}", too`,
      fix: `Declare the identity of "${entity}" under "entities", or use another name.`,
    };
  }
}

function* findUnusedEntities({ manifest }: LintContext): Iterable<Violation> {
  const produced = listProducedEntities(manifest).map(({ name }) => name);
  for (const name of Object.keys(manifest.entities ?? {}))
    if (!produced.includes(name) && !isBuiltIn(name))
      yield {
        path: pointerTo('entities', name),
        message: `nothing produces records of the entity "${name}"`,
        fix: `Add a map with "to": "${name}", or set "emit": {"as": "${name}"} in a stream.`,
      };
}

/** Yields the policies of an entity with their positions: its own, and those of its maps. */
function* listPolicies(
  { entities = {}, maps }: Manifest,
  entity: string,
): Iterable<readonly [path: string, Duplicates]> {
  const own = Object.hasOwn(entities, entity) ? entities[entity]?.duplicates : undefined;
  if (own !== undefined) yield [pointerTo('entities', entity, 'duplicates'), own];
  for (const [name, { to, duplicates }] of Object.entries(maps))
    if (to === entity && duplicates !== undefined) yield [pointerTo('maps', name, 'duplicates'), duplicates];
}

/** Returns true if the records of an entity may have a field: a map fills it, or no map limits them. */
function mayHaveField(manifest: Manifest, entity: string, path: string): boolean {
  const maps = Object.values(manifest.maps).filter(({ to }) => to === entity);
  if (maps.length === 0) return findTargetField(findEntity(manifest, entity), path) !== undefined;
  return maps.some(({ fields }) => Object.keys(fields).some((field) => path === field || path.startsWith(`${field}.`)));
}

function* findInvalidPolicies({ manifest }: LintContext): Iterable<Violation> {
  for (const { name } of listProducedEntities(manifest)) {
    const [first, ...others] = listPolicies(manifest, name);
    if (first === undefined) continue;
    const [path, policy] = first;
    for (const [other, one] of others)
      if (JSON.stringify(one) !== JSON.stringify(policy))
        yield {
          path: other,
          message: `the entity "${name}" has another policy for duplicates at ${path}`,
          fix: 'State the policy once.',
        };
    if (typeof policy === 'object' && !mayHaveField(manifest, name, policy.newestBy))
      yield {
        path: `${path}/newestBy`,
        message: `records of the entity "${name}" have no field "${policy.newestBy}"`,
        fix: 'Use a field that a map of the entity fills.',
      };
  }
}

const describeSchemaError = (schema: object): string | undefined => {
  const { type } = schema as { readonly type?: unknown };
  if (type !== undefined && type !== 'object') return 'records are objects, but its type is another one';
  try {
    createRecordCheck(schema);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

function* findInvalidSchemas({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, { schema }] of Object.entries(manifest.entities ?? {})) {
    const problem = typeof schema === 'object' ? describeSchemaError(schema) : undefined;
    if (problem === undefined) continue;
    yield {
      path: pointerTo('entities', name, 'schema'),
      message: `the schema of the entity "${name}" is invalid: ${problem}`,
      fix: 'Correct the JSON Schema (draft 7). References may only lead to its own definitions.',
    };
  }
}

function* findInvalidIdentities({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, { identity = [] }] of Object.entries(manifest.entities ?? {})) {
    const entity = findEntity(manifest, name);
    for (const [at, field] of identity.entries())
      if (!findTargetField(entity, field))
        yield {
          path: pointerTo('entities', name, 'identity', at),
          message: `the schema of the entity "${name}" has no field "${field}"`,
          fix: 'Use the dotted path of a field that every record has.',
        };
  }
  for (const [name, { to, fields }] of Object.entries(manifest.maps)) {
    const isMarked = Object.values(fields).some((field) => typeof field === 'object' && field.identity);
    const lacking = isMarked ? [] : findEntity(manifest, to).identity.filter((field) => !Object.hasOwn(fields, field));
    for (const field of lacking)
      yield {
        path: pointerTo('maps', name, 'fields'),
        message: `the map "${name}" does not fill "${field}", which identifies a record of "${to}"`,
        fix: `Add "${field}" with an expression that returns its value.`,
      };
  }
}

/** Names of files that a folder destination has in addition to those of the entities. */
const OTHER_FILES: readonly string[] = ['rejects'];

const listOwnFiles = (entities: readonly Entity[]): Entity[] => entities.filter(({ builtIn }) => !builtIn);

/** Returns the position of the stream that passes its items through as an entity. */
function findEmitPath(manifest: Manifest, entity: string): string {
  const stream = listPassThroughs(manifest).find((one) => one.entity === entity)?.stream ?? entity;
  return stream === entity ? pointerTo('streams', stream) : pointerTo('streams', stream, 'emit', 'as');
}

function* findFileConflicts({ manifest }: LintContext): Iterable<Violation> {
  const produced = listProducedEntities(manifest);
  const builtIn = produced.some((entity) => entity.builtIn)
    ? BUILT_IN_NAMES.map((name) => findEntity(manifest, name).file)
    : [];
  const taken = new Set([...OTHER_FILES, ...builtIn]);
  for (const { name, file } of listOwnFiles(produced)) {
    // Some file systems ignore the case of names.
    const same = file.toLowerCase();
    if (taken.has(same))
      yield {
        path: manifest.entities?.[name] ? pointerTo('entities', name) : findEmitPath(manifest, name),
        message: `the records of the entity "${name}" would be written to ${file}.ndjson, which is another file of the run`,
        fix: 'Use another name.',
      };
    taken.add(same);
  }
}

export const ENTITY_RULES = {
  'entities/duplicates': {
    sentence: 'An entity has one policy for duplicates, by a field of its records.',
    severity: 'error',
    check: findInvalidPolicies,
  },
  'names/entity': {
    sentence: 'Every map leads to an entity that exists.',
    severity: 'error',
    check: findUnknownEntities,
  },
  'entities/built-in': {
    sentence: 'No declared entity and no pass-through stream has the name of a built-in entity.',
    severity: 'error',
    check: findBuiltInNames,
  },
  'entities/unused': {
    sentence: 'Every declared entity is produced by a map or a stream.',
    severity: 'warning',
    check: findUnusedEntities,
  },
  'entities/schema': {
    sentence: 'The schema of every entity is a valid JSON Schema of an object.',
    severity: 'error',
    check: findInvalidSchemas,
  },
  'entities/identity': {
    sentence: 'The identity of an entity consists of fields of its schema that its maps fill.',
    severity: 'error',
    check: findInvalidIdentities,
  },
  'entities/shared': {
    sentence: 'Streams that pass through as the same entity declare its identity.',
    severity: 'error',
    check: findSharedEntities,
  },
  'entities/file': {
    sentence: 'The records of every entity are written to a file of their own.',
    severity: 'error',
    check: findFileConflicts,
  },
} as const satisfies Record<string, Rule>;
