// SPDX-License-Identifier: MIT
#include "core/hub/ratelimit.h"

namespace punchcard::hub {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

RateLimit::RateLimit(Clock &clock, int limit)
    : m_clock(clock)
    , m_limit(limit)
{
}

void RateLimit::beginWith(int left)
{
    m_used = std::max(0, m_limit - left);
    m_reset = m_clock.now() + 1h;
}

void RateLimit::turnHour()
{
    if (m_clock.now() < m_reset)
        return;
    m_used = 0;
    m_reset = m_clock.now() + 1h;
}

bool RateLimit::isExhausted()
{
    turnHour();
    return m_used >= m_limit;
}

void RateLimit::count()
{
    turnHour();
    ++m_used;
}

void RateLimit::addHeaders(QHttpHeaders &headers)
{
    turnHour();
    headers.append("x-ratelimit-limit"_L1, QByteArray::number(m_limit));
    headers.append("x-ratelimit-remaining"_L1, QByteArray::number(std::max(0, m_limit - m_used)));
    headers.append("x-ratelimit-used"_L1, QByteArray::number(m_used));
    headers.append("x-ratelimit-reset"_L1, QByteArray::number(toEpoch(m_reset) / 1000));
    headers.append("x-ratelimit-resource"_L1, "core");
}

QJsonObject RateLimit::toJson()
{
    turnHour();
    const auto resource = [this](const QString &name, int used) {
        return QJsonObject{{u"limit"_s, m_limit},
                           {u"used"_s, used},
                           {u"remaining"_s, std::max(0, m_limit - used)},
                           {u"reset"_s, toEpoch(m_reset) / 1000},
                           {u"resource"_s, name}};
    };
    const QJsonObject core = resource(u"core"_s, m_used);
    // Of the others there is nothing here that one could use up.
    const QJsonObject resources{{u"core"_s, core}, {u"search"_s, resource(u"search"_s, 0)}, {u"graphql"_s, resource(u"graphql"_s, 0)}};
    return {{u"resources"_s, resources}, {u"rate"_s, core}};
}

} // namespace punchcard::hub
