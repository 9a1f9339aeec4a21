/** A text on which patterns like `^(a+)+$` step back without end. */
export const TEXT = `${'a'.repeat(44)}!`;

const DOUBLED = '$reduce([1..60], function($a, $b){ $a & $a }, "x")';

/** Fields that need minutes or gigabytes without a budget, each over an item that has `title`. */
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

/** Fields with patterns that step back without end. */
export const BACKTRACKING: readonly string[] = [
  '$replace(title, /^(a+)+$/, "x")',
  '$string($contains(title, /^(a|a)*$/i))',
  '$join($split(title, /^(a*)*b/))',
  '$eval("$replace(title, /^(a|aa)+$/, \'x\')")',
];
