/** Members of a recording whose keys, or whose strings in a list, are names of a manifest's section. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  settings: ['settings'],
  streams: ['filters', 'streams', 'cursors'],
  enums: ['undocumented'],
};

type Members = Readonly<Record<string, unknown>>;

const renameIn = (value: unknown, from: string, to: string): unknown => {
  const rename = (name: unknown) => (name === from ? to : name);
  if (Array.isArray(value)) return value.map(rename);
  return Object.fromEntries(Object.entries(value as Members).map(([name, member]) => [rename(name), member]));
};

/** Returns a recorded case of a manifest for the same manifest after an entry of a section was renamed. */
export function renameInRecording<R extends object>(
  recording: R,
  { section, from, to }: { readonly section: string; readonly from: string; readonly to: string },
): R {
  const renamed = (NAMED[section] ?? []).flatMap((key) => {
    const value = (recording as Members)[key];
    return value === undefined ? [] : [[key, renameIn(value, from, to)] as const];
  });
  return { ...recording, ...Object.fromEntries(renamed) };
}
