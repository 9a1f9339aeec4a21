import { expect } from 'vitest';
import type { Tab } from './open-studio.ts';

/** Polls a value for up to 20 seconds. */
export const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 20_000 });

/** Returns the parts of the screen "New connector" in the tab of the running test. */
export function draftSteps(current: () => Tab) {
  const page = () => current().page;
  const button = (name: string | RegExp) => page().getByRole('button', { name });
  const draftText = async (): Promise<string> =>
    (await page().evaluate("sessionStorage.getItem('mapwright-new-connector')")) as string;
  return {
    button,
    undo: () => page().getByRole('button', { name: 'Undo', exact: true }),
    openTab: (name: RegExp) => page().getByRole('tab', { name }).click(),
    editor: () => page().locator('[aria-label="Manifest"].cm-content'),
    /** Proposal by the name of its part. */
    row: (part: string) =>
      page()
        .locator('.proposal')
        .filter({ has: page().getByRole('button', { name: part, exact: true }) }),
    /** Text of the draft, as it is kept. */
    draftText,
    draftOf: async () => JSON.parse(await draftText()),
    /** Creates a draft from a source. */
    createDraft: async (source: string, response?: string): Promise<void> => {
      await current().goto('/new');
      await page().getByLabel('Source', { exact: true }).fill(source);
      if (response !== undefined) await page().getByLabel('Response body').fill(response);
      await button('Create draft').click();
      await page().getByRole('tab', { name: /^Form/ }).waitFor();
      await current().settled();
    },
  };
}
