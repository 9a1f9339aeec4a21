import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { setQuery } from '../app/router.ts';
import { showToast } from '../app/toasts.tsx';
import { Loading } from '../components/loading.tsx';
import { changeRecordList, type MappingModel, replaceSample } from './model.ts';

type Module = typeof import('../test-read/panel.tsx');

/** Test read of the draft of the mapping screen, loaded when it is opened first. */
export function TestReadView({ mapping }: { readonly mapping: MappingModel }) {
  const loaded = useMemo(() => signal<Module | undefined>(undefined), []);
  useEffect(() => {
    void import('../test-read/panel.tsx').then((module) => (loaded.value = module));
  }, [loaded]);
  if (!loaded.value) return <Loading what="Loading the test read" />;
  const { TestReadPanel } = loaded.value;
  const { connector, example, manifest } = mapping.connector;
  const useAsSample = (text: string) => {
    replaceSample(mapping, text);
    setQuery({ source: '' });
    showToast('The page is the sample now.');
  };
  return (
    <TestReadPanel
      getDraft={() => mapping.draft.text.value}
      connectorId={connector.id}
      stream={findStream(manifest, mapping.map)}
      example={example}
      onUseAsSample={useAsSample}
      onUseRecords={(proposal) => changeRecordList(mapping, proposal)}
    />
  );
}

/** Returns the stream that a map reads. */
const findStream = (manifest: string, map: string): string | undefined =>
  (JSON.parse(manifest) as { maps?: Record<string, { from?: string } | undefined> }).maps?.[map]?.from;
