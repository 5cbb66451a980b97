#!/bin/bash
# An import that is killed at any write, or whose file has a fault, has changed nothing; run again it does all of it.
cd "$(dirname "$0")/../.." && exec python3 - <<'PY'
import shutil, sqlite3, subprocess, sys, tempfile
sys.path.insert(0, "tests/crash"); sys.path.insert(0, "tests/lib")
import anketa, ledger

check = ledger.Checks()


def count(database):
    db = sqlite3.connect(database)
    try:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return db.execute("SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM event WHERE kind <> 'answer')").fetchone()
    finally:
        db.close()


with tempfile.TemporaryDirectory() as folder:
    database, people = folder + "/anketa.db", folder + "/people.csv"
    anketa.demo(database)
    rows = [f"Фамилия{n};Имя;менеджер;p{n}@example.org" for n in range(1500)]

    def write(lines):
        with open(people, "w") as out:
            out.write("\n".join(["Фамилия;Имя;Должность;E-mail", *lines]) + "\n")

    def run(before=()):
        return subprocess.run([*before, anketa.PROGRAM, "people", "import", "--db", database, "--project", "alfa", people],
                              capture_output=True, text=True, timeout=60)

    was = count(database)
    write([*rows, "Петров;Пётр;менеджер;p7@example.org"])
    faulty = run()
    check(faulty.returncode == 1 and count(database) == was, "a list with a fault in its last line changes nothing")
    check("1502" in faulty.stderr + faulty.stdout, "and the line is named")
    write(rows)
    died = 0
    for number in (1, 3, 40, 150):
        killed = run(["strace", "-f", "-qq", "-o", folder + "/trace", "-e", "trace=pwrite64",
                      "-e", f"inject=pwrite64:signal=KILL:when={number}"])
        died += killed.returncode != 0
        check(killed.returncode == 0 or count(database) == was, f"killed at write {number}: all or nothing")
    check(died >= 3, f"it was killed {died} times")
    check(run().returncode == 0 and count(database)[0] == was[0] + len(rows), "run again it brings in everybody")
    now = count(database)
    check(run().returncode == 0 and count(database)[0] == now[0], "and once more changes nobody")
check.end()
PY
