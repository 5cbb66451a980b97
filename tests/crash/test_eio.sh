#!/bin/bash
# fdatasync fails with EIO: the writers of that batch get 503, nothing of it is stored, and the next batch works.
cd "$(dirname "$0")/../.." || exit 2
python3 - <<'PY'
import json, sys, tempfile
sys.path.insert(0, "tests/crash"); sys.path.insert(0, "tests/lib")
import anketa, ledger

bad = 0

def check(true, what):
    global bad
    print("ok" if true else "not ok", what)
    bad += not true

with tempfile.TemporaryDirectory() as folder:
    database = folder + "/anketa.db"
    links = anketa.demo(database)
    before = ["strace", "-f", "-qq", "-o", folder + "/trace", "-e", "trace=fdatasync",
              "-e", "inject=fdatasync:error=EIO:when=20..22"]
    server = anketa.Server(database, before)
    visitor = anketa.Visitor(server.port)
    response = visitor.start(visitor.enter(links["respondent"]))
    book, seen, refused = ledger.Ledger(), 0, 0
    for n in range(1, 60):
        value = f"c0-{n}"
        book.note("sent", value)
        status, _, text = visitor.save(response, ledger.QUESTION, "c0", ledger.COLUMN, value, seen, n)
        if status == 200:
            seen = json.loads(text)["revision"]
            book.note("acknowledged", value)
        else:
            refused += 1
            book.note("refused", (value, status))
    check(refused >= 1, f"a failed sync refuses its writers ({refused} refused)")
    check(all(status == 503 for _, status in book.refused), "with 503")
    check(len(book.acknowledged) > 30, "the service went on afterwards")
    server.process.terminate()
    server.process.wait(timeout=20)
    complaints = ledger.check(database, book)
    check(not complaints, "the ledger agrees " + "; ".join(complaints))
sys.exit(bad > 0)
PY
