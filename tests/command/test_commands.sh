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
check "an unknown role is refused, and those there are are named" 1 'no role "cook"; there are: executive' "$anketa" assign express_audit_sales --db "$db" --project alfa --role cook
check "a misspelt role gets a suggestion" 1 'no role "sale"; Did you mean "sales"?' "$anketa" assign express_audit_sales --db "$db" --project alfa --role sale
check "a due date that is past is refused" 1 "the due date 2020-01-02 is past: today is" "$anketa" assign express_audit_sales --db "$db" --project alfa --due 2020-01-02
check "the role of key users is their flag" 0 "$(sqlite3 "$db" 'SELECT count(*) FROM person WHERE key_user AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.person = person.id AND a.form = '"'goals'"')') assigned" \
    "$anketa" assign goals --db "$db" --project alfa --role key_user
check "an import with broken forms is refused, with the place" 1 "a.yaml:2:1: error" env ANKETA_FORMS="$folder/broken" \
    "$anketa" people import "$folder/people.csv" --db "$db" --project alfa
check "a file that is not there is named" 1 "none.csv: No such file" "$anketa" people import "$folder/none.csv" --db "$db" --project alfa
check "a folder is no file" 1 "cannot be read" "$anketa" people import "$folder" --db "$db" --project alfa
check "a file that is too large is refused" 1 "larger than 8 MiB" "$anketa" people import "$folder/large.csv" --db "$db" --project alfa
printf 'ФИО\nИванова\nab\0c\n' >"$folder/bin.csv"
printf 'ФИО;Отдел\nИванова;"Склад\n' >"$folder/quote.csv"
: >"$folder/empty.csv"
printf 'Табельный номер;ФИО;Имя\n1;Иванова Анна;Мария\n' >"$folder/two.csv"
printf 'ФИО\nКoваленко Олег Петрович\n' >"$folder/like.csv"
refused() { "$anketa" people import "$folder/$1.csv" --db "$db" --project alfa; }
check "a binary file is refused with line and byte" 1 "bin.csv:3:3: This is not a CSV table: byte 3" refused bin
check "an open quote with line and column" 1 "quote.csv:2:2: Отдел: A quotation mark" refused quote
check "an empty file, too" 1 "empty.csv:1:1: The file is empty." refused empty
check "a name that contradicts its parts" 1 'two.csv:2:3: Имя: “Мария” contradicts the whole name in the same line, “Иванова Анна”' refused two
check "a name that looks like somebody's" 1 "like.csv:2:1: ФИО: " refused like
printf 'Табельный номер;Фамилия;Должность;Отдел;Ключевой пользователь\n%s;%s;Президент;Новый склад;нет\n' 001 "$(sqlite3 "$db" "SELECT family FROM person WHERE external_id = '001'")" >"$folder/changed.csv"
look() { "$anketa" people import --dry-run "$folder/changed.csv" --db "$db" --project alfa; }
check "a dry run names the whole person and their department" 0 "line 2: changed: $(sqlite3 "$db" "SELECT family || ' ' || given || ' ' || patronymic FROM person WHERE external_id = '001'"), Новый склад" look
check "and every field with what it was and will be" 0 "    Job title: $(sqlite3 "$db" "SELECT position FROM person WHERE external_id = '001'") → Президент
    Department: $(sqlite3 "$db" "SELECT name FROM department WHERE id = (SELECT department FROM person WHERE external_id = '001')") → Новый склад (a new department)" look
check "a dry run says what would be" 0 "1 new, 0 changed" "$anketa" people import --dry-run "$folder/people.csv" --db "$db" --project alfa
responses() { "$anketa" responses "$1" "$folder/$2" --db "$db" --project alfa; }
for ending in jsonl csv; do
    check "responses are written as $ending" 0 "" responses export "r.$ending"
    check "and brought in again they are unchanged" 0 "0 responses imported, $(sqlite3 "$db" 'SELECT count(*) FROM response') unchanged" responses import "r.$ending"
done
decimal=$(sed -n '/type: decimal/{x;p;x};/ - id: /{s/.*id: //;h}' surveys/express_audit_sales.yaml | head -n 1)
sqlite3 "$db" "UPDATE answer SET value = '2.5' WHERE question = '$decimal' AND row_id = '' AND value <> ''"
check "some answers have decimals now" 0 "2.5" sqlite3 "$db" "SELECT value FROM answer WHERE question = '$decimal' AND value = '2.5' LIMIT 1"
check "a CSV of a Russian project" 0 "" responses export decimal.csv
check "has decimal commas" 0 '"2,5"' grep -m1 -o '"2,5"' "$folder/decimal.csv"
check "which the import reads" 0 "0 responses imported, $(sqlite3 "$db" 'SELECT count(*) FROM response') unchanged" responses import decimal.csv
check "and JSON lines have the stored number" 0 "" responses export decimal.jsonl
check "with a point" 0 '"2.5"' grep -m1 -o '"2.5"' "$folder/decimal.jsonl"
sed 's/"sm_03":"[a-z_]*"/"sm_03":"never"/; s/"sm_03": "[a-z_]*"/"sm_03": "never"/' "$folder/r.jsonl" >"$folder/other.jsonl"
differing=$(diff "$folder/r.jsonl" "$folder/other.jsonl" | grep -c '^>')
check "other answers of who has answered are refused, every line" 1 "" responses import other.jsonl
check "as many as there are" 0 "$differing" grep -c 'answered this questionnaire already, with other answers: sm_03 is the first' <(responses import other.jsonl 2>&1)
check "all or nothing" 1 "the file has mistakes; nothing was changed" responses import other.jsonl
sed '1s/"state": *"handed_in"/"state": "draft"/' "$folder/r.jsonl" >"$folder/draft.jsonl"
check "handed in or not is a difference, too" 1 ":1:1: error: this person has answered this questionnaire already, with the same answers handed in" responses import draft.jsonl
cat "$folder/r.jsonl" "$folder/r.jsonl" >"$folder/twice.jsonl"
check "a response that stands twice is refused" 1 "stand in line 1 already" responses import twice.jsonl
number=$(sqlite3 "$db" "SELECT external_id FROM person p WHERE external_id <> '' AND NOT EXISTS (SELECT 1 FROM response r JOIN assignment a ON a.id = r.assignment WHERE r.person = p.id AND a.form = 'express_audit_sales') LIMIT 1")
both() { printf '{"survey": "express_audit_sales", "person": {"external_id": "%s"}, "state": "draft", "answers": {%s}}\n' "$number" "$1" >"$folder/both.jsonl"; }
both '"sm_07": {"state": "not_applicable"}, "sm_07/r1/.order": "1", "sm_07/r1/document": "Счёт"'
check "rows beside a state of the whole table are refused as on the page" 1 'both.jsonl:1:1: error: sm_07: Both an answer and' responses import both.jsonl
both '"sm_07/r1/.order": "1", "sm_07/r1/document": "Счёт", "sm_07": {"state": "not_applicable"}'
check "in whatever order they stand" 1 'both.jsonl:1:1: error: sm_07: Both an answer and' responses import both.jsonl
both '"sm_07/r1/document": "Счёт", "sm_07": {"state": "not_applicable"}'
check "a row that was taken away does not count" 0 "1 responses imported, 0 unchanged" responses import both.jsonl
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

# staff users
events() { sqlite3 "$db" "SELECT group_concat(kind, ' ') FROM event WHERE kind LIKE 'user_%'"; }
rights() { "$anketa" user list --db "$db" | cut -f 1,4 | tr '\t' ' '; }
session() { sqlite3 "$db" "INSERT INTO session VALUES ('h', (SELECT id FROM staff WHERE name = 'anna'), NULL, 'c', 1, 1, 1, 1)"; }
sessions() { sqlite3 "$db" "SELECT 'sessions:' || count(*) FROM session"; }
old() { sqlite3 "$db" "SELECT password FROM staff WHERE name = 'anna'"; }
check "a user is made" 0 "password: " "$anketa" user add anna --full-name 'Анна Н.' --db "$db" --project alfa --role trainer
check "the list has names, rights and state" 0 $'anna\tАнна Н.\t-\talfa:trainer\t-\tenabled' "$anketa" user list --db "$db"
check "a second right is given" 0 "" "$anketa" user right anna --db "$db" --project alfa --role consultant
check "twice is once, again" 0 "" "$anketa" user right anna --db "$db" --project alfa --role consultant
check "and is there" 0 "anna alfa:consultant alfa:trainer" rights
check "a right is taken" 0 "" "$anketa" user right ANNA --db "$db" --project alfa --role consultant --take
check "and is gone" 0 "anna alfa:trainer" rights
check "a right that is not there is not taken" 1 "does not have this right in this project; nothing was changed" \
    "$anketa" user right anna --db "$db" --project alfa --role consultant --take
check "a right in no project is refused" 1 "no project" "$anketa" user right anna --db "$db" --project beta --role trainer
check "an unknown role is refused" 1 "none of consultant, trainer, commission" "$anketa" user right anna --db "$db" --project alfa --role king
check "a right needs its project" 64 "are needed" "$anketa" user right anna --db "$db" --role trainer
for command in "disable nobody" "enable nobody" "password nobody" "right nobody --project alfa --role trainer"; do
    # shellcheck disable=SC2086 # words
    check "nobody by this name: user ${command%% *}" 1 "no user with this name; nothing was changed" "$anketa" user $command --db "$db"
done
check "a name is needed" 64 "NAME is needed" "$anketa" user disable --db "$db"
session
before=$(old)
check "a new password is printed" 0 "password: " "$anketa" user password anna --db "$db"
check "the sessions end" 0 "sessions:0" sessions
check "the old one is not kept" 1 "" test "$(old)" = "$before"
check "a password may be given" 0 "user: anna" "$anketa" user password anna --password-stdin --db "$db" <<<"long enough"
check "a short one is refused" 1 "at least 8 characters; nothing was changed" "$anketa" user password anna --password-stdin --db "$db" <<<"short"
check "no password is refused" 1 "at least 8 characters" "$anketa" user password anna --password-stdin --db "$db" </dev/null
check "a long one is refused" 1 "at most 200 bytes" "$anketa" user password anna --password-stdin --db "$db" <<<"$(printf '%0201d' 0)"
session
check "a user is shut out" 0 "" "$anketa" user disable anna --db "$db"
check "with their sessions" 0 "sessions:0" sessions
check "and shown so" 0 $'alfa:trainer\t-\tdisabled' "$anketa" user list --db "$db"
check "twice is once" 0 "" "$anketa" user disable anna --db "$db"
check "the last administrator is not" 1 "the last administrator who can log in; nothing was changed" "$anketa" user disable consultant --db "$db"
check "a user is let in again" 0 "" "$anketa" user enable anna --db "$db"
check "another administrator is made" 0 "password: " "$anketa" user add root --admin --db "$db"
check "then the first may go" 0 "" "$anketa" user disable consultant --db "$db"
check "but not both" 1 "the last administrator" "$anketa" user disable root --db "$db"
check "the first is let in again" 0 "" "$anketa" user enable consultant --db "$db"
check "each change is an event" 0 \
    "user_add user_right user_right user_right_taken user_password user_password user_disable user_enable user_add user_disable user_enable" events

echo 'listen: 127.0.0.1:65536' >"$folder/port.yaml"
check "a port that is none is refused" 1 'listen: "127.0.0.1:99999" has no port from 0 to 65535' timeout 5 "$anketa" serve --db "$db" --listen 127.0.0.1:99999
check "in the file, too" 1 '"127.0.0.1:65536" has no port' timeout 5 "$anketa" serve --db "$db" --config "$folder/port.yaml"
check "and in the environment" 1 '"127.0.0.1:-1" has no port' env ANKETA_LISTEN=127.0.0.1:-1 timeout 5 "$anketa" serve --db "$db"
check "a word is no port" 1 'has no port' timeout 5 "$anketa" serve --db "$db" --listen 127.0.0.1:http
check "an address of IPv6 stands in brackets" 1 'stands in brackets' timeout 5 "$anketa" serve --db "$db" --listen ::1:8080

report() { "$anketa" report requirements --db "$db" --project alfa "$@"; }
check "an ending that is no format is refused" 1 '".docx" is none of .pdf, .html, .csv, .json; say which by --format' report -o "$folder/z.docx"
check "and no file is made" 1 "" test -e "$folder/z.docx"
check "with --format any name will do" 0 "" report --format csv -o "$folder/z.docx"
check "a dot of a folder is no ending" 0 "" report --format json -o "$folder/../${folder##*/}/plain"
for format in html csv json pdf; do
    check "the ending .$format chooses the format" 0 "" report -L uk -o "$folder/r.$format"
done
check "figures in a Russian CSV have a decimal comma" 0 "" report -o "$folder/figures.csv"
check "and so it is" 0 ",50" grep -m1 -o '[0-9],50' "$folder/figures.csv"
check "none has a point" 1 "" grep -qE ';-?[0-9]+\.[0-9]+(;|$)' "$folder/figures.csv"
report -L en -o "$folder/figures-en.csv"
check "in English a point" 0 "" grep -qE ';[0-9]+\.[0-9]+;' "$folder/figures-en.csv"
check "html is html" 0 "<html" head -c 200 "$folder/r.html"
check "pdf is pdf" 0 "%PDF-" head -c 5 "$folder/r.pdf"
check "json is json" 0 "{" head -c 1 "$folder/r.json"
exec 9>"$db.lock"
flock 9
check "a database that somebody writes to is refused in words" 1 "Another process writes" "$anketa" user add anna --db "$db"
check "and by the other user commands" 1 "Another process writes" "$anketa" user disable consultant --db "$db"
check "the list is still read" 0 "root" "$anketa" user list --db "$db"
check "reading it is possible" 0 "" "$anketa" report requirements --db "$db" --project alfa -o "$folder/r.json"
check "a sheet names the facts it has blanks for" 0 "blank in the document, because not filled in: " \
    "$anketa" report certification-sheet --test crm_base --db "$db" --project alfa -o "$folder/s.csv"
exit $failed
