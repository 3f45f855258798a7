// SPDX-License-Identifier: MIT
#include "core/lint/finding.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct FindingTexts
{
    Q_DECLARE_TR_FUNCTIONS(ShellCheck)
};

/// ShellCheck counts lines and code points from 1; we count UTF-16 units from 0.
class Offsets
{
public:
    explicit Offsets(const QString &text)
        : m_text(text)
    {
        for (qsizetype at = 0; at >= 0; at = text.indexOf(u'\n', at), at += at >= 0) {
            m_lines << at;
            if (text.indexOf(u'\n', at) < 0)
                break;
        }
    }

    [[nodiscard]] qsizetype at(int line, int column) const
    {
        if (line < 1 || line > m_lines.size())
            return m_text.size();
        qsizetype offset = m_lines.at(line - 1);
        for (int i = 1; i < column && offset < m_text.size() && m_text.at(offset) != u'\n'; ++i)
            offset += m_text.at(offset).isHighSurrogate() && offset + 1 < m_text.size() ? 2 : 1;
        return offset;
    }
    [[nodiscard]] qsizetype start(const QJsonObject &o) const { return at(o["line"_L1].toInt(), o["column"_L1].toInt()); }
    [[nodiscard]] qsizetype end(const QJsonObject &o) const
    {
        return qMax(start(o), at(o["endLine"_L1].toInt(), o["endColumn"_L1].toInt()));
    }

private:
    const QString &m_text;
    QList<qsizetype> m_lines;
};

Finding::Level levelOf(const QString &word)
{
    if (word == "error"_L1)
        return Finding::Level::Error;
    if (word == "warning"_L1)
        return Finding::Level::Warning;
    return word == "info"_L1 ? Finding::Level::Info : Finding::Level::Style;
}

QList<Edit> fixOf(const QJsonObject &comment, const Offsets &offsets)
{
    struct Replacement
    {
        Edit edit;
        int precedence;
    };
    QList<Replacement> replacements;
    for (const QJsonValue value : comment["fix"_L1]["replacements"_L1].toArray()) {
        const QJsonObject o = value.toObject();
        replacements << Replacement{{offsets.start(o), offsets.end(o), o["replacement"_L1].toString()}, o["precedence"_L1].toInt()};
    }
    // At the same place the one of the higher precedence is inserted last, so it comes out in front.
    std::ranges::stable_sort(replacements, [](const Replacement &a, const Replacement &b) {
        return std::tuple(a.edit.start, a.edit.end, -a.precedence) < std::tuple(b.edit.start, b.edit.end, -b.precedence);
    });
    QList<Edit> edits;
    for (const Replacement &replacement : replacements)
        edits << replacement.edit;
    return edits;
}

} // namespace

QString Finding::rule() const
{
    return isShellChecks() ? u"SC%1"_s.arg(code, 4, 10, QChar(u'0')) : u"punchcard"_s;
}

QUrl Finding::page() const
{
    return isShellChecks() ? QUrl(u"https://www.shellcheck.net/wiki/"_s + rule()) : QUrl();
}

void Finding::follow(qsizetype position, qsizetype removed, qsizetype added)
{
    const auto moved = [=](qsizetype offset) {
        if (offset >= position + removed)
            return offset + added - removed;
        return qMin(offset, position + added);
    };
    const auto touches = [=](qsizetype from, qsizetype to) { return position < to && position + removed > from; };
    const bool within = touches(start, end) || std::ranges::any_of(fix, [&](const Edit &e) { return touches(e.start, e.end); })
        || (removed == 0 && position > start && position < end);
    if (within)
        fix.clear();
    for (Edit &edit : fix) {
        edit.start = moved(edit.start);
        edit.end = moved(edit.end);
    }
    start = moved(start);
    end = moved(end);
}

Result<QList<Finding>> parseFindings(const QByteArray &json, const QString &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject() || !document["comments"_L1].isArray())
        return Error{.kind = Error::Kind::Malformed,
                     .what = FindingTexts::tr("ShellCheck gave an answer that is not understood."),
                     .remedy = FindingTexts::tr("Install ShellCheck 0.7 or later."),
                     .detail = QString::fromUtf8(json.first(qMin(json.size(), 200)))};
    const Offsets offsets(text);
    QList<Finding> findings;
    for (const QJsonValue value : document["comments"_L1].toArray()) {
        const QJsonObject comment = value.toObject();
        findings << Finding{.level = levelOf(comment["level"_L1].toString()),
                            .code = comment["code"_L1].toInt(),
                            .message = comment["message"_L1].toString(),
                            .line = comment["line"_L1].toInt(),
                            .column = comment["column"_L1].toInt(),
                            .start = offsets.start(comment),
                            .end = offsets.end(comment),
                            .fix = fixOf(comment, offsets)};
    }
    std::ranges::stable_sort(findings, {}, [](const Finding &f) { return std::pair(f.start, f.code); });
    return findings;
}

} // namespace punchcard
