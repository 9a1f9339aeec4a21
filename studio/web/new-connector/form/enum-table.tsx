import { useState } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { joinPointer, readAt } from '../manifest-content.ts';
import { listNames } from '../model.ts';
import { type FormPart, findProblem, readPart, writePart, writeParts } from './form-context.ts';

/** Converts a typed target value: digits are a number, as enums of numbers need. */
const toTarget = (text: string): string | number => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text);

function ValueRow({ literal, ...part }: FormPart & { readonly literal: string }) {
  const problem = findProblem(part);
  return (
    <li class="form-enum-row">
      <code>{literal}</code>
      <Icon name="arrow" />
      <input
        class="form-input mono"
        aria-label={`Target value of ${literal}`}
        aria-invalid={problem === undefined ? undefined : 'true'}
        spellcheck={false}
        value={String(readPart(part) ?? '')}
        onInput={(event) => writePart(part, toTarget((event.target as HTMLInputElement).value))}
      />
      <Button kind="icon" label={`Remove ${literal}`} onClick={() => writeParts(part, [{ to: part.at }])}>
        <Icon name="trash" />
      </Button>
      {problem !== undefined && <p class="form-problem">{problem}</p>}
    </li>
  );
}

/** Vendor values of an enum with their target values. */
export function EnumTable(part: FormPart) {
  const [literal, setLiteral] = useState('');
  const values = joinPointer(part.at, 'values');
  const content = part.model.content.value;
  const add = () => {
    if (literal === '' || readAt(content, joinPointer(values, literal)) !== undefined) return;
    writePart({ ...part, at: joinPointer(values, literal) }, '');
    setLiteral('');
  };
  return (
    <>
      <ul class="form-map">
        {listNames(content, values).map((one) => (
          <ValueRow key={one} {...part} at={joinPointer(values, one)} literal={one} />
        ))}
      </ul>
      <div class="form-add">
        <input
          class="form-input mono"
          aria-label="New value of the vendor"
          placeholder="value of the vendor"
          spellcheck={false}
          value={literal}
          onInput={(event) => setLiteral((event.target as HTMLInputElement).value)}
        />
        <Button disabled={literal === ''} onClick={add}>
          <Icon name="plus" /> Add a value
        </Button>
      </div>
    </>
  );
}
