import { setQuery } from '../app/router.ts';
import { showToast } from '../app/toasts.tsx';
import { LazyTestRead } from '../test-read/lazy-panel.tsx';
import { changeRecordList, type MappingModel, replaceSample } from './model.ts';

/** Test read of the draft of the mapping screen. */
export function TestReadView({ mapping }: { readonly mapping: MappingModel }) {
  const { connector, example, consent, manifest } = mapping.connector;
  const useAsSample = (text: string) => {
    replaceSample(mapping, text);
    setQuery({ source: '' });
    showToast('The page is the sample now.');
  };
  return (
    <LazyTestRead
      getDraft={() => mapping.draft.text.value}
      connectorId={connector.id}
      stream={findStream(manifest, mapping.map)}
      example={example}
      consent={consent}
      onUseAsSample={useAsSample}
      onUseRecords={(proposal) => changeRecordList(mapping, proposal)}
    />
  );
}

/** Returns the stream that a map reads. */
const findStream = (manifest: string, map: string): string | undefined =>
  (JSON.parse(manifest) as { maps?: Record<string, { from?: string } | undefined> }).maps?.[map]?.from;
