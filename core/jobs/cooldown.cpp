// SPDX-License-Identifier: MIT
#include "core/jobs/cooldown.h"

#include "core/base/files.h"

#include <QFileInfo>

namespace punchcard {

using namespace std::chrono_literals;

namespace {

// GitHub's longest: the rest of an hour. More was written by a clock that was wrong.
constexpr Milliseconds longestCoolDown = 2h;

} // namespace

std::optional<Time> CoolDown::until(Time now) const
{
    bool isNumber = false;
    const QByteArray text = QFileInfo::exists(m_file) ? readFile(m_file, 64).value_or(QByteArray()) : QByteArray();
    const Time theirs{Milliseconds(text.trimmed().toLongLong(&isNumber))};
    std::optional<Time> latest;
    for (const Time until : {m_own, isNumber ? theirs : Time()}) {
        if (until > now && until <= now + longestCoolDown && until > latest.value_or(now))
            latest = until;
    }
    return latest;
}

void CoolDown::extend(Time until, Time now)
{
    if (until <= this->until(now).value_or(now))
        return;
    m_own = until;
    Result<> written = makePrivateFolder(QFileInfo(m_file).absolutePath());
    if (written)
        written = writePrivateFile(m_file, QByteArray::number(qint64(until.time_since_epoch().count())) + '\n');
    if (!written)
        qWarning("other programs are not told that an account is to be left alone: %s", qPrintable(written.error().sentence()));
}

} // namespace punchcard
