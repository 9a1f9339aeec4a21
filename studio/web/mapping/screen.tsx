import { useEffect, useMemo, useState } from 'preact/hooks';
import { api } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import type { ConnectorResponse } from '../api/types.generated.ts';
import { location, navigate } from '../app/router.ts';
import type { Params } from '../app/routes.ts';
import { showToast } from '../app/toasts.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Loading } from '../components/loading.tsx';
import { ExpressionPanel } from './expression-panel.tsx';
import { Head } from './head.tsx';
import { Help } from './help.tsx';
import { Layout } from './layout.tsx';
import { createLineage } from './lineage.ts';
import { createMapping } from './model.ts';
import { OutputPanel } from './output-panel.tsx';
import { SaveTest } from './save-test.tsx';
import { fromFragment } from './share.ts';
import { SourcePanel } from './source-panel.tsx';
import { TargetsPanel } from './targets-panel.tsx';
import { useMappingCommands } from './use-mapping-commands.ts';
import './mapping.css';

interface OpenedConnector {
  readonly connector: ConnectorResponse;
  readonly shared: string | undefined;
}

/** Loads the connector and the manifest of a shared link, and removes the manifest from the URL. */
async function open(id: string): Promise<OpenedConnector> {
  const { hash } = location.peek();
  const [connector, shared] = await Promise.all([api.connector(id), fromFragment(hash)]);
  if (hash !== '') navigate(`${location.peek().pathname}${location.peek().search}`, { replace: true });
  if (hash !== '' && shared === undefined)
    showToast('The manifest in the link is invalid. The link may be incomplete.', { tone: 'bad' });
  return { connector, shared };
}

export type OpenDialog = 'help' | 'save-test' | undefined;

function MappingView({ opened, map }: { readonly opened: OpenedConnector; readonly map: string }) {
  const mapping = useMemo(() => createMapping(opened.connector, map, opened.shared), [opened, map]);
  const lineage = useMemo(() => createLineage(mapping), [mapping]);
  const [dialog, setDialog] = useState<OpenDialog>(undefined);
  useEffect(() => mapping.stop, [mapping]);
  useMappingCommands(mapping, setDialog);
  return (
    <>
      <Head mapping={mapping} onDialog={setDialog} />
      <Layout
        source={<SourcePanel mapping={mapping} lineage={lineage} />}
        targets={<TargetsPanel mapping={mapping} lineage={lineage} />}
        expression={<ExpressionPanel mapping={mapping} lineage={lineage} />}
        output={<OutputPanel mapping={mapping} lineage={lineage} />}
      />
      {dialog === 'help' && <Help onClose={() => setDialog(undefined)} />}
      {dialog === 'save-test' && <SaveTest mapping={mapping} onClose={() => setDialog(undefined)} />}
    </>
  );
}

/** Screen `/c/:id/map/:map`: live preview of a map on a sample, with the source of each value. */
export function Screen({ params }: { readonly params: Params }) {
  const { id = '', map = '' } = params;
  const { state, reload } = useResource(id, () => open(id));
  if (state.value.kind === 'loading') return <Loading what="Loading the map" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <MappingView opened={state.value.value} map={map} />;
}
