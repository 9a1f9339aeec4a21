import { type Element, findTextDefect, type Json, toBadElement, toPointer } from '../../base/json/index.ts';

/** A value that was not read by the splitter, as an element: bad when a text in it cannot be stored. */
export function toCheckedElement(value: Json): Element {
  const defect = findTextDefect(value);
  if (defect === undefined) return { kind: 'item', value };
  const key = defect.path.at(-1);
  const raw = Buffer.from(JSON.stringify(value));
  // The mark of the JSON decoder: see `marked`.
  if (typeof key === 'string' && key.startsWith('\0'))
    return toBadElement(raw, 'an object repeats a key', toPointer([...defect.path.slice(0, -1), key.slice(1)]));
  return toBadElement(raw, defect.problem, toPointer(defect.path));
}
