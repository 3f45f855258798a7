// SPDX-License-Identifier: MIT
#include "core/hub/commits.h"
#include "core/hub/jobtokens.h"
#include "core/hub/routes.h"
#include "core/hub/runmaker.h"

#include <QUrl>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

struct Contents
{
    State &state;
    const Account &account;
    RunMaker &maker;

    [[nodiscard]] QJsonObject view(const Call &call, const QString &path, const git::TreeEntry &entry, const QString &ref,
                                   qint64 size) const
    {
        const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(path, "/"));
        const QString api = call.views.api(*call.repository);
        const QString url = api + u"/contents/"_s + encoded + u"?ref="_s + QString::fromLatin1(QUrl::toPercentEncoding(ref));
        const QString git = api + (entry.isTree() ? u"/git/trees/"_s : u"/git/blobs/"_s) + entry.sha;
        const QString page = call.views.web(*call.repository) + (entry.isTree() ? u"/tree/"_s : u"/blob/"_s);
        const QString shown = QString::fromLatin1(QUrl::toPercentEncoding(ref, "/")) + u'/' + encoded;
        return {{u"name"_s, path.section(u'/', -1)},
                {u"path"_s, path},
                {u"sha"_s, entry.sha},
                {u"size"_s, size},
                {u"url"_s, url},
                {u"html_url"_s, QString(page + shown)},
                {u"git_url"_s, git},
                {u"download_url"_s, entry.isTree() ? QJsonValue() : QJsonValue(call.views.web(*call.repository) + u"/raw/"_s + shown)},
                {u"type"_s,
                 entry.isTree()              ? u"dir"_s
                     : entry.mode == 0120000 ? u"symlink"_s
                                             : u"file"_s},
                {u"_links"_s, QJsonObject{{u"self"_s, url}, {u"git"_s, git}, {u"html"_s, QString(page + shown)}}}};
    }

    // A branch, a tag, a full ref or a commit's name; empty: the default branch.
    [[nodiscard]] QString resolve(const RepositoryRecord &repository, const QString &name) const
    {
        const QString wanted = name.isEmpty() ? repository.defaultBranch : name;
        for (const QString &ref : {u"refs/heads/"_s + wanted, u"refs/tags/"_s + wanted, wanted}) {
            if (repository.refs.contains(ref))
                return repository.refs.value(ref);
        }
        return state.git().has(repository.id, wanted, git::Kind::Commit) ? wanted : QString();
    }

    Answer get(Call &call) const
    {
        const RepositoryRecord &repository = *call.repository;
        QString path = call.parameter(u"path"_s);
        while (path.endsWith(u'/'))
            path.chop(1);
        if (repository.isEmpty())
            return errorAnswer(404, u"This repository is empty."_s, u"repos/contents#get-repository-content"_s);
        const QString ref = call.request.item(u"ref"_s);
        const std::optional<git::Commit> commit = state.git().commit(repository.id, resolve(repository, ref));
        if (!commit)
            return errorAnswer(404, u"No commit found for the ref %1"_s.arg(ref), u"repos/contents#get-repository-content"_s);
        const auto entry = path.isEmpty() ? std::optional(git::TreeEntry{.mode = 0040000, .sha = commit->tree})
                                          : state.git().find(repository.id, commit->tree, path);
        if (!entry)
            return notFound();
        const QString shownRef = ref.isEmpty() ? repository.defaultBranch : ref;
        if (entry->isTree())
            return folder(call, path, entry->sha, shownRef);
        const std::optional<GitStore::Object> blob = state.git().read(repository.id, entry->sha);
        if (!blob)
            return errorAnswer(500, u"Server Error"_s);
        if (call.request.header("accept").contains("raw"))
            return Answer{.body = blob->content, .contentType = "application/vnd.github.raw+json; charset=utf-8"};
        QJsonObject json = view(call, path, *entry, shownRef, blob->content.size());
        const bool isSmall = blob->content.size() <= (1 << 20);
        json.insert(u"content"_s, isSmall ? QString::fromLatin1(blob->content.toBase64()) : QString());
        json.insert(u"encoding"_s, isSmall ? u"base64"_s : u"none"_s);
        return jsonAnswer(json);
    }

    Answer folder(Call &call, const QString &path, const QString &tree, const QString &ref) const
    {
        QJsonArray list;
        // GitHub lists a thousand and stops.
        const QList<git::TreeEntry> entries = state.git().tree(call.repository->id, tree).mid(0, 1000);
        for (const git::TreeEntry &entry : entries) {
            const std::optional<GitStore::Object> object = entry.isTree() ? std::nullopt : state.git().read(call.repository->id, entry.sha);
            list.append(
                view(call, path.isEmpty() ? entry.name : path + u'/' + entry.name, entry, ref, object ? object->content.size() : 0));
        }
        return jsonAnswer(list);
    }

    Answer put(Call &call) const
    {
        RepositoryRecord &repository = *call.repository;
        const QString path = call.parameter(u"path"_s);
        if (!git::isSafePath(path))
            return errorAnswer(422, u"path contains a malformed path component"_s);
        for (const QString &needed : {u"message"_s, u"content"_s}) {
            if (!call.body[needed].isString())
                return errorAnswer(422, u"Invalid request.\n\n\"%1\" wasn't supplied."_s.arg(needed));
        }
        QByteArray text = call.text(u"content"_s).toLatin1();
        text.removeIf([](char c) { return c == '\n' || c == '\r' || c == ' '; });
        const auto content = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
        if (!content)
            return errorAnswer(422, u"content is not valid Base64"_s);
        const Result<QString> blob = state.git().write(repository.id, git::Kind::Blob, *content);
        if (!blob)
            return errorAnswer(500, blob.error().sentence());
        return change(call, path, git::TreeEntry{.mode = 0100644, .name = path.section(u'/', -1), .sha = *blob}, (*content).size());
    }

    Answer remove(Call &call) const
    {
        if (!call.body[u"message"].isString())
            return errorAnswer(422, u"Invalid request.\n\n\"message\" wasn't supplied."_s);
        return change(call, call.parameter(u"path"_s), std::nullopt, 0);
    }

    // Puts an entry at the path, or takes it away, as a commit on the branch.
    Answer change(Call &call, const QString &path, std::optional<git::TreeEntry> entry, qint64 size) const
    {
        RepositoryRecord &repository = *call.repository;
        const QString branch = call.text(u"branch"_s).isEmpty() ? repository.defaultBranch : call.text(u"branch"_s);
        const QString ref = branch.startsWith("refs/heads/"_L1) ? branch : u"refs/heads/"_s + branch;
        const QString head = repository.refs.value(ref);
        if (!git::isSafePath(ref) || (head.isEmpty() && !repository.isEmpty()))
            return errorAnswer(404, u"Branch %1 not found"_s.arg(branch), u"repos/contents#create-or-update-file-contents"_s);
        const std::optional<git::Commit> before = state.git().commit(repository.id, head);
        const QString base = before ? before->tree : QString();
        const std::optional<git::TreeEntry> there = base.isEmpty() ? std::nullopt : state.git().find(repository.id, base, path);
        const QString known = call.text(u"sha"_s);
        if (there && known.isEmpty())
            return errorAnswer(422, u"Invalid request.\n\n\"sha\" wasn't supplied."_s);
        if (!there && !entry)
            return notFound();
        if (there && known != there->sha)
            return errorAnswer(409, u"%1 does not match %2"_s.arg(path, known));
        if (there && entry && there->mode == 0100755)
            entry->mode = 0100755;

        const auto committer = signatureFrom(call.body[u"committer"], defaultSignature(account, state.now()));
        const auto author = committer ? signatureFrom(call.body[u"author"], *committer) : std::nullopt;
        if (!author)
            return errorAnswer(422, u"Invalid request.\n\nThe date of author or committer is not an ISO 8601 time."_s);
        TreeEditor tree(state.git(), repository.id, base);
        if (entry)
            tree.set(path, entry->mode, entry->sha);
        else
            tree.remove(path);
        const Result<QString> root = tree.write();
        if (!root)
            return errorAnswer(500, root.error().sentence());
        git::Commit commit{.tree = *root, .author = *author, .committer = *committer, .message = call.text(u"message"_s)};
        if (before)
            commit.parents.append(head);
        const Result<QString> sha = state.git().write(repository.id, git::Kind::Commit, git::commitContent(commit));
        if (!sha)
            return errorAnswer(500, sha.error().sentence());
        if (call.grant && maker.changesWorkflows(repository, ref, *sha))
            return notAccessible();
        maker.moveRef(repository, ref, *sha, call.grant ? RunMaker::By::Job : RunMaker::By::Owner);
        const QJsonValue shown = entry ? QJsonValue(view(call, path, *entry, branch, size)) : QJsonValue();
        return jsonAnswer(QJsonObject{{u"content"_s, shown}, {u"commit"_s, call.views.gitCommit(repository, *sha, commit)}},
                          entry && !there ? 201 : 200);
    }
};

} // namespace

void addContentsRoutes(Router &router, State &state, const Account &account, RunMaker &maker)
{
    const auto contents = std::make_shared<Contents>(state, account, maker);
    const QString path = u"/repos/{owner}/{repo}/contents/{path*}"_s;
    router.add("GET", u"/repos/{owner}/{repo}/contents"_s, [contents](Call &call) { return contents->get(call); });
    router.add("GET", path, [contents](Call &call) { return contents->get(call); });
    router.add("PUT", path, [contents](Call &call) { return contents->put(call); });
    router.add("DELETE", path, [contents](Call &call) { return contents->remove(call); });
}

} // namespace punchcard::hub
