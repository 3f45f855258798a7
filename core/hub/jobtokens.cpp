// SPDX-License-Identifier: MIT
#include "core/hub/jobtokens.h"

#include "core/hub/router.h"
#include "core/workflow/expressions.h"

#include <QCryptographicHash>

#include <sodium.h>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

using Right = JobGrant::Right;

QByteArray hashOf(const QByteArray &token)
{
    return QCryptographicHash::hash(token, QCryptographicHash::Sha256);
}

Right rightOf(const workflow::Entries &permissions, const QString &name)
{
    QString word;
    for (const auto &[key, value] : permissions) {
        if (key == name || key == "*"_L1)
            word = workflow::asText(value);
    }
    if (word == "write"_L1 || word == "write-all"_L1)
        return Right::Write;
    return word == "read"_L1 || word == "read-all"_L1 ? Right::Read : Right::None;
}

// Which right the route below the repository asks for; nullopt: one that no job has.
std::optional<Right> needed(const JobGrant &grant, const QStringList &route, bool reads, Right &held)
{
    const QString &area = route.constFirst();
    held = Right::Read;
    if (area.isEmpty())
        return reads ? std::optional(Right::Read) : std::nullopt; // the repository itself: whoever is in it may see it
    if (area == "contents"_L1 || area == "git"_L1 || (area == "branches"_L1 && reads)) {
        held = grant.contents;
        return reads ? Right::Read : Right::Write;
    }
    const QString &part = route.value(1);
    if (area != "actions"_L1 || !(part == "runs"_L1 || part == "jobs"_L1 || part == "artifacts"_L1 || part == "workflows"_L1))
        return std::nullopt; // secrets, settings, runners
    held = grant.actions;
    return reads ? Right::Read : Right::Write;
}

} // namespace

Answer notAccessible()
{
    return errorAnswer(403, u"Resource not accessible by integration"_s);
}

JobGrant JobGrant::of(Id job, Id repository, const workflow::Entries &file, const workflow::Entries &own)
{
    // The job's replace the file's as a whole; what they do not name is not given.
    const workflow::Entries &permissions = own.isEmpty() ? file : own;
    JobGrant grant{.job = job, .repository = repository};
    if (permissions.isEmpty()) {
        grant.contents = Right::Read;
        return grant;
    }
    grant.contents = rightOf(permissions, u"contents"_s);
    grant.actions = rightOf(permissions, u"actions"_s);
    return grant;
}

std::optional<Answer> JobGrant::refusal(const Call &call) const
{
    static const QStringList open = {u"/"_s, u"/rate_limit"_s, u"/versions"_s, u"/meta"_s};
    if (call.request.reads() && open.contains(call.path))
        return std::nullopt;
    if (!call.repository)
        return notAccessible();
    if (call.repository->id != repository)
        return notFound();
    QStringList route = call.path.split(u'/').mid(4); // "", "repos", owner, name
    if (route.isEmpty())
        route.append(QString());
    Right held = Right::None;
    const std::optional<Right> wanted = needed(*this, route, call.request.reads(), held);
    if (!wanted || held < *wanted)
        return notAccessible();
    return std::nullopt;
}

SecretString JobTokens::issue(const JobGrant &grant)
{
    QByteArray bytes(20, '\0');
    randombytes_buf(bytes.data(), size_t(bytes.size()));
    QByteArray token = "ghs_" + bytes.toHex();
    wipe(bytes);
    m_grants.insert_or_assign(hashOf(token), grant);
    return SecretString(std::move(token));
}

void JobTokens::revoke(Id job)
{
    std::erase_if(m_grants, [job](const auto &each) { return each.second.job == job; });
}

const JobGrant *JobTokens::find(const QByteArray &token) const
{
    const auto found = m_grants.find(hashOf(token));
    return found == m_grants.end() ? nullptr : &found->second;
}

} // namespace punchcard::hub
