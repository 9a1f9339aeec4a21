import { type Element, findTextDefect, type Json, toBadElement, toPointer } from '../../base/json/index.ts';

/** Converts a value that the splitter did not read to an element: bad if one of its texts cannot be stored. */
export function toCheckedElement(value: Json): Element {
  const defect = findTextDefect(value);
  if (defect === undefined) return { kind: 'item', value };
  const key = defect.path.at(-1);
  const raw = Buffer.from(JSON.stringify(value));
  // Set by `markDuplicates` of the JSON decoder.
  if (typeof key === 'string' && key.startsWith('\0'))
    return toBadElement(raw, 'an object repeats a key', toPointer([...defect.path.slice(0, -1), key.slice(1)]));
  return toBadElement(raw, defect.problem, toPointer(defect.path));
}
