#!/usr/bin/env python3
"""Somebody at an editor: editor FILE. Adds to the file, which is JSON with comments, what /run/editor.json has."""

import json
import re
import sys

_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])')


def plain(text: str) -> str:
    """The same without comments and last commas; strings are left as they are."""
    for pattern in (_COMMENT, _COMMA):
        text = pattern.sub(lambda found: found.group(1) or "", text)
    return text


def add(more: object, to: object) -> object:
    if isinstance(more, dict) and isinstance(to, dict):
        return {**to, **{key: add(value, to.get(key)) for key, value in more.items()}}
    if isinstance(more, list) and isinstance(to, list):
        return [*more, *to]
    return more


with open("/run/editor.json", encoding="utf-8") as file:
    wanted = json.load(file)
with open(sys.argv[-1], "r+", encoding="utf-8") as file:
    edited = add(wanted, json.loads(plain(file.read())))
    file.seek(0)
    file.write(json.dumps(edited, indent=2) + "\n")
    file.truncate()
