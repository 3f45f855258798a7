// SPDX-License-Identifier: MIT
#include "widgets/editor/textsearch.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Searches
{
    Q_DECLARE_TR_FUNCTIONS(TextSearch)
};

QRegularExpression expressionOf(const Search &search)
{
    QString pattern = search.regularExpression ? search.pattern : QRegularExpression::escape(search.pattern);
    if (search.wholeWord)
        pattern = uR"((?<!\w)(?:%1)(?!\w))"_s.arg(pattern);
    QRegularExpression::PatternOptions options = QRegularExpression::MultilineOption | QRegularExpression::UseUnicodePropertiesOption;
    options.setFlag(QRegularExpression::CaseInsensitiveOption, !search.matchCase);
    return QRegularExpression(pattern, options);
}

QString expanded(const QString &replacement, const QRegularExpressionMatch &match)
{
    QString out;
    for (qsizetype i = 0; i < replacement.size(); ++i) {
        const QChar c = replacement.at(i);
        const QChar next = i + 1 < replacement.size() ? replacement.at(i + 1) : QChar();
        if ((c == u'\\' || c == u'$') && next.isDigit())
            out += match.captured(next.digitValue());
        else if (c == u'$' && next == u'&')
            out += match.captured();
        else if (c == u'\\' && next == u'n')
            out += u'\n';
        else if (c == u'\\' && next == u't')
            out += u'\t';
        else if ((c == u'\\' || c == u'$') && next == c)
            out += c;
        else {
            out += c;
            continue;
        }
        ++i;
    }
    return out;
}

} // namespace

Result<QList<Hit>> findAll(const Search &search, const QString &text)
{
    QList<Hit> hits;
    if (search.pattern.isEmpty())
        return hits;
    const QRegularExpression expression = expressionOf(search);
    if (!expression.isValid())
        return Error{.kind = Error::Kind::Refused,
                     .what = Searches::tr("Not a regular expression: %1").arg(expression.errorString()),
                     .remedy = Searches::tr("Correct it, or look for plain text.")};
    QRegularExpression::MatchOptions options = QRegularExpression::NoMatchOption; // The first match checks the text, once.
    for (qsizetype from = 0; from <= text.size() && hits.size() < mostHits;) {
        const QRegularExpressionMatch match = expression.match(text, from, QRegularExpression::NormalMatch, options);
        if (!match.isValid())
            return Error{.kind = Error::Kind::Refused,
                         .what = Searches::tr("This regular expression takes too long."),
                         .remedy = Searches::tr("Make it simpler.")};
        if (!match.hasMatch())
            break;
        if (match.capturedLength() > 0)
            hits << Hit{int(match.capturedStart()), int(match.capturedEnd())};
        from = match.capturedEnd() + (match.capturedLength() == 0);
        options = QRegularExpression::DontCheckSubjectStringMatchOption;
    }
    return hits;
}

QString replacementFor(const Search &search, const QString &text, Hit hit, const QString &replacement)
{
    if (!search.regularExpression)
        return replacement;
    const QRegularExpressionMatch match
        = expressionOf(search).match(text, hit.start, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    return match.hasMatch() ? expanded(replacement, match) : replacement;
}

} // namespace punchcard
