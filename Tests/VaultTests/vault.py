#!/usr/bin/env python3
"""Another reader and writer of vaults, from docs/vault-format.md alone.

vault.py read FILE PART...      prints what is in it as JSON; PART is a part of the master key in hexadecimal
vault.py write FILE PART...     writes a vault of the JSON on standard input
"""

import hashlib
import hmac
import json
import os
import struct
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = bytes(12)


def derive(material, salt, use):
    extracted = hmac.new(salt, material, hashlib.sha256).digest()
    return hmac.new(extracted, use.encode() + b"\x01", hashlib.sha256).digest()


def master_key(parts, vault_id):
    return derive(b"".join(struct.pack(">I", len(part)) + part for part in parts), vault_id, "nacre vault 1 master")


def text(value):
    encoded = value.encode()
    return struct.pack(">H", len(encoded)) + encoded


def block(value):
    return struct.pack(">I", len(value)) + value


def context(vault_id, name, number, purpose):
    return vault_id + text(name) + struct.pack(">I", number) + text(purpose)


class Reader:
    def __init__(self, data, position=0):
        self.data, self.position = data, position

    def raw(self, count):
        piece = self.data[self.position : self.position + count]
        if len(piece) != count:
            sys.exit("cut short")
        self.position += count
        return piece

    def number(self, count):
        return int.from_bytes(self.raw(count), "big")

    def text(self):
        return self.raw(self.number(2)).decode()

    def block(self):
        return self.raw(self.number(4))


def read(data, parts):
    reader = Reader(data)
    if reader.raw(8) != b"NACREVLT" or reader.number(2) != 1:
        sys.exit("no vault of format 1")
    vault_id, epoch, written, check, salt = (
        reader.raw(16),
        reader.number(8),
        reader.number(8),
        reader.raw(16),
        reader.raw(32),
    )
    sources = [[reader.text(), {reader.text(): reader.text() for _ in range(reader.number(1))}] for _ in range(reader.number(1))]
    head = data[: reader.position]
    master = master_key(parts, vault_id)
    if derive(master, vault_id, "nacre vault 1 check")[:16] != check:
        sys.exit("wrong key")
    code = hmac.new(derive(master, salt, "nacre vault 1 file"), data[:-32], hashlib.sha256).digest()
    if not hmac.compare_digest(code, data[-32:]):
        sys.exit("damaged")
    index = Reader(AESGCM(derive(master, salt, "nacre vault 1 index")).decrypt(NONCE, reader.block(), head))
    seed, envelopes = index.raw(32), []
    for _ in range(reader.number(4)):
        envelope = Reader(reader.block())
        envelopes.append((envelope.raw(32), envelope.raw(48), envelope.block()))
    secrets = {}
    for _ in range(index.number(4)):
        name, purpose, versions = index.text(), index.text(), []
        for _ in range(index.number(4)):
            number, state, created, fingerprint, place = (
                index.number(4),
                index.number(1),
                index.number(8),
                index.raw(8),
                index.number(4),
            )
            value = None
            if place:
                envelope_salt, wrapped, sealed = envelopes[place - 1]
                bound = context(vault_id, name, number, purpose)
                key = AESGCM(derive(master, envelope_salt, "nacre vault 1 wrap")).decrypt(NONCE, wrapped, bound)
                value = AESGCM(key).decrypt(NONCE, sealed, bound)
                mark = hmac.new(derive(seed, vault_id, "nacre vault 1 fingerprint"), value, hashlib.sha256).digest()
                if mark[:8] != fingerprint:
                    sys.exit("a fingerprint of something else")
            versions.append([number, state, created, value.hex() if value is not None else None])
        secrets[name] = [purpose, versions]
    return {"id": vault_id.hex(), "epoch": epoch, "written": written, "sources": sources, "seed": seed.hex(), "secrets": secrets}


def write(vault, parts, random=os.urandom):
    vault_id, salt = bytes.fromhex(vault["id"]), random(32)
    master = master_key(parts, vault_id)
    head = b"NACREVLT" + struct.pack(">H", 1) + vault_id + struct.pack(">QQ", vault["epoch"], vault["written"])
    head += derive(master, vault_id, "nacre vault 1 check")[:16] + salt + bytes([len(vault["sources"])])
    for kind, parameters in vault["sources"]:
        head += text(kind) + bytes([len(parameters)])
        head += b"".join(text(name) + text(value) for name, value in sorted(parameters.items()))
    seed, envelopes = bytes.fromhex(vault["seed"]) if "seed" in vault else random(32), []
    index = seed + struct.pack(">I", len(vault["secrets"]))
    for name, (purpose, versions) in sorted(vault["secrets"].items()):
        index += text(name) + text(purpose) + struct.pack(">I", len(versions))
        for number, state, created, value in versions:
            place, mark = 0, bytes(8)
            if value is not None:
                plain, key, envelope_salt = bytes.fromhex(value), random(32), random(32)
                bound = context(vault_id, name, number, purpose)
                wrapping = derive(master, envelope_salt, "nacre vault 1 wrap")
                envelopes.append(
                    envelope_salt
                    + AESGCM(wrapping).encrypt(NONCE, key, bound)
                    + block(AESGCM(key).encrypt(NONCE, plain, bound))
                )
                place = len(envelopes)
                mark = hmac.new(derive(seed, vault_id, "nacre vault 1 fingerprint"), plain, hashlib.sha256).digest()[:8]
            index += struct.pack(">IBQ", number, state, created) + mark + struct.pack(">I", place)
    body = head + block(AESGCM(derive(master, salt, "nacre vault 1 index")).encrypt(NONCE, index, head))
    body += struct.pack(">I", len(envelopes)) + b"".join(block(envelope) for envelope in envelopes)
    return body + hmac.new(derive(master, salt, "nacre vault 1 file"), body, hashlib.sha256).digest()


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in ("read", "write"):
        sys.exit(__doc__)
    given = [bytes.fromhex(part) for part in sys.argv[3:]]
    if sys.argv[1] == "read":
        with open(sys.argv[2], "rb") as file:
            json.dump(read(file.read(), given), sys.stdout)
    else:
        made = write(json.load(sys.stdin), given)
        with open(sys.argv[2], "wb") as file:
            file.write(made)
