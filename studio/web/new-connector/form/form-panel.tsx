import { useResource } from '../../api/resource.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Icon } from '../../components/icon.tsx';
import { Loading } from '../../components/loading.tsx';
import type { DraftModel } from '../model.ts';
import type { ViewProps } from '../problems-panel.tsx';
import type { FormContext } from './form-context.ts';
import { loadSchema } from './schema-view.ts';
import { SECTIONS } from './sections.tsx';

/** Reports a syntax error of the text, during which the form shows the last valid content. */
function SyntaxNotice({ model }: { readonly model: DraftModel }) {
  const { error } = model.parsed.value;
  if (!error) return null;
  return (
    <p class="sample-notice sample-error" role="alert">
      <Icon name="alert" />
      <span>
        <b>
          The text has an error in line {error.line}, column {error.column}: {error.message}.
        </b>{' '}
        The form shows the last valid text and is read-only until it is fixed.
      </span>
      <Button onClick={model.draft.undo} disabled={!model.draft.canUndo.value}>
        Undo
      </Button>
    </p>
  );
}

/** Form of the manifest: the same text as sections of fields. */
export function FormPanel({ model, isWide }: ViewProps) {
  const { state, reload } = useResource('manifest-schema', loadSchema);
  if (state.value.kind === 'loading') return <Loading what="Loading the form" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  const context: FormContext = { model, view: state.value.value, isWide };
  return (
    <div class="draft-scroll">
      <SyntaxNotice model={model} />
      <fieldset class="form-sections" disabled={model.parsed.value.error !== undefined}>
        <legend class="visually-hidden">Manifest</legend>
        {SECTIONS.map(({ id, title, View }) => (
          <section key={id} class="form-section" aria-labelledby={`section-${id}`}>
            <h2 id={`section-${id}`}>{title}</h2>
            <View {...context} />
          </section>
        ))}
      </fieldset>
    </div>
  );
}
