import { useResource } from '../api/resource.ts';
import type { CatalogueResponse, ConnectorSummary } from '../api/types.generated.ts';
import { loadCatalogue } from '../app/catalogue.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { hasScreen } from '../app/routes.ts';
import { Chip } from '../components/chip.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { formatCount } from '../components/format-count.ts';
import { Icon } from '../components/icon.tsx';
import { Loading } from '../components/loading.tsx';
import { splitWords } from '../components/words.ts';
import './catalogue.css';

const ORIGINS = { catalogue: undefined, own: 'custom', demo: 'demo' } as const;

function Card({ connector }: { readonly connector: ConnectorSummary }) {
  const { id, title, vendor, version, summary, assetTypes, findingTypes, delta, evidence, maps, problems, origin } =
    connector;
  const home = `/c/${encodeURIComponent(id)}`;
  const types = [...assetTypes, ...findingTypes];
  const map = (maps.find(({ name }) => name === 'finding') ?? maps[0])?.name;
  return (
    <li class="card">
      <header>
        <span class="card-mark" aria-hidden="true">
          {(vendor ?? title).slice(0, 2)}
        </span>
        <div>
          <h2>
            <a href={home}>{title}</a>
          </h2>
          <p class="muted">
            {vendor} {version && <span class="mono">{version}</span>}
          </p>
        </div>
        {ORIGINS[origin] && <Chip tone="accent">{ORIGINS[origin]}</Chip>}
      </header>
      <p class="card-text">{summary}</p>
      <p class="card-types">
        {types.map((type) => (
          <Chip key={type}>{splitWords(type)}</Chip>
        ))}
        {delta && <Chip title="Later runs read only changes">delta</Chip>}
        {problems > 0 && <Chip tone="warn">{formatCount(problems, 'problem')}</Chip>}
      </p>
      {evidence.length > 0 && <p class="muted">Checked against: {evidence.join(', ').toLowerCase()}</p>}
      <footer>
        {map && (
          <a class="button" href={`${home}/map/${encodeURIComponent(map)}`} aria-label={`Map: ${title}`}>
            Map
          </a>
        )}
        <a class="button" href={home} aria-label={`Guide: ${title}`}>
          Guide
        </a>
        {hasScreen('wizard') && (
          <a class="button button-primary" href={`${home}/setup`} aria-label={`Connect: ${title}`}>
            Connect
          </a>
        )}
      </footer>
    </li>
  );
}

const matches = ({ id, title, vendor, product }: ConnectorSummary, typed: string): boolean =>
  [id, title, vendor, product].join(' ').toLowerCase().includes(typed.toLowerCase());

function Cards({ response }: { readonly response: CatalogueResponse }) {
  const typed = readQueryParameter('q');
  const shown = response.connectors.filter((connector) => matches(connector, typed));
  if (response.connectors.length === 0)
    return (
      <EmptyState title="No connectors yet">
        <p>
          A connector is one JSON file. Paste a curl command, a HAR file, an OpenAPI document or a response, and the
          studio proposes the rest.
        </p>
        <a class="button button-primary" href="/new">
          <Icon name="plus" /> New connector
        </a>
      </EmptyState>
    );
  return (
    <div class="catalogue">
      <header class="catalogue-head">
        <div>
          <h1>Connectors</h1>
          <p class="muted">Each connector is one manifest. Open a map to preview how it maps vendor data.</p>
        </div>
        <span class="grow" />
        {response.start !== '' && response.start !== '/' && (
          <a class="button button-primary" href={response.start}>
            <Icon name="spark" /> Start here: fix a mapping
          </a>
        )}
        <a class="button" href="/new">
          <Icon name="plus" /> New connector
        </a>
        <input
          class="filter"
          type="search"
          aria-label="Filter connectors"
          placeholder="Filter…"
          value={typed}
          onInput={(event) => setQuery({ q: (event.target as HTMLInputElement).value })}
        />
      </header>
      {shown.length === 0 && (
        <EmptyState title={`No connector matches “${typed}”`}>
          <button type="button" class="button" onClick={() => setQuery({ q: '' })}>
            Show all {response.connectors.length}
          </button>
        </EmptyState>
      )}
      <ul class="cards">
        {shown.map((connector) => (
          <Card key={connector.id} connector={connector} />
        ))}
      </ul>
    </div>
  );
}

/** Screen `/`: the connectors of this studio. */
export function Screen() {
  const { state, reload } = useResource('catalogue', loadCatalogue);
  if (state.value.kind === 'loading') return <Loading what="Loading the catalogue" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <Cards response={state.value.value} />;
}
