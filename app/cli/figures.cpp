// SPDX-License-Identifier: MIT
#include "app/cli/figures.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>

namespace punchcard::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

constexpr Milliseconds window = 5s;
constexpr Milliseconds enough = 1s;

} // namespace

QString sizeText(qint64 bytes)
{
    static constexpr std::array units{"B", "kB", "MB", "GB", "TB", "PB"};
    double amount = double(std::max<qint64>(bytes, 0));
    std::size_t unit = 0;
    while (amount >= 1000 && unit + 1 < units.size()) {
        amount /= 1000;
        ++unit;
    }
    // Four digits would round it up to the next unit.
    if (amount >= 999.95 && unit > 0 && unit + 1 < units.size()) {
        amount /= 1000;
        ++unit;
    }
    return QString::number(amount, 'g', 4) + QLatin1StringView(units.at(unit));
}

QString secondsText(std::optional<Milliseconds> duration)
{
    if (!duration)
        return u"-"_s;
    const auto seconds = std::chrono::round<std::chrono::seconds>(std::max(*duration, Milliseconds(0)));
    return seconds.count() == 0 ? u"0s"_s : durationText(seconds);
}

QString ageText(Milliseconds age)
{
    if (age < 1min)
        return Text::tr("now");
    if (age < 1h)
        return Text::tr("%1m").arg(age / 1min);
    if (age < 24h)
        return Text::tr("%1h").arg(age / 1h);
    return Text::tr("%1d").arg(age / 24h);
}

void Rate::add(Time at, const Progress &progress)
{
    // It began anew, or is another download.
    if (progress.done < m_last.done || progress.total != m_last.total)
        m_samples.clear();
    m_last = progress;
    m_samples.push_back({.at = at, .done = progress.done});
    while (m_samples.size() > 2 && at - m_samples.front().at > window)
        m_samples.pop_front();
}

std::optional<qint64> Rate::speed() const
{
    if (m_samples.size() < 2)
        return std::nullopt;
    const Milliseconds elapsed = m_samples.back().at - m_samples.front().at;
    if (elapsed < enough)
        return std::nullopt;
    return (m_samples.back().done - m_samples.front().done) * 1000 / elapsed.count();
}

std::optional<Milliseconds> Rate::remaining() const
{
    const std::optional<qint64> perSecond = speed();
    if (!perSecond || *perSecond <= 0 || m_last.total < m_last.done)
        return std::nullopt;
    return Milliseconds((m_last.total - m_last.done) * 1000 / *perSecond);
}

QString Rate::text() const
{
    QStringList parts;
    parts.append(m_last.total < 0 ? sizeText(m_last.done) : Text::tr("%1 of %2").arg(sizeText(m_last.done), sizeText(m_last.total)));
    if (const auto perSecond = speed())
        parts.append(Text::tr("%1/s").arg(sizeText(*perSecond)));
    if (const auto left = remaining())
        parts.append(Text::tr("%1 left").arg(secondsText(left)));
    return parts.join(u", "_s);
}

} // namespace punchcard::cli
