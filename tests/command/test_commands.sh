#!/bin/bash
# Commands that cannot do what they are asked say why, change nothing and end with 1.
cd "$(dirname "$0")/../.." || exit 2
anketa=${ANKETA:-build/anketa}
folder=$(mktemp -d /tmp/anketa-command-XXXXXX)
trap 'rm -rf "$folder"' EXIT
db=$folder/a.db
failed=0

# check NAME STATUS TEXT COMMAND...: the status, and a text that what it says must hold
check() {
    local name=$1 status=$2 text=$3 said got
    shift 3
    said=$("$@" 2>&1)
    got=$?
    if [ "$got" = "$status" ] && [[ "$said" == *"$text"* ]]; then
        echo "ok $name"
    else
        echo "not ok $name: ended with $got and said: $said"
        failed=1
    fi
}

mkdir "$folder/broken"
echo 'survey: [' >"$folder/broken/a.yaml"
printf 'Фамилия;Имя\nНовикова;Ирина\n' >"$folder/people.csv"
dd if=/dev/zero of="$folder/large.csv" bs=1M count=9 status=none
people() { sqlite3 "$db" 'SELECT count(*) FROM person'; }

check "the demo needs no tests" 0 "login: consultant" "$anketa" demo --db "$folder/b.db" --forms surveys
check "the demo fills an empty database" 0 "trainee: http" "$anketa" demo --db "$db"
before=$(people)
check "and no other" 1 "is not empty" "$anketa" demo --db "$db"
check "a taken user name is refused" 1 "this user name is taken; nothing was changed" "$anketa" user add consultant --db "$db"
check "an unknown project is refused" 1 "no project" "$anketa" assign express_audit_sales --db "$db" --project beta
check "an unknown form is refused" 1 "no questionnaire or test" "$anketa" assign nothing --db "$db" --project alfa
check "an import with broken forms is refused, with the place" 1 "a.yaml:2:1: error" env ANKETA_FORMS="$folder/broken" \
    "$anketa" people import "$folder/people.csv" --db "$db" --project alfa
check "a file that is not there is named" 1 "none.csv: No such file" "$anketa" people import "$folder/none.csv" --db "$db" --project alfa
check "a folder is no file" 1 "cannot be read" "$anketa" people import "$folder" --db "$db" --project alfa
check "a file that is too large is refused" 1 "larger than 8 MiB" "$anketa" people import "$folder/large.csv" --db "$db" --project alfa
check "a dry run says what would be" 0 "1 new, 0 changed" "$anketa" people import --dry-run "$folder/people.csv" --db "$db" --project alfa
check "responses that were there are refused" 1 "answered this questionnaire already" \
    "$anketa" responses import web/demo/responses.jsonl --db "$db" --project alfa
check "nothing was changed by all this" 0 "$before" people
check "the import itself changes" 0 "1 new" "$anketa" people import "$folder/people.csv" --db "$db" --project alfa
check "and is there" 0 "$((before + 1))" people
bad=tests/fixtures/bad good=tests/fixtures/good
check "checking names the place and ends with 1" 1 "$bad/tab.yaml:10:1: error: A tab" "$anketa" check "$bad/tab.yaml"
check "warnings alone are no failure" 0 "0 errors, 1 warning" "$anketa" check "$bad/strength_missing.yaml"
sed 's/label: {ru: Один из списка/label: {ru: Одно из списка/' "$good/everything.yaml" >"$folder/safe.yaml"
sed 's/required: soft/required: true/' "$good/everything.yaml" >"$folder/breaking.yaml"
check "a safe change is a warning" 0 'warning: Safe: "one" is worded anew' "$anketa" check --against "$good/everything.yaml" "$folder/safe.yaml"
check "a breaking change is an error" 1 'error: Breaking: "several" has become required' \
    "$anketa" check --against "$good/everything.yaml" "$folder/breaking.yaml"
check "the older file must be a questionnaire" 1 "quiz.yaml: error: This is no questionnaire without errors." \
    "$anketa" check --against "$good/quiz.yaml" "$good/everything.yaml"
check "and the new files must hold it" 1 'The new files have no questionnaire "everything" without errors.' \
    "$anketa" check --against "$good/everything.yaml" "$good/second.yaml"
exec 9>"$db.lock"
flock 9
check "a database that somebody writes to is refused in words" 1 "Another process writes" "$anketa" user add anna --db "$db"
check "reading it is possible" 0 "" "$anketa" report requirements --db "$db" --project alfa -o "$folder/r.json"
exit $failed
