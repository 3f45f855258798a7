// SPDX-License-Identifier: MIT
#include "core/models/transferrate.h"

namespace punchcard {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds window = 5s;
constexpr Milliseconds enough = 1s;

} // namespace

void TransferRate::add(Time at, const Progress &progress)
{
    // It began anew, or is another download.
    if (progress.done < m_last.done || progress.total != m_last.total)
        m_samples.clear();
    m_last = progress;
    m_samples.push_back({.at = at, .done = progress.done});
    while (m_samples.size() > 2 && at - m_samples.front().at > window)
        m_samples.pop_front();
}

std::optional<qint64> TransferRate::speed() const
{
    if (m_samples.size() < 2)
        return std::nullopt;
    const Milliseconds elapsed = m_samples.back().at - m_samples.front().at;
    if (elapsed < enough)
        return std::nullopt;
    return (m_samples.back().done - m_samples.front().done) * 1000 / elapsed.count();
}

std::optional<Milliseconds> TransferRate::remaining() const
{
    const std::optional<qint64> perSecond = speed();
    if (!perSecond || *perSecond <= 0 || m_last.total < m_last.done)
        return std::nullopt;
    return Milliseconds((m_last.total - m_last.done) * 1000 / *perSecond);
}

} // namespace punchcard
