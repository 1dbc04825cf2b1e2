"""A stand-in for a model's API: OpenAI chat completions, streamed or not. model.py ADDRESS PORT NAME.

It says back the last word of the form `word-…` that it was told, and its own name, so that an answer cannot be one
of before, or of another model. A request for /refuse/DIGEST has it answer 401 to the key with that SHA-256 from then on, and one
for /refuse/ to none any more.
"""

import hashlib
import http.server
import json
import re
import sys

ADDRESS, PORT, NAME = sys.argv[1], int(sys.argv[2]), sys.argv[3]


refused = set()


def told(messages):
    """All that the user says; parts of a message are one text. What OpenClaw adds may follow as one of its own."""
    said = [message.get("content") or "" for message in messages if message.get("role") == "user"]
    return " ".join(
        content if isinstance(content, str) else " ".join(part.get("text", "") for part in content) for content in said
    )


class Answering(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path.startswith("/refuse/"):
            digest = self.path.removeprefix("/refuse/")
            refused.add(digest) if digest else refused.clear()
            self.whole({"refused": len(refused)})
            return
        if "sk-refused" in self.headers.get("Authorization", ""):
            self.send_error(401)
            return
        models = {"object": "list", "data": [{"id": "stub-1", "object": "model", "owned_by": NAME}]}
        self.whole(models if self.path.endswith("/models") else {"status": "ok"})

    def do_POST(self):
        # Keys must lie nowhere, so that this does not name the one that it was sent either.
        key = hashlib.sha256(self.headers.get("Authorization", "").removeprefix("Bearer ").encode()).hexdigest()
        print(NAME, "was sent a key with", key, flush=True)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if key in refused:
            error = {"message": "Incorrect API key provided.", "type": "invalid_request_error", "code": "invalid_api_key"}
            self.whole({"error": error}, status=401)
            return
        asked = json.loads(body or b"{}")
        words = re.findall(r"word-[0-9a-z]+", told(asked.get("messages", [])))
        text = f"{NAME} heard {words[-1] if words else 'nothing'}"
        about = {"id": "chatcmpl-lab", "created": 1, "model": asked.get("model", "stub-1")}
        usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
        if not asked.get("stream"):
            message = {"role": "assistant", "content": text}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            self.whole({**about, "object": "chat.completion", "choices": [choice], "usage": usage})
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for delta, reason in (({"role": "assistant", "content": ""}, None), ({"content": text}, None), ({}, "stop")):
            choice = {"index": 0, "delta": delta, "finish_reason": reason}
            self.event({**about, "object": "chat.completion.chunk", "choices": [choice]})
        self.event({**about, "object": "chat.completion.chunk", "choices": [], "usage": usage})
        self.wfile.write(b"data: [DONE]\n\n")

    def event(self, value):
        self.wfile.write(b"data: " + json.dumps(value).encode() + b"\n\n")
        self.wfile.flush()

    def whole(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        print(NAME, *words[1:], flush=True)


http.server.ThreadingHTTPServer((ADDRESS, PORT), Answering).serve_forever()
