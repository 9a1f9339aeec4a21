import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Draft } from '../api/types.generated.ts';
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

/** Screen `/new`: creates a connector from a source, in text and form, and saves it. */
export function Screen() {
  const [kept, setKept] = useState(readKeptDraft);
  const open = (draft: Draft) => setKept(toKeptDraft(draft));
  const discard = () => {
    setKept(undefined);
    forgetDraft();
  };
  return kept ? <OpenedDraft kept={kept} onDiscard={discard} /> : <SourceForm onDraft={open} />;
}
