// SPDX-License-Identifier: MIT
#include "core/job/marks.h"

#include <QRegularExpression>
#include <QUuid>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

bool hasWord(const QString &text, const QString &word)
{
    const QRegularExpression pattern(u"(?<![\\w:-])"_s + QRegularExpression::escape(word) + u"(?![\\w-])"_s);
    return pattern.match(text).hasMatch();
}

} // namespace

QString markerOf(const QString &uid)
{
    return u"punchcard:"_s + uid;
}

bool hasMarker(const QString &text, const QString &uid)
{
    return !uid.isEmpty() && hasWord(text, markerOf(uid));
}

QString markedUid(const QString &text)
{
    static const QRegularExpression pattern(u"(?<![\\w:-])punchcard:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\\w-])"_s);
    return pattern.match(text).captured(1);
}

QString standingMarker()
{
    return u"punchcard:standing"_s;
}

bool hasStandingMarker(const QString &text)
{
    return hasWord(text, standingMarker());
}

QString branchOf(const QString &uid)
{
    return u"punchcard/"_s + uid;
}

QString branchUid(const QString &branch)
{
    static const QRegularExpression pattern(u"^punchcard/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\z"_s);
    return pattern.match(branch).captured(1);
}

QString liveBranchOf(const QString &uid, const QString &attempt, const QString &element)
{
    return liveBranchesOf(uid) + attempt + (element.isEmpty() ? QString() : u'-' + element);
}

QString liveBranchOf(const QString &uid, int attempt, int element)
{
    return liveBranchOf(uid, QString::number(attempt), element < 0 ? QString() : QString::number(element));
}

QString liveChoiceBranchOf(const QString &uid)
{
    return liveBranchesOf(uid) + u"choice"_s;
}

QString liveBranchesOf(const QString &uid)
{
    return u"punchcard-live/"_s + uid + u'/';
}

QString liveFilesSuffix()
{
    return u"-files"_s;
}

QString liveBranchUid(const QString &branch)
{
    static const QRegularExpression pattern(
        u"^punchcard-live/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?:choice|[0-9]+(?:-[0-9]+)?(?:-files)?)\\z"_s);
    return pattern.match(branch).captured(1);
}

QString anyBranchUid(const QString &branch)
{
    const QString uid = branchUid(branch);
    return uid.isEmpty() ? liveBranchUid(branch) : uid;
}

QString standingSecret(const QString &uid, const QString &name)
{
    return u"PUNCHCARD_"_s + QString(uid).remove(u'-').toUpper() + u'_' + name.toUpper();
}

QString standingSecretUid(const QString &secret)
{
    static const QRegularExpression pattern(u"^PUNCHCARD_([0-9A-F]{32})_."_s);
    const QString hex = pattern.match(secret).captured(1);
    return hex.isEmpty()
        ? QString()
        : QUuid::fromString(hex.left(8) + u'-' + hex.mid(8, 4) + u'-' + hex.mid(12, 4) + u'-' + hex.mid(16, 4) + u'-' + hex.mid(20))
              .toString(QUuid::WithoutBraces);
}

} // namespace punchcard
