#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Breaks for the user: the picture of the first example cannot be opened.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
FRACTAL_WIDTH=48 bash "$top/examples/fractal.sh" >out.txt 2>&1
python3 - uploads/fractal.png <<'PYTHON'
import struct, sys, zlib
data = open(sys.argv[1], "rb").read()
assert data[:8] == b"\x89PNG\r\n\x1a\n", "no PNG signature"
chunks, at = {}, 8
while at < len(data):
    size, kind = struct.unpack(">I4s", data[at:at + 8])
    body = data[at + 8:at + 8 + size]
    assert struct.unpack(">I", data[at + 8 + size:at + 12 + size])[0] == zlib.crc32(kind + body), kind
    chunks[kind] = body
    at += 12 + size
assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"], list(chunks)
assert struct.unpack(">II", chunks[b"IHDR"][:8]) == (48, 32)
assert len(chunks[b"PLTE"]) == 768
rows = zlib.decompress(chunks[b"IDAT"])
assert len(rows) == 32 * 49 and len(set(rows)) > 8, "no picture in it"
PYTHON
