// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

namespace punchcard::testing {

/// What a file, a runner or a value may be called, in one line, so that it runs as a command, gives a secret away, or is taken for
/// something else than text.
inline QStringList hostileTexts()
{
    using namespace Qt::StringLiterals;
    return {u"${{ secrets.TOKEN }}"_s,
            u"$${{ github.token }}"_s,
            u"${{ '${{' }} }}"_s,
            u"${{"_s,
            u"}} ${{ secrets.TOKEN"_s,
            u"it's ${{ 'quoted' }} {0} {{1}}"_s,
            u"a: b"_s,
            u"x # no comment"_s,
            u"#all"_s,
            u"&anchor"_s,
            u"*alias"_s,
            u"!!binary x"_s,
            u"- list"_s,
            u"-leading"_s,
            u"{a: b}"_s,
            u"[a, b]"_s,
            u"'single'"_s,
            u"\"double\""_s,
            u"back\\slash \\n"_s,
            u"yes"_s,
            u"no"_s,
            u"true"_s,
            u"1e3"_s,
            u"0x1f"_s,
            u"012"_s,
            u"1:30"_s,
            u".inf"_s,
            u"-1"_s,
            u"null"_s,
            u"~"_s,
            u"%YAML"_s,
            u"--- x"_s,
            u"наклейка 報告 naïve 🃏"_s,
            u"bidi \u202e x \u2066"_s,
            u"separator \u2028 next \u0085 x"_s,
            u"\ufeffbom"_s,
            u"$(touch /tmp/x) `id` ; rm -rf ."_s};
}

/// The same of several lines, which a label or a group cannot have.
inline QStringList hostileLines()
{
    using namespace Qt::StringLiterals;
    return {u"a\nb: c"_s, u"a\r\n"_s, u"x\n    - run: id"_s, u"\n${{ secrets.TOKEN }}\n"_s, u"x\n---\non: push"_s};
}

/// Values that look like nothing.
inline QStringList hostileBlanks()
{
    using namespace Qt::StringLiterals;
    return {u"\ttab"_s, u" "_s, u"  "_s, QString()};
}

} // namespace punchcard::testing
