// SPDX-License-Identifier: MIT
#include "core/base/time.h"

#include <QRegularExpression>
#include <QTimeZone>

namespace punchcard {

using namespace Qt::StringLiterals;

QDateTime toDateTime(Time time)
{
    return QDateTime::fromMSecsSinceEpoch(toEpoch(time), QTimeZone::UTC);
}

QString isoTime(Time time)
{
    return toDateTime(time).toString(u"yyyy-MM-ddTHH:mm:ssZ"_s);
}

std::optional<Time> parseTime(const QString &text)
{
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    return fromEpoch(time.toMSecsSinceEpoch());
}

std::optional<Milliseconds> parseDuration(const QString &text)
{
    static const QRegularExpression whole(u"^(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,7})m(?!s))?(?:(\\d{1,8})s)?(?:(\\d{1,9})ms)?$"_s);
    const QRegularExpressionMatch match = whole.match(text);
    if (text.isEmpty() || !match.hasMatch())
        return std::nullopt;
    const qint64 units[] = {86'400'000, 3'600'000, 60'000, 1000, 1};
    qint64 sum = 0;
    for (int i = 0; i < 5; ++i)
        sum += match.capturedView(i + 1).toLongLong() * units[i];
    return Milliseconds{sum};
}

QString durationText(Milliseconds duration)
{
    const qint64 ms = duration.count();
    if (ms < 0)
        return u'-' + durationText(-duration);
    if (ms < 1000)
        return QString::number(ms) + u"ms"_s;
    const qint64 s = (ms + 500) / 1000;
    QString text;
    if (s >= 3600)
        text += QString::number(s / 3600) + u'h';
    if (s >= 60)
        text += QString::number(s / 60 % 60) + u'm';
    return text + QString::number(s % 60) + u's';
}

} // namespace punchcard
