// SPDX-License-Identifier: MIT
#include "core/hub/commits.h"
#include "core/hub/jobtokens.h"
#include "core/hub/routes.h"
#include "core/hub/runmaker.h"

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

struct GitDatabase
{
    State &state;
    const Account &account;
    RunMaker &maker;

    // What GitHub says of all its git database as long as a repository has no commit.
    static std::optional<Answer> refuseEmpty(const Call &call)
    {
        if (!call.repository->isEmpty())
            return std::nullopt;
        return errorAnswer(409, u"Git Repository is empty."_s, u"git"_s);
    }

    [[nodiscard]] std::optional<git::Kind> kindOf(const Call &call, const QString &sha) const
    {
        const std::optional<GitStore::Object> object = state.git().read(call.repository->id, sha);
        return object ? std::optional(object->kind) : std::nullopt;
    }

    Answer createBlob(Call &call) const
    {
        if (std::optional<Answer> refusal = refuseEmpty(call))
            return std::move(*refusal);
        if (!call.body[u"content"].isString())
            return errorAnswer(422, u"Invalid request.\n\n\"content\" wasn't supplied."_s);
        QByteArray content = call.text(u"content"_s).toUtf8();
        const QString encoding = call.body[u"encoding"].toString(u"utf-8"_s);
        if (encoding == "base64"_L1) {
            content.removeIf([](char c) { return c == '\n' || c == '\r' || c == ' '; });
            const auto decoded = QByteArray::fromBase64Encoding(content, QByteArray::AbortOnBase64DecodingErrors);
            if (!decoded)
                return errorAnswer(422, u"content is not valid Base64"_s);
            content = *decoded;
        } else if (encoding != "utf-8"_L1) {
            return errorAnswer(422, u"Invalid encoding: %1"_s.arg(encoding));
        }
        const Result<QString> sha = state.git().write(call.repository->id, git::Kind::Blob, content);
        if (!sha)
            return errorAnswer(500, sha.error().sentence());
        return jsonAnswer(QJsonObject{{u"sha"_s, *sha}, {u"url"_s, call.views.api(*call.repository) + u"/git/blobs/"_s + *sha}}, 201);
    }

    Answer blob(Call &call) const
    {
        const QString sha = call.parameter(u"sha"_s);
        const std::optional<GitStore::Object> object = state.git().read(call.repository->id, sha);
        if (!object || object->kind != git::Kind::Blob)
            return notFound();
        if (call.request.header("accept").contains("raw"))
            return Answer{.body = object->content, .contentType = "application/vnd.github.raw+json; charset=utf-8"};
        return jsonAnswer(call.views.blob(*call.repository, sha, object->content));
    }

    Answer createTree(Call &call) const
    {
        if (std::optional<Answer> refusal = refuseEmpty(call))
            return std::move(*refusal);
        const Id id = call.repository->id;
        QString base = call.text(u"base_tree"_s);
        if (!base.isEmpty()) {
            // A commit's name is taken for its tree's.
            if (const std::optional<git::Commit> commit = state.git().commit(id, base))
                base = commit->tree;
            if (!state.git().has(id, base, git::Kind::Tree))
                return errorAnswer(422, u"base_tree is not a valid tree oid"_s);
        }
        if (!call.body[u"tree"].isArray())
            return errorAnswer(422, u"Invalid request.\n\n\"tree\" wasn't supplied."_s);
        TreeEditor tree(state.git(), id, base);
        const QJsonArray entries = call.body[u"tree"].toArray();
        for (const QJsonValue entry : entries) {
            if (std::optional<Answer> refusal = place(tree, id, entry.toObject()))
                return std::move(*refusal);
        }
        const Result<QString> sha = tree.write();
        if (!sha)
            return errorAnswer(500, sha.error().sentence());
        return jsonAnswer(treeView(call, *sha, false), 201);
    }

    std::optional<Answer> place(TreeEditor &tree, Id id, const QJsonObject &entry) const
    {
        const QString path = entry[u"path"].toString();
        const uint mode = entry[u"mode"].toString().toUInt(nullptr, 8);
        if (!git::isSafePath(path))
            return errorAnswer(422, u"tree.path contains a malformed path component"_s);
        if (entry[u"sha"].isNull() && entry.contains(u"sha"_s) && !entry.contains(u"content"_s)) {
            if (!tree.remove(path))
                return errorAnswer(422, u"GitRPC::BadObjectState"_s);
            return std::nullopt;
        }
        if (mode != 0100644 && mode != 0100755 && mode != 0120000 && mode != 0040000)
            return errorAnswer(422, u"Must supply a valid tree.mode"_s);
        QString sha = entry[u"sha"].toString();
        if (!sha.isEmpty() && entry.contains(u"content"_s))
            return errorAnswer(422, u"Must supply either tree.sha or tree.content, not both"_s);
        if (sha.isEmpty()) {
            const Result<QString> written = state.git().write(id, git::Kind::Blob, entry[u"content"].toString().toUtf8());
            if (!written)
                return errorAnswer(500, written.error().sentence());
            sha = *written;
        } else if (!state.git().has(id, sha, mode == 0040000 ? git::Kind::Tree : git::Kind::Blob)) {
            return errorAnswer(422, u"tree.sha %1 is not a valid %2"_s.arg(sha, mode == 0040000 ? u"tree"_s : u"blob"_s));
        }
        tree.set(path, mode, sha);
        return std::nullopt;
    }

    [[nodiscard]] QJsonObject treeView(const Call &call, const QString &sha, bool recursive) const
    {
        const QString root = call.views.api(*call.repository) + u"/git/"_s;
        QJsonArray list;
        const auto add = [&](const QString &path, const git::TreeEntry &entry) {
            QJsonObject json{{u"path"_s, path},
                             {u"mode"_s, u"%1"_s.arg(entry.mode, 6, 8, QChar(u'0'))},
                             {u"type"_s, entry.isTree() ? u"tree"_s : u"blob"_s},
                             {u"sha"_s, entry.sha},
                             {u"url"_s, root + (entry.isTree() ? u"trees/"_s : u"blobs/"_s) + entry.sha}};
            list.append(json);
        };
        if (recursive) {
            const QMap<QString, git::TreeEntry> files = state.git().files(call.repository->id, sha);
            for (auto it = files.begin(); it != files.end(); ++it)
                add(it.key(), it.value());
        } else {
            for (const git::TreeEntry &entry : state.git().tree(call.repository->id, sha))
                add(entry.name, entry);
        }
        return {{u"sha"_s, sha}, {u"url"_s, root + u"trees/"_s + sha}, {u"tree"_s, list}, {u"truncated"_s, false}};
    }

    Answer tree(Call &call) const
    {
        QString sha = call.parameter(u"sha"_s);
        sha = call.repository->refs.value(u"refs/heads/"_s + sha, sha);
        if (const std::optional<git::Commit> commit = state.git().commit(call.repository->id, sha))
            sha = commit->tree;
        if (!state.git().has(call.repository->id, sha, git::Kind::Tree))
            return notFound();
        return jsonAnswer(treeView(call, sha, call.request.query.hasQueryItem(u"recursive"_s)));
    }

    Answer createCommit(Call &call) const
    {
        if (std::optional<Answer> refusal = refuseEmpty(call))
            return std::move(*refusal);
        const Id id = call.repository->id;
        git::Commit commit{.tree = call.text(u"tree"_s), .message = call.text(u"message"_s)};
        if (!call.body[u"message"].isString())
            return errorAnswer(422, u"Invalid request.\n\n\"message\" wasn't supplied."_s);
        if (!state.git().has(id, commit.tree, git::Kind::Tree))
            return errorAnswer(422, u"Tree SHA does not exist"_s);
        const QJsonArray parents = call.body[u"parents"].toArray();
        for (const QJsonValue parent : parents) {
            if (!state.git().has(id, parent.toString(), git::Kind::Commit))
                return errorAnswer(422, u"Parent SHA does not exist or is not a commit object"_s);
            commit.parents.append(parent.toString());
        }
        const auto author = signatureFrom(call.body[u"author"], defaultSignature(account, state.now()));
        const auto committer = author ? signatureFrom(call.body[u"committer"], *author) : std::nullopt;
        if (!committer)
            return errorAnswer(422, u"Invalid request.\n\nThe date of author or committer is not an ISO 8601 time."_s);
        commit.author = *author;
        commit.committer = *committer;
        const Result<QString> sha = state.git().write(id, git::Kind::Commit, git::commitContent(commit));
        if (!sha)
            return errorAnswer(500, sha.error().sentence());
        return jsonAnswer(call.views.gitCommit(*call.repository, *sha, commit), 201);
    }

    Answer commit(Call &call) const
    {
        if (std::optional<Answer> refusal = refuseEmpty(call))
            return std::move(*refusal);
        const QString sha = call.parameter(u"sha"_s);
        const std::optional<git::Commit> found = state.git().commit(call.repository->id, sha);
        return found ? jsonAnswer(call.views.gitCommit(*call.repository, sha, *found)) : notFound();
    }

    Answer reference(Call &call) const
    {
        if (std::optional<Answer> refusal = refuseEmpty(call))
            return std::move(*refusal);
        const QString ref = u"refs/"_s + call.parameter(u"ref"_s);
        const QString sha = call.repository->refs.value(ref);
        return sha.isEmpty() ? notFound() : jsonAnswer(call.views.reference(*call.repository, ref, sha));
    }

    Answer matchingReferences(Call &call, const QString &prefix) const
    {
        if (std::optional<Answer> refusal = refuseEmpty(call))
            return std::move(*refusal);
        QStringList names = call.repository->refs.keys();
        names.removeIf([&prefix](const QString &name) { return !name.startsWith(prefix); });
        QJsonArray list;
        for (const QString &name : Page::of(call.request).slice(names))
            list.append(call.views.reference(*call.repository, name, call.repository->refs.value(name)));
        Answer answer = jsonAnswer(list);
        addLinks(answer, call, Page::of(call.request), names.size());
        return answer;
    }

    Answer createReference(Call &call) const
    {
        if (std::optional<Answer> refusal = refuseEmpty(call))
            return std::move(*refusal);
        const QString ref = call.text(u"ref"_s);
        const QString sha = call.text(u"sha"_s);
        if (!(ref.startsWith("refs/heads/"_L1) || ref.startsWith("refs/tags/"_L1)) || !git::isSafePath(ref) || ref.contains(u' '))
            return errorAnswer(422, u"%1 is not a valid ref name."_s.arg(ref));
        if (kindOf(call, sha) != git::Kind::Commit)
            return errorAnswer(422, u"Object does not exist"_s);
        if (call.repository->refs.contains(ref))
            return errorAnswer(422, u"Reference already exists"_s);
        if (call.grant && maker.changesWorkflows(*call.repository, ref, sha))
            return notAccessible();
        maker.moveRef(*call.repository, ref, sha, call.grant ? RunMaker::By::Job : RunMaker::By::Owner);
        return jsonAnswer(call.views.reference(*call.repository, ref, sha), 201);
    }

    Answer updateReference(Call &call) const
    {
        if (std::optional<Answer> refusal = refuseEmpty(call))
            return std::move(*refusal);
        const QString ref = u"refs/"_s + call.parameter(u"ref"_s);
        const QString sha = call.text(u"sha"_s);
        const QString before = call.repository->refs.value(ref);
        if (before.isEmpty())
            return errorAnswer(422, u"Reference does not exist"_s);
        if (kindOf(call, sha) != git::Kind::Commit)
            return errorAnswer(422, u"Object does not exist"_s);
        if (!call.body[u"force"].toBool() && !state.git().isAncestor(call.repository->id, before, sha))
            return errorAnswer(422, u"Update is not a fast forward"_s);
        if (call.grant && maker.changesWorkflows(*call.repository, ref, sha))
            return notAccessible();
        maker.moveRef(*call.repository, ref, sha, call.grant ? RunMaker::By::Job : RunMaker::By::Owner);
        return jsonAnswer(call.views.reference(*call.repository, ref, sha));
    }

    Answer deleteReference(Call &call) const
    {
        if (std::optional<Answer> refusal = refuseEmpty(call))
            return std::move(*refusal);
        const QString ref = u"refs/"_s + call.parameter(u"ref"_s);
        if (!call.repository->refs.contains(ref))
            return errorAnswer(422, u"Reference does not exist"_s);
        if (ref == "refs/heads/"_L1 + call.repository->defaultBranch)
            return errorAnswer(422, u"Cannot delete the default branch"_s);
        call.repository->refs.remove(ref);
        state.save(*call.repository);
        return emptyAnswer(204);
    }

    Answer branch(Call &call) const
    {
        const QString name = call.parameter(u"branch"_s);
        const QString sha = call.repository->refs.value(u"refs/heads/"_s + name);
        if (sha.isEmpty())
            return errorAnswer(404, u"Branch not found"_s);
        return jsonAnswer(QJsonObject{{u"name"_s, name}, {u"commit"_s, QJsonObject{{u"sha"_s, sha}}}, {u"protected"_s, false}});
    }
};

} // namespace

void addGitRoutes(Router &router, State &state, const Account &account, RunMaker &maker)
{
    const auto git = std::make_shared<GitDatabase>(state, account, maker);
    const QString repository = u"/repos/{owner}/{repo}"_s;
    const QString root = repository + u"/git"_s;
    router.add("POST", root + u"/blobs"_s, [git](Call &call) { return git->createBlob(call); });
    router.add("GET", root + u"/blobs/{sha}"_s, [git](Call &call) { return git->blob(call); });
    router.add("POST", root + u"/trees"_s, [git](Call &call) { return git->createTree(call); });
    router.add("GET", root + u"/trees/{sha}"_s, [git](Call &call) { return git->tree(call); });
    router.add("POST", root + u"/commits"_s, [git](Call &call) { return git->createCommit(call); });
    router.add("GET", root + u"/commits/{sha}"_s, [git](Call &call) { return git->commit(call); });
    router.add("GET", root + u"/ref/{ref*}"_s, [git](Call &call) { return git->reference(call); });
    router.add("GET", root + u"/refs"_s, [git](Call &call) { return git->matchingReferences(call, u"refs/"_s); });
    router.add("GET", root + u"/matching-refs/{ref*}"_s,
               [git](Call &call) { return git->matchingReferences(call, u"refs/"_s + call.parameter(u"ref"_s)); });
    router.add("POST", root + u"/refs"_s, [git](Call &call) { return git->createReference(call); });
    router.add("PATCH", root + u"/refs/{ref*}"_s, [git](Call &call) { return git->updateReference(call); });
    router.add("DELETE", root + u"/refs/{ref*}"_s, [git](Call &call) { return git->deleteReference(call); });
    router.add("GET", repository + u"/branches/{branch*}"_s, [git](Call &call) { return git->branch(call); });
}

} // namespace punchcard::hub
