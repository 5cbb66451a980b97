#!/bin/bash
# The runner itself: a test that fails, dies, hangs up silently or says nothing makes the run fail, and nothing is counted twice.
cd "$(dirname "$0")/../.." || exit 2
. tests/lib/count.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0

# expect "PASSED FAILED" STATUS KIND NAME: of the log on standard input
expect() {
    cat >"$scratch/log"
    got=$(count_results "$scratch/log" "$2" "$3")
    if [ "$got" = "$1" ]; then
        echo "ok $4"
    else
        echo "not ok $4: $got instead of $1"
        bad=1
    fi
}

expect "2 0" 0 tests "cmocka: all passed" <<'LOG'
[==========] Running 2 test(s).
[ RUN      ] one
[       OK ] one
[ RUN      ] two
[       OK ] two
[==========] 2 test(s) run.
[  PASSED  ] 2 test(s).
LOG
expect "1 1" 1 tests "cmocka: a failure that is listed again at the end is one" <<'LOG'
[==========] Running 3 test(s).
[ RUN      ] good
[       OK ] good
[ RUN      ] bad
[  ERROR   ] --- 0x1 != 0x2
[   LINE   ] --- f.c:8: error: Failure!
[  FAILED  ] bad
[ RUN      ] elsewhere
[  SKIPPED ] elsewhere
[==========] 3 test(s) run.
[  PASSED  ] 1 test(s).
[  SKIPPED ] 1 test(s), listed below:
[  SKIPPED ] elsewhere
[  FAILED  ] 1 test(s), listed below:
[  FAILED  ] bad

 1 FAILED TEST(S)
LOG
expect "1 1" 1 tests "cmocka: a set-up that failed is a failure" <<'LOG'
[ RUN      ] good
[       OK ] good
[ RUN      ] other
Could not run test: Test setup failed
[  ERROR   ] other
[==========] 2 test(s) run.
LOG
expect "1 1" 134 tests "cmocka: a test that died is a failure" <<'LOG'
[ RUN      ] good
[       OK ] good
[ RUN      ] other
LOG
expect "0 1" 1 tests "cmocka: a group that could not begin is a failure" <<'LOG'
[==========] Running 4 test(s).
[  FAILED  ] GROUP SETUP
[==========] 0 test(s) run.
LOG
expect "2 1" 1 tests "TAP: failures are counted, indented lines are not" <<'LOG'
ok one
not ok two
    ok it says
    not ok it says
ok three
okay is no result
# 2 passed, 1 failed
LOG
expect "2 1" 1 tests "TAP: a bad end after good lines is a failure" <<'LOG'
ok one
ok two
LOG
expect "0 1" 0 tests "a suite that says nothing is a failure" </dev/null
expect "1 0" 0 step "a step that says nothing has passed" </dev/null
expect "0 1" 2 step "a step that ended badly has failed" </dev/null

# The runner with suites of its own: good, bad, silent, killed.
mkdir -p "$scratch/tests/lib" "$scratch/tests/docs"
cp tests/run.sh "$scratch/tests/"
cp tests/lib/count.sh "$scratch/tests/lib/"
echo 'echo ok good' >"$scratch/tests/docs/test_a.sh"
ONLY=docs bash "$scratch/tests/run.sh" >"$scratch/out" 2>&1
status=$?
[ "$status" -eq 0 ] && [ "$(tail -n 1 "$scratch/out")" = "1 passed, 0 failed" ]
expect "1 0" $? tests "a good run ends well" <<<"ok"
printf 'echo ok first\necho not ok second\n' >"$scratch/tests/docs/test_b.sh"
echo 'exit 3' >"$scratch/tests/docs/test_c.sh"
echo 'console.log("ok before"); process.kill(process.pid, "SIGKILL")' >"$scratch/tests/docs/test_d.mjs"
ONLY=docs bash "$scratch/tests/run.sh" >"$scratch/out" 2>&1
status=$?
[ "$status" -eq 1 ] && [ "$(tail -n 1 "$scratch/out")" = "3 passed, 3 failed" ]
expect "1 0" $? tests "a bad run ends badly, with every failure counted" <<<"ok"
tail -n 6 "$scratch/out" >"$scratch/end"
grep -q '^2:not ok second' "$scratch/end" && grep -q '^docs-test_c failed (exit status 3)' "$scratch/end" && grep -q '^docs-test_d failed' "$scratch/end"
expect "1 0" $? tests "what failed is said again at the end" <<<"ok"

# Coverage, with a project of nothing but its Makefile: a test that fails makes it end badly, and is still measured.
project=$scratch/cover
mkdir -p "$project/tests" "$project/src" "$project/bin" "$project/build" "$project/build-cov"
cp Makefile "$project/"
printf '#!/bin/sh\nexit 0\n' | tee "$project/tests/deps.sh" >"$project/build-cov/test_good"
printf '#!/bin/sh\nexit 1\n' >"$project/build-cov/test_bad"
printf '#!/bin/sh\necho measured >build-cov/coverage.txt\n' >"$project/bin/gcovr"
chmod +x "$project"/tests/* "$project"/bin/* "$project"/build-cov/*
touch "$project/build/test_good" "$project/build/test_bad" # what `unit-tests` would build
cover() {
    PATH=$project/bin:$PATH make -C "$project" cover TESTS="$1" >"$scratch/out" 2>&1
}
cover build/test_good && grep -q '^measured' "$scratch/out"
expect "1 0" $? tests "coverage of good tests ends well" <<<"ok"
! cover "build/test_bad build/test_good" && grep -q 'test_bad failed' "$scratch/out" && grep -q '^measured' "$scratch/out"
expect "1 0" $? tests "coverage with a test that fails ends badly, and says which" <<<"ok"
exit $bad
