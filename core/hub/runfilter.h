// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/httpmessage.h"
#include "core/hub/records.h"

namespace punchcard::hub {

/// The filters of a list of runs, with GitHub's ways: a head_sha that is no full commit id finds nothing, an empty one
/// filters nothing; `status` takes statuses and conclusions.
class RunFilter
{
public:
    explicit RunFilter(const Request &request);

    [[nodiscard]] bool fits(const RunRecord &run) const;

private:
    void readCreated(const QString &text);

    QString m_branch;
    QString m_event;
    QString m_status;
    QString m_sha;
    Id m_suite = 0;
    std::optional<Time> m_from;
    std::optional<Time> m_until;
};

} // namespace punchcard::hub
