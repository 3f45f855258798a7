#!/usr/bin/env bash
# title: Ask Llama a list of questions
# group: Machine learning
# needs: the network, curl, python3, 2 GB of memory; an x86_64 or arm64 Linux
# inputs: questions.txt, one question a line; without it three of its own are asked
# returns: answers.md with questions and answers; answers.csv with the time and the tokens of each
# takes: two minutes, and some seconds a question
# runs-on: ubuntu-24.04, or ubuntu-24.04-arm, which is no slower
# punchcard: runs-on=ubuntu-24.04
set -euo pipefail
mkdir -p uploads
build=${LLAMA_BUILD:-b10472}
model=${LLAMA_MODEL:-bartowski/Llama-3.2-1B-Instruct-GGUF/Llama-3.2-1B-Instruct-Q4_K_M.gguf}
tokens=${LLAMA_TOKENS:-200}
port=${LLAMA_PORT:-8123}
hub=${HUGGING_FACE:-https://huggingface.co}
github=${LLAMA_RELEASES:-https://github.com/ggml-org/llama.cpp/releases/download}
api=${LLAMA_API:-https://api.github.com/repos/ggml-org/llama.cpp/releases/tags}
fail() { printf '%s\n' "$1" >&2 && exit 1; }

for command in curl python3 sha256sum; do
    command -v "$command" >/dev/null || fail "There is no $command here: install it first."
done
case $(uname -sm) in
'Linux x86_64') file=llama-$build-bin-ubuntu-x64.tar.gz ;;
'Linux aarch64') file=llama-$build-bin-ubuntu-arm64.tar.gz ;;
*) fail "There is no llama.cpp ready for $(uname -sm): choose an Ubuntu runner." ;;
esac
questions=questions.txt
scratch=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$scratch"' EXIT
if [ ! -s "$questions" ]; then
    echo "No questions.txt came with the script: asking three of its own"
    questions=$scratch/questions.txt
    printf '%s\n' 'Why did punched cards have eighty columns?' 'What is time-sharing, in two sentences?' 'Write a haiku about waiting for a compiler.' >"$questions"
fi

# fetch URL SHA256 FILE
fetch() {
    [ "${#2}" -eq 64 ] || fail "No published checksum for $1 is to be had now: nothing is run unchecked. Try again later."
    curl -fsSL --retry 3 -o "$3" "$1" || fail "$1 cannot be had: is there a network?"
    echo "$2  $3" | sha256sum -c - || fail "$1 is not what was published."
}

if ! command -v llama-server >/dev/null; then
    # GitHub tells the checksum of each file of a release.
    sum=$(curl -fsS --retry 3 "$api/$build" | python3 -c 'import json, sys
for asset in json.load(sys.stdin)["assets"]:
    if asset["name"] == sys.argv[1]: print((asset.get("digest") or "").removeprefix("sha256:"))' "$file") || sum=
    fetch "$github/$build/$file" "$sum" "$scratch/llama.tar.gz"
    tar -xzf "$scratch/llama.tar.gz" -C "$scratch"
    PATH=$(dirname "$(find "$scratch" -name llama-server -type f | head -n 1)"):$PATH
fi
# The hub stores a small text in place of each large file, with its checksum in it.
sum=$(curl -fsS --retry 3 "$hub/${model%/*}/raw/main/${model##*/}" | sed -n 's/^oid sha256://p') || sum=
fetch "$hub/${model%/*}/resolve/main/${model##*/}" "$sum" "$scratch/model.gguf"

llama-server -m "$scratch/model.gguf" -c 4096 --host 127.0.0.1 --port "$port" >"$scratch/server.log" 2>&1 &
server=$!
for ((waited = 0; waited < 300; waited++)); do
    curl -fs -o "$scratch/health" "http://127.0.0.1:$port/health" && break
    kill -0 "$server" 2>/dev/null || fail "llama-server ended: $(tail -n 5 "$scratch/server.log")"
    sleep 1
done
python3 - "$questions" "http://127.0.0.1:$port/v1/chat/completions" "$tokens" <<'END'
import csv, json, sys, time, urllib.request
questions = [line.strip() for line in open(sys.argv[1], encoding="utf-8") if line.strip()]
with open("uploads/answers.md", "w", encoding="utf-8") as text, open("uploads/answers.csv", "w", newline="", encoding="utf-8") as table:
    rows = csv.writer(table)
    rows.writerow(["question", "seconds", "tokens"])
    for number, question in enumerate(questions, 1):
        body = {"messages": [{"role": "user", "content": question}], "max_tokens": int(sys.argv[3]), "temperature": 0, "seed": 1}
        request = urllib.request.Request(sys.argv[2], json.dumps(body).encode(), {"Content-Type": "application/json"})
        began = time.monotonic()
        answer = json.load(urllib.request.urlopen(request, timeout=600))
        seconds = time.monotonic() - began
        said = answer["choices"][0]["message"]["content"].strip()
        text.write(f"## {question}\n\n{said}\n\n")
        rows.writerow([question, f"{seconds:.1f}", answer.get("usage", {}).get("completion_tokens", "")])
        print(f"{number} of {len(questions)}, {seconds:.1f} s: {question}\n{said}\n", flush=True)
END
