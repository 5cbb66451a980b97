#!/bin/bash
# Everything CI runs. Each suite prints lines of cmocka or TAP; they are counted (tests/lib/count.sh), and the last line is
# "N passed, N failed"; what failed is said again just above it. A suite that ends badly without a failed line, or says nothing, counts as one failure.
cd "$(dirname "$0")/.." || exit 2
. tests/lib/count.sh
out=build/test-logs
mkdir -p "$out"
passed=0 failed=0 again=
b=build
[ -n "${SAN:-}" ] && b=build-san # make SAN=1 test: everything with the sanitizers
export ANKETA=${ANKETA:-$b/anketa}

# run KIND NAME COMMAND...: KIND is `tests` or `step`, see count.sh
run() {
    local kind=$1 name=$2 log=$out/$2.log status ok bad said
    shift 2
    printf '%-34s' "$name"
    "$@" >"$log" 2>&1 </dev/null
    status=$?
    read -r ok bad <<<"$(count_results "$log" "$status" "$kind")"
    echo "$ok passed, $bad failed"
    if [ "$bad" -gt 0 ]; then
        said=$(grep -nE '^not ok|FAILED|ERROR|error:|warning:' "$log" | head -n 20)
        printf '%s\n' "$said" && tail -n 15 "$log"
        again+="$name failed (exit status $status)"$'\n'"$said"$'\n'
    fi
    passed=$((passed + ok)) failed=$((failed + bad))
}
step() { run step "$@"; }
suite() { run tests "$@"; }

only=${ONLY:-}
want() { [ -z "$only" ] || [[ " $only " == *" $1 "* ]]; }

want build && step build make -j2 all
want clang && step clang make -j2 B=build-clang CC=clang all
want lint && step lint make lint
if want unit; then
    step unit-build make -j2 unit-tests
    for t in tests/unit/test_*.c; do
        t=$(basename "$t" .c)
        suite "$t" "$b/$t"
    done
fi
if want san && [ "$b" = build ]; then
    step san-build make -j2 SAN=1 unit-tests all
    for t in tests/unit/test_*.c; do
        t=$(basename "$t" .c)
        suite "san-$t" "build-san/$t"
    done
    suite san-commands env ANKETA=build-san/anketa bash tests/command/test_commands.sh
    for t in tests/http/test_*.mjs; do
        suite "san-http-$(basename "$t" .mjs)" env ANKETA=build-san/anketa node "$t"
    done
fi
want check && step check-content "$ANKETA" check surveys quizzes
want http && step http-build make -j2 http-tests
want browser && step browser-install tests/browser/install.sh
for kind in http browser crash command docs; do
    want $kind || continue
    for t in tests/"$kind"/test_*; do
        [ -e "$t" ] || continue
        case $t in
        *.c) suite "$kind-$(basename "$t" .c)" "$b/$kind/$(basename "$t" .c)" ;;
        *.sh) suite "$kind-$(basename "$t" .sh)" bash "$t" ;;
        *.mjs) suite "$kind-$(basename "$t" .mjs)" node "$t" ;;
        esac
    done
done
want fuzz && suite fuzz make fuzz

printf '%s' "$again"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
