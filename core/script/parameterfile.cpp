// SPDX-License-Identifier: MIT
#include "core/script/parameterfile.h"

#include "core/base/files.h"
#include "core/workflow/jobcheck.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStringDecoder>

#include <optional>
#include <utility>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct ParameterFileText
{
    Q_DECLARE_TR_FUNCTIONS(ParameterFile)
};

/// Takes a table apart, record by record.
class TableReader
{
public:
    TableReader(QStringView text, QChar separator)
        : m_text(text)
        , m_separator(separator)
    {
    }

    struct Record
    {
        QStringList values = {};
        int line = 0; ///< in which it begins, from 1
        bool isBlank = false; ///< nothing stands in its line
    };
    struct Wrong
    {
        int line = 0;
        QString what = {};
        QString remedy = {};
    };

    [[nodiscard]] bool isAtEnd() const { return m_at == m_text.size(); }

    [[nodiscard]] std::expected<Record, Wrong> next()
    {
        Record record{.line = m_line, .isBlank = endOfLineAt(m_at) > 0};
        for (;;) {
            std::expected<QString, Wrong> value = take();
            if (!value)
                return std::unexpected(value.error());
            record.values.append(*std::move(value));
            if (isAtEnd())
                return record;
            if (const qsizetype end = endOfLineAt(m_at); end > 0) {
                m_at += end;
                ++m_line;
                return record;
            }
            ++m_at; // the separator
        }
    }

private:
    // How many characters long the end of a line at @p at is; 0: there is none.
    [[nodiscard]] qsizetype endOfLineAt(qsizetype at) const
    {
        const QStringView rest = m_text.sliced(at);
        return rest.startsWith(u'\n') ? 1 : rest.startsWith("\r\n"_L1) ? 2 : 0;
    }
    [[nodiscard]] bool isEndAt(qsizetype at) const { return at == m_text.size() || m_text.at(at) == m_separator || endOfLineAt(at) > 0; }

    [[nodiscard]] std::expected<QString, Wrong> take() { return !isAtEnd() && m_text.at(m_at) == u'"' ? takeQuoted() : takeBare(); }

    [[nodiscard]] std::expected<QString, Wrong> takeBare()
    {
        const qsizetype begin = m_at;
        while (!isEndAt(m_at)) {
            const QChar c = m_text.at(m_at);
            if (c == u'"') {
                return std::unexpected(
                    Wrong{.line = m_line,
                          .what = ParameterFileText::tr("a quotation mark stands within a value."),
                          .remedy = ParameterFileText::tr("Put the whole value between quotation marks, and write \"\" for one in it.")});
            }
            if (c == u'\r') {
                return std::unexpected(Wrong{.line = m_line,
                                             .what = ParameterFileText::tr("a carriage return stands within a value."),
                                             .remedy = ParameterFileText::tr("Save the file with line ends of Unix or Windows.")});
            }
            ++m_at;
        }
        return m_text.sliced(begin, m_at - begin).toString();
    }

    [[nodiscard]] std::expected<QString, Wrong> takeQuoted()
    {
        const int begin = m_line;
        QString value;
        for (++m_at; !isAtEnd(); ++m_at) {
            const QChar c = m_text.at(m_at);
            if (c == u'\n')
                ++m_line;
            if (c != u'"') {
                value += c;
                continue;
            }
            ++m_at;
            if (isEndAt(m_at))
                return value;
            if (m_text.at(m_at) != u'"') {
                return std::unexpected(Wrong{.line = m_line,
                                             .what = ParameterFileText::tr("something stands behind a closing quotation mark."),
                                             .remedy = ParameterFileText::tr("Write \"\" for a quotation mark in a value.")});
            }
            value += u'"';
        }
        return std::unexpected(Wrong{.line = begin,
                                     .what = ParameterFileText::tr("a quotation mark is never closed."),
                                     .remedy = ParameterFileText::tr("Write a second one where the value ends.")});
    }

    QStringView m_text;
    QChar m_separator;
    qsizetype m_at = 0;
    int m_line = 1;
};

Error tableError(const QString &name, const TableReader::Wrong &wrong)
{
    return refusedError(ParameterFileText::tr("Line %1 of “%2”: %3").arg(wrong.line).arg(name, wrong.what), wrong.remedy);
}

// What stands first of them in the header, whose names have none of them.
QChar separatorOf(QStringView text)
{
    for (const QChar c : text) {
        if (c == u',' || c == u';' || c == u'\t')
            return c;
        if (c == u'\n')
            break;
    }
    return u',';
}

// The line of the first byte that is no UTF-8.
int lineOfFault(const QByteArray &text)
{
    int line = 1;
    for (const QByteArray &part : text.split('\n')) {
        if (!part.isValidUtf8())
            break;
        ++line;
    }
    return line;
}

Result<QString> decodedTable(const QByteArray &text, const QString &name)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString decoded = decoder.decode(text);
    if (decoder.hasError() || decoded.contains(QChar(0))) {
        const qsizetype zero = text.indexOf('\0');
        const int line = decoder.hasError() ? lineOfFault(text) : int(text.first(zero).count('\n')) + 1;
        return tableError(name,
                          {.line = line,
                           .what = ParameterFileText::tr("what stands there is no text in UTF-8."),
                           .remedy = ParameterFileText::tr("Save the file as “CSV UTF-8”.")});
    }
    if (decoded.startsWith(QChar(0xfeff)))
        decoded.remove(0, 1);
    return decoded;
}

Result<QStringList> columnsOf(const QString &name, TableReader::Record header)
{
    for (QString &column : header.values)
        column = column.trimmed();
    QStringList seen;
    for (const QString &column : std::as_const(header.values)) {
        const Result<> good = workflow::checkColumn(column);
        if (!good)
            return tableError(name, {.line = header.line, .what = good.error().what, .remedy = good.error().remedy});
        if (seen.contains(column, Qt::CaseInsensitive)) {
            return tableError(name,
                              {.line = header.line,
                               .what = ParameterFileText::tr("two columns are called “%1”.").arg(column),
                               .remedy = ParameterFileText::tr("Rename one; small and capital letters count as the same.")});
        }
        seen.append(column);
    }
    return header.values;
}

/// Why @p record cannot be a row; nullopt: it can.
std::optional<TableReader::Wrong> faultOfRow(const TableReader::Record &record, const Parameters &table)
{
    if (record.isBlank) {
        return TableReader::Wrong{.line = record.line,
                                  .what = ParameterFileText::tr("it is blank."),
                                  .remedy = ParameterFileText::tr("Take it out; an empty value is written as \"\".")};
    }
    if (record.values.size() != table.names.size()) {
        return TableReader::Wrong{
            .line = record.line,
            .what = ParameterFileText::tr("it has %n value(s); columns in the first line: %1.", nullptr, int(record.values.size()))
                        .arg(table.names.size()),
            .remedy = ParameterFileText::tr("Give each column a value; one with a separator in it stands between quotation marks.")};
    }
    if (table.rows.size() == workflow::largestArray) {
        return TableReader::Wrong{.line = record.line,
                                  .what
                                  = ParameterFileText::tr("that is more than the %1 rows that a job takes.").arg(workflow::largestArray),
                                  .remedy = ParameterFileText::tr("Submit several jobs.")};
    }
    return std::nullopt;
}

} // namespace

Result<Parameters> parametersOf(const QByteArray &text, const QString &name)
{
    const Result<QString> decoded = decodedTable(text, name);
    if (!decoded)
        return decoded.error();
    const QStringView all = QStringView(*decoded).trimmed().isEmpty() ? QStringView() : QStringView(*decoded);
    if (all.isEmpty())
        return refusedError(ParameterFileText::tr("“%1” is empty.").arg(name),
                            ParameterFileText::tr("Give it a line with the columns' names, and a row for each element."));
    TableReader reader(all, separatorOf(all));
    Parameters table;
    std::optional<TableReader::Record> blank; // only an error when something follows
    while (!reader.isAtEnd()) {
        const auto record = reader.next();
        if (!record)
            return tableError(name, record.error());
        if (table.names.isEmpty()) {
            const Result<QStringList> columns = columnsOf(name, *record);
            if (!columns)
                return columns.error();
            table.names = *columns;
            continue;
        }
        if (record->isBlank) {
            blank = blank ? blank : *record;
            continue;
        }
        if (const auto wrong = faultOfRow(blank ? *blank : *record, table))
            return tableError(name, *wrong);
        table.rows.append(record->values);
    }
    if (table.rows.isEmpty())
        return refusedError(ParameterFileText::tr("“%1” has no rows below its columns' names.").arg(name),
                            ParameterFileText::tr("Give it a row for each element."));
    return table;
}

Result<Parameters> readParameters(const QString &file)
{
    const Result<QByteArray> text = readFile(file, largestTable);
    if (!text)
        return text.error();
    Result<Parameters> table = parametersOf(*text, QFileInfo(file).fileName());
    if (table)
        table->file = file;
    return table;
}

} // namespace punchcard
