"""Saves from several clients, and a ledger of what was sent and what was acknowledged, held against the database afterwards."""
import json
import os
import sqlite3
import sys
import threading
import time

sys.path.insert(0, "tests/lib")
import anketa  # noqa: E402

os.environ.setdefault("ASAN_OPTIONS", "detect_leaks=0")  # leaks cannot be looked for under strace
QUESTION, COLUMN = "sm_07", "document"


class Checks:
    """Prints a TAP line a check; ends the process with a status true to them."""

    def __init__(self):
        self.failed = 0

    def __call__(self, true, what):
        print("ok" if true else "not ok", what, flush=True)
        self.failed += not true

    def ledger(self, database, book, what):
        complaints = check(database, book)
        self(not complaints, "; ".join([what, *complaints]))

    def end(self):
        sys.exit(self.failed > 0)


class Ledger:
    def __init__(self):
        self.sent, self.acknowledged, self.refused = [], [], []
        self.lock = threading.Lock()

    def note(self, kind, value):
        with self.lock:
            getattr(self, kind).append(value)


def save_one(visitor, response, book, value, seen, sequence, row="c0"):
    """Save one cell and put it down in the ledger; returns status and the cell's revision."""
    book.note("sent", value)
    status, _, text = visitor.save(response, QUESTION, row, COLUMN, value, seen, sequence)
    if status == 200:
        book.note("acknowledged", value)
        return status, json.loads(text)["revision"]
    book.note("refused", (value, status))
    return status, seen


def come_in(server, links):
    """The demo's respondent with a questionnaire begun: the visitor and the response's number."""
    visitor = anketa.Visitor(server.port)
    return visitor, visitor.start(visitor.enter(links["respondent"]))


def client(port, cookies, csrf, response, number, ledger, stop, start):
    """Save numbered texts into a row of its own until told to stop or the server is gone."""
    visitor = anketa.Visitor(port)
    visitor.cookies, visitor.csrf = dict(cookies), csrf
    row, seen, n = f"c{number}", 0, start
    while not stop.is_set():
        n += 1
        value = f"c{number}-{n:07d}"
        ledger.note("sent", value)
        try:
            status, _, text = visitor.save(response, QUESTION, row, COLUMN, value, seen, n)
        except OSError:
            return  # unknown: it may or may not be stored
        except Exception:  # a reply cut in the middle: unknown as well
            return
        if status == 200:
            seen = json.loads(text)["revision"]
            ledger.note("acknowledged", value)
        else:
            ledger.note("refused", (value, status))
            if status == 409:
                seen = json.loads(text)["stored"]["revision"]


def run_clients(port, visitor, response, ledger, count, start):
    stop = threading.Event()
    threads = [threading.Thread(target=client, args=(port, visitor.cookies, visitor.csrf, response, i, ledger, stop, start))
               for i in range(count)]
    for thread in threads:
        thread.start()
    return stop, threads


def wait(ledger, more):
    """Until `more` saves have been acknowledged, be the machine slow or quick."""
    goal, patience = len(ledger.acknowledged) + more, time.monotonic() + 60
    while len(ledger.acknowledged) < goal:
        assert time.monotonic() < patience, f"{len(ledger.acknowledged)} of {goal} saves were acknowledged"
        time.sleep(0.01)


def check(database, ledger):
    """acknowledged within stored, stored within sent, nothing twice, the database sound. Returns complaints."""
    db = sqlite3.connect(database)
    stored = [row[0] for row in db.execute("SELECT value FROM answer_history WHERE question = ? AND column_id = ?",
                                           (QUESTION, COLUMN))]
    integrity = db.execute("PRAGMA integrity_check").fetchone()[0]
    broken = db.execute("""SELECT count(*) FROM answer_history h LEFT JOIN answer_history b ON b.id = h.before
                           WHERE h.revision > 1 AND (b.id IS NULL OR b.revision <> h.revision - 1
                           OR (b.response, b.question, b.row_id, b.column_id)
                              <> (h.response, h.question, h.row_id, h.column_id))""").fetchone()[0]
    apart = db.execute("""SELECT count(*) FROM answer a JOIN answer_history h ON h.id = a.history
                          WHERE a.revision <> h.revision OR a.value <> h.value""").fetchone()[0]
    db.close()
    complaints = []
    mine = [v for v in stored if v.startswith("c") and "-" in v]
    lost = set(ledger.acknowledged) - set(mine)
    invented = set(mine) - set(ledger.sent)
    if lost:
        complaints.append(f"{len(lost)} acknowledged answers are not stored, such as {sorted(lost)[0]}")
    if invented:
        complaints.append(f"{len(invented)} stored answers were never sent, such as {sorted(invented)[0]}")
    if len(mine) != len(set(mine)):
        complaints.append("an answer is stored twice")
    refused = {value for value, status in ledger.refused if status >= 400}
    if refused & set(mine):
        complaints.append("a refused answer is stored")
    if broken or apart:
        complaints.append(f"{broken} breaks in the history, {apart} answers other than their newest change")
    if integrity != "ok":
        complaints.append("integrity_check: " + integrity)
    return complaints
