"""How somebody careless configures the real OpenClaw: what a forum says, valid for the version."""

from __future__ import annotations

import json

from . import network

TOKEN = "letmein"
BOT = "123456789:AAF0canaryCANARYcanaryCANARYcanary00"
KEY = "sk-ant-api03-" + "canaryCANARY" * 7 + "00-canary00AA"
NETWORK, HOST = "network", "house"
"""The providers: a model on the network, and one on the server itself."""
AGENTS = {NETWORK: "main", HOST: "second"}
"""The agents, by the provider of their model."""
NETWORK_PORT, HOST_PORT = 8080, 11434
_KEYS = {NETWORK: "sk-network-canaryCANARYcanaryCANARY0000", HOST: "sk-house-canaryCANARYcanaryCANARY000000"}


def configuration(version: str, *, host: str, bind: str = "lan", channel: bool = False) -> str:
    """The text of openclaw.json; `host` is the name by which the gateway reaches the server that it runs on.

    A channel that is on has no way to its service here: such a gateway does not end in time when it is asked to.
    """
    surface: dict[str, object] = {"allowedOrigins": ["*"]}
    if version.startswith("2026.6."):
        # Newer versions refuse to start with this.
        surface["allowInsecureAuth"] = True
    addresses = {NETWORK: f"{network.HOSTS['proxy'].address}:{NETWORK_PORT}", HOST: f"{host}:{HOST_PORT}"}
    settings: dict[str, object] = {
        "gateway": {
            "mode": "local",
            "port": 18789,
            "bind": bind,
            "auth": {"mode": "token", "token": TOKEN},
            "controlUi": surface,
        },
        "models": {"providers": {name: _provider(address, _KEYS[name]) for name, address in addresses.items()}},
        "agents": {
            "defaults": {
                "workspace": "~/.openclaw/workspace",
                "model": {"primary": f"{NETWORK}/stub-1"},
                "models": {f"{name}/stub-1": {} for name in addresses},
                "sandbox": {"mode": "off"},
            },
            "list": [{"id": AGENTS[NETWORK], "default": True}, {"id": AGENTS[HOST], "model": f"{HOST}/stub-1"}],
        },
        "channels": {
            "telegram": {
                "enabled": channel,
                "botToken": BOT,
                "dmPolicy": "open",
                "groupPolicy": "open",
                "allowFrom": ["*"],
            }
        },
        "tools": {
            "exec": {"security": "full", "ask": "off"},
            "elevated": {"enabled": True, "allowFrom": {"telegram": ["*"]}},
        },
    }
    if version.startswith("2026.4."):
        # It would fetch its plugins' parts by npm when it starts.
        settings["plugins"] = {"enabled": False}
        del settings["channels"]
    lines = json.dumps(settings, indent=2).split("\n")
    return "\n".join([lines[0], "  // what people paste from a forum", *lines[1:], ""])


def _provider(address: str, secret: str) -> dict[str, object]:
    free = dict.fromkeys(("input", "output", "cacheRead", "cacheWrite"), 0)
    model = {
        "id": "stub-1",
        "name": "Stub",
        "reasoning": False,
        "input": ["text"],
        "cost": free,
        "contextWindow": 128000,
        "maxTokens": 4096,
    }
    return {"baseUrl": f"http://{address}/v1", "apiKey": secret, "api": "openai-completions", "models": [model]}
