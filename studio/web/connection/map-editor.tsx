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
  message: `it is no JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
  fix: 'Mend the text: a map is one JSON object.',
});

type Spec = TransformMap['spec'];

function tryParse(text: string): { readonly spec: Spec } | { readonly error: ErrorBody } {
  try {
    return { spec: JSON.parse(text) as Spec };
  } catch (thrown) {
    return { error: createNotJsonError(thrown) };
  }
}

/** A map's text: of the default to read, of a clone to write. */
export function MapEditor({ map, onSaved }: EditorProps) {
  const first = JSON.stringify(map.spec, null, 2);
  const [text, setText] = useState(first);
  const [error, setError] = useState<ErrorBody | undefined>(undefined);
  if (map.readOnly) return <JsonText label={`${map.map} map`} value={map.spec} />;
  const save = async () => {
    const read = tryParse(text);
    if ('error' in read) return setError(read.error);
    try {
      await mapsApi.edit(map.id, read.spec, map.updatedAt);
      setError(undefined);
      showToast(`${map.name} is saved; connections take it with their next run.`);
      onSaved();
    } catch (thrown) {
      setError(toErrorBody(thrown));
    }
  };
  return (
    <div class="map-editor">
      <textarea
        class="form-input mono"
        aria-label={`Text of ${map.name}`}
        rows={18}
        spellcheck={false}
        value={text}
        onInput={(event) => setText((event.target as HTMLTextAreaElement).value)}
      />
      {error && <ErrorPanel error={error} />}
      <p class="map-deeds">
        <a
          class="button button-quiet"
          href={`/c/${encodeURIComponent(map.connector)}/map/${encodeURIComponent(map.map)}`}
        >
          Try expressions in the mapping preview
        </a>
        <span class="grow" />
        <Button disabled={text === first} onClick={() => setText(first)}>
          Reset
        </Button>
        <Button kind="primary" disabled={text === first} onClick={() => void save()}>
          Save
        </Button>
      </p>
    </div>
  );
}
