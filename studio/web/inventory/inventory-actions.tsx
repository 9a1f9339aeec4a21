import { type Entity, type Format, inventory } from '../api/inventory.ts';
import { useCommands } from '../app/commands.ts';
import { runAndReport } from '../components/attempt.ts';
import { Button } from '../components/button.tsx';
import { copyText } from '../components/copy.ts';
import { Icon } from '../components/icon.tsx';
import { saveFile } from '../components/save-file.ts';
import { Select } from '../components/select.tsx';
import { formatListCommand, getQuery, NOUNS } from './list-query.ts';

const FORMATS: Readonly<Record<Entity, readonly Format[]>> = {
  asset: ['csv', 'ndjson'],
  finding: ['csv', 'ndjson', 'sarif'],
};

async function save(entity: Entity, format: Format): Promise<void> {
  const file = await runAndReport(() => inventory.exported({ entity, format, q: getQuery() }));
  if (file) saveFile(`${NOUNS[entity]}.${format}`, file.type, file);
}

const copyLink = (): Promise<void> => copyText(window.location.href, 'the link');

/** Actions on the results of the current query. */
export function InventoryActions({ entity }: { readonly entity: Entity }) {
  const formats = FORMATS[entity];
  useCommands(
    [
      { title: 'Copy link', group: NOUNS[entity], run: () => void copyLink() },
      {
        title: 'Copy as CLI',
        group: NOUNS[entity],
        run: () => void copyText(formatListCommand(entity), 'the command'),
      },
      ...formats.map((format) => ({
        title: `Export ${format.toUpperCase()}`,
        group: NOUNS[entity],
        run: () => void save(entity, format),
      })),
    ],
    [entity],
  );
  return (
    <div class="explorer-actions">
      <Button onClick={() => void copyLink()}>
        <Icon name="share" /> Copy link
      </Button>
      <Button onClick={() => void copyText(formatListCommand(entity), 'the command')}>Copy as CLI</Button>
      <Select
        label="Export"
        value=""
        placeholder="Export…"
        choices={formats.map((format) => ({ value: format, title: format.toUpperCase() }))}
        onChange={(format) => {
          const chosen = formats.find((one) => one === format);
          if (chosen) void save(entity, chosen);
        }}
      />
    </div>
  );
}
