/** Values of a tab session in IndexedDB: sessionStorage is limited to about 5 MB. */
export interface TabDatabase {
  /** Resolves with undefined if there is no value. */
  readonly read: (key: string) => Promise<unknown>;
  /** Stores a value that can be cloned; undefined removes it. Rejects if the browser has no space for it. */
  readonly write: (key: string, value: unknown) => Promise<void>;
}

/** Tab session whose values are stored, with the time of its last use. */
export interface StoredTab {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Lifetime of a login: a tab that is restored later needs another one. */
const MAX_IDLE_MS = 12 * 60 * 60 * 1_000;

/** Returns the tab sessions that ended: not open, and not used for 12 hours, as a closed tab can be restored. */
export const findEndedTabs = (tabs: readonly StoredTab[], open: ReadonlySet<string>, now: number): string[] =>
  tabs.filter(({ id, at }) => !open.has(id) && now - at > MAX_IDLE_MS).map(({ id }) => id);

const TAB_KEY = 'mapwright-tab';
const LOCK = 'mapwright-tab:';
const [TABS, VALUES] = ['tabs', 'values'];

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open('mapwright', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(TABS, { keyPath: 'id' });
    request.result.createObjectStore(VALUES);
  };
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Runs requests in one transaction. Resolves with the result of the request that `act` returns, after the commit. */
function transact<T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  act: (values: IDBObjectStore, tabs: IDBObjectStore) => Pick<IDBRequest<T>, 'result'>,
): Promise<T> {
  const transaction = database.transaction([TABS, VALUES], mode);
  const request = act(transaction.objectStore(VALUES), transaction.objectStore(TABS));
  // A page that is closed now still commits.
  transaction.commit();
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    // A value beyond the quota is reported by the commit.
    transaction.onabort = () => reject(transaction.error);
  });
}

const valuesOf = (tab: string): IDBKeyRange => IDBKeyRange.bound([tab], [tab, []]);

/** Takes the lock of a tab session until the page is closed. Resolves with false if another tab has it. */
const lockTab = (id: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    navigator.locks
      .request(LOCK + id, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? new Promise<never>(() => undefined) : undefined;
      })
      .catch(reject);
  });

/** Copies the values of a tab session to another one. */
async function copyValues(database: IDBDatabase, from: string, to: string): Promise<void> {
  const keys = await transact(database, 'readonly', (values) => values.getAllKeys(valuesOf(from)));
  for (const key of keys) {
    const [, name] = key as [string, string];
    const value = await transact(database, 'readonly', (values) => values.get(key));
    await transact(database, 'readwrite', (values) => values.put(value, [to, name]));
  }
}

/** Returns the id of this tab session, which a reload keeps. A duplicated tab gets its own id, and copies of the values. */
async function claimTab(database: IDBDatabase): Promise<string> {
  const known = sessionStorage.getItem(TAB_KEY);
  if (known !== null && (await lockTab(known))) return known;
  const id = crypto.randomUUID();
  await lockTab(id);
  sessionStorage.setItem(TAB_KEY, id);
  // Without space for the copies, the tab starts without them.
  if (known !== null) await copyValues(database, known, id).catch(() => undefined);
  return id;
}

async function removeEndedTabs(database: IDBDatabase): Promise<void> {
  const tabs = await transact<StoredTab[]>(database, 'readonly', (_values, stored) => stored.getAll());
  const { held = [] } = await navigator.locks.query();
  const open = new Set(held.map(({ name = '' }) => name.replace(LOCK, '')));
  for (const id of findEndedTabs(tabs, open, Date.now()))
    await transact(database, 'readwrite', (values, stored) => {
      values.delete(valuesOf(id));
      return stored.delete(id);
    });
}

/** Opens the values of this tab session, and removes those of ended ones. Rejects if the browser stores nothing. */
export async function openTabDatabase(): Promise<TabDatabase> {
  const database = await openDatabase();
  const id = await claimTab(database);
  await transact(database, 'readwrite', (_values, tabs) => tabs.put({ id, at: Date.now() }));
  await removeEndedTabs(database);
  return {
    read: (key) => transact<unknown>(database, 'readonly', (values) => values.get([id, key])),
    write: async (key, value) => {
      await transact<unknown>(database, 'readwrite', (values, tabs) => {
        tabs.put({ id, at: Date.now() });
        return value === undefined ? values.delete([id, key]) : values.put(value, [id, key]);
      });
    },
  };
}
