// SPDX-License-Identifier: MIT
#include "widgets/editor/directiveproblems.h"

#include "core/script/directives.h"

namespace punchcard {

namespace {

// No head is longer.
constexpr qsizetype longestHead = 100'000;

qsizetype lineStart(const QString &text, int line)
{
    qsizetype at = 0;
    for (int i = 1; i < line; ++i)
        at = text.indexOf(u'\n', at) + 1;
    return at;
}

} // namespace

QList<Finding> directiveProblems(const QString &text)
{
    const QString head = text.left(longestHead);
    const QList<DirectiveFault> faults = directivesOf(head.toUtf8()).faults;
    QList<Finding> findings;
    findings.reserve(faults.size());
    for (const DirectiveFault &fault : faults) {
        const qsizetype start = lineStart(head, fault.line) + fault.column;
        findings.append({.level = Finding::Level::Error,
                         .message = fault.what + u' ' + fault.remedy,
                         .line = fault.line,
                         .column = fault.column + 1,
                         .start = start,
                         .end = start + fault.length});
    }
    return findings;
}

} // namespace punchcard
