"""A visitor of the real server, for tests: starts it on a free port, comes in by a link, saves cells. Standard library only."""
import html
import http.client
import os
import re
import subprocess
import time
import urllib.parse

PROGRAM = os.environ.get("ANKETA", "build/anketa")


def demo(database):
    """Fill an empty database with the demo company; returns what the command printed as {name: value}."""
    out = subprocess.run([PROGRAM, "demo", "--db", database], check=True, capture_output=True, text=True).stdout
    return dict(re.findall(r"^([a-z ]+): (.+)$", out, re.M))


class Server:
    """The server in a process of its own; `before` is put in front of the command (strace and the like)."""

    def __init__(self, database, before=(), log=None):
        log = log if log is not None else open(database + ".log", "ab")
        command = [*before, PROGRAM, "serve", "--db", database, "--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log)
        line = self.process.stdout.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if not found:
            self.process.kill()
            raise RuntimeError("the server did not start: " + line)
        self.port = int(found.group(1))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=15)


class Visitor:
    """One browser: a connection, cookies, and the csrf token of the last page."""

    def __init__(self, port):
        self.port = port
        self.cookies = {}
        self.csrf = ""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def request(self, method, path, form=None):
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
        try:
            self.connection.request(method, path, body, headers)
            reply = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.connection.close()  # an idle connection was closed under us: once more on a new one
            self.connection.request(method, path, body, headers)
            reply = self.connection.getresponse()
        text = reply.read().decode("utf-8", "replace")
        for value in reply.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.split(";")[0]
        token = re.search(r'name="csrf" value="([^"]+)"', text)
        if token:
            self.csrf = html.unescape(token.group(1))
        return reply.status, reply.headers.get("Location"), text

    def enter(self, link):
        """Come in by a personal link and answer "yes, it is me"."""
        path = urllib.parse.urlsplit(link).path
        status, _, page = self.request("GET", path)
        assert status == 200, (status, path)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        status, where, _ = self.request("POST", "/enter", hidden)
        assert status == 303 and where == "/my", (status, where)
        return self.request("GET", "/my")[2]

    def start(self, text):
        """Open the first assignment of `text` (the page /my) and start it; returns the response's number."""
        path = re.search(r'href="(/my/\d+)"', text).group(1)
        self.request("GET", path)
        status, where, _ = self.request("POST", path + "/start", {"csrf": self.csrf})
        assert status == 303, status
        number = re.match(r"/r/(\d+)", where).group(1)
        self.request("GET", where)
        return number

    def save(self, response, question, row, column, value, seen=0, sequence=1):
        form = {"csrf": self.csrf, "row": row, "column": column, "value": value, "state": "answered",
                "seen": seen, "page": "test", "seq": sequence}
        return self.request("POST", f"/response/{response}/{question}", form)


def wait_for(condition, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
