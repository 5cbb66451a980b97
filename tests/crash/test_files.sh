#!/bin/bash
# What an administrator does to the files of a running server, and what the server makes of it.
cd "$(dirname "$0")/../.." && exec python3 - <<'PY'
import os, shutil, subprocess, sys, tempfile
sys.path.insert(0, "tests/crash"); sys.path.insert(0, "tests/lib")
import anketa, ledger

check = ledger.Checks()


def run(*arguments, before=()):
    return subprocess.run([*before, anketa.PROGRAM, *arguments], capture_output=True, text=True, timeout=20)


def company(folder):
    database = folder + "/anketa.db"
    return database, anketa.demo(database), ledger.Ledger()


def two_on_one_database():
    with tempfile.TemporaryDirectory() as folder:
        database, links, book = company(folder)
        server = anketa.Server(database)
        second = run("serve", "--db", database, "--listen", "127.0.0.1:0")
        check(second.returncode == 1 and "Another process" in second.stderr, "a second server on the database is refused in words")
        user = run("user", "add", "somebody", "--db", database)
        check(user.returncode == 1 and "Another process" in user.stderr, "and so is a command that writes")
        copy = run("backup", "--db", database, folder + "/copy.db")
        check(copy.returncode == 0 and os.path.getsize(folder + "/copy.db") > 0, "a backup is made beside the server")
        visitor, response = ledger.come_in(server, links)
        check(ledger.save_one(visitor, response, book, "c0-1", 0, 1)[0] == 200, "the first server goes on")
        server.kill()
        again = anketa.Server(database)
        check(again.stop() == 0, "a killed server leaves no lock behind")
        check.ledger(database, book, "the ledger agrees")


def deleted_under_the_server(which):
    with tempfile.TemporaryDirectory() as folder:
        database, links, book = company(folder)
        server = anketa.Server(database)
        visitor, response = ledger.come_in(server, links)
        status, seen = ledger.save_one(visitor, response, book, "c0-1", 0, 1)
        check(status == 200, f"{which}: saved before it went")
        os.rename(database + which, folder + "/away")
        status, _ = ledger.save_one(visitor, response, book, "c0-2", seen, 2)
        check(status == 503, f"{which}: without its file nobody is told that anything was saved")
        check(visitor.request("GET", f"/r/{response}/about")[0] == 200, f"{which}: pages are still served")
        os.rename(folder + "/away", database + which)
        status, _ = ledger.save_one(visitor, response, book, "c0-3", seen, 3)
        check(status == 200, f"{which}: the file back in its place brings saving back")
        check(server.stop() == 0, f"{which}: the server stops cleanly")
        check.ledger(database, book, "the ledger agrees")


def brought_back_from_the_process():
    with tempfile.TemporaryDirectory() as folder:
        database, links, book = company(folder)
        server = anketa.Server(database)
        visitor, response = ledger.come_in(server, links)
        _, seen = ledger.save_one(visitor, response, book, "c0-1", 0, 1)
        for suffix in ("", "-wal"):
            os.remove(database + suffix)
        check(ledger.save_one(visitor, response, book, "c0-2", seen, 2)[0] == 503, "deleted files are not written to")
        handles = f"/proc/{server.process.pid}/fd/"
        for suffix in ("", "-wal"):
            held = [n for n in os.listdir(handles) if os.readlink(handles + n) == f"{database}{suffix} (deleted)"]
            shutil.copy(handles + held[0], folder + "/saved" + suffix)
        server.stop()
        for suffix in ("", "-wal"):
            os.rename(folder + "/saved" + suffix, database + suffix)
        again = anketa.Server(database)
        check(again.stop() == 0, "deleted files copied from /proc, as operations.md says, are served again")
        check.ledger(database, book, "the ledger agrees")


def replaced_under_the_server():
    with tempfile.TemporaryDirectory() as folder:
        database, links, book = company(folder)
        server = anketa.Server(database)
        visitor, response = ledger.come_in(server, links)
        shutil.copy(database, folder + "/older")
        os.rename(folder + "/older", database)
        check(ledger.save_one(visitor, response, book, "c0-1", 0, 1)[0] == 503, "a replaced file is not written to")
        check(server.stop() == 0, "the server stops cleanly")


def read_only():
    with tempfile.TemporaryDirectory() as folder:
        database, links, book = company(folder)
        server = anketa.Server(database, ["strace", "-D", "-f", "-qq", "-o", folder + "/trace", "-e", "trace=pwrite64",
                                          "-e", "inject=pwrite64:error=EROFS:when=150+"])
        visitor, response = ledger.come_in(server, links)
        seen = 0
        for n in range(1, 80):
            status, seen = ledger.save_one(visitor, response, book, f"c0-{n}", seen, n)
        check(len(book.acknowledged) > 0 and {s for _, s in book.refused} == {503}, "a disk gone read-only refuses writers with 503")
        check(visitor.request("GET", f"/r/{response}/about")[0] == 200, "and serves pages")
        check(server.stop() == 0, "the server stops cleanly")
        check.ledger(database, book, "the ledger agrees")


def read_only_from_the_start():
    if os.getuid() != 0:
        print("ok skipped: mounting needs root")
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=True)
        try:
            database = company(folder)[0]
            subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
            started = run("serve", "--db", database, "--listen", "127.0.0.1:0")
            check(started.returncode == 1 and "Read-only" in started.stderr, "a read-only database does not start, and it is said why")
        finally:
            subprocess.run(["umount", folder], check=True)


def log_that_cannot_be_written():
    with tempfile.TemporaryDirectory() as folder:
        database, links, book = company(folder)
        seen = 0
        for what, where in (("a full disk", "/dev/full"), ("a closed pipe", None)):
            if where:
                log = os.open(where, os.O_WRONLY)
            else:
                end, log = os.pipe()
                os.close(end)
            server = anketa.Server(database, log=log)
            os.close(log)
            visitor, response = ledger.come_in(server, links)
            os.rename(database, folder + "/away")  # makes it say something
            check(ledger.save_one(visitor, response, book, "c0-x" + what, seen, 1)[0] == 503, f"the log goes to {what}: it has something to say")
            os.rename(folder + "/away", database)
            status, seen = ledger.save_one(visitor, response, book, "c0-" + what, seen, 2)
            check(status == 200, f"the log goes to {what}: the server goes on")
            check(server.stop() == 0, "the server stops cleanly")
        check.ledger(database, book, "the ledger agrees")


two_on_one_database()
deleted_under_the_server("")
deleted_under_the_server("-wal")
brought_back_from_the_process()
replaced_under_the_server()
read_only()
read_only_from_the_start()
log_that_cannot_be_written()
check.end()
PY
