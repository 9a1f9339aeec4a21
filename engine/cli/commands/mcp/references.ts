import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reference } from '../../../protocol/mcp/index.ts';
import { findPackageRoot } from '../../package-root.ts';

interface ReferenceRow {
  readonly title: string;
  readonly description: string;
  readonly file: string;
  /** Names of the sections to return, between their markers. Default: the whole file. */
  readonly sections?: readonly string[];
}

/** References by the last part of their address, which is stable. */
const REFERENCES: Readonly<Record<string, ReferenceRow>> = {
  tutorial: {
    title: 'Writing a connector',
    description: 'A small connector from the first manifest to a sync, step by step.',
    file: 'README.md',
    sections: ['tutorial'],
  },
  manifest: {
    title: 'Manifest reference',
    description:
      'Every key of a manifest with type, default, description and example. The tool "schema" returns parts.',
    file: 'schemas/README.md',
    sections: ['generated:manifest-reference'],
  },
  expressions: {
    title: 'Expressions and templates',
    description: 'Names that expressions and templates can read, functions, helpers and conversions.',
    file: 'schemas/README.md',
    sections: ['generated:language-reference'],
  },
  rules: {
    title: 'Lint rules and strict checks',
    description: 'The rules that validate and test --strict report.',
    file: 'schemas/README.md',
    sections: ['generated:rule-reference', 'generated:strict-reference'],
  },
  errors: {
    title: 'Errors and warnings',
    description: 'Every error code with its message and fix, and the warnings of a run.',
    file: 'engine/base/errors/README.md',
  },
  connectors: {
    title: 'Connectors',
    description: 'The connectors that ship with Mapwright: auth, paging, records, verification.',
    file: 'manifests/README.md',
  },
  commands: {
    title: 'Commands',
    description: 'The command line: config, import, connections, destinations, inventory.',
    file: 'engine/cli/README.md',
  },
};

/** Returns the text between the markers of a section. */
function findSection(text: string, name: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the section ${name} of a reference is missing`);
  return text.slice(from + begin.length, to).trim();
}

async function readReference({ file, sections }: ReferenceRow): Promise<string> {
  const text = await readFile(join(findPackageRoot(), file), 'utf8');
  return sections ? sections.map((name) => findSection(text, name)).join('\n\n') : text;
}

/** Lists the references for authors of connectors. */
export const listReferences = (): readonly Reference[] =>
  Object.entries(REFERENCES).map(([name, row]) => ({
    name,
    uri: `mapwright://reference/${name}`,
    title: row.title,
    description: row.description,
    mimeType: 'text/markdown',
    read: () => readReference(row),
  }));
