# SPDX-License-Identifier: MIT
# Strikes secrets from whole lines, in the forms that core/base/maskforms.h names. Any awk, in the C locale.
# PUNCHCARD_LIVE_SECRETS in the environment names the variables that hold values, between blanks; PUNCHCARD_LIVE_MASKS is a file with more values,
# one a line, in which what the script asks to mask (::add-mask::) is kept for the next call.
# With open=1 the last line has no end yet.
# A carriage return ends a line too, and stays: progress bars have no other.

function addForm(form) {
    if (length(form) >= shortest && !(form in known)) {
        known[form] = 1
        forms[++count] = form
    }
}

# Of the characters of @p text from the first on, six bits a letter, as far as whole letters reach; padded when asked.
function base64(text, alphabet, pad,    i, bits, held, out) {
    out = ""
    bits = held = 0
    for (i = 1; i <= length(text); i++) {
        held = held * 256 + code[substr(text, i, 1)]
        bits += 8
        while (bits >= 6) {
            bits -= 6
            out = out substr(alphabet, int(held / two[bits]) + 1, 1)
            held = held % two[bits]
        }
    }
    if (pad && bits > 0) {
        out = out substr(alphabet, held * two[6 - bits] + 1, 1)
        while (length(out) % 4)
            out = out "="
    }
    return out
}

# What depends on the value alone when it stands at that byte, modulo three, of a longer text.
function base64Inside(value, offset, alphabet,    out) {
    out = base64(substr("xx", 1, offset) value, alphabet, 0)
    return substr(out, int((offset * 8 + 5) / 6) + 1)
}

# As programs write it in lines of that width.
function addWrapped(text, width,    at) {
    for (at = 1; length(text) > width && at <= length(text); at += width)
        addForm(substr(text, at, width))
}

# All but letters, digits and @p kept; in that hexadecimal, with @p blank for a blank.
function percentEncoded(value, kept, hex, blank,    i, letter, out) {
    out = ""
    for (i = 1; i <= length(value); i++) {
        letter = substr(value, i, 1)
        if (letter ~ /[A-Za-z0-9._~-]/ || index(kept, letter) > 0)
            out = out letter
        else
            out = out (letter == " " && blank != "" ? blank : sprintf(hex, code[letter]))
    }
    return out
}

function addUrl(value, kept) {
    addForm(percentEncoded(value, kept, "%%%02X", ""))
    addForm(percentEncoded(value, kept, "%%%02x", ""))
    addForm(percentEncoded(value, kept, "%%%02X", "+"))
    addForm(percentEncoded(value, kept, "%%%02x", "+"))
}

# As it stands in a string of JSON.
function inJson(value,    i, letter, out) {
    out = ""
    for (i = 1; i <= length(value); i++) {
        letter = substr(value, i, 1)
        if (letter in json)
            letter = json[letter]
        else if (code[letter] < 32)
            letter = sprintf("\\u%04x", code[letter])
        out = out letter
    }
    return out
}

# As it stands in XML or HTML.
function inMarkup(value, quote,    i, letter, out) {
    out = ""
    for (i = 1; i <= length(value); i++) {
        letter = substr(value, i, 1)
        if (letter in markup)
            letter = markup[letter]
        else if (letter == "'")
            letter = quote
        out = out letter
    }
    return out
}

function addSecret(value,    i, n, lines, offset) {
    if (value == "")
        return
    if (!(value in known)) { # the value itself, however short it is
        known[value] = 1
        forms[++count] = value
    }
    n = split(value, lines, /[\r\n]/)
    for (i = 1; i <= n; i++) {
        # Less the blanks around it, which a shell takes away.
        gsub(/^[ \t\v\f]+|[ \t\v\f]+$/, "", lines[i])
        addForm(lines[i])
    }
    if (length(value) < shortest)
        return
    addForm(base64(value, standard, 1))
    addForm(base64(value, urlSafe, 1))
    for (offset = 0; offset < 3; offset++) {
        addForm(base64Inside(value, offset, standard))
        addForm(base64Inside(value, offset, urlSafe))
    }
    addWrapped(base64Inside(value, 0, standard), 76)
    addWrapped(base64Inside(value, 0, standard), 64)
    addUrl(value, "")
    addUrl(value, "/")
    addUrl(value, "!'()*")
    addUrl(value, "!'()*;,/?:@&=+$#")
    addForm(inJson(value))
    addForm(inMarkup(value, "'"))
    addForm(inMarkup(value, "&#39;"))
    addForm(inMarkup(value, "&#x27;"))
    addForm(inMarkup(value, "&apos;"))
}

# Overlapping ones are struck as one: what sticks out of the first is still a part of the second.
function masked(line,    i, at, from, length_, size, marks, any, out) {
    size = length(line)
    any = 0
    for (i = 1; i <= count; i++) {
        length_ = length(forms[i])
        from = 0
        while ((at = index(substr(line, from + 1), forms[i])) > 0) {
            from += at
            if (marks[from] < length_)
                marks[from] = length_
            any = 1
        }
    }
    if (!any)
        return line
    out = ""
    from = 1 # of what is not copied yet
    for (i = 1; i <= size; i++) {
        if (!(i in marks))
            continue
        out = out substr(line, from, i - from) "***"
        for (at = i + marks[i]; i + 1 < at; i++)
            if ((i + 1) in marks && i + 1 + marks[i + 1] > at)
                at = i + 1 + marks[i + 1]
        from = at
    }
    return out substr(line, from)
}

function unescaped(text) {
    gsub(/%0[Dd]/, "\r", text)
    gsub(/%0[Aa]/, "\n", text)
    gsub(/%25/, "%", text)
    return text
}

BEGIN {
    shortest = 4
    standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    urlSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    two[0] = 1 # some have no ^
    for (i = 1; i <= 12; i++)
        two[i] = two[i - 1] * 2
    for (i = 1; i < 256; i++)
        code[sprintf("%c", i)] = i
    json["\""] = "\\\""
    json["\\"] = "\\\\"
    json["\n"] = "\\n"
    json["\r"] = "\\r"
    json["\t"] = "\\t"
    json["\b"] = "\\b"
    json["\f"] = "\\f"
    markup["&"] = "&amp;"
    markup["<"] = "&lt;"
    markup[">"] = "&gt;"
    markup["\""] = "&quot;"
    n = split(ENVIRON["PUNCHCARD_LIVE_SECRETS"], names, " ")
    for (i = 1; i <= n; i++)
        addSecret(ENVIRON[names[i]])
    masks = ENVIRON["PUNCHCARD_LIVE_MASKS"]
    if (masks != "") {
        while ((getline line < masks) > 0)
            addSecret(unescaped(line))
        close(masks)
    }
}

function put(line) {
    if (begun)
        printf "\n"
    printf "%s", line
    begun = 1
}

# Whether the script asks here to mask something, as GitHub's runner reads it; then that is known from now on.
function taken(text,    rest) {
    rest = text
    if (!sub(/^[ \t]*::add-mask[^:]*::/, "", rest) && !sub(/^.*##\[add-mask[^\]]*\]/, "", rest))
        return 0
    if (rest != "") {
        addSecret(unescaped(rest))
        if (masks != "")
            print rest >> masks
    }
    return 1
}

{
    n = split($0, parts, "\r")
    line = ""
    some = n == 0
    for (part = 1; part <= n; part++) {
        if (parts[part] != "" && taken(parts[part]))
            continue
        line = line (some && part > 1 ? "\r" : "") masked(parts[part])
        some = 1
    }
    if (some && !(n == 2 && line == "" && parts[1] != ""))
        put(line)
}

END {
    if (begun && !open)
        printf "\n"
}
