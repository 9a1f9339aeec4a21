import { useMemo } from 'preact/hooks';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { MapEditor } from '../mapping/editor.tsx';
import { type MapPlace, usedMap } from '../mapping/place.ts';
import type { Wizard } from './model.ts';

/** Query parameters of the editor, which a URL of the setup contains while it is open. */
const CLOSED = { map: '', custom: '', target: '', item: '', sample: '', view: '', source: '' } as const;

/** Opens the editor of a map within the setup; '' is the default. */
export const openMapEditor = (map: string, custom: string): void => setQuery({ ...CLOSED, map, custom }, {});

/** Name of the map whose editor is open; '' for none. */
export const readOpenMap = (): string => readQueryParameter('map');

const choose = (wizard: Wizard, map: string, custom: string): void => {
  const { [map]: _, ...rest } = wizard.draft.value.maps;
  wizard.change({ maps: custom === '' ? rest : { ...rest, [map]: custom } });
};

const createPlace = (wizard: Wizard, map: string, custom: string): MapPlace => ({
  open: openMapEditor,
  keeps: ({ pathname, searchParams }) => {
    const [shownMap, shownCustom] = [searchParams.get('map') ?? '', searchParams.get('custom') ?? ''];
    return pathname === window.location.pathname && shownMap === map && shownCustom === custom;
  },
  setup: {
    title: wizard.draft.value.name,
    chosen: (name) => usedMap(wizard.draft.value, name),
    use: (name, id) => choose(wizard, name, id),
    close: () => setQuery(CLOSED, {}),
  },
});

/** Editor of the map in the URL, within the setup. */
export function SetupMapEditor({ wizard }: { readonly wizard: Wizard }) {
  const [map, custom] = [readOpenMap(), readQueryParameter('custom')];
  const place = useMemo(() => createPlace(wizard, map, custom), [wizard, map, custom]);
  const { connector, editing } = wizard;
  return (
    <MapEditor of={{ connector: connector.connector.id, map, custom, connection: editing?.id ?? '' }} place={place} />
  );
}
