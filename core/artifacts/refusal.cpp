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
    if (unnamed > 0)
        lines.append(
            QCoreApplication::translate("Refusal", "… and %n more", "files that were refused", int(std::min<qint64>(unnamed, INT_MAX))));
    return lines;
}

} // namespace punchcard
