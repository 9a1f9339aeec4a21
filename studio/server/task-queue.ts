/** Does what is asked one after the other; what nobody waits for any more is not begun. */
export type TaskQueue = <T>(isWanted: () => boolean, work: () => Promise<T>) => Promise<T | undefined>;

export function createTaskQueue(): TaskQueue {
  let before: Promise<unknown> = Promise.resolve();
  return (isWanted, work) => {
    const turn = before.then(() => (isWanted() ? work() : undefined));
    before = turn.catch(() => undefined);
    return turn;
  };
}
