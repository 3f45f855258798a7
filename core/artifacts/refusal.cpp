// SPDX-License-Identifier: MIT
#include "core/artifacts/refusal.h"

#include <QCoreApplication>

namespace punchcard {

using namespace Qt::StringLiterals;

QStringList refusalLines(const QList<Refusal> &refusals, qint64 unnamed)
{
    QStringList lines;
    lines.reserve(mostRefusals + 1);
    for (qsizetype i = 0; i < std::min(refusals.size(), mostRefusals); ++i)
        lines.append(refusals.at(i).name + u": "_s + refusals.at(i).why);
    unnamed += std::max<qint64>(refusals.size() - mostRefusals, 0);
    // Before the text: lupdate never ends on a "<" between the arguments of a translation (6.8).
    const int more = int(std::min<qint64>(unnamed, INT_MAX));
    if (more > 0)
        lines.append(QCoreApplication::translate("Refusal", "… and %n more", "files that were refused", more));
    return lines;
}

} // namespace punchcard
