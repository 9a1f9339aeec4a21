import asset from '../../../schemas/asset.schema.json';
import finding from '../../../schemas/finding.schema.json';

/** A field that records of an entity can have. */
export interface EntityField {
  /** Dotted, as maps name it. */
  readonly target: string;
  readonly description: string;
}

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const listFieldsBelow = (schema: Schema, path: string): EntityField[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const target = path === '' ? name : `${path}.${name}`;
    return part.properties ? listFieldsBelow(part, target) : [{ target, description: part.description ?? '' }];
  });

const FIELDS: Readonly<Record<string, readonly EntityField[]>> = {
  asset: listFieldsBelow(asset as Schema, ''),
  finding: listFieldsBelow(finding as Schema, ''),
};

/** What a map to this entity can fill. */
export const listFields = (entity: string): readonly EntityField[] => FIELDS[entity] ?? [];
