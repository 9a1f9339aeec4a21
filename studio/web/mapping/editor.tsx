import { useResource } from '../api/resource.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Loading } from '../components/loading.tsx';
import { type MapRef, openMap } from './opened-map.ts';
import type { MapPlace } from './place.ts';

interface EditorProps {
  readonly of: MapRef;
  readonly place: MapPlace;
}

/** Loads the code of the editor and its data at the same time: over a slow network, the code takes seconds. */
async function loadEditor(of: MapRef) {
  const [opened, { MappingView }] = await Promise.all([openMap(of), import('./view.tsx')]);
  return { opened, MappingView };
}

/** Editor of a map, default or custom. */
export function MapEditor({ of, place }: EditorProps) {
  const { state, reload } = useResource(JSON.stringify(of), () => loadEditor(of));
  if (state.value.kind === 'loading') return <Loading what="Loading the map" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  const { opened, MappingView } = state.value.value;
  return <MappingView opened={opened} place={place} />;
}
