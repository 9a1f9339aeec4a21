/** Thrown when an evaluation takes more steps than it may; the stock interpreter, with its timeout, then decides. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

const STEPS = 2_000_000;

const budget = { left: STEPS };

/** Gives an evaluation its steps anew. */
export const refill = (steps: number = STEPS): void => {
  budget.left = steps;
};

/** Counts a turn of a loop or a call of a function. */
export const count = (): void => {
  budget.left -= 1;
  if (budget.left < 0) throw new BudgetSpent('the steps are spent');
};

/** Counts many steps at once, before something as long as that is made. */
export const countMany = (steps: number): void => {
  budget.left -= steps;
  if (budget.left < 0) throw new BudgetSpent('the steps are spent');
};
