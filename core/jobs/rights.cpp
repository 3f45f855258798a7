// SPDX-License-Identifier: MIT
#include "core/jobs/rights.h"

#include "core/accounts/signin.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct RightsText
{
    Q_DECLARE_TR_FUNCTIONS(Rights)
};

} // namespace

bool lacksOnlyDeleting(const JobSpec &spec, const Capabilities &rights)
{
    return rights.mayRunJobs && !rights.mayDelete && spec.housing == Housing::Repository && spec.deleteHouse;
}

Result<> checkRights(const JobSpec &spec, const Account &account, const Capabilities &rights)
{
    if (account.isThisComputer() || !rights.isKnown)
        return {};
    const bool isOnlyDeleting = lacksOnlyDeleting(spec, rights);
    const auto lack = std::ranges::find_if(
        rights.lacks, [isOnlyDeleting](const Lack &one) { return isOnlyDeleting ? one.scope == "delete_repo"_L1 : one.isNeeded; });
    if (lack == rights.lacks.end())
        return {};
    if (!isOnlyDeleting)
        return Error{.kind = Error::Kind::Refused, .what = lack->what, .remedy = lack->remedy, .page = lack->page};
    return Error{.kind = Error::Kind::Refused,
                 .what = RightsText::tr("The token may not delete repositories, so the job's own would stay on the server."),
                 .remedy = RightsText::tr("%1 Or house the job in the standing repository (--standing), or keep its repository "
                                          "(--delete=false).")
                               .arg(lack->remedy),
                 .page = lack->page};
}

Async<Capabilities> askRights(std::shared_ptr<Sessions> sessions, Account account)
{
    const Result<std::shared_ptr<Session>> session = co_await sessions->of(account.id);
    if (!session)
        co_return session.error();
    const Context context;
    const Result<github::User> user = co_await (*session)->client().user(context);
    if (!user)
        co_return user.error();
    co_return capabilities(user->scopes, account, tokenPlace(account));
}

} // namespace punchcard
