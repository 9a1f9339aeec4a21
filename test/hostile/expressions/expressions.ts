/** Text on which patterns like `^(a+)+$` backtrack exponentially. */
export const TEXT = `${'a'.repeat(44)}!`;

const DOUBLED = '$reduce([1..60], function($a, $b){ $a & $a }, "x")';

/** Expressions that need minutes or gigabytes without a budget; items have a `title`. */
export const ENDLESS: readonly string[] = [
  '$string($count($map([1..9999999], function($v){ $v })))',
  '$join($map([1..1000000], function($v){ "x" }))',
  '$pad(title, 300000000)',
  '$string($count($sort([1..99999], function($a, $b){ $a < $b })))',
  `$string($length(${DOUBLED}))`,
  '$string($reduce([1..99999], function($a, $b){ $a + $sum([1..$b]) }))',
  '$string($map([1..99999], function($a){ $map([1..99999], function($b){ $map([1..99999], function($c){ $c }) }) }))',
  '($f := function($n){ $f($n + 1) }; $f(1))',
  '$eval("$string($count($map([1..99999], function($v){ $map([1..99999], function($w){ $w }) })))")',
  '$string([$x := 1, $map([1..99999], function($v){ $map([1..99999], function($w){ $w }) })])',
];

/** Expressions with patterns that backtrack exponentially. */
export const BACKTRACKING: readonly string[] = [
  '$replace(title, /^(a+)+$/, "x")',
  '$string($contains(title, /^(a|a)*$/i))',
  '$join($split(title, /^(a*)*b/))',
  '$eval("$replace(title, /^(a|aa)+$/, \'x\')")',
];
