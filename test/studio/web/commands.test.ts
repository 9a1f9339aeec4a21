import { expect, test } from 'vitest';
import { filterCommands } from '../../../studio/web/app/commands.ts';

const commands = ['Theme: dark', 'Acme: map finding', 'Findings', 'Undo'].map((title) => ({
  title,
  group: 'All',
  run: () => {},
}));
const titles = (typed: string) => filterCommands(commands, typed).map(({ title }) => title);

test.each([
  ['', ['Theme: dark', 'Acme: map finding', 'Findings', 'Undo']],
  ['find', ['Findings', 'Acme: map finding']],
  ['FINDING', ['Findings', 'Acme: map finding']],
  ['thdk', ['Theme: dark']],
  ['map fin', ['Acme: map finding']],
  ['zzz', []],
])('%j finds %j', (typed, found) => {
  expect(titles(typed)).toEqual(found);
});
