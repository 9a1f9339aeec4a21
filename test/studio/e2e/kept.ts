import type { Page } from 'playwright-core';

/** Returns everything that the browser stores for the page and its URL, as text. */
export const readKept = (page: Page): Promise<string> =>
  page.evaluate(`(async () => {
    const toPromise = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const stored = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await toPromise(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store);
        stored.push(await toPromise(all.getAllKeys()), await toPromise(all.getAll()));
      }
      database.close();
    }
    return JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href, stored]);
  })()`);
