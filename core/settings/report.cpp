// SPDX-License-Identifier: MIT
#include "core/settings/report.h"

#include "core/base/diagnostics.h"

#include <QDir>
#include <QFile>
#include <QSysInfo>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

QByteArray ringOf(const QString &folder)
{
    QStringList files = QDir(folder).entryList({u"diagnostics.*.log"_s}, QDir::Files, QDir::Name);
    std::ranges::reverse(files);
    QByteArray ring;
    for (const QString &name : std::as_const(files)) {
        QFile file(folder + u'/' + name);
        if (file.open(QIODevice::ReadOnly))
            ring += file.readAll();
    }
    return ring;
}

} // namespace

QByteArray diagnosticsReport(const Home &home, const Preferences &preferences)
{
    QString text = u"Punchcard %1, Qt %2, %3, %4\n\n"_s.arg(QStringLiteral(PUNCHCARD_VERSION), QString::fromLatin1(qVersion()),
                                                            QSysInfo::prettyProductName(), QSysInfo::buildAbi());
    const QVariantHash values = toVariants(preferences);
    QStringList keys = values.keys();
    keys.sort();
    for (const QString &key : std::as_const(keys))
        text += u"%1=%2\n"_s.arg(key, values.value(key).toString());
    text += u'\n' + diagnostics::scrubbed(QString::fromUtf8(ringOf(home.data)));
    // Whose computer it is concerns nobody.
    return text.replace(QDir::homePath(), u"~"_s).toUtf8();
}

} // namespace punchcard
