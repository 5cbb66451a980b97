#!/bin/bash
# The recipes of docs/adding.md: each patch applies to what is here, all of them together build without a warning, and each
# does what its recipe promises.
cd "$(dirname "$0")/../.." || exit 2
b=$(dirname "${ANKETA:-build/anketa}")
san=
[ "$b" = build-san ] && san=SAN=1
bad=0
ok() { echo "ok $1"; }
not_ok() {
    echo "not ok $1"
    [ -n "${2:-}" ] && sed 's/^/    /' <<<"$2" | tail -n 20
    bad=1
}
# try NAME COMMAND...: the command ends well
try() {
    local name=$1 out
    shift
    if out=$("$@" 2>&1); then ok "$name"; else not_ok "$name" "$out"; fi
}

recipes=$(cd tests/recipes && echo *.patch)
for patch in $recipes; do
    lines=$(awk -v link="(../tests/recipes/$patch)" '/^## / { if (found) print n; n = 0; found = 0; next }
        index($0, link) { found = 1 } NF { n++ } END { if (found) print n }' docs/adding.md)
    [ -n "$lines" ] && [ "$lines" -le 10 ] && ok "$patch has a recipe of at most ten lines" ||
        not_ok "$patch has a recipe of at most ten lines" "lines: $lines"
    try "$patch applies by itself" git apply --check "tests/recipes/$patch"
done

# A tree of its own with the objects that are built, and their times, so that only what the patches touch is compiled.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/$b" "$scratch/tests"
cp -a Makefile src web surveys quizzes "$scratch/"
cp -a tests/unit tests/lint tests/fixtures "$scratch/tests/"
[ -d "$b/src" ] && cp -a "$b/src" "$b/gen" "$scratch/$b/"
root=$PWD
old=$(realpath "${ANKETA:-build/anketa}")
cd "$scratch" || exit 2
for patch in $recipes; do
    try "$patch applies beside the others" git apply "$root/tests/recipes/$patch"
done
# shellcheck disable=SC2086 # SAN=1 or nothing
try "all of them build without a warning" make -j2 $san all "$b/test_department" "$b/test_schema" "$b/test_db"
[ "$bad" = 0 ] || exit 1
new=$scratch/$b/anketa

try "statement: its test passes" "$b/test_department"
try "migration: every table and column is explained" "$b/test_schema"
try "questionnaire, question type: the forms have no errors" "$new" check surveys quizzes

database=$scratch/demo.db
(cd "$root" && "$old" demo --db "$database" >"$scratch/demo.out" 2>/dev/null) || not_ok "the demo of the program as it is"
OLD=$old NEW=$new DATABASE=$database SCRATCH=$scratch ROOT=$root python3 - <<'PY' || bad=1
import glob, os, re, sqlite3, subprocess, sys, urllib.parse
sys.path.insert(0, os.environ["ROOT"] + "/tests/lib")
import anketa

bad, database, new = 0, os.environ["DATABASE"], os.environ["NEW"]
anketa.PROGRAM = new
os.environ["ANKETA_CONTACT"] = "Иванова, 12-34"
demo = dict(re.findall(r"^([a-z ]+): (.+)$", open(os.environ["SCRATCH"] + "/demo.out").read(), re.M))


def check(true, what, why=""):
    global bad
    print("ok" if true else "not ok", what)
    if not true:
        print("    " + str(why)[:1500].replace("\n", "\n    "))
    bad += not true


def run(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


for form in ("office", "lunch"):
    status, out = run(new, "assign", form, "--project", "alfa", "--db", database)
    check(status == 0, f"questionnaire: {form} is assigned", out)
check(sqlite3.connect(database).execute("PRAGMA user_version").fetchone()[0] == 3, "migration: the database is brought up to date")
check(glob.glob(database + ".before-0003-*"), "migration: after a copy of it")
status, out = run(os.environ["OLD"], "user", "add", "somebody", "--db", database)
check(status == 1 and "newer" in out, "migration: a program without it refuses the database, in words", out)
status, out = run(new, "projects", "--db", database)
check(status == 0 and out == "projects: 1\n", "command: it says how many projects there are", out)
check("projects" in run(new, "--help")[1], "command: the help lists it")
status, out = run(new, "report", "goal-list", "--project", "alfa", "--db", database, "--format", "csv", "-o", "-")
check(status == 0 and "Цель" in out, "report: the command writes it", out)

server = anketa.Server(database)
visitor = anketa.Visitor(server.port)
check("Иванова, 12-34" in visitor.request("GET", "/")[2], "setting: the first page shows it")
mine = visitor.enter(demo["respondent"])
check("Офис" in mine and "Обед" in mine, "questionnaire: it stands among those to fill", mine)
path = re.search(r'href="(/my/\d+)"[^>]*>Обед', mine).group(1)
page = visitor.request("GET", path)[2]
status, where, _ = visitor.request("POST", path + "/start", {"csrf": visitor.csrf})
response = re.match(r"/r/(\d+)", where).group(1)
visitor.request("GET", visitor.request("GET", where)[1])
status, _, text = visitor.save(response, "lu_01", "", "", "9.30")
check(status == 200, "question type: an answer is kept", text)
kept = sqlite3.connect(database).execute("SELECT value FROM answer WHERE question = 'lu_01'").fetchone()
check(kept == ("09:30",), "question type: in its stored form", kept)
status, _, text = visitor.save(response, "lu_01", "", "", "25:00", 1, 2)
check(status == 422 and "09:30" in text, "question type: a wrong one is refused in words", text)

staff = anketa.Visitor(server.port)
status, where, text = staff.request("POST", "/staff/login", {"name": demo["login"], "password": demo["password"]})
status, _, text = staff.request("GET", "/p/alfa/about")
check(status == 200 and "О проекте" in text, "page: it is there for who may see it", text)
check(anketa.Visitor(server.port).request("GET", "/p/alfa/about")[1] == "/staff/login", "page: and for nobody else")
status, _, text = staff.request("GET", "/p/alfa/documents/goal-list")
check(status == 200 and "Цели проекта" in text, "report: the page previews it", text)
status, _, text = staff.request("GET", "/p/alfa/documents")
check("Цели проекта" in text, "report: and stands among the documents", text)
check(server.stop() == 0, "the server stops cleanly")
sys.exit(bad > 0)
PY
exit $bad
