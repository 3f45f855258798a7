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
    if (!QFileInfo::exists(m_file))
        return std::nullopt;
    const QByteArray text = readFile(m_file, 64).value_or(QByteArray());
    bool isNumber = false;
    const Time until{Milliseconds(text.trimmed().toLongLong(&isNumber))};
    return isNumber && until > now && until <= now + longestCoolDown ? std::optional(until) : std::nullopt;
}

void CoolDown::extend(Time until, Time now) const
{
    if (until <= this->until(now).value_or(now))
        return;
    if (const Result<> made = makePrivateFolder(QFileInfo(m_file).absolutePath()); made)
        (void)writePrivateFile(m_file, QByteArray::number(qint64(until.time_since_epoch().count())) + '\n');
}

} // namespace punchcard
