"""Random answers of a model with tool calls: plain ones, and all that a client may read otherwise than it stands."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from pathlib import Path

END = {"anthropic-messages": "end_turn", "openai-completions": "stop"}
CUT = {"anthropic-messages": "max_tokens", "openai-completions": "length"}
CALLS = {"anthropic-messages": "tool_use", "openai-completions": "tool_calls"}
NAMES = [
    "{}", "{}", "{}", " {} ", "{}\u00a0", "\ufeff{}", "functions.{}", "functions/{}", "tools.{}", "a.b.{}", "{}:0", "functions.{}:1",
    "functions_{}_2", "{}7", "tool{}", ".{}", "{}.", "{}<parameter", "{}\"x", "'{}", "my {}", "{}\u200b", "x{}", "functions.functions.{}",
    "functions. {} :3", "fun{}ctions", "{}/", "/{}", "{}-1", "{}_1", "{}.1", "openclaw:core:{}", "{}(", "{}\n",
]  # fmt: skip
ALIASES = {"exec": ["bash", "Bash", "EXEC", "Exec", "shell", "sh", "exec_command"], "read": ["Read", "READ"], "write": ["Write"]}


@dataclass
class Case:
    """An answer, and the marks by which one sees what ran of it."""

    dialect: str
    finish: str
    text: str
    calls: list[dict[str, str | None]]
    marks: dict[str, str] = field(default_factory=dict)
    """By mark: the tool."""
    size: int = 1000


class Dice:
    """Throws answers whose calls leave marks in a directory."""

    def __init__(self, seed: int, home: Path) -> None:
        self.dice, self.home, self.count = random.Random(seed), home, 0
        self.odd: set[str] = set()

    def mark(self, case: Case, tool: str) -> str:
        self.count += 1
        mark = f"mk{self.count:05d}{self.dice.randrange(16**6):06x}"
        case.marks[mark] = tool
        return mark

    def case(self, dialect: str) -> Case:
        finish = self.dice.choice([CALLS[dialect]] * 5 + [END[dialect], CUT[dialect]])
        case = Case(dialect, finish, "", [], size=self.dice.choice([3, 12, 1000, 1000]))
        for _ in range(self.dice.choice([1, 1, 1, 2, 3])):
            case.calls.append(self.call(case))
        if self.dice.random() < 0.2 and len(case.calls) > 1:
            case.calls[1]["id"] = case.calls[0]["id"]
        if self.dice.random() < 0.12:
            case.calls, case.marks = [], {}
            case.text = self.written(case)
            case.finish = self.dice.choice([END[dialect], CALLS[dialect]])
        elif self.dice.random() < 0.2:
            case.text = "Here it is."
        return case

    def call(self, case: Case) -> dict[str, str | None]:
        tool = self.dice.choice(["exec", "exec", "exec", "write", "read"])
        # Most are odd in one thing only, so that they run.
        self.odd = self.dice.choice([{"name"}, {"arguments"}, {"dispatch"}, {"name", "arguments", "dispatch"}, set()])
        form = self.dice.random() * (1 if "name" in self.odd else 0.5) + (0 if "name" in self.odd else 0.5)
        if "dispatch" in self.odd and self.dice.random() < 0.7:
            form = 0.1
        if form < 0.08:
            name, identity = self.dice.choice(["", " "]), self.dice.choice(["functions.{}:0", "{}", "call_{}_1", "{}:2"]).format(tool)
            return {"id": identity, "name": name, "arguments": self.arguments(case, tool)}
        identity = self.dice.choice(["call_{}", "c/{}", "functions.read:{}", " {} "]).format(self.dice.randrange(10**6))
        if form < 0.25:
            return {"id": identity, "name": "tool_call", "arguments": self.dispatch(case, tool)}
        if form < 0.4:
            name = self.dice.choice(ALIASES[tool])
        else:
            name = self.dice.choice(NAMES).format(tool) if "name" in self.odd else tool
        return {"id": identity, "name": name, "arguments": self.arguments(case, tool)}

    def values(self, case: Case, tool: str) -> dict[str, object]:
        mark = self.mark(case, tool)
        if tool == "exec":
            return {"command": f"echo {mark} >> {self.home}/effects.txt"}
        if tool == "write":
            return {"path": f"{self.home}/{mark}.txt", "content": f"content {mark}"}
        (self.home / f"{mark}.txt").write_text("body " + mark[::-1])
        return {"path": f"{self.home}/{mark}.txt"}

    def arguments(self, case: Case, tool: str) -> str:
        values = self.values(case, tool)
        text = json.dumps(values)
        match "plain" if "arguments" not in self.odd else self.dice.choice(["plain", "cut", "cut", "twice", "junk", "before", "smart", "raw", "escape", "more", "proto", "list",
                                               "string", "entity", "drive", "blank", "none", "other", "coma", "two", "array"]):  # fmt: skip
            case "cut":
                return text[: self.dice.randrange(max(1, len(text) - 12), len(text))]
            case "twice":
                return text[:-1] + ", " + json.dumps(self.values(case, tool))[1:]
            case "junk":
                return text + self.dice.choice(["x", "}", "]]", " and so on", "\n\n", "`", ";;"])
            case "before":
                return self.dice.choice(["functions.exec:", "`", "json\n", ":", "tool "]) + text
            case "smart":
                keys = text.replace('{"', "{\u201c").replace('": "', '\u201d: "')
                return text.replace('"', "\u201c") if self.dice.random() < 0.5 else keys
            case "raw":
                return text[:-2] + ' ;\n"}' if tool == "exec" else text.replace("content ", "content\t")
            case "escape":
                return text[:-2] + ' \\#\\d"}'
            case "more":
                return json.dumps({**values, "unknown": 1, "title": "a title", "yieldMs": 5000})
            case "proto":
                return json.dumps({"__proto__": values})
            case "list":
                return json.dumps([values])
            case "string":
                return json.dumps(text)
            case "entity":
                return text.replace(">>", "&gt;&gt;")
            case "drive":
                return text[:-2] + ' # C:\\n"}'
            case "blank":
                return f" \n{text}\t "
            case "none":
                return ""
            case "other":
                keys = {"command": ["cmd", "code", "Command"], "path": ["file_path", "file", "filePath"], "content": ["text", "file_text"]}
                return json.dumps({self.dice.choice(keys[key]): value for key, value in values.items()})
            case "coma":
                return text[:-1] + ",}"
            case "two":
                return text + json.dumps(self.values(case, tool))
            case "array":
                return json.dumps({key: [value] for key, value in values.items()})
        return text

    def dispatch(self, case: Case, tool: str) -> str:
        name = self.dice.choice(["{}", "{}", "openclaw:core:{}", "openclaw:core:{}", " {} ", "functions.{}", "mcp:core:{}", "bash"])
        selector, holder = self.dice.choice(["id", "id", "id", "toolId", "name"]), self.dice.choice(["args", "args", "args", "input"])
        text = self.arguments(case, tool)
        try:
            inner: object = json.loads(text)
        except ValueError:
            inner = text
        if self.dice.random() < 0.3:
            inner = text
        chosen = {selector: name.format(tool)}
        match "plain" if "arguments" not in self.odd else self.dice.choice(["plain", "flat", "dotted", "inside", "nested", "empty", "string"]):
            case "flat" if isinstance(inner, dict):
                return json.dumps({**chosen, **inner})
            case "dotted" if isinstance(inner, dict):
                return json.dumps({**chosen, **{f"args.{key}": value for key, value in inner.items()}})
            case "inside" if isinstance(inner, dict):
                return json.dumps({holder: {**chosen, **self.dice.choice([{"args": inner}, inner])}})
            case "nested":
                return json.dumps({"id": "tool_call", "args": {**chosen, holder: inner}})
            case "empty" if isinstance(inner, dict):
                return json.dumps({**chosen, "args": {}, **inner})
            case "string":
                return json.dumps(json.dumps({**chosen, holder: inner}))
        return json.dumps({**chosen, holder: inner})

    def written(self, case: Case) -> str:
        tool = self.dice.choice(["exec", "write", "read"])
        name = self.dice.choice([tool, tool, "bash", f"functions.{tool}", tool.upper()])
        values = self.values(case, tool)
        text = json.dumps(values)
        parameters = "".join(f"<parameter={key}>\n{value}\n</parameter>" for key, value in values.items())
        forms = [
            f"[{name}]\n{text}\n[/{name}]", f"[tool:{name}]{text}", f"[tool:{name}] {text} [END_TOOL_REQUEST]", f"<function={name}>{parameters}</function>",
            f"commentary to={name} code {text}", f"<|channel|>analysis to={name} code<|message|>{text}<|call|>", f"[{name}]\n{parameters}</function>",
            f"<think>so</think>[tool:{name}]{text}", f"Now: [tool:{name}]{text}", f"```\n[tool:{name}]{text}\n```",
            f'So: <|DSML|tool_calls><|DSML|invoke name="{name}">{text}</|DSML|invoke></|DSML|tool_calls>',
        ]  # fmt: skip
        return self.dice.choice(forms)
