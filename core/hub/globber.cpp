// SPDX-License-Identifier: MIT
#include "core/hub/globber.h"

#include <QDir>
#include <QSet>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace punchcard::hub {
namespace {

QString unescaped(QString text)
{
    static const QRegularExpression escape(uR"(\\(.))"_s);
    return text.replace(escape, u"\\1"_s);
}

QString expression(const QString &text)
{
    QString regex;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text.at(at);
        const qsizetype close = c == u'[' ? text.indexOf(u']', at + 2) : -1;
        if (c == u'*') {
            regex += u".*"_s;
        } else if (c == u'?') {
            regex += u'.';
        } else if (close > 0) {
            QString set = text.mid(at + 1, close - at - 1).replace(u"\\"_s, u"\\\\"_s).replace(u"["_s, u"\\["_s);
            if (set.startsWith(u'!'))
                set.replace(0, 1, u'^');
            regex += u'[' + set + u']';
            at = close;
        } else if (c == u'\\' && at + 1 < text.size()) {
            regex += QRegularExpression::escape(QString(text.at(++at)));
        } else {
            regex += QRegularExpression::escape(QString(c));
        }
    }
    return QRegularExpression::anchoredPattern(regex);
}

} // namespace

Globber::Segment Globber::segment(const QString &text)
{
    static const QRegularExpression wildcard(uR"((?<!\\)[*?\[])"_s);
    if (text == "**"_L1)
        return {.text = text, .any = true, .isPattern = true};
    if (!text.contains(wildcard))
        return {.text = unescaped(text)};
    return {.text = text, .isPattern = true, .regex = QRegularExpression(expression(text), QRegularExpression::DotMatchesEverythingOption)};
}

Globber::Globber(const QString &patterns, const QString &base, const QString &home)
{
    for (const QString &raw : patterns.split(u'\n')) {
        QString line = raw.trimmed();
        if (line.isEmpty() || line.startsWith(u'#'))
            continue;
        Pattern pattern;
        for (; line.startsWith(u'!'); line = line.sliced(1).trimmed())
            pattern.negative = !pattern.negative;
        if (line == "~"_L1 || line.startsWith("~/"_L1))
            line.replace(0, 1, home);
        else if (!line.startsWith(u'/'))
            line = base + u'/' + line;
        pattern.folderOnly = line.endsWith(u'/');
        for (const QString &part : QDir::cleanPath(line).split(u'/', Qt::SkipEmptyParts))
            pattern.segments.append(segment(part));
        m_patterns.append(pattern);
    }
}

// All ways through the pattern at once: where in it one may stand after each name.
Globber::Fit Globber::fit(const Pattern &pattern, const QStringList &names)
{
    const auto size = std::size_t(pattern.segments.size());
    std::vector<bool> at(size + 1);
    const auto skipAny = [&pattern, &at, size] {
        for (std::size_t place = 0; place < size; ++place)
            at[place + 1] = at[place + 1] || (at[place] && pattern.segments.at(qsizetype(place)).any);
    };
    at[0] = true;
    skipAny();
    for (qsizetype depth = 0; depth < names.size(); ++depth) {
        // The end of the pattern was reached above: it stands for a folder, and this lies in it.
        if (at[size])
            return Fit::Whole;
        std::vector<bool> next(size + 1);
        for (std::size_t place = 0; place < size; ++place) {
            if (!at[place])
                continue;
            const Segment &segment = pattern.segments.at(qsizetype(place));
            if (segment.any)
                next[place] = true;
            else if (segment.isPattern ? segment.regex.match(names.at(depth)).hasMatch() : segment.text == names.at(depth))
                next[place + 1] = true;
        }
        at = next;
        skipAny();
    }
    if (at[size])
        return Fit::Whole;
    return std::ranges::find(at, true) == at.end() ? Fit::No : Fit::Partly;
}

Globber::Fit Globber::fit(const QString &path) const
{
    const QStringList names = path.split(u'/', Qt::SkipEmptyParts);
    bool whole = false;
    bool partly = false;
    for (const Pattern &pattern : m_patterns) {
        const Fit one = fit(pattern, names);
        if (pattern.negative)
            whole = whole && one != Fit::Whole;
        else
            whole = whole || one == Fit::Whole;
        partly = partly || (!pattern.negative && one == Fit::Partly);
    }
    return whole ? Fit::Whole : partly ? Fit::Partly : Fit::No;
}

QStringList Globber::searchPaths() const
{
    QStringList paths;
    for (const Pattern &pattern : m_patterns) {
        if (pattern.negative)
            continue;
        QString path;
        for (const Segment &segment : pattern.segments) {
            if (segment.isPattern)
                break;
            path += u'/' + segment.text;
        }
        paths.append(path.isEmpty() ? u"/"_s : path);
    }
    QStringList outermost;
    for (const QString &path : std::as_const(paths)) {
        const bool inside = std::ranges::any_of(
            paths, [&path](const QString &other) { return other != path && path.startsWith(other.endsWith(u'/') ? other : other + u'/'); });
        if (!inside && !outermost.contains(path))
            outermost.append(path);
    }
    return outermost;
}

Result<Globber::Found> Globber::find(const JobView &view, bool hidden, const std::function<bool()> &stop) const
{
    struct Place
    {
        QString path;
        QList<quint64> above; ///< The folders it was reached through: a link to one of them is a circle.
    };
    const auto wanted
        = [this, hidden](const QString &path) { return !hidden && path.section(u'/', -1).startsWith(u'.') ? Fit::No : fit(path); };
    Found found;
    QSet<QString> seen;
    QList<Place> stack;
    const QStringList begins = searchPaths();
    for (auto path = begins.crbegin(); path != begins.crend(); ++path)
        stack.append({*path, {}});
    while (!stack.isEmpty()) {
        if (stop())
            return cancelledError();
        const Place place = stack.takeLast();
        const Fit fits = wanted(place.path);
        if (fits == Fit::No)
            continue;
        const std::optional<JobView::Info> info = view.look(place.path);
        if (!info)
            continue;
        if (info->kind == JobView::Info::Kind::File) {
            // "name/" means a folder: a file of that name, given by that pattern alone, does not fit.
            const bool onlyAsFolder = std::ranges::all_of(m_patterns, [&place](const Pattern &pattern) {
                return pattern.negative || fit(pattern, place.path.split(u'/', Qt::SkipEmptyParts)) != Fit::Whole
                    || (pattern.folderOnly && pattern.segments.size() == place.path.count(u'/'));
            });
            if (fits == Fit::Whole && !onlyAsFolder && !seen.contains(place.path)) {
                seen.insert(place.path);
                found.files.append(place.path);
            }
            continue;
        }
        const quint64 identity = info->inode ^ (info->device << 40);
        if (info->kind != JobView::Info::Kind::Folder || place.above.contains(identity))
            continue;
        const Result<JobView::Names> names = view.list(place.path);
        if (!names)
            return names.error();
        const QString folder = place.path == "/"_L1 ? place.path : place.path + u'/';
        for (const QString &name : names->others) {
            if (wanted(folder + name) != Fit::No)
                found.unnamed.append(folder + name);
        }
        for (auto name = names->texts.crbegin(); name != names->texts.crend(); ++name)
            stack.append({folder + *name, place.above + QList{identity}});
    }
    return found;
}

} // namespace punchcard::hub
