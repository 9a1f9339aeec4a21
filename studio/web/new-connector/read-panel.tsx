import { showToast } from '../app/toasts.tsx';
import { LazyTestRead } from '../test-read/lazy-panel.tsx';
import { type DraftModel, editManifest } from './model.ts';

/** Test read of the draft, with typed settings: a new connector has no connections yet. */
export function ReadPanel({ model }: { readonly model: DraftModel }) {
  const useAsSample = (text: string, _contentType: string, stream: string) => {
    model.samples.value = { ...model.samples.peek(), [stream]: text };
    model.sampled.value = stream;
    model.tab.value = 'sample';
    showToast(`The page is the sample of ${stream} now.`);
  };
  return (
    <LazyTestRead
      getDraft={() => model.draft.text.value}
      onUseAsSample={useAsSample}
      onUseRecords={({ pointer, records }) => editManifest(model, [{ to: pointer, value: records }])}
    />
  );
}
