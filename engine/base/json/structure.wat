;; Finds where the elements of a JSON array end, 64 bytes at a time: for each kind of byte a mask has a bit for each of
;; them, and what lies inside of strings is masked away, so that no byte is branched on (G. Langdale and D. Lemire,
;; "Parsing gigabytes of JSON per second", 2019). `npm run gen` makes structure.generated.ts of this text.
(module
  ;;      0  state, i32 each: inside a string (-1 or 0), behind an escaping backslash (1 or 0), how many brackets are
  ;;         open, members of the current element, its deepest level, digits in a row at the end, then how many
  ;;         elements ended, and how many numbers may be wide
  ;;     64  per element that ended: the place of the comma, its members, its deepest level (i32 each, 32,768 at most)
  ;; 393280  places in or at numbers that may be wide (i32 each, 32,768 at most)
  ;; 524352  the bytes (32,768 at most) and 64 of anything
  (memory (export "memory") 9)

  ;; The bytes at $at that are $byte once the bits of $fold are set in them.
  (func $those (param $at i32) (param $fold v128) (param $byte v128) (result i64)
    (i64.or
      (i64.or
        (i64.extend_i32_u
          (i8x16.bitmask (i8x16.eq (v128.or (v128.load (local.get $at)) (local.get $fold)) (local.get $byte))))
        (i64.shl
          (i64.extend_i32_u
            (i8x16.bitmask (i8x16.eq (v128.or (v128.load offset=16 (local.get $at)) (local.get $fold)) (local.get $byte))))
          (i64.const 16)))
      (i64.or
        (i64.shl
          (i64.extend_i32_u
            (i8x16.bitmask (i8x16.eq (v128.or (v128.load offset=32 (local.get $at)) (local.get $fold)) (local.get $byte))))
          (i64.const 32))
        (i64.shl
          (i64.extend_i32_u
            (i8x16.bitmask (i8x16.eq (v128.or (v128.load offset=48 (local.get $at)) (local.get $fold)) (local.get $byte))))
          (i64.const 48)))))

  (func $digit (param $bytes v128) (result i64)
    (i64.extend_i32_u
      (i8x16.bitmask
        (i8x16.lt_u (i8x16.sub (local.get $bytes) (i8x16.splat (i32.const 48))) (i8x16.splat (i32.const 10))))))

  (func $digits (param $at i32) (result i64)
    (i64.or
      (i64.or
        (call $digit (v128.load (local.get $at)))
        (i64.shl (call $digit (v128.load offset=16 (local.get $at))) (i64.const 16)))
      (i64.or
        (i64.shl (call $digit (v128.load offset=32 (local.get $at))) (i64.const 32))
        (i64.shl (call $digit (v128.load offset=48 (local.get $at))) (i64.const 48)))))

  ;; The bytes that a backslash escapes. Escapes are few, so one after the other. The second result is 1 where the byte
  ;; behind the 64 is escaped.
  (func $escaped (param $backslashes i64) (param $first i64) (result i64 i64)
    (local $escaped i64) (local $behind i64) (local $bit i64)
    (local.set $escaped (local.get $first))
    (local.set $backslashes (i64.and (local.get $backslashes) (i64.xor (local.get $first) (i64.const -1))))
    (block $done
      (loop $next
        (br_if $done (i64.eqz (local.get $backslashes)))
        (local.set $bit (i64.ctz (local.get $backslashes)))
        (local.set $escaped (i64.or (local.get $escaped) (i64.shl (i64.shl (i64.const 1) (local.get $bit)) (i64.const 1))))
        (if (i64.eq (local.get $bit) (i64.const 63)) (then (local.set $behind (i64.const 1))))
        (local.set $backslashes
          (i64.and
            (local.get $backslashes)
            (i64.xor (i64.shl (i64.const 3) (local.get $bit)) (i64.const -1))))
        (br $next)))
    (local.get $escaped)
    (local.get $behind))

  ;; A bit for each byte from a quote on to the one before the next quote.
  (func $between (param $quotes i64) (result i64)
    (local.set $quotes (i64.xor (local.get $quotes) (i64.shl (local.get $quotes) (i64.const 1))))
    (local.set $quotes (i64.xor (local.get $quotes) (i64.shl (local.get $quotes) (i64.const 2))))
    (local.set $quotes (i64.xor (local.get $quotes) (i64.shl (local.get $quotes) (i64.const 4))))
    (local.set $quotes (i64.xor (local.get $quotes) (i64.shl (local.get $quotes) (i64.const 8))))
    (local.set $quotes (i64.xor (local.get $quotes) (i64.shl (local.get $quotes) (i64.const 16))))
    (i64.xor (local.get $quotes) (i64.shl (local.get $quotes) (i64.const 32))))

  ;; The first digit of each row of 16 or more.
  (func $long (param $digits i64) (result i64)
    (local.set $digits (i64.and (local.get $digits) (i64.shr_u (local.get $digits) (i64.const 1))))
    (local.set $digits (i64.and (local.get $digits) (i64.shr_u (local.get $digits) (i64.const 2))))
    (local.set $digits (i64.and (local.get $digits) (i64.shr_u (local.get $digits) (i64.const 4))))
    (local.set $digits (i64.and (local.get $digits) (i64.shr_u (local.get $digits) (i64.const 8))))
    (i64.and
      (local.get $digits)
      (i64.xor (i64.shl (local.get $digits) (i64.const 1)) (i64.const -1))))

  (func $noteWide (param $place i32)
    (local $count i32)
    (local.set $count (i32.load (i32.const 28)))
    (i32.store (i32.add (i32.const 393280) (i32.shl (local.get $count) (i32.const 2))) (local.get $place))
    (i32.store (i32.const 28) (i32.add (local.get $count) (i32.const 1))))

  ;; Notes the numbers of a block that a double may not hold: 16 digits in a row, or an exponent.
  (func $numbers (param $block i32) (param $valid i64) (param $digits i64) (param $exponents i64)
    (local $row i64) (local $wide i64) (local $first i64) (local $top i64)
    (local.set $row (i64.load32_u (i32.const 20)))
    (if (i64.eqz (i64.or (local.get $digits) (local.get $row))) (then (return)))
    (local.set $wide
      (i64.or
        (call $long (local.get $digits))
        (i64.and
          (local.get $exponents)
          (i64.or
            (i64.shl (local.get $digits) (i64.const 1))
            (i64.extend_i32_u (i64.ne (local.get $row) (i64.const 0)))))))
    ;; A row that began in the block before.
    (local.set $first (i64.ctz (i64.xor (local.get $digits) (i64.const -1))))
    (if
      (i32.and
        (i32.and (i64.ne (local.get $row) (i64.const 0)) (i64.ne (local.get $first) (i64.const 0)))
        (i64.ge_u (i64.add (local.get $row) (local.get $first)) (i64.const 16)))
      (then (local.set $wide (i64.or (local.get $wide) (i64.const 1)))))
    (block $done
      (loop $next
        (br_if $done (i64.eqz (local.get $wide)))
        (call $noteWide (i32.add (local.get $block) (i32.wrap_i64 (i64.ctz (local.get $wide)))))
        (local.set $wide (i64.and (local.get $wide) (i64.sub (local.get $wide) (i64.const 1))))
        (br $next)))
    ;; The row at the end of the block.
    (local.set $top
      (i64.clz
        (i64.xor
          (i64.shl (local.get $digits) (i64.sub (i64.const 64) (local.get $valid)))
          (i64.const -1))))
    (i64.store32
      (i32.const 20)
      (select
        (i64.add (local.get $row) (local.get $valid))
        (local.get $top)
        (i64.ge_u (local.get $top) (local.get $valid)))))

  (func $addMembers (param $colons i64)
    (i32.store
      (i32.const 12)
      (i32.add (i32.load (i32.const 12)) (i32.wrap_i64 (i64.popcnt (local.get $colons))))))

  ;; Notes that an element ended at $place, and begins the next.
  (func $noteEnd (param $place i32)
    (local $count i32) (local $row i32)
    (local.set $count (i32.load (i32.const 24)))
    (local.set $row (i32.mul (local.get $count) (i32.const 12)))
    (i32.store offset=64 (local.get $row) (local.get $place))
    (i32.store offset=68 (local.get $row) (i32.load (i32.const 12)))
    (i32.store offset=72 (local.get $row) (i32.load (i32.const 16)))
    (i32.store (i32.const 24) (i32.add (local.get $count) (i32.const 1)))
    (i32.store (i32.const 12) (i32.const 0))
    (i32.store (i32.const 16) (i32.const 0)))

  ;; Follows the brackets of a block; the place in it of the one that closes the array, or 64.
  (func $elements (param $block i32) (param $opens i64) (param $closes i64) (param $commas i64) (param $colons i64) (result i64)
    (local $brackets i64) (local $bit i64) (local $place i64) (local $ends i64) (local $depth i32)
    (local.set $depth (i32.load (i32.const 8)))
    (local.set $brackets (i64.or (local.get $opens) (local.get $closes)))
    (loop $next
      (local.set $place (i64.ctz (local.get $brackets)))
      (local.set $bit (i64.and (local.get $brackets) (i64.sub (i64.const 0) (local.get $brackets))))
      (if (i32.eqz (local.get $depth))
        (then
          ;; Commas before the next bracket (all that are left where there is none) stand between elements.
          (local.set $ends (i64.and (local.get $commas) (i64.sub (local.get $bit) (i64.const 1))))
          (block $done
            (loop $end
              (br_if $done (i64.eqz (local.get $ends)))
              (call $addMembers
                (i64.and
                  (local.get $colons)
                  (i64.sub (i64.and (local.get $ends) (i64.sub (i64.const 0) (local.get $ends))) (i64.const 1))))
              (call $noteEnd (i32.add (local.get $block) (i32.wrap_i64 (i64.ctz (local.get $ends)))))
              (local.set $colons
                (i64.and
                  (local.get $colons)
                  (i64.sub (i64.const 0) (i64.and (local.get $ends) (i64.sub (i64.const 0) (local.get $ends))))))
              (local.set $ends (i64.and (local.get $ends) (i64.sub (local.get $ends) (i64.const 1))))
              (br $end)))))
      (if (i64.eqz (local.get $brackets))
        (then
          (call $addMembers (local.get $colons))
          (i32.store (i32.const 8) (local.get $depth))
          (return (i64.const 64))))
      (if (i64.ne (i64.and (local.get $opens) (local.get $bit)) (i64.const 0))
        (then
          (local.set $depth (i32.add (local.get $depth) (i32.const 1)))
          (if (i32.gt_u (local.get $depth) (i32.load (i32.const 16)))
            (then (i32.store (i32.const 16) (local.get $depth)))))
        (else
          (if (i32.eqz (local.get $depth))
            (then
              (call $addMembers (i64.and (local.get $colons) (i64.sub (local.get $bit) (i64.const 1))))
              (return (local.get $place))))
          (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))))
      ;; Commas up to the bracket are behind us.
      (local.set $commas (i64.and (local.get $commas) (i64.sub (i64.const 0) (local.get $bit))))
      (local.set $brackets (i64.and (local.get $brackets) (i64.sub (local.get $brackets) (i64.const 1))))
      (br $next))
    (unreachable))

  ;; Reads $length bytes; the place of the bracket that closes the array, or -1.
  (func (export "scan") (param $length i32) (result i32)
    (local $block i32) (local $at i32) (local $valid i64) (local $inside i64) (local $first i64) (local $escaped i64)
    (local $outside i64) (local $closed i64)
    (local.set $inside (i64.load32_s (i32.const 0)))
    (local.set $first (i64.load32_u (i32.const 4)))
    (i64.store (i32.const 24) (i64.const 0))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $block) (local.get $length)))
        (local.set $at (i32.add (i32.const 524352) (local.get $block)))
        (local.set $valid
          (i64.extend_i32_u
            (select
              (i32.sub (local.get $length) (local.get $block))
              (i32.const 64)
              (i32.lt_u (i32.sub (local.get $length) (local.get $block)) (i32.const 64)))))
        (call $escaped
          (call $those (local.get $at) (v128.const i64x2 0 0) (i8x16.splat (i32.const 92)))
          (local.get $first))
        (local.set $first)
        (local.set $escaped)
        (local.set $outside
          (i64.xor
            (call $between
              (i64.and
                (call $those (local.get $at) (v128.const i64x2 0 0) (i8x16.splat (i32.const 34)))
                (i64.xor (local.get $escaped) (i64.const -1))))
            (local.get $inside)))
        ;; Bytes behind the end, in the last block, are in no string and in no element.
        (if (i64.lt_u (local.get $valid) (i64.const 64))
          (then
            (local.set $first (i64.and (i64.shr_u (local.get $escaped) (local.get $valid)) (i64.const 1)))
            (local.set $inside
              (i64.shr_s
                (i64.shl (local.get $outside) (i64.sub (i64.const 64) (local.get $valid)))
                (i64.const 63)))
            (local.set $outside
              (i64.and
                (i64.xor (local.get $outside) (i64.const -1))
                (i64.sub (i64.shl (i64.const 1) (local.get $valid)) (i64.const 1)))))
          (else
            (local.set $inside (i64.shr_s (local.get $outside) (i64.const 63)))
            (local.set $outside (i64.xor (local.get $outside) (i64.const -1)))))
        (call $numbers
          (local.get $block)
          (local.get $valid)
          (i64.and (call $digits (local.get $at)) (local.get $outside))
          (i64.and
            (call $those (local.get $at) (i8x16.splat (i32.const 32)) (i8x16.splat (i32.const 101)))
            (local.get $outside)))
        (local.set $closed
          (call $elements
            (local.get $block)
            (i64.and
              (call $those (local.get $at) (i8x16.splat (i32.const 32)) (i8x16.splat (i32.const 123)))
              (local.get $outside))
            (i64.and
              (call $those (local.get $at) (i8x16.splat (i32.const 32)) (i8x16.splat (i32.const 125)))
              (local.get $outside))
            (i64.and
              (call $those (local.get $at) (v128.const i64x2 0 0) (i8x16.splat (i32.const 44)))
              (local.get $outside))
            (i64.and
              (call $those (local.get $at) (v128.const i64x2 0 0) (i8x16.splat (i32.const 58)))
              (local.get $outside))))
        (if (i64.ne (local.get $closed) (i64.const 64))
          (then (return (i32.add (local.get $block) (i32.wrap_i64 (local.get $closed))))))
        (local.set $block (i32.add (local.get $block) (i32.const 64)))
        (br $next)))
    (i64.store32 (i32.const 0) (local.get $inside))
    (i64.store32 (i32.const 4) (local.get $first))
    (i32.const -1)))
