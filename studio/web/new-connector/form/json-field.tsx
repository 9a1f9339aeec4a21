import { useState } from 'preact/hooks';
import { Field } from '../../components/field.tsx';
import { type FormPart, findProblem, readPart, writePart } from './form-context.ts';
import { shortenDescription } from './schema-view.ts';

interface JsonFieldProps extends FormPart {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly label: string;
}

function parse(text: string): { readonly value?: unknown; readonly problem?: string } {
  try {
    return text.trim() === '' ? {} : { value: JSON.parse(text) };
  } catch {
    return { problem: 'Not valid JSON yet: the manifest has the last valid value.' };
  }
}

/** Any JSON value, such as a request body. The manifest gets it while it is valid; an empty text removes it. */
export function JsonField({ schema, label, ...part }: JsonFieldProps) {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const value = readPart(part);
  const written = parse(typed ?? '');
  // What is typed stays as it is, until another part of the screen changes the value.
  const isOwn = typed !== undefined && (written.problem || JSON.stringify(written.value) === JSON.stringify(value));
  const text = isOwn ? typed : value === undefined ? '' : JSON.stringify(value, null, 2);
  return (
    <Field
      label={label}
      help={shortenDescription(schema)}
      problem={isOwn && written.problem ? written.problem : findProblem(part, true)}
    >
      {(control) => (
        <textarea
          {...control}
          class="form-input mono"
          rows={Math.min(12, Math.max(3, text.split('\n').length))}
          spellcheck={false}
          value={text}
          onInput={(event) => {
            const next = (event.target as HTMLTextAreaElement).value;
            setTyped(next);
            const { value: parsed, problem } = parse(next);
            if (problem === undefined) writePart(part, parsed);
          }}
        />
      )}
    </Field>
  );
}
