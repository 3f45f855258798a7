// SPDX-License-Identifier: MIT
// Breaks for the user: GitHub cannot open the secrets that Punchcard sends, or opens something else than what was typed.
import assert from "node:assert/strict";
import test from "node:test";
import sodium from "libsodium-wrappers";
import { contractFiles } from "./places.mjs";

await sodium.ready;

const values = {
    "nothing": Buffer.alloc(0),
    "one byte": Buffer.from("x"),
    "a line end": Buffer.from("token\n"),
    "line ends from Windows": Buffer.from("a\r\nb\r\n"),
    "UTF-8": Buffer.from("пароль 秘密 🃏"),
    "NUL bytes": Buffer.from([0, 1, 0, 255, 0]),
    "no UTF-8": Buffer.from([0xff, 0xfe, 0x80, 0xc0]),
    "48 KB": Buffer.from(Array.from({ length: 48 * 1024 }, (_, index) => index % 251)),
};

const pair = sodium.crypto_box_keypair();
const asked = {
    key: Buffer.from(pair.publicKey).toString("base64"),
    values: Object.values(values).map((value) => value.toString("base64")),
};
const boxes = JSON.parse(contractFiles(["seal"], JSON.stringify(asked)));

test("a box for each value", () => assert.equal(boxes.length, asked.values.length));

for (const [index, [name, value]] of Object.entries(values).entries()) {
    test(name, () => {
        // The form that "Create or update a repository secret" demands.
        assert.match(boxes[index], /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
        const box = Buffer.from(boxes[index], "base64");
        const opened = sodium.crypto_box_seal_open(box, pair.publicKey, pair.privateKey);
        assert.deepEqual(Buffer.from(opened), value);
    });
}
