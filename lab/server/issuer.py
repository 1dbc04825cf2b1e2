"""A stand-in for who issues keys, as OpenRouter's documentation has its API: issuer.py PORT ADMINISTRATOR'S-KEY."""

import http.server
import itertools
import json
import sys

PORT, ADMINISTRATOR = int(sys.argv[1]), sys.argv[2]
KEYS: dict[str, str] = {}
NUMBERS = itertools.count(1)


class Issuing(http.server.BaseHTTPRequestHandler):
    def _bearer(self):
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    def _say(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _known(self):
        """The name of the key that is asked about; none where it is not to be had."""
        name = self.path.rpartition("/")[2]
        return name if self._bearer() == ADMINISTRATOR and name in KEYS else None

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        if self._bearer() != ADMINISTRATOR:
            return self._say(401, {"error": {}})
        number = next(NUMBERS)
        KEYS[f"hash{number}"] = f"sk-or-issued-in-the-lab-{number}"
        self._say(201, {"data": {"hash": f"hash{number}", "name": asked["name"]}, "key": KEYS[f"hash{number}"]})

    def do_GET(self):
        if self.path == "/api/v1/key":
            return self._say(200 if self._bearer() in KEYS.values() else 401, {"data": {"label": "lab"}})
        if self.path == "/api/v1/keys":
            return self._say(200, {"data": [{"hash": name} for name in KEYS]})
        name = self._known()
        self._say(200 if name else 404, {"data": {"hash": name, "disabled": False}} if name else {"error": {}})

    def do_DELETE(self):
        name = self._known()
        if name:
            del KEYS[name]
        self._say(200 if name else 404, {"deleted": bool(name)})

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Issuing).serve_forever()
