// SPDX-License-Identifier: MIT
#include "app/cli/table.h"

#include <algorithm>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

int columnsOf(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
    case QChar::Other_Control: return 0;
    default: break;
    }
    // East Asian wide and emoji, as terminals draw them.
    const bool isWide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F) || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1F64F) || (c >= 0x1F680 && c <= 0x1F6FF) || (c >= 0x1F900 && c <= 0x1FAFF)
        || (c >= 0x20000 && c <= 0x3FFFD);
    return isWide ? 2 : 1;
}

QString oneLine(QString cell)
{
    for (QChar &c : cell) {
        if (c.category() == QChar::Other_Control)
            c = u' ';
    }
    return cell;
}

} // namespace

int columnsOf(const QString &text)
{
    int columns = 0;
    for (const char32_t c : text.toUcs4())
        columns += columnsOf(c);
    return columns;
}

QString clipped(const QString &text, int columns)
{
    if (columnsOf(text) <= columns)
        return text;
    QString result;
    int used = 1; // the dots
    for (const char32_t c : text.toUcs4()) {
        used += columnsOf(c);
        if (used > columns)
            break;
        result += QString::fromUcs4(&c, 1);
    }
    return result + u'…';
}

Table::Table(QStringList head)
{
    m_rows.append(std::move(head));
}

void Table::add(QStringList cells)
{
    std::ranges::transform(cells, cells.begin(), oneLine);
    m_rows.append(std::move(cells));
}

QStringList Table::lines() const
{
    QList<int> widths;
    for (const QStringList &row : m_rows) {
        for (qsizetype column = 0; column < row.size(); ++column) {
            if (column == widths.size())
                widths.append(0);
            widths[column] = std::max(widths.at(column), columnsOf(row.at(column)));
        }
    }
    QStringList result;
    for (const QStringList &row : m_rows) {
        QString line;
        for (qsizetype column = 0; column < row.size(); ++column) {
            line += row.at(column);
            if (column + 1 < row.size())
                line += QString(widths.at(column) - columnsOf(row.at(column)) + 1, u' ');
        }
        while (line.endsWith(u' '))
            line.chop(1);
        result.append(line);
    }
    return result;
}

} // namespace punchcard::cli
