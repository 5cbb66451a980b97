#!/bin/bash
# Everything CI runs. Each suite prints `[       OK ]`/`[  FAILED  ]` (cmocka) or `ok`/`not ok` (TAP) lines; they are counted, and the
# last line is "N passed, N failed". A suite that ends badly without a failed line counts as one failure.
cd "$(dirname "$0")/.." || exit 2
out=build/test-logs
mkdir -p "$out"
passed=0 failed=0
b=build
[ -n "${SAN:-}" ] && b=build-san # make SAN=1 test: everything with the sanitizers
export ANKETA=${ANKETA:-$b/anketa}

suite() {
    local name=$1 log=$out/$1.log status ok bad
    shift
    printf '%-28s' "$name"
    "$@" >"$log" 2>&1 </dev/null
    status=$?
    ok=$(grep -cE '^\[ +OK +\]|^ *ok( |$)' "$log")
    bad=$(grep -E '^\[ +FAILED +\] |^ *not ok( |$)' "$log" | grep -vcE '^\[ +FAILED +\] [0-9]+ test|^\[ +FAILED +\] [a-z_ ]+: [0-9]+ test')
    [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    [ "$status" -eq 0 ] && [ "$ok" -eq 0 ] && [ "$bad" -eq 0 ] && ok=1
    echo "$ok passed, $bad failed"
    [ "$bad" -gt 0 ] && { grep -nE '^ *not ok|FAILED|error|ERROR|warning:' "$log" | head -n 20; tail -n 15 "$log"; }
    passed=$((passed + ok)) failed=$((failed + bad))
}

only=${ONLY:-}
want() { [ -z "$only" ] || [[ " $only " == *" $1 "* ]]; }

want build && suite build make -j2 all
want clang && suite clang make -j2 B=build-clang CC=clang all
want lint && suite lint make lint
if want unit; then
    suite unit-build make -j2 unit-tests
    for t in tests/unit/test_*.c; do
        t=$(basename "$t" .c)
        suite "$t" "$b/$t"
    done
fi
if want san && [ "$b" = build ]; then
    suite san-build make -j2 SAN=1 unit-tests all
    for t in tests/unit/test_*.c; do
        t=$(basename "$t" .c)
        suite "san-$t" "build-san/$t"
    done
fi
want check && suite check-content "$ANKETA" check surveys quizzes
want browser && suite browser-install tests/browser/install.sh
for kind in http browser crash docs; do
    want $kind || continue
    for t in tests/"$kind"/test_*; do
        [ -e "$t" ] || continue
        case $t in
        *.sh) suite "$kind-$(basename "$t" .sh)" bash "$t" ;;
        *.mjs) suite "$kind-$(basename "$t" .mjs)" node "$t" ;;
        esac
    done
done
want fuzz && suite fuzz make fuzz

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
