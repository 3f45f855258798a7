// SPDX-License-Identifier: MIT
#include "app/cli/farewell.h"

#include <QCoreApplication>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct FarewellText
{
    Q_DECLARE_TR_FUNCTIONS(Farewell)
};

} // namespace

Error farewell(const Job &job, Leaving why)
{
    const qint64 id = qint64(job.id);
    switch (why) {
    case Leaving::Interrupted:
        return {.kind = Error::Kind::Cancelled,
                .what = FarewellText::tr("Job %1 is left as it is, and no longer watched. To take it up again:").arg(id),
                .remedy = u"punch resume"_s};
    case Leaving::LimitReached:
        return {.kind = Error::Kind::Cancelled,
                .what = FarewellText::tr("Job %1 goes on, but is no longer watched: --max-attempts is reached. To watch it again:").arg(id),
                .remedy = u"punch wait %1"_s.arg(id)};
    case Leaving::OnItsWay:
        return {.kind = Error::Kind::Cancelled,
                .what = FarewellText::tr("Job %1 is on its way. To watch it:").arg(id),
                .remedy = u"punch wait %1"_s.arg(id)};
    }
    return {};
}

} // namespace punchcard::cli
