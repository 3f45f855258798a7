// SPDX-License-Identifier: MIT
#include "core/hub/commits.h"
#include "core/hub/routes.h"
#include "core/hub/runmaker.h"
#include "core/hub/scheduler.h"

#include <QRegularExpression>

#include <sodium.h>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

const QString createPage = u"repos/repos#create-a-repository-for-the-authenticated-user"_s;

// GitHub makes such a name of whatever it is given.
QString cleanName(QString name)
{
    static const QRegularExpression others(u"[^A-Za-z0-9._-]+"_s);
    return name.replace(others, u"-"_s).left(100);
}

void makeKeys(RepositoryRecord &repository)
{
    repository.publicKey.resize(crypto_box_PUBLICKEYBYTES);
    repository.secretKey.resize(crypto_box_SECRETKEYBYTES);
    crypto_box_keypair(reinterpret_cast<unsigned char *>(repository.publicKey.data()),
                       reinterpret_cast<unsigned char *>(repository.secretKey.data()));
    repository.keyId = QString::number(3'380'000'000'000'000'000 + qint64(randombytes_random()));
}

bool isName(const QString &name)
{
    return !name.isEmpty() && name != "."_L1 && name != ".."_L1;
}

// The old name leads to it from now on.
std::optional<Answer> rename(State &state, RepositoryRecord &record, const QString &name)
{
    const RepositoryRecord *const taken = state.repository(record.owner, name);
    if (!isName(name) || (taken && taken->id != record.id)) {
        return invalid(u"Repository rename failed."_s,
                       {.resource = u"Repository"_s,
                        .code = u"custom"_s,
                        .field = u"name"_s,
                        .message = isName(name) ? u"name already exists on this account"_s : u"name is not valid"_s});
    }
    record.formerNames.append(record.fullName());
    record.name = name;
    record.formerNames.removeAll(record.fullName());
    return std::nullopt;
}

struct Creation
{
    State &state;
    const Account &account;
    RunMaker &maker;

    Answer create(Call &call, const QString &owner, bool organisation)
    {
        const QString name = cleanName(call.text(u"name"_s).trimmed());
        if (!isName(name)) {
            return invalid(u"Repository creation failed."_s, {.resource = u"Repository"_s, .code = u"missing_field"_s, .field = u"name"_s},
                           createPage);
        }
        if (state.repository(owner, name)) {
            return invalid(
                u"Repository creation failed."_s,
                {.resource = u"Repository"_s, .code = u"custom"_s, .field = u"name"_s, .message = u"name already exists on this account"_s},
                createPage);
        }
        const QString visibility = call.text(u"visibility"_s);
        RepositoryRecord record{.owner = owner,
                                .name = name,
                                .ownedByOrganisation = organisation,
                                .isPrivate = call.body[u"private"].toBool() || visibility == "private"_L1,
                                .description = call.text(u"description"_s),
                                .createdAt = state.now(),
                                .updatedAt = state.now(),
                                .pushedAt = state.now()};
        makeKeys(record);
        RepositoryRecord &repository = state.add(std::move(record));
        if (call.body[u"auto_init"].toBool()) {
            if (const Result<> begun = writeReadme(repository); !begun)
                return errorAnswer(500, begun.error().sentence());
        }
        Answer answer = jsonAnswer(call.views.repository(repository), 201);
        answer.headers.append(QHttpHeaders::WellKnownHeader::Location, call.views.api(repository).toLatin1());
        return answer;
    }

    Result<> writeReadme(RepositoryRecord &repository)
    {
        QByteArray text = "# " + repository.name.toUtf8();
        if (!repository.description.isEmpty())
            text += '\n' + repository.description.toUtf8();
        const Result<QString> blob = state.git().write(repository.id, git::Kind::Blob, text);
        if (!blob)
            return blob.error();
        TreeEditor tree(state.git(), repository.id, {});
        tree.set(u"README.md"_s, 0100644, *blob);
        const Result<QString> root = tree.write();
        if (!root)
            return root.error();
        const git::Signature who = defaultSignature(account, state.now());
        const git::Commit commit{.tree = *root, .author = who, .committer = who, .message = u"Initial commit"_s};
        const Result<QString> sha = state.git().write(repository.id, git::Kind::Commit, git::commitContent(commit));
        if (!sha)
            return sha.error();
        maker.moveRef(repository, u"refs/heads/"_s + repository.defaultBranch, *sha);
        return {};
    }
};

} // namespace

void addRepositoryRoutes(Router &router, State &state, const Account &account, RunMaker &maker, Scheduler &scheduler)
{
    const auto creation = std::make_shared<Creation>(state, account, maker);
    router.add("POST", u"/user/repos"_s, [creation](Call &call) { return creation->create(call, creation->account.login, false); });
    router.add("POST", u"/orgs/{org}/repos"_s, [creation](Call &call) {
        const QStringList &known = creation->account.organisations;
        const qsizetype index = known.indexOf(call.parameter(u"org"_s), 0, Qt::CaseInsensitive);
        return index < 0 ? notFound() : creation->create(call, known.at(index), true);
    });

    const QString repository = u"/repos/{owner}/{repo}"_s;
    router.add("GET", repository, [](Call &call) { return jsonAnswer(call.views.repository(*call.repository)); });
    router.add("PATCH", repository, [&state](Call &call) {
        RepositoryRecord &record = *call.repository;
        if (call.body.contains(u"name"_s)) {
            if (std::optional<Answer> refusal = rename(state, record, cleanName(call.text(u"name"_s).trimmed())))
                return std::move(*refusal);
        }
        if (call.body.contains(u"description"_s))
            record.description = call.text(u"description"_s);
        if (call.body.contains(u"private"_s))
            record.isPrivate = call.body[u"private"].toBool();
        record.updatedAt = state.now();
        state.save(record);
        return jsonAnswer(call.views.repository(record));
    });
    router.add("DELETE", repository, [&state, &scheduler](Call &call) {
        const Id id = call.repository->id;
        for (const RunRecord *run : state.runs(id))
            scheduler.forget(run->id);
        state.removeRepository(id);
        return emptyAnswer(204);
    });
}

} // namespace punchcard::hub
