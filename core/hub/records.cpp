// SPDX-License-Identifier: MIT
#include "core/hub/records.h"

namespace punchcard::hub {

using namespace Qt::StringLiterals;

QString statusName(Status status)
{
    switch (status) {
    case Status::Queued: return u"queued"_s;
    case Status::Pending: return u"pending"_s;
    case Status::InProgress: return u"in_progress"_s;
    case Status::Completed: break;
    }
    return u"completed"_s;
}

QString RunRecord::branch() const
{
    const qsizetype prefix = ref.startsWith("refs/heads/"_L1) ? 11 : ref.startsWith("refs/tags/"_L1) ? 10 : 0;
    return ref.mid(prefix);
}

const AttemptRecord *RunRecord::attempt(int wanted) const
{
    for (const AttemptRecord &each : attempts) {
        if (each.number == wanted)
            return &each;
    }
    return nullptr;
}

} // namespace punchcard::hub
