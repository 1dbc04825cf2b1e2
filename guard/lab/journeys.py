"""A stand-in for model APIs that reads what it is asked, in five dialects, and answers by a script.

What a request is about is said by the last `say:ORDER;` in it. An order's script is a list of steps: after so many
results of tools, look for what must be there, then say this. What is looked for and not there is a fault, and the answer
says so: no journey can end well that did not happen.
"""

import base64
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RESULTS = re.compile(r"say:([A-Za-z0-9._-]+);")


class Step:
    """What is said when a request carries so many results after its order, and what it must hold by then."""

    def __init__(self, after, *say, wants=(), image=False, status=200):
        self.after, self.say, self.wants, self.image = after, say, wants, image
        self.status = status


def call(name, **arguments):
    return ("call", name, arguments)


def text(words):
    return ("text", words)


def thought(words):
    return ("thought", words)


def plain(content):
    """The text of a content that is a string or a list of parts."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(plain(part) for part in content)
    if isinstance(content, dict):
        return plain(content.get("text", content.get("content", ""))) if "image" not in str(content.get("type")) else ""
    return ""


def pictures(content):
    """The bytes of the images in a content."""
    if not isinstance(content, list):
        return
    for part in content:
        if not isinstance(part, dict):
            continue
        source, url = part.get("source") or {}, part.get("image_url")
        url = url.get("url") if isinstance(url, dict) else url
        data = source.get("data") or (part.get("inlineData") or {}).get("data") or (url or "").partition("base64,")[2]
        if data:
            yield ("image", base64.b64decode(data))
        yield from pictures(part.get("content"))


def read(dialect, body):
    """A conversation as pairs: user, assistant, thought, call, result, image."""
    items = []

    def say(role, content):
        items.extend(pictures(content))
        if words := plain(content):
            items.append((role, words))
    for message in body.get("messages", body.get("contents", body.get("input"))) or []:
        role = {"model": "assistant"}.get(message.get("role"), message.get("role"))
        if role in ("system", "developer"):
            continue
        if dialect == "or" and "role" not in message:
            kind = message["type"]
            if kind == "function_call":
                items.append(("call", message["name"] + " " + message["arguments"]))
            elif kind == "function_call_output":
                items.append(("result", plain(message["output"])))
                items.extend(pictures(message["output"]))
            elif kind == "reasoning":
                items.append(("thought", plain(message.get("summary")) + "|" + str(message.get("encrypted_content"))))
        elif dialect == "go":
            for part in message["parts"]:
                if "functionCall" in part:
                    one = part["functionCall"]
                    items.append(("call", one["name"] + " " + json.dumps(one["args"])))
                elif "functionResponse" in part:
                    items.append(("result", json.dumps(part["functionResponse"]["response"], ensure_ascii=False)))
                elif part.get("thought"):
                    items.append(("thought", part["text"]))
                else:
                    say(role, [part])
        elif role == "tool":
            items.append(("result", plain(message["content"])))
        elif dialect == "an" and isinstance(message["content"], list):
            for part in message["content"]:
                if part["type"] == "tool_use":
                    items.append(("call", part["name"] + " " + json.dumps(part["input"])))
                elif part["type"] == "tool_result":
                    items.append(("result", plain(part["content"])))
                    items.extend(pictures(part["content"]))
                elif part["type"] == "thinking":
                    items.append(("thought", part["thinking"] + "|" + part.get("signature", "")))
                else:
                    say(role, [part])
        else:
            for key in ("reasoning_content", "thinking"):
                if message.get(key):
                    items.append(("thought", message[key]))
            items.extend(("image", base64.b64decode(data)) for data in message.get("images") or [])
            say(role, message.get("content") or "")
            for one in message.get("tool_calls") or []:
                arguments = one["function"]["arguments"]
                arguments = arguments if isinstance(arguments, str) else json.dumps(arguments)
                items.append(("call", one["function"]["name"] + " " + arguments))
    return items


def tools(body):
    names = []
    for tool in body.get("tools") or []:
        for one in tool.get("functionDeclarations", [tool.get("function", tool)]):
            names.append(one["name"])
    return names


def cut(words, size=9):
    return [words[i:i + size] for i in range(0, len(words), size)] or [""]


def sse(event, data):
    return (f"event: {event}\n" if event else "").encode() + b"data: " + (
        data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)).encode() + b"\n\n"


def anthropic(model, parts, number):
    yield sse("message_start", {"type": "message_start", "message": {
        "id": f"msg_{number}", "type": "message", "role": "assistant", "model": model, "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": 3, "output_tokens": 1}}})
    for index, (kind, first, *rest) in enumerate(parts):
        block, deltas = {"type": "text", "text": ""}, [{"type": "text_delta", "text": p} for p in cut(first)]
        if kind == "thought":
            block = {"type": "thinking", "thinking": "", "signature": ""}
            deltas = [{"type": "thinking_delta", "thinking": p} for p in cut(first)] + [
                {"type": "signature_delta", "signature": f"sig{number}+/=="}]
        if kind == "call":
            block = {"type": "tool_use", "id": f"toolu_{number}_{index}", "name": first, "input": {}}
            deltas = [{"type": "input_json_delta", "partial_json": p} for p in cut(json.dumps(rest[0]))]
        yield sse("content_block_start", {"type": "content_block_start", "index": index, "content_block": block})
        for delta in deltas:
            yield sse("content_block_delta", {"type": "content_block_delta", "index": index, "delta": delta})
        yield sse("content_block_stop", {"type": "content_block_stop", "index": index})
    reason = "tool_use" if parts[-1][0] == "call" else "end_turn"
    yield sse("message_delta", {"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": None},
                                "usage": {"output_tokens": 7}})
    yield sse("message_stop", {"type": "message_stop"})


def completions(model, parts, number):
    def chunk(delta, finish=None, **more):
        return sse(None, {"id": f"c{number}", "object": "chat.completion.chunk", "created": 1, "model": model,
                          "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more})
    yield chunk({"role": "assistant", "content": ""})
    calls = 0
    for kind, first, *rest in parts:
        if kind == "call":
            begin = {"index": calls, "id": f"call_{number}_{calls}", "type": "function",
                     "function": {"name": first, "arguments": ""}}
            yield chunk({"tool_calls": [begin]})
            for piece in cut(json.dumps(rest[0])):
                yield chunk({"tool_calls": [{"index": calls, "function": {"arguments": piece}}]})
            calls += 1
        else:
            for piece in cut(first):
                yield chunk({"content" if kind == "text" else "reasoning_content": piece})
    yield chunk({}, "tool_calls" if calls else "stop")
    yield sse(None, {"id": f"c{number}", "object": "chat.completion.chunk", "created": 1, "model": model, "choices": [],
                     "usage": {"prompt_tokens": 3, "completion_tokens": 7, "total_tokens": 10}})
    yield sse(None, "[DONE]")


def responses(model, parts, number):
    count, items = 0, []

    def event(kind, **data):
        nonlocal count
        count += 1
        return sse(kind, {"type": kind, "sequence_number": count, **data})

    def response(status):
        usage = {"input_tokens": 3, "output_tokens": 7, "total_tokens": 10, "input_tokens_details": {"cached_tokens": 0},
                 "output_tokens_details": {"reasoning_tokens": 0}}
        return {"id": f"resp_{number}", "object": "response", "created_at": 1, "status": status, "model": model,
                "output": list(items), "parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "error": None,
                "incomplete_details": None, "instructions": None, "metadata": {}, "temperature": 1, "top_p": 1,
                "usage": usage if status == "completed" else None}
    yield event("response.created", response=response("in_progress"))
    for index, (kind, first, *rest) in enumerate(parts):
        item, place = {"id": f"i{number}_{index}"}, {"item_id": f"i{number}_{index}", "output_index": index}
        if kind == "call":
            whole = json.dumps(rest[0])
            item |= {"type": "function_call", "call_id": f"call_{number}_{index}", "name": first, "arguments": "",
                     "status": "in_progress"}
            yield event("response.output_item.added", output_index=index, item=item)
            for piece in cut(whole):
                yield event("response.function_call_arguments.delta", **place, delta=piece)
            yield event("response.function_call_arguments.done", **place, arguments=whole, name=first)
            item = item | {"arguments": whole, "status": "completed"}
        elif kind == "thought":
            item |= {"type": "reasoning", "summary": []}
            yield event("response.output_item.added", output_index=index, item=item)
            yield event("response.reasoning_summary_part.added", **place, summary_index=0,
                        part={"type": "summary_text", "text": ""})
            for piece in cut(first):
                yield event("response.reasoning_summary_text.delta", **place, summary_index=0, delta=piece)
            part = {"type": "summary_text", "text": first}
            yield event("response.reasoning_summary_text.done", **place, summary_index=0, text=first)
            yield event("response.reasoning_summary_part.done", **place, summary_index=0, part=part)
            item = item | {"summary": [part], "encrypted_content": f"enc{number}+/=="}
        else:
            item |= {"type": "message", "role": "assistant", "status": "in_progress", "content": []}
            part = {"type": "output_text", "text": "", "annotations": []}
            yield event("response.output_item.added", output_index=index, item=item)
            yield event("response.content_part.added", **place, content_index=0, part=part)
            for piece in cut(first):
                yield event("response.output_text.delta", **place, content_index=0, delta=piece, logprobs=[])
            yield event("response.output_text.done", **place, content_index=0, text=first, logprobs=[])
            part = part | {"text": first}
            yield event("response.content_part.done", **place, content_index=0, part=part)
            item = item | {"status": "completed", "content": [part]}
        yield event("response.output_item.done", output_index=index, item=item)
        items.append(item)
    yield event("response.completed", response=response("completed"))


def google(model, parts, number):
    def chunk(pieces, **more):
        return sse(None, {"candidates": [{"content": {"parts": pieces, "role": "model"}, "index": 0, **more}],
                          "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 7, "totalTokenCount": 10},
                          "modelVersion": model, "responseId": f"r{number}"})
    calls, signed = [], any(kind == "thought" for kind, *_ in parts)
    for kind, first, *rest in parts:
        if kind == "call":
            # The first of parallel calls is the one that is signed.
            calls.append({"functionCall": {"name": first, "args": rest[0]},
                          **({"thoughtSignature": "c2lnbmVk"} if signed and not calls else {})})
            continue
        for piece in cut(first):
            yield chunk([{"text": piece, "thought": True} if kind == "thought" else {"text": piece}])
    yield chunk(calls or [{"text": ""}], finishReason="STOP")


def ollama(model, parts, number):
    def line(message, **more):
        return (json.dumps({"model": model, "created_at": "2026-01-01T00:00:00Z",
                            "message": {"role": "assistant", "content": "", **message}, "done": False, **more},
                           ensure_ascii=False) + "\n").encode()
    for kind, first, *rest in parts:
        if kind == "call":
            yield line({"tool_calls": [{"function": {"name": first, "arguments": rest[0]}}]})
        else:
            for piece in cut(first):
                yield line({"content" if kind == "text" else "thinking": piece})
    yield line({}, done=True, done_reason="stop", total_duration=1, prompt_eval_count=3, eval_count=7)


STREAMS = {"an": anthropic, "oc": completions, "or": responses, "go": google, "ol": ollama}


class StandIn:
    """Serves on loopback below /SIDE-DIALECT; keeps what it was asked, by side and dialect."""

    def __init__(self, scripts, pages=()):
        self.scripts, self.pages, self.asked, self.faults, self.number = scripts, dict(pages), [], [], 0
        self.others = []
        self.lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                page = outer.pages.get("/" + self.path.rpartition("/")[2], "")
                if not page:
                    outer.others.append(f"GET {self.path} {sorted(self.headers.keys())}")
                self.whole(200 if page else 404, page.encode(), "text/html")

            def do_CONNECT(self):
                """For a client that asks a proxy for pages: what comes through the tunnel is read like the rest."""
                self.send_response_only(200)
                self.end_headers()
                self.close_connection = False

            def do_POST(self):
                raw = self.rfile.read(int(self.headers.get("content-length", 0)))
                try:
                    outer.answer(self, json.loads(raw))
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def whole(self, status, data, kind="application/json"):
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        class Server(ThreadingHTTPServer):
            request_queue_size, daemon_threads = 256, True

            def handle_error(self, *_):
                """A client that closes its idle connection is no error."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, handler, body):
        agent, _, rest = handler.path[1:].partition("/")
        side, dialect = agent.split("-")
        entry = {"side": side, "dialect": dialect, "path": rest, "body": body, "time": time.time(), "order": None,
                 "keys": [value for name, value in handler.headers.items()
                          if name.lower() in ("authorization", "x-api-key", "x-goog-api-key")]}
        with self.lock:
            self.number += 1
            number = self.number
            self.asked.append(entry)
        if not re.search("messages|completions|responses|GenerateContent|api/chat|embed", rest, re.IGNORECASE):
            self.others.append(f"POST {handler.path} {json.dumps(body)[:200]}")
            entry["kind"] = "other"
            return handler.whole(404, b"{}")
        if "embed" in rest.lower():
            entry["kind"] = "embeddings"
            wanted = body.get("input", "")
            wanted = wanted if isinstance(wanted, list) else [wanted]
            data = [{"object": "embedding", "index": i, "embedding": [1.0, 0.5, 0.25]} for i, _ in enumerate(wanted)]
            usage = {"prompt_tokens": 1, "total_tokens": 1}
            return handler.whole(200, json.dumps(
                {"object": "list", "model": body["model"], "data": data, "usage": usage}).encode())
        items = entry["items"] = read(dialect, body)
        entry["kind"], parts, step = self.decide(entry, items, tools(body))
        if step and step.status != 200:
            error = {"message": f"stand-in says {step.status}", "type": "x", "code": step.status}
            return handler.whole(step.status, json.dumps({"type": "error", "error": error}).encode())
        model = body.get("model") or rest.split("models/")[-1].split(":")[0]
        handler.send_response(200)
        handler.send_header("content-type", "application/x-ndjson" if dialect == "ol" else "text/event-stream")
        handler.send_header("transfer-encoding", "chunked")
        handler.end_headers()
        for event in STREAMS[dialect](model, parts, number):
            handler.wfile.write(f"{len(event):x}\r\n".encode() + event + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    def decide(self, entry, items, names):
        """What kind of request it is, what to say, and which step of a script that is."""
        everything = "\n".join(words for kind, words in items if kind == "user")
        system = json.dumps([entry["body"].get(key) for key in ("system", "systemInstruction")]) + json.dumps(
            [m for m in entry["body"].get("messages", entry["body"].get("input", [])) if m.get("role") == "system"])
        if not names:
            kinds = {"<conversation>": "compaction", "previousRecap": "recap"}
            kind = next((kind for mark, kind in kinds.items() if mark in everything), "side")
            return kind, [text("SUMMARY-OF-ALL: we spoke of Nacre.")], None
        if "internal-session-effects" in system:
            return "review", [text("Nothing to do.")], None
        last = max((i for i, (kind, words) in enumerate(items) if kind == "user" and RESULTS.search(words)), default=None)
        if last is None:
            return "unasked", [text("NO ORDER")], None
        order = RESULTS.findall(items[last][1])[-1]
        after = items[last + 1:]
        if "subagent" in items[last][1] and "task completion" in everything or "subagent_announce" in everything:
            entry["order"] = order
            seen = "CHILD-RESULT" in everything
            if not seen:
                self.faults.append(f"{entry['side']}-{entry['dialect']} {order}: announced without its result")
            return "announce", [text("ANNOUNCED the child's result." if seen else "NOT SEEN: the child's result")], None
        entry["order"], entry["tools"] = order, names
        results = [words for kind, words in after if kind == "result"]
        script = self.scripts.get(order) or []
        step = next((step for step in script if step.after == len(results)), None)
        missing = [] if step else [f"a step after {len(results)} results"]
        if step:
            missing = [wanted for wanted in step.wants if not any(wanted in words for words in results)]
            near = [words for kind, words in items[max(0, last - 3):] if kind == "image"]
            if step.image and step.image not in near:
                missing.append("the image")
        if missing:
            missing = f"{entry['side']}-{entry['dialect']} {order}: not seen: {missing} in {results}"
            self.faults.append(missing)
            return "main", [text("NOT SEEN: " + missing[:300])], None
        # What is not among the tools goes by way of tool_call, as the system prompt says.
        return "main", [call("tool_call", id=part[1], args=part[2]) if part[0] == "call" and part[1] not in names
                        else part for part in step.say], step
