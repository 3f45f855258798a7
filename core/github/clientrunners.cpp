// SPDX-License-Identifier: MIT
// What an organisation's machines are.
#include "core/github/caller.h"
#include "core/github/client.h"
#include "core/github/parse.h"

namespace punchcard::github {

using namespace Qt::StringLiterals;

// GET /orgs/ORG/actions/runners and hosted-runners: for admins of it whose token has the scope. 403 or 404 to all others.
Async<QList<OfferedRunner>> Client::runnersAt(QString organisation, QString path, Result<OfferedRunner> (*one)(const QJsonValue &),
                                              Context context)
{
    const Call call{.path = u"/orgs/%1/actions/%2"_s.arg(segment(organisation), path),
                    .query = {{u"per_page"_s, u"100"_s}},
                    .doing = {.deed = Deed::ListRunners, .name = organisation}};
    const Result<Pages> pages = co_await m_caller->pages(call, context);
    if (!pages && (pages.error().status == 403 || pages.error().status == 404) && pages.error().kind != Error::Kind::Throttled)
        co_return QList<OfferedRunner>();
    if (!pages)
        co_return pages.error();
    QList<OfferedRunner> all;
    for (const QJsonValue &page : pages->pages) {
        const Result<QList<OfferedRunner>> some = parse::list(page, u"runners"_s, one);
        if (!some)
            co_return some.error();
        all += *some;
    }
    co_return all;
}

Async<QList<OfferedRunner>> Client::offeredRunners(QString organisation, Context context)
{
    const Result<QList<OfferedRunner>> own = co_await runnersAt(organisation, u"runners"_s, parse::selfHostedRunner, context);
    if (!own)
        co_return own.error();
    const Result<QList<OfferedRunner>> larger = co_await runnersAt(organisation, u"hosted-runners"_s, parse::largerRunner, context);
    if (!larger)
        co_return larger.error();
    co_return *own + *larger;
}

} // namespace punchcard::github
