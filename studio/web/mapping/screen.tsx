import { useMemo } from 'preact/hooks';
import { navigate, readQueryParameter } from '../app/router.ts';
import type { Params } from '../app/routes.ts';
import { MapEditor } from './editor.tsx';
import { formatMapLink, type MapPlace } from './place.ts';

/** Default maps of a connector share one draft of the manifest; each custom map has its own. */
const createPlace = (connector: string, map: string, custom: string, connection: string): MapPlace => ({
  open: (other, id) => {
    const sample = other === map ? readQueryParameter('sample') : '';
    navigate(formatMapLink(connector, other, { custom: id, connection, sample }));
  },
  keeps: ({ pathname, searchParams }) => {
    const shown = searchParams.get('custom') ?? '';
    const folder = formatMapLink(connector, '');
    return (
      shown === custom && (custom === '' ? pathname.startsWith(folder) : pathname === formatMapLink(connector, map))
    );
  },
});

/** Screen `/c/:id/map/:map`: editor of a map; `custom` selects a custom map, `connection` the connection that it is for. */
export function Screen({ params }: { readonly params: Params }) {
  const { id = '', map = '' } = params;
  const [custom, connection] = [readQueryParameter('custom'), readQueryParameter('connection')];
  const place = useMemo(() => createPlace(id, map, custom, connection), [id, map, custom, connection]);
  return <MapEditor of={{ connector: id, map, custom, connection }} place={place} />;
}
