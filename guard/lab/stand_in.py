"""A stand-in for model APIs, in five dialects, on loopback: what it answers is told by the model's name.

    stand_in.py PORT

Models: text, tool, reasoning, secret:N:WHERE (the text of $STAND_IN_SECRET in N pieces, WHERE text, reasoning or tool),
cut, silent, empty, json, status:N, slow:N (N pieces, 10 ms apart), long:N (N pieces at once). GET /seen tells the last
requests, with their headers. A model called stub says what the newest `say:WORD;` in the request names; after a tool's
result, it says text.
"""

import asyncio
import json
import os
import sys

SEEN = []
SECRET = os.environ.get("STAND_IN_SECRET", "no-secret")


def sse(event, data):
    head = f"event: {event}\n" if event else ""
    return f"{head}data: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode()


def pieces(model):
    """What is said: pairs of kind and text, text by text as it comes."""
    name, *rest = model.split(".")
    if name == "text":
        return [("text", "Hello"), ("text", ", "), ("text", "world. "), ("text", "ÄÖ 😀 done.")]
    if name == "reasoning":
        return [("reasoning", "I think "), ("reasoning", "so."), ("text", "Yes.")]
    if name == "tool":
        command = "echo hi" if len(rest) == 0 else f"echo hi > {'.'.join(rest)}"
        return [("text", "I look."), ("tool", '{"command"'), ("tool", f': "{command}"' + "}")]
    if name == "secret":
        count, where = int(rest[0]), rest[1]
        whole = ("Here it is: " if where != "tool" else '{"command": "echo ') + SECRET + (
            " and more." if where != "tool" else '"}')
        size = max(1, -(-len(whole) // count))
        return [(where, whole[i:i + size]) for i in range(0, len(whole), size)] + (
            [("text", "End.")] if where == "reasoning" else [])
    if name in ("slow", "long"):
        return [("text", f"word{i} ") for i in range(int(rest[0]))]
    return [("text", "ok")]


def anthropic(model, parts):
    yield sse("message_start", {"type": "message_start", "message": {
        "id": "msg_1", "type": "message", "role": "assistant", "model": model, "content": [], "stop_reason": None,
        "stop_sequence": None, "usage": {"input_tokens": 3, "output_tokens": 1}}})
    index, kind = -1, None
    blocks = {"text": {"type": "text", "text": ""}, "reasoning": {"type": "thinking", "thinking": "", "signature": ""},
              "tool": {"type": "tool_use", "id": "toolu_1", "name": "exec", "input": {}}}
    deltas = {"text": ("text_delta", "text"), "reasoning": ("thinking_delta", "thinking"),
              "tool": ("input_json_delta", "partial_json")}
    for part, text in parts:
        if part != kind:
            if kind:
                yield sse("content_block_stop", {"type": "content_block_stop", "index": index})
            index, kind = index + 1, part
            yield sse("content_block_start", {
                "type": "content_block_start", "index": index, "content_block": blocks[part]})
        name, key = deltas[part]
        yield sse("content_block_delta", {
            "type": "content_block_delta", "index": index, "delta": {"type": name, key: text}})
    yield sse("content_block_stop", {"type": "content_block_stop", "index": index})
    yield sse("message_delta", {"type": "message_delta", "delta": {
        "stop_reason": "tool_use" if kind == "tool" else "end_turn", "stop_sequence": None},
        "usage": {"output_tokens": 7}})
    yield sse("message_stop", {"type": "message_stop"})


def completions(model, parts):
    def chunk(delta, finish=None, **more):
        return sse(None, {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": model,
                          "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more})
    yield chunk({"role": "assistant", "content": ""})
    named = False
    for part, text in parts:
        if part == "text":
            yield chunk({"content": text})
        elif part == "reasoning":
            yield chunk({"reasoning_content": text})
        else:
            call = {"index": 0, "function": {"arguments": text}}
            if not named:
                call.update({"id": "call_1", "type": "function"})
                call["function"]["name"] = "exec"
                named = True
            yield chunk({"tool_calls": [call]})
    yield chunk({}, "tool_calls" if named else "stop")
    yield sse(None, {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": model, "choices": [],
                     "usage": {"prompt_tokens": 3, "completion_tokens": 7, "total_tokens": 10}})
    yield sse(None, "[DONE]")


def responses(model, parts):
    number = 0

    def event(kind, **data):
        nonlocal number
        number += 1
        return sse(kind, {"type": kind, "sequence_number": number, **data})

    def response(status, output):
        return {"id": "resp_1", "object": "response", "created_at": 1, "status": status, "model": model,
                "output": output, "parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "error": None,
                "incomplete_details": None, "instructions": None, "metadata": {}, "temperature": 1, "top_p": 1,
                "usage": {"input_tokens": 3, "output_tokens": 7, "total_tokens": 10,
                          "input_tokens_details": {"cached_tokens": 0},
                          "output_tokens_details": {"reasoning_tokens": 0}} if status == "completed" else None}
    yield event("response.created", response=response("in_progress", []))
    items, index = [], -1
    groups = []
    for part, text in parts:
        if groups and groups[-1][0] == part:
            groups[-1][1].append(text)
        else:
            groups.append((part, [text]))
    for part, texts in groups:
        index += 1
        whole = "".join(texts)
        place = {"item_id": f"i{index}", "output_index": index}
        if part == "tool":
            item = {"id": f"i{index}", "type": "function_call", "call_id": "call_1", "name": "exec", "arguments": "",
                    "status": "in_progress"}
            yield event("response.output_item.added", output_index=index, item=item)
            for text in texts:
                yield event("response.function_call_arguments.delta", **place, delta=text)
            yield event("response.function_call_arguments.done", **place, arguments=whole, name="exec")
            item = {**item, "arguments": whole, "status": "completed"}
        elif part == "reasoning":
            item = {"id": f"i{index}", "type": "reasoning", "summary": []}
            yield event("response.output_item.added", output_index=index, item=item)
            yield event("response.reasoning_summary_part.added", **place, summary_index=0,
                        part={"type": "summary_text", "text": ""})
            for text in texts:
                yield event("response.reasoning_summary_text.delta", **place, summary_index=0, delta=text)
            yield event("response.reasoning_summary_text.done", **place, summary_index=0, text=whole)
            item = {**item, "summary": [{"type": "summary_text", "text": whole}]}
        else:
            item = {"id": f"i{index}", "type": "message", "role": "assistant", "status": "in_progress", "content": []}
            yield event("response.output_item.added", output_index=index, item=item)
            yield event("response.content_part.added", **place, content_index=0,
                        part={"type": "output_text", "text": "", "annotations": []})
            for text in texts:
                yield event("response.output_text.delta", **place, content_index=0, delta=text, logprobs=[])
            yield event("response.output_text.done", **place, content_index=0, text=whole, logprobs=[])
            part = {"type": "output_text", "text": whole, "annotations": []}
            yield event("response.content_part.done", **place, content_index=0, part=part)
            item = {**item, "status": "completed", "content": [part]}
        yield event("response.output_item.done", output_index=index, item=item)
        items.append(item)
    yield event("response.completed", response=response("completed", items))


def google(model, parts):
    tool = "".join(text for part, text in parts if part == "tool")
    for part, text in parts:
        if part == "tool":
            continue
        piece = {"text": text, "thought": True} if part == "reasoning" else {"text": text}
        yield sse(None, {"candidates": [{"content": {"parts": [piece], "role": "model"}, "index": 0}],
                         "modelVersion": model})
    last = [{"functionCall": {"name": "exec", "args": json.loads(tool)}}] if tool else [{"text": ""}]
    yield sse(None, {"candidates": [{"content": {"parts": last, "role": "model"}, "finishReason": "STOP", "index": 0}],
                     "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 7, "totalTokenCount": 10},
                     "modelVersion": model})


def ollama(model, parts):
    def line(message, **more):
        return (json.dumps({"model": model, "created_at": "2026-01-01T00:00:00Z",
                            "message": {"role": "assistant", **message}, "done": False, **more}) + "\n").encode()
    tool = "".join(text for part, text in parts if part == "tool")
    for part, text in parts:
        if part != "tool":
            yield line({"content": text} if part == "text" else {"content": "", "thinking": text})
    if tool:
        yield line({"content": "", "tool_calls": [{"function": {"name": "exec", "arguments": json.loads(tool)}}]})
    yield line({"content": ""}, done=True, done_reason="stop", total_duration=1, prompt_eval_count=3, eval_count=7)


def whole(dialect, model, parts):
    """The same answer as one JSON value."""
    text = "".join(text for part, text in parts if part == "text")
    tool = "".join(text for part, text in parts if part == "tool")
    if dialect == "an":
        content = [{"type": "text", "text": text}] if text else []
        if tool:
            content.append({"type": "tool_use", "id": "toolu_1", "name": "exec", "input": json.loads(tool)})
        return {"id": "msg_1", "type": "message", "role": "assistant", "model": model, "content": content,
                "stop_reason": "tool_use" if tool else "end_turn", "stop_sequence": None,
                "usage": {"input_tokens": 3, "output_tokens": 7}}
    if dialect == "oc":
        message = {"role": "assistant", "content": text}
        if tool:
            message["tool_calls"] = [{"id": "call_1", "type": "function",
                                      "function": {"name": "exec", "arguments": tool}}]
        return {"id": "c1", "object": "chat.completion", "created": 1, "model": model,
                "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls" if tool else "stop"}],
                "usage": {"prompt_tokens": 3, "completion_tokens": 7, "total_tokens": 10}}
    if dialect == "or":
        last = [event for event in responses(model, parts)][-1]
        return json.loads(last.split(b"data: ", 1)[1])["response"]
    if dialect == "go":
        parts = [{"text": text}] + ([{"functionCall": {"name": "exec", "args": json.loads(tool)}}] if tool else [])
        return {"candidates": [{"content": {"parts": parts, "role": "model"}, "finishReason": "STOP", "index": 0}],
                "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 7, "totalTokenCount": 10}}
    message = {"role": "assistant", "content": text}
    if tool:
        message["tool_calls"] = [{"function": {"name": "exec", "arguments": json.loads(tool)}}]
    return {"model": model, "created_at": "2026-01-01T00:00:00Z", "message": message, "done": True,
            "done_reason": "stop", "prompt_eval_count": 3, "eval_count": 7}


STREAMS = {"an": anthropic, "oc": completions, "or": responses, "go": google, "ol": ollama}


def directed(body):
    """What the newest order in a request says, unless a tool has answered since."""
    text = json.dumps([body.get(key) for key in ("messages", "input", "contents")])
    order = text.rfind("say:")
    if order < 0:
        return "ok"
    result = max(text.rfind(mark) for mark in (
        '"tool_result"', '"role": "tool"', '"function_call_output"', '"functionResponse"'))
    word = text[order + 4:text.index(";", order)]
    return "text" if result > order else word


async def answer(writer, path, body):
    dialect = path.split("/")[1]
    rest = path[len(dialect) + 1:]
    model = body.get("model", "")
    if dialect == "go":
        model = rest.split("/models/")[-1].split(":")[0]
    model = model.removeprefix("models/")
    kind = "application/x-ndjson" if dialect == "ol" else "text/event-stream"

    def head(status, kind, length=None):
        size = f"content-length: {length}" if length is not None else "transfer-encoding: chunked"
        writer.write(f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\nrequest-id: r1\r\n{size}\r\n\r\n".encode())

    def send(data):
        writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def plain(status, value):
        data = json.dumps(value).encode()
        head(status, "application/json", len(data))
        writer.write(data)

    if "embed" in rest.lower():
        return plain(200, {"object": "list", "model": model, "embeddings": [[0.5, 0.25]],
                           "data": [{"object": "embedding", "index": 0, "embedding": [0.5, 0.25]}],
                           "embedding": {"values": [0.5]}, "usage": {"prompt_tokens": 1, "total_tokens": 1}})
    if "count" in rest.lower():
        return plain(200, {"input_tokens": 5, "totalTokens": 5})
    order = directed(body) if model.startswith("stub") else model
    if order.startswith("status."):
        code = int(order.split(".")[1])
        return plain(code, {"error": {"message": f"stand-in says {code}", "type": "x"}})
    name = model
    if model.startswith("stub"):
        name = directed(body)
    streaming = body.get("stream", dialect == "ol") if dialect != "go" else "stream" in rest
    parts = pieces(name)
    if not streaming or name == "json":
        return plain(200, whole(dialect, model, parts))
    events = list(STREAMS[dialect](model, parts))
    head(200, kind)
    if name == "empty":
        events = []
    if name == "cut":
        writer.write(b"".join(f"{len(e):x}\r\n".encode() + e + b"\r\n" for e in events[:2]))
        await writer.drain()
        writer.close()
        return
    for event in events:
        if writer.is_closing():
            return
        send(event)
        if name.startswith("slow."):
            await writer.drain()
            await asyncio.sleep(0.01)
        if name == "silent":
            await writer.drain()
            await asyncio.sleep(3600)
    writer.write(b"0\r\n\r\n")
    await writer.drain()


async def serve(reader, writer):
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, path, _ = head.split("\r\n")[0].split(" ")
            headers = [line.split(": ", 1) for line in head.split("\r\n")[1:] if line]
            length = int(dict((k.lower(), v) for k, v in headers).get("content-length", 0))
            raw = await reader.readexactly(length) if length else b""
            if path == "/seen":
                data = json.dumps(SEEN[-50:]).encode()
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(data) + data)
                continue
            if not path.startswith("/bench"):
                SEEN.append({"method": method, "path": path, "headers": headers, "body": raw.decode("utf-8", "replace")})
                del SEEN[:-50]
            if method == "GET":
                data = json.dumps({"object": "list", "data": [], "models": []}).encode()
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
                             % len(data) + data)
                continue
            await answer(writer, path, json.loads(raw or b"{}"))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]), limit=1 << 20, backlog=1024)
    print("listening", flush=True)
    await server.serve_forever()


asyncio.run(main())
