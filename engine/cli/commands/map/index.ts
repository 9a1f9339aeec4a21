import { type ArgumentRow, defineCommand } from '../../command.ts';
import type { OptionName } from '../../options.ts';

const MAP: ArgumentRow = {
  form: '<map>',
  summary: 'name or id of a clone, or <connector>/<map>',
};
const STORE: readonly OptionName[] = ['store', 'json'];

/** Commands for transform maps. */
export const MAP_COMMANDS = [
  defineCommand({
    name: 'map list',
    summary: "list the connectors' maps, which are read-only, and your clones",
    arguments: [{ form: '[connector...]', summary: 'catalogue ids or paths of manifests (default: all)' }],
    options: STORE,
    load: async () => (await import('./list.ts')).list,
  }),
  defineCommand({
    name: 'map show',
    summary: 'print a map as JSON, in the form that map edit accepts',
    arguments: [MAP],
    options: STORE,
    load: async () => (await import('./show.ts')).show,
  }),
  defineCommand({
    name: 'map clone',
    summary: 'copy a map under a new name to change it',
    arguments: [MAP],
    requires: ['name'],
    options: ['spec', ...STORE],
    examples: ['mapwright map clone ./my-connector/finding --name my-findings'],
    load: async () => (await import('./clone.ts')).clone,
  }),
  defineCommand({
    name: 'map edit',
    summary: 'replace the spec of a clone after validating it',
    arguments: [MAP],
    options: ['spec', ...STORE],
    examples: [
      'mapwright map show my-findings > my-findings.json',
      'mapwright map edit my-findings --spec my-findings.json',
    ],
    load: async () => (await import('./edit.ts')).edit,
  }),
  defineCommand({
    name: 'map diff',
    summary: 'compare the records of two maps over samples; exits with 1 if they differ',
    arguments: [MAP],
    options: ['with', 'samples', 'spec', ...STORE],
    examples: [
      'mapwright map diff my-findings',
      'mapwright map diff my-findings --spec changed.json --samples page.json',
    ],
    load: async () => (await import('./diff.ts')).diff,
  }),
  defineCommand({
    name: 'map delete',
    summary: 'delete a clone that no connection uses',
    arguments: [MAP],
    options: STORE,
    load: async () => (await import('./delete.ts')).remove,
  }),
] as const;
