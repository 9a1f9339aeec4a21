import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorBody } from '../../api/types.generated.ts';
import { Button } from '../../components/button.tsx';
import { Field, TextInput } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { toSentence } from '../../components/message.tsx';
import { joinPointer } from '../manifest-content.ts';
import { listNames } from '../model.ts';
import { renameEntry } from '../rename-entry.ts';
import { type EntryRename, pointToSection } from '../renames.ts';
import { type FormContext, type FormPart, findFreeName, writeParts } from './form-context.ts';

type SectionId = EntryRename['section'];

interface EntryProps extends FormPart {
  readonly section: SectionId;
  readonly name: string;
}

/** Name of an entry. A new one replaces it everywhere in the manifest when the field is left. */
function NameField({ model, section, name }: EntryProps) {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const [error, setError] = useState<ErrorBody | undefined>(undefined);
  const rename = async (text: string) => {
    const to = text.trim();
    const refused = to === name ? undefined : await renameEntry(model, { section, from: name, to });
    setError(refused);
    if (!refused) setTyped(undefined);
  };
  return (
    <Field label="name" problem={error && `${toSentence(error.message)} ${error.fix}`} required>
      {(control) => (
        <TextInput control={control} value={typed ?? name} onInput={setTyped} onCommit={(text) => void rename(text)} />
      )}
    </Field>
  );
}

/** Entry of a section, with its name and a button that removes it. */
const Entry = ({
  children,
  remove,
  ...part
}: EntryProps & { readonly remove: () => void; readonly children: ComponentChildren }) => (
  <details class="form-entry" open>
    <summary>
      <code>{part.name}</code>
    </summary>
    <div class="form-entry-body">
      <NameField {...part} />
      {children}
      <div>
        <Button kind="quiet" label={`Remove ${part.name}`} onClick={remove}>
          <Icon name="trash" /> Remove
        </Button>
      </div>
    </div>
  </details>
);

interface EntriesProps extends FormContext {
  readonly section: SectionId;
  /** Title of the button that adds an entry, the name of that entry, and its value. */
  readonly add: { readonly title: string; readonly name: string; readonly create: (name: string) => unknown };
  /** Edits that removing an entry needs, in addition. */
  readonly removal?: (name: string) => Parameters<typeof writeParts>[1];
  readonly children: (part: FormPart, name: string) => ComponentChildren;
}

/** Entries of a section, each with its name, and a button that adds one. */
export function Entries({ section, add, removal = () => [], children, ...context }: EntriesProps) {
  const content = context.model.content.value;
  const pointer = pointToSection(section);
  const addEntry = () => {
    const name = findFreeName(add.name, content, pointer);
    writeParts(context, [{ to: joinPointer(pointer, name), value: add.create(name) }]);
  };
  return (
    <>
      {listNames(content, pointer).map((name, index) => {
        const part = { ...context, at: joinPointer(pointer, name) };
        return (
          // A key that a new name does not change keeps the focus.
          <Entry
            key={index}
            {...part}
            section={section}
            name={name}
            remove={() => writeParts(context, [{ to: part.at }, ...removal(name)])}
          >
            {children(part, name)}
          </Entry>
        );
      })}
      <div>
        <Button onClick={addEntry}>
          <Icon name="plus" /> {add.title}
        </Button>
      </div>
    </>
  );
}
