// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"

#include <QHttpHeaders>
#include <QJsonObject>

namespace punchcard::hub {

/// GitHub's primary limit for one token: so many counted requests in an hour that begins with the first. This computer need
/// not ration itself: twenty jobs that are looked at would spend GitHub's 5000 within a few minutes.
class RateLimit
{
public:
    explicit RateLimit(Clock &clock, int limit = 1'000'000);
    /// So many are left of the hour that begins now.
    void beginWith(int left);

    [[nodiscard]] bool isExhausted();
    void count();
    void addHeaders(QHttpHeaders &headers);
    [[nodiscard]] QJsonObject toJson();

private:
    void turnHour();

    Clock &m_clock;
    int m_limit;
    int m_used = 0;
    Time m_reset = {};
};

} // namespace punchcard::hub
