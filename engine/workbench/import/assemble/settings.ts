import type { JsonObject } from '../../../base/json/index.ts';
import { takeName, toName, toTitle } from '../names.ts';

/** Collects the settings of an imported connector. */
export interface SettingTable {
  /** Adds a setting, or finds the one with the same name and purpose, and returns its name. */
  add(name: string, schema: JsonObject, isRequired?: boolean): string;
  toJson(): JsonObject;
}

/** Two settings with the same name are the same if they accept the same values. */
const isShared = (one: JsonObject | undefined, other: JsonObject): boolean => {
  if (one === undefined) return false;
  const accepts = ({ description: _, title: __, ...rest }: JsonObject) => JSON.stringify(rest);
  return accepts(one) === accepts(other);
};

export function createSettingTable(): SettingTable {
  const properties: Record<string, JsonObject> = {};
  const required: string[] = [];
  const taken = new Set<string>();
  return {
    add(wanted, schema, isRequired = true) {
      const base = toName(wanted, 'setting');
      const full = { type: 'string', title: toTitle(base), ...schema };
      if (isShared(properties[base], full)) return base;
      const name = takeName(base, taken);
      properties[name] = full;
      if (isRequired) required.push(name);
      return name;
    },
    toJson: () => ({ type: 'object', ...(required.length > 0 ? { required } : {}), properties }),
  };
}
