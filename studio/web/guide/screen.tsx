import { useMemo } from 'preact/hooks';
import { api } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import { catalogue } from '../app/catalogue.ts';
import type { Params } from '../app/routes.ts';
import { hasScreen } from '../app/routes.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Loading } from '../components/loading.tsx';
import { renderMarkdown } from './markdown.tsx';
import './guide.css';

const Actions = ({ id }: { readonly id: string }) => {
  const maps = catalogue.value?.connectors.find((connector) => connector.id === id)?.maps ?? [];
  return (
    <div class="guide-actions">
      {hasScreen('wizard') && (
        <a class="button button-primary" href={`/c/${encodeURIComponent(id)}/setup`}>
          Connect
        </a>
      )}
      {maps.map(({ name }) => (
        <a key={name} class="button" href={`/c/${encodeURIComponent(id)}/map/${encodeURIComponent(name)}`}>
          Map {name}
        </a>
      ))}
    </div>
  );
};

function Guide({ id, text }: { readonly id: string; readonly text: string }) {
  const { nodes, sections } = useMemo(() => renderMarkdown(text), [text]);
  return (
    <div class="guide">
      <nav class="guide-nav" aria-label="Sections">
        <Actions id={id} />
        <ul>
          {sections.map((section) => (
            <li key={section.id}>
              <a href={`#${section.id}`}>{section.text}</a>
            </li>
          ))}
        </ul>
      </nav>
      <article class="prose">{nodes}</article>
    </div>
  );
}

/** Screen `/c/:id`: the guide of a connector, the same text as `mapwright docs`. */
export function Screen({ params }: { readonly params: Params }) {
  const { id = '' } = params;
  const { state, reload } = useResource(id, () => api.guide(id));
  if (state.value.kind === 'loading') return <Loading what="Loading the guide" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <Guide id={id} text={state.value.value.markdown} />;
}
