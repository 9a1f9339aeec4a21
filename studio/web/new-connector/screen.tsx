import { useEffect, useMemo, useState } from 'preact/hooks';
import { useResource } from '../api/resource.ts';
import type { Draft } from '../api/types.generated.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Loading } from '../components/loading.tsx';
import { DraftEditor } from './draft-editor.tsx';
import { createDraftModel, toKeptDraft } from './model.ts';
import { SourceForm } from './source-form.tsx';
import { forgetDraft, type KeptDraft, readKeptDraft } from './stored-draft.ts';
import './new-connector.css';

function OpenedDraft({ kept, onDiscard }: { readonly kept: KeptDraft; readonly onDiscard: () => void }) {
  const model = useMemo(() => createDraftModel(kept), [kept]);
  useEffect(() => model.stop, [model]);
  return <DraftEditor model={model} onDiscard={onDiscard} />;
}

function Steps({ restored }: { readonly restored: KeptDraft | undefined }) {
  const [kept, setKept] = useState(restored);
  const open = (draft: Draft) => setKept(toKeptDraft(draft));
  const discard = () => {
    setKept(undefined);
    forgetDraft();
  };
  return kept ? <OpenedDraft kept={kept} onDiscard={discard} /> : <SourceForm onDraft={open} />;
}

/** Screen `/new`: creates a connector from a source, in text and form, and saves it. */
export function Screen() {
  const { state, reload } = useResource('draft', readKeptDraft);
  if (state.value.kind === 'loading') return <Loading what="Loading the draft" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <Steps restored={state.value.value} />;
}
