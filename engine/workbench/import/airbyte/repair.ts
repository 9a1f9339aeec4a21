import { fromPointer, isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import { type Issue, parseManifest } from '../../../manifest/index.ts';

/** Changes the object at a path. Returns the value itself if the path leads to no object. */
function changeAt(value: Json, [step, ...rest]: readonly string[], change: (object: JsonObject) => JsonObject): Json {
  if (step === undefined) return isObject(value) ? change(value) : value;
  if (Array.isArray(value))
    return (value as Json[]).map((one, at) => (String(at) === step ? changeAt(one, rest, change) : one));
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: changeAt(value[step] as Json, rest, change) };
}

const without = (object: JsonObject, ...keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key))) as JsonObject;

/** Repairs by lint rule: settings that the definition declares in a way that manifests forbid. */
const REPAIRS: Readonly<Record<string, (draft: JsonObject, steps: readonly string[]) => Json>> = {
  // The definition marks few of its credentials as secrets.
  'settings/exposed-credential': (draft, steps) =>
    changeAt(draft, steps, (setting) => ({
      ...without(setting, 'default', 'examples', 'enum', 'const', 'derive'),
      writeOnly: true,
    })),
  'settings/misfit': (draft, steps) =>
    changeAt(draft, steps.slice(0, steps.includes('examples') ? -2 : -1), (setting) =>
      without(setting, steps.includes('examples') ? 'examples' : 'default'),
    ),
  'settings/secret-value': (draft, steps) =>
    changeAt(draft, steps.slice(0, -1), (setting) => without(setting, steps.at(-1) ?? '')),
  'regexes/linear': (draft, steps) =>
    steps[0] === 'settings' ? changeAt(draft, steps.slice(0, -1), (setting) => without(setting, 'pattern')) : draft,
};

const repairOne = (draft: JsonObject, { rule, path }: Issue): JsonObject => {
  const repair = Object.hasOwn(REPAIRS, rule) ? REPAIRS[rule] : undefined;
  const steps = fromPointer(path);
  return repair && steps ? (repair(draft, steps) as JsonObject) : draft;
};

const MAX_ROUNDS = 4;

/** Repairs settings until the linter finds nothing that can be repaired. */
export function repairDraft(draft: JsonObject): JsonObject {
  let current = draft;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { issues } = parseManifest(JSON.stringify(current), 'errors');
    const repaired = issues.reduce(repairOne, current);
    if (repaired === current) return current;
    current = repaired;
  }
  return current;
}
