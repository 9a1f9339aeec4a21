import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { ManifestEditor } from './manifest-editor.tsx';
import { formatFieldPointer } from './manifest-text.ts';
import type { MappingModel } from './model.ts';

/** Manifest of the mapping screen, with the selected field marked. */
export function ManifestView({ mapping }: { readonly mapping: MappingModel }) {
  const { live, map, selected } = mapping;
  const pointer = useMemo(
    () => computed(() => (selected.value ? formatFieldPointer(map, selected.value.target) : undefined)),
    [map, selected],
  );
  return <ManifestEditor draft={mapping.draft} problems={live.problems} selected={pointer} />;
}
