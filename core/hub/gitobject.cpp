// SPDX-License-Identifier: MIT
#include "core/hub/gitobject.h"

#include "core/base/filename.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>

namespace punchcard::hub::git {

using namespace Qt::StringLiterals;

namespace {

// What git's ident code takes off both ends of a name, and what it drops inside.
QByteArray cleaned(const QString &text)
{
    static const QByteArray crud = ".,:;<>\"\\'";
    QByteArray bytes = text.toUtf8();
    const auto isCrud = [](char c) { return uchar(c) <= 32 || crud.contains(c); };
    while (!bytes.isEmpty() && isCrud(bytes.front()))
        bytes.removeFirst();
    while (!bytes.isEmpty() && isCrud(bytes.back()))
        bytes.removeLast();
    bytes.removeIf([](char c) { return c == '\n' || c == '<' || c == '>' || c == '\0'; });
    return bytes;
}

QByteArray signatureLine(const Signature &who)
{
    const int minutes = who.when.offsetFromUtc() / 60;
    const QByteArray zone = (minutes < 0 ? "-" : "+") + QByteArray::number(std::abs(minutes) / 60).rightJustified(2, '0')
        + QByteArray::number(std::abs(minutes) % 60).rightJustified(2, '0');
    return cleaned(who.name) + " <" + cleaned(who.email) + "> " + QByteArray::number(who.when.toSecsSinceEpoch()) + ' ' + zone;
}

Signature signatureFrom(const QByteArray &line)
{
    static const QRegularExpression form(u"^(.*) <(.*)> (-?\\d+) ([+-])(\\d\\d)(\\d\\d)$"_s);
    const QRegularExpressionMatch match = form.match(QString::fromUtf8(line));
    if (!match.hasMatch())
        return {};
    const int seconds = match.capturedView(5).toInt() * 3600 + match.capturedView(6).toInt() * 60;
    const QTimeZone zone = QTimeZone::fromSecondsAheadOfUtc(match.capturedView(4) == u"-" ? -seconds : seconds);
    return {.name = match.captured(1),
            .email = match.captured(2),
            .when = QDateTime::fromSecsSinceEpoch(match.capturedView(3).toLongLong(), zone)};
}

} // namespace

QByteArray kindName(Kind kind)
{
    return kind == Kind::Blob ? "blob" : kind == Kind::Tree ? "tree" : "commit";
}

QByteArray encoded(Kind kind, const QByteArray &content)
{
    QByteArray bytes;
    bytes.reserve(content.size() + 24);
    bytes += kindName(kind) + ' ' + QByteArray::number(content.size());
    bytes += '\0';
    bytes += content;
    return bytes;
}

QString objectId(Kind kind, const QByteArray &content)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(kindName(kind) + ' ' + QByteArray::number(content.size()) + QByteArray(1, '\0'));
    hash.addData(content);
    return QString::fromLatin1(hash.result().toHex());
}

bool isObjectId(const QString &text)
{
    static const QRegularExpression form(u"\\A[0-9a-f]{40}\\z"_s);
    return form.match(text).hasMatch();
}

QByteArray treeContent(QList<TreeEntry> entries)
{
    const auto key = [](const TreeEntry &entry) { return entry.isTree() ? entry.name.toUtf8() + '/' : entry.name.toUtf8(); };
    std::ranges::sort(entries, [&key](const TreeEntry &a, const TreeEntry &b) { return key(a) < key(b); });
    QByteArray bytes;
    for (const TreeEntry &entry : entries) {
        bytes += QByteArray::number(entry.mode, 8) + ' ' + entry.name.toUtf8();
        bytes += '\0';
        bytes += QByteArray::fromHex(entry.sha.toLatin1());
    }
    return bytes;
}

QList<TreeEntry> treeEntries(const QByteArray &content)
{
    QList<TreeEntry> entries;
    qsizetype at = 0;
    while (at < content.size()) {
        const qsizetype space = content.indexOf(' ', at);
        const qsizetype end = content.indexOf('\0', space);
        if (space < 0 || end < 0 || end + 21 > content.size())
            break;
        const QByteArray name = content.mid(space + 1, end - space - 1);
        entries.append({.mode = content.mid(at, space - at).toUInt(nullptr, 8),
                        .name = fileNameOf(name).value_or(QString::fromUtf8(name)),
                        .sha = QString::fromLatin1(content.mid(end + 1, 20).toHex())});
        at = end + 21;
    }
    return entries;
}

QByteArray commitContent(const Commit &commit)
{
    QByteArray bytes = "tree " + commit.tree.toLatin1() + '\n';
    for (const QString &parent : commit.parents)
        bytes += "parent " + parent.toLatin1() + '\n';
    bytes += "author " + signatureLine(commit.author) + '\n';
    bytes += "committer " + signatureLine(commit.committer) + "\n\n";
    return bytes + commit.message.toUtf8();
}

Commit commitFrom(const QByteArray &content)
{
    Commit commit;
    qsizetype at = 0;
    while (at < content.size()) {
        qsizetype end = content.indexOf('\n', at);
        if (end < 0)
            end = content.size();
        const QByteArray line = content.mid(at, end - at);
        at = end + 1;
        if (line.isEmpty())
            break;
        const qsizetype space = line.indexOf(' ');
        const QByteArray word = line.left(space);
        const QByteArray rest = line.mid(space + 1);
        if (word == "tree")
            commit.tree = QString::fromLatin1(rest);
        else if (word == "parent")
            commit.parents.append(QString::fromLatin1(rest));
        else if (word == "author")
            commit.author = signatureFrom(rest);
        else if (word == "committer")
            commit.committer = signatureFrom(rest);
    }
    commit.message = QString::fromUtf8(content.mid(at));
    return commit;
}

bool isSafePath(const QString &path)
{
    if (path.isEmpty() || path.size() > 4096 || path.contains(QChar(0)))
        return false;
    const QStringList parts = path.split(u'/');
    return std::ranges::none_of(parts, [](const QString &part) {
        return part.isEmpty() || part == "."_L1 || part == ".."_L1 || part.compare(".git"_L1, Qt::CaseInsensitive) == 0
            || part.toUtf8().size() > 255;
    });
}

} // namespace punchcard::hub::git
