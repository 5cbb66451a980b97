#!/bin/bash
# kill -9 under load, again and again: what was acknowledged is stored, what is stored was sent, nothing twice.
cd "$(dirname "$0")/../.." && exec python3 - <<'PY'
import sys, tempfile, time
sys.path.insert(0, "tests/crash"); sys.path.insert(0, "tests/lib")
import anketa, ledger

with tempfile.TemporaryDirectory() as folder:
    database = folder + "/anketa.db"
    links = anketa.demo(database)
    book = ledger.Ledger()
    for round_number in range(6):
        server = anketa.Server(database)
        visitor = anketa.Visitor(server.port)
        page = visitor.enter(links["respondent"])
        response = visitor.start(page)
        stop, threads = ledger.run_clients(server.port, visitor, response, book, 8, round_number * 1000000)
        time.sleep(0.7 + 0.13 * round_number)
        server.kill()
        stop.set()
        for thread in threads:
            thread.join()
        complaints = ledger.check(database, book)
        print(("not ok" if complaints else "ok"), f"kill -9, round {round_number + 1}:", len(book.acknowledged), "acknowledged;", *complaints)
        if complaints:
            sys.exit(1)
    if len(book.acknowledged) < 100:
        print("not ok only", len(book.acknowledged), "answers were acknowledged: the test tested nothing")
        sys.exit(1)
PY
