// SPDX-License-Identifier: MIT
#include "core/models/csv.h"

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

// Blanks at its ends, which some readers would take away, are part of a cell.
bool mustBeQuoted(const QString &cell, char separator)
{
    if (cell.isEmpty())
        return false;
    return cell.contains(QLatin1Char(separator)) || cell.contains(u'"') || cell.contains(u'\n') || cell.contains(u'\r')
        || cell.front().isSpace() || cell.back().isSpace();
}

} // namespace

QByteArray csvLine(const QStringList &cells, char separator)
{
    QByteArray line;
    for (const QString &cell : cells) {
        if (!line.isNull())
            line += separator;
        QString text = cell;
        if (mustBeQuoted(cell, separator))
            text = u'"' + text.replace(u'"', u"\"\""_s) + u'"';
        line += line.isNull() ? QByteArray("") + text.toUtf8() : text.toUtf8();
    }
    return line + "\r\n";
}

QString csvText(const QString &text)
{
    if (text.isEmpty())
        return text;
    const bool isSigned = text.front() == u'+' || text.front() == u'-';
    // A call, a link to another program, another sheet.
    const bool does = text.contains(u'(') || text.contains(u'|') || text.contains(u'!') || text.contains(u'"');
    const bool isFormula = u"=@\t\r\n"_s.contains(text.front()) || (isSigned && does);
    return isFormula ? u'\'' + text : text;
}

} // namespace punchcard
