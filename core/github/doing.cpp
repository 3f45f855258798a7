// SPDX-License-Identifier: MIT
#include "core/github/doing.h"

#include "core/github/texts.h"
#include "core/http/message.h"

namespace punchcard::github {
namespace {

using namespace Qt::StringLiterals;

} // namespace

QString failureOf(const Doing &doing)
{
    const QString &name = doing.name;
    switch (doing.deed) {
    case Deed::ReadUser: return Github::tr("The account could not be read");
    case Deed::ListOrganisations: return Github::tr("Your organisations could not be listed");
    case Deed::ReadQuota: return Github::tr("The request limits could not be read");
    case Deed::ListRunners: return Github::tr("The runners of “%1” could not be listed").arg(name);
    case Deed::ReadPermissions: return Github::tr("The rules for Actions in “%1” could not be read").arg(name);
    case Deed::CreateRepository: return Github::tr("The repository “%1” could not be created").arg(name);
    case Deed::ReadRepository: return Github::tr("The repository “%1” could not be read").arg(name);
    case Deed::ListRepositories:
        return name.isEmpty() ? Github::tr("Your repositories could not be listed")
                              : Github::tr("The repositories of “%1” could not be listed").arg(name);
    case Deed::DeleteRepository: return Github::tr("The repository “%1” could not be deleted").arg(name);
    case Deed::PutFile: return Github::tr("The file “%1” could not be written to the repository").arg(name);
    case Deed::Upload: return Github::tr("The job's files could not be uploaded to “%1”").arg(name);
    case Deed::ReadCommit: return Github::tr("The commit %1 could not be read").arg(name);
    case Deed::ReadFile: return Github::tr("The file “%1” could not be read").arg(name);
    case Deed::ReadRef: return Github::tr("The branch “%1” could not be read").arg(name);
    case Deed::ListBranches: return Github::tr("The branches of “%1” could not be listed").arg(name);
    case Deed::WriteRef: return Github::tr("The branch “%1” could not be pushed").arg(name);
    case Deed::DeleteRef: return Github::tr("The branch “%1” could not be deleted").arg(name);
    case Deed::ReadKey: return Github::tr("The key for the secrets of “%1” could not be read").arg(name);
    case Deed::PutSecret: return Github::tr("The secret “%1” could not be set").arg(name);
    case Deed::DeleteSecret: return Github::tr("The secret “%1” could not be deleted").arg(name);
    case Deed::ListSecrets: return Github::tr("The secrets of “%1” could not be listed").arg(name);
    case Deed::ListRuns: return Github::tr("The runs of “%1” could not be listed").arg(name);
    case Deed::ReadRun: return Github::tr("The run %1 could not be read").arg(name);
    case Deed::ListJobs: return Github::tr("The steps of run %1 could not be read").arg(name);
    case Deed::ListAnnotations: return Github::tr("GitHub's notes on job %1 could not be read").arg(name);
    case Deed::CancelRun: return Github::tr("The run %1 could not be cancelled").arg(name);
    case Deed::DeleteRun: return Github::tr("The run %1 could not be deleted").arg(name);
    case Deed::Rerun: return Github::tr("The run %1 could not be started again").arg(name);
    case Deed::Dispatch: return Github::tr("The workflow “%1” could not be started").arg(name);
    case Deed::SaveLog: return Github::tr("The log of %1 could not be fetched").arg(name);
    case Deed::ListArtifacts: return Github::tr("The artifacts of run %1 could not be listed").arg(name);
    case Deed::SaveArtifact: return Github::tr("The artifact “%1” could not be fetched").arg(name);
    }
    return {};
}

QUrl webRoot(const QUrl &root)
{
    if (root.isEmpty() || http::isLoopback(root))
        return {};
    QUrl web;
    web.setScheme(root.scheme());
    web.setPort(root.port());
    // api.github.com and api.TENANT.ghe.com; an Enterprise Server has its API below its pages.
    const bool cloud = root.host() == u"api.github.com"_s || (root.host().startsWith(u"api."_s) && root.host().endsWith(u".ghe.com"_s));
    web.setHost(cloud ? root.host().mid(4) : root.host());
    web.setPath(u"/"_s);
    return web;
}

} // namespace punchcard::github
