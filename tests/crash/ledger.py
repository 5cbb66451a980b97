"""Saves from several clients, and a ledger of what was sent and what was acknowledged, held against the database afterwards."""
import json
import sqlite3
import sys
import threading

sys.path.insert(0, "tests/lib")
import anketa  # noqa: E402

QUESTION, COLUMN = "sm_07", "document"


class Ledger:
    def __init__(self):
        self.sent, self.acknowledged, self.refused = [], [], []
        self.lock = threading.Lock()

    def note(self, kind, value):
        with self.lock:
            getattr(self, kind).append(value)


def client(port, cookies, csrf, response, number, ledger, stop, start):
    """Save numbered texts into a row of its own until told to stop or the server is gone."""
    visitor = anketa.Visitor(port)
    visitor.cookies, visitor.csrf = dict(cookies), csrf
    row, seen, n = f"c{number}", 0, start
    while not stop.is_set():
        n += 1
        value = f"c{number}-{n}"
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


def check(database, ledger):
    """acknowledged within stored, stored within sent, nothing twice, the database sound. Returns complaints."""
    db = sqlite3.connect(database)
    stored = [row[0] for row in db.execute("SELECT value FROM answer_history WHERE question = ? AND column_id = ?",
                                           (QUESTION, COLUMN))]
    integrity = db.execute("PRAGMA integrity_check").fetchone()[0]
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
    if integrity != "ok":
        complaints.append("integrity_check: " + integrity)
    return complaints
