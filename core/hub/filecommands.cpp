// SPDX-License-Identifier: MIT
#include "core/hub/filecommands.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace punchcard::hub {
namespace {

struct FileCommands
{
    Q_DECLARE_TR_FUNCTIONS(FileCommands)
};

Error malformed(const QString &what)
{
    return Error{
        .kind = Error::Kind::Malformed, .what = what, .remedy = FileCommands::tr("Write name=value, or name<<MARK, the lines, and MARK.")};
}

} // namespace

void putText(Texts &texts, const QString &name, const QString &value)
{
    const auto there = std::ranges::find(texts, name, &std::pair<QString, QString>::first);
    if (there == texts.end())
        texts.append({name, value});
    else
        there->second = value;
}

QString textOf(const Texts &texts, const QString &name)
{
    const auto there = std::ranges::find(texts, name, &std::pair<QString, QString>::first);
    return there == texts.end() ? QString() : there->second;
}

Result<Texts> parseAssignments(const QByteArray &content)
{
    Texts result;
    QString text = QString::fromUtf8(content);
    if (text.startsWith(QChar(0xFEFF)))
        text.remove(0, 1);
    const QStringList lines = text.replace(u"\r\n"_s, u"\n"_s).split(u'\n');
    for (qsizetype at = 0; at < lines.size(); ++at) {
        const QString &line = lines.at(at);
        if (line.isEmpty())
            continue;
        const qsizetype equals = line.indexOf(u'=');
        const qsizetype here = line.indexOf("<<"_L1);
        if (equals > 0 && (here < 0 || equals < here)) {
            putText(result, line.first(equals), line.sliced(equals + 1));
            continue;
        }
        if (here <= 0 || here + 2 >= line.size())
            return malformed(FileCommands::tr("Invalid format '%1'").arg(line.left(200)));
        const QString mark = line.sliced(here + 2);
        QStringList value;
        for (++at; at < lines.size() && lines.at(at) != mark; ++at)
            value.append(lines.at(at));
        if (at == lines.size())
            return malformed(FileCommands::tr("Invalid value. Matching delimiter not found '%1'").arg(mark.left(200)));
        putText(result, line.first(here), value.join(u'\n'));
    }
    return result;
}

QStringList parseFolders(const QByteArray &content)
{
    QStringList folders;
    for (const QString &line : QString::fromUtf8(content).split(u'\n')) {
        const QString folder = line.endsWith(u'\r') ? line.chopped(1) : line;
        if (!folder.isEmpty())
            folders.append(folder);
    }
    return folders;
}

} // namespace punchcard::hub
