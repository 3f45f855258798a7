#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Stands in for what the examples ask: the sites they fetch from, llama-server, a browser's driver. On loopback only.
#   server.py --port PORT [--files FOLDER] [--port-file FILE]      PORT 0: any free one
# Below /bad/ lie the same files, each with a byte too many: whoever checks sums notices.
import base64
import http.server
import json
import os
import sys

given = dict(zip(sys.argv[1:], sys.argv[2:]))
port = next((argument.partition("=")[2] for argument in sys.argv if argument.startswith("--port=")), given.get("--port", "0"))
files = given.get("--files", ".")
SUMS = ("SUMS", "sha256sums.asc", "checksums.txt", ".sha256")
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


def part(values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


class Handler(http.server.BaseHTTPRequestHandler):
    def send(self, body, status=200):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path = self.path.partition("?")[0]
        if path == "/ip":
            self.send({"ip": "127.0.0.1"})
        elif path in ("/health", "/status"):
            self.send({"value": {"ready": True}})
        elif path == "/token":
            if self.headers["Authorization"] != "Bearer may-ask":
                return self.send({}, 401)
            claims = {"sub": "repo:local/job:ref:refs/heads/main", "repository_visibility": "private"}
            self.send({"count": 1, "value": ".".join((part({"alg": "RS256"}), part(claims), "c2lnbmF0dXJl-never_shown"))})
        elif path.endswith("/screenshot"):
            self.send({"value": PIXEL})
        else:
            self.file(path)

    def file(self, path):
        is_bad = path.startswith("/bad/")
        name = os.path.normpath(files + "/" + (path[4:] if is_bad else path))
        if not os.path.isfile(name):
            return self.send({}, 404)
        with open(name, "rb") as content:
            body = content.read()
        self.send(body + b"x" if is_bad and not name.endswith(SUMS) and "/raw/" not in name and "/api/" not in name else body)

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
        if self.path == "/v1/chat/completions":
            said = "You asked: " + asked["messages"][0]["content"]
            self.send({"choices": [{"message": {"content": said}}], "usage": {"completion_tokens": 7}})
        elif self.path == "/session":
            self.send({"value": {"sessionId": "one"}})
        elif self.path.endswith("/execute/sync"):
            self.send({"value": [12.5, 30, 40.25, 55.5, 1256]})
        else:
            self.send({"value": None})

    def do_DELETE(self):
        self.send({"value": None})

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
if "--port-file" in given:
    # Whole or not there.
    with open(given["--port-file"] + ".part", "w") as file:
        file.write(f"{server.server_port}\n")
    os.rename(given["--port-file"] + ".part", given["--port-file"])
server.serve_forever()
