import { useState } from 'preact/hooks';
import { toErrorBody } from '../api/client.ts';
import { maps as mapsApi } from '../api/platform.ts';
import type { ErrorBody, TransformMap } from '../api/types.generated.ts';
import { showToast } from '../app/toasts.tsx';
import { Button } from '../components/button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { JsonText } from '../components/json-text.tsx';

interface EditorProps {
  readonly map: TransformMap;
  readonly onSaved: () => void;
}

const createNotJsonError = (thrown: unknown): ErrorBody => ({
  code: 'MAP_INVALID',
  message: `Invalid JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
  fix: 'Fix the syntax. A map is one JSON object.',
});

type Spec = TransformMap['spec'];

function tryParse(text: string): { readonly spec: Spec } | { readonly error: ErrorBody } {
  try {
    return { spec: JSON.parse(text) as Spec };
  } catch (thrown) {
    return { error: createNotJsonError(thrown) };
  }
}

/** Map as JSON text: read-only for the default, editable for a clone. */
export function MapEditor({ map, onSaved }: EditorProps) {
  const saved = JSON.stringify(map.spec, null, 2);
  const [text, setText] = useState(saved);
  const [error, setError] = useState<ErrorBody | undefined>(undefined);
  if (map.readOnly) return <JsonText label={`${map.map} map`} value={map.spec} />;
  const save = async () => {
    const result = tryParse(text);
    if ('error' in result) return setError(result.error);
    try {
      await mapsApi.edit(map.id, result.spec, map.updatedAt);
      setError(undefined);
      showToast(`Saved ${map.name}. Connections use it from their next run.`);
      onSaved();
    } catch (thrown) {
      setError(toErrorBody(thrown));
    }
  };
  return (
    <div class="map-editor">
      <textarea
        class="form-input mono"
        aria-label={`JSON of ${map.name}`}
        rows={18}
        spellcheck={false}
        value={text}
        onInput={(event) => setText((event.target as HTMLTextAreaElement).value)}
      />
      {error && <ErrorPanel error={error} />}
      <p class="map-actions">
        <a
          class="button button-quiet"
          href={`/c/${encodeURIComponent(map.connector)}/map/${encodeURIComponent(map.map)}`}
        >
          Try expressions in the mapping preview
        </a>
        <span class="grow" />
        <Button disabled={text === saved} onClick={() => setText(saved)}>
          Reset
        </Button>
        <Button kind="primary" disabled={text === saved} onClick={() => void save()}>
          Save
        </Button>
      </p>
    </div>
  );
}
