// SPDX-License-Identifier: MIT
#include "core/lint/shelldialect.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace punchcard {

using namespace Qt::StringLiterals;

std::optional<QString> shellDialect(QStringView text, const QString &fileName)
{
    const QString firstLine = text.first(text.indexOf(u'\n') < 0 ? text.size() : text.indexOf(u'\n')).toString();
    if (firstLine.startsWith("#!"_L1)) {
        static const QRegularExpression shell(
            uR"(^#!\s*(?:\S*/)?(?:env\s+(?:-\S+\s+|\w+=\S*\s+)*)?(?:\S*/)?(bash|sh|dash|ash|ksh|busybox)(?:\s|$))"_s);
        const QString name = shell.match(firstLine).captured(1);
        if (name.isEmpty())
            return std::nullopt;
        return name == "ash"_L1 ? u"busybox"_s : name;
    }
    const QString suffix = QFileInfo(fileName).suffix().toLower();
    if (suffix == "ksh"_L1 || suffix == "dash"_L1)
        return suffix;
    if (suffix.isEmpty() || suffix == "sh"_L1 || suffix == "bash"_L1)
        return u"bash"_s;
    return std::nullopt;
}

} // namespace punchcard
