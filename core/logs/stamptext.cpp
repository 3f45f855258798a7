// SPDX-License-Identifier: MIT
#include "core/logs/stamptext.h"

namespace punchcard {

using namespace Qt::StringLiterals;

QString stampText(Stamps stamps, Time stamp, Time first)
{
    if (stamps == Stamps::Absolute)
        return toDateTime(stamp).toLocalTime().toString(u"HH:mm:ss.zzz"_s);
    if (stamps == Stamps::Off)
        return {};
    const qint64 ms = std::max<qint64>(0, (stamp - first).count());
    const QChar zero(u'0');
    const QString seconds = u"%1.%2"_s.arg(ms / 1000 % 60, 2, 10, zero).arg(ms % 1000, 3, 10, zero);
    if (ms < 3'600'000)
        return u"+%1:%2"_s.arg(ms / 60'000).arg(seconds);
    return u"+%1:%2:%3"_s.arg(ms / 3'600'000).arg(ms / 60'000 % 60, 2, 10, zero).arg(seconds);
}

int stampColumns(Stamps stamps)
{
    return stamps == Stamps::Off ? 0 : 12;
}

} // namespace punchcard
