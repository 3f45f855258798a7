// SPDX-License-Identifier: MIT
// What a repository holds: files, blobs, trees, commits, branches, secrets.
#include "core/base/onpool.h"
#include "core/github/caller.h"
#include "core/github/client.h"
#include "core/github/parse.h"

#include <QCryptographicHash>
#include <QJsonArray>

namespace punchcard::github {
namespace {

using namespace Qt::StringLiterals;

// Branches and paths keep their slashes.
QString slashed(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text, "/"));
}

QString blobSha(const QByteArray &content)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData("blob " + QByteArray::number(content.size()) + '\0');
    hash.addData(content);
    return QString::fromLatin1(hash.result().toHex());
}

QJsonObject signatureJson(const Signature &signature)
{
    return {{u"name"_s, signature.name}, {u"email"_s, signature.email}, {u"date"_s, isoTime(signature.date)}};
}

bool isWorkflowPath(const QString &path)
{
    return path.startsWith(u".github/workflows/"_s);
}

// A refusal that may only mean that it has been done already.
bool mayBeThere(const Error &error)
{
    return error.status == 409 || error.status == 422;
}

} // namespace

// PUT contents/PATH. A second copy is refused (409, 422); the file and the branch's last commit tell whether the first
// was taken.
Async<Commit> Client::putFile(RepoName repo, FilePut file, Context context, Patience patience)
{
    QJsonObject body{{u"message"_s, file.message}, {u"content"_s, QString::fromLatin1(file.content.toBase64())}};
    if (!file.branch.isEmpty())
        body.insert(u"branch"_s, file.branch);
    if (!file.replaces.isEmpty())
        body.insert(u"sha"_s, file.replaces);
    if (file.author)
        body.insert(u"author"_s, signatureJson(*file.author));
    if (file.committer)
        body.insert(u"committer"_s, signatureJson(*file.committer));
    const Doing doing{.deed = Deed::PutFile, .name = file.path, .repo = repo, .writesWorkflow = isWorkflowPath(file.path)};
    const Call put{
        .method = "PUT", .path = repoPath(repo, u"/contents/"_s + slashed(file.path)), .body = body, .doing = doing, .patience = patience};
    const Result<Answer> answer = co_await m_caller->answer(put, context);
    if (answer)
        co_return parse::commit(answer->json.toObject().value(u"commit"_s));
    if (!mayBeThere(answer.error()))
        co_return answer.error();

    QString branch = file.branch;
    if (branch.isEmpty()) {
        const Result<Repository> there = co_await repository(repo, context);
        if (!there)
            co_return there.error();
        branch = there->defaultBranch;
    }
    const Call look{.path = put.path, .query = {{u"ref"_s, branch}}, .doing = doing};
    const Result<Answer> there = co_await m_caller->answer(look, context);
    if (!there || there->json.toObject().value(u"sha"_s).toString() != blobSha(file.content))
        co_return answer.error();
    const Result<Ref> tip = co_await ref(repo, branch, context);
    if (!tip)
        co_return tip.error();
    const Result<Commit> last = co_await commit(repo, tip->sha, context);
    if (last && last->message == file.message)
        co_return last;
    co_return answer.error();
}

Async<Fresh<QStringList>> Client::fileNames(RepoName repo, QString folder, QString branch, Context context)
{
    const Call call{.path = repoPath(repo, u"/contents/"_s + slashed(folder)),
                    .query = {{u"ref"_s, branch}},
                    .doing = {.deed = Deed::ReadFile, .name = folder, .repo = repo},
                    .cached = true};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    Fresh<QStringList> names{.value = {}, .unchanged = answer->unchanged};
    const QJsonArray entries = answer->json.toArray();
    names.value.reserve(entries.size());
    for (const QJsonValue entry : entries)
        names.value.append(entry[u"name"].toString());
    co_return names;
}

Async<QByteArray> Client::fileContent(RepoName repo, QString path, QString branch, Context context)
{
    const Call call{.path = repoPath(repo, u"/contents/"_s + slashed(path)),
                    .query = {{u"ref"_s, branch}},
                    .doing = {.deed = Deed::ReadFile, .name = path, .repo = repo}};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    // GitHub breaks the lines of it.
    co_return QByteArray::fromBase64(answer->json[u"content"].toString().toLatin1());
}

Async<Saved> Client::saveContent(RepoName repo, QString path, QString branch, QString file, Context context)
{
    const Call call{.path = repoPath(repo, u"/contents/"_s + slashed(path)),
                    .query = {{u"ref"_s, branch}},
                    .doing = {.deed = Deed::ReadFile, .name = path, .repo = repo},
                    .accept = "application/vnd.github.raw+json"};
    const http::Download download{.file = file};
    co_return co_await m_caller->save(call, download, context);
}

// Blobs, trees and commits are named by what they hold: a second copy is the same thing.
Async<QString> Client::createBlob(RepoName repo, QByteArray content, Context context, Patience patience)
{
    const auto making = [content]() -> Result<QByteArray> { return R"({"content":")" + content.toBase64() + R"(","encoding":"base64"})"; };
    const Result<QByteArray> body = co_await onPool(context, making);
    if (!body)
        co_return body.error();
    const Call call{.method = "POST",
                    .path = repoPath(repo, u"/git/blobs"_s),
                    .readyBody = *body,
                    .doing = {.deed = Deed::Upload, .name = repo.full(), .repo = repo},
                    .patience = patience};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    co_return parse::sha(answer->json);
}

Async<QString> Client::createTree(RepoName repo, QList<TreeEntry> entries, QString baseTree, Context context, Patience patience)
{
    QJsonArray tree;
    bool writesWorkflow = false;
    for (const TreeEntry &entry : entries) {
        QJsonObject one{{u"path"_s, entry.path}, {u"mode"_s, entry.mode}, {u"type"_s, u"blob"_s}};
        if (entry.content)
            one.insert(u"content"_s, *entry.content);
        else
            one.insert(u"sha"_s, entry.sha);
        tree.append(one);
        writesWorkflow = writesWorkflow || isWorkflowPath(entry.path);
    }
    QJsonObject body{{u"tree"_s, tree}};
    if (!baseTree.isEmpty())
        body.insert(u"base_tree"_s, baseTree);
    const Call call{.method = "POST",
                    .path = repoPath(repo, u"/git/trees"_s),
                    .body = body,
                    .doing = {.deed = Deed::Upload, .name = repo.full(), .repo = repo, .writesWorkflow = writesWorkflow},
                    .patience = patience};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    co_return parse::sha(answer->json);
}

Async<Commit> Client::createCommit(RepoName repo, NewCommit commit, Context context, Patience patience)
{
    const Call call{.method = "POST",
                    .path = repoPath(repo, u"/git/commits"_s),
                    .body = {{u"message"_s, commit.message},
                             {u"tree"_s, commit.tree},
                             {u"parents"_s, QJsonArray::fromStringList(commit.parents)},
                             {u"author"_s, signatureJson(commit.author)},
                             {u"committer"_s, signatureJson(commit.committer)}},
                    .doing = {.deed = Deed::Upload, .name = repo.full(), .repo = repo},
                    .patience = patience};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    co_return parse::commit(answer->json);
}

Async<Commit> Client::commit(RepoName repo, QString sha, Context context)
{
    const Call call{.path = repoPath(repo, u"/git/commits/"_s + segment(sha)),
                    .doing = {.deed = Deed::ReadCommit, .name = sha.left(10), .repo = repo}};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    co_return parse::commit(answer->json);
}

Async<Ref> Client::ref(RepoName repo, QString branch, Context context, Patience patience)
{
    const Call call{.path = repoPath(repo, u"/git/ref/heads/"_s + slashed(branch)),
                    .doing = {.deed = Deed::ReadRef, .name = branch, .repo = repo},
                    .patience = patience};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    co_return parse::ref(answer->json);
}

// GET git/matching-refs; 409 as long as the repository is empty.
Async<QList<Ref>> Client::branches(RepoName repo, QString prefix, Context context)
{
    const Call call{.path = repoPath(repo, u"/git/matching-refs/heads/"_s + slashed(prefix)),
                    .doing = {.deed = Deed::ListBranches, .name = repo.full(), .repo = repo}};
    const Result<Pages> pages = co_await m_caller->pages(call, context);
    if (!pages && pages.error().status == 409)
        co_return QList<Ref>();
    if (!pages)
        co_return pages.error();
    QList<Ref> all;
    for (const QJsonValue &page : pages->pages) {
        const Result<QList<Ref>> some = parse::list(page, {}, parse::ref);
        if (!some)
            co_return some.error();
        all += *some;
    }
    co_return all;
}

Async<Ref> Client::createRef(RepoName repo, QString branch, QString sha, Context context, Patience patience)
{
    const Call call{.method = "POST",
                    .path = repoPath(repo, u"/git/refs"_s),
                    .body = {{u"ref"_s, u"refs/heads/"_s + branch}, {u"sha"_s, sha}},
                    .doing = {.deed = Deed::WriteRef, .name = branch, .repo = repo},
                    .patience = patience};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (answer)
        co_return parse::ref(answer->json);
    if (!mayBeThere(answer.error()))
        co_return answer.error();
    const Result<Ref> there = co_await ref(repo, branch, context);
    if (there && there->sha == sha)
        co_return there;
    co_return answer.error();
}

Async<Ref> Client::updateRef(RepoName repo, QString branch, QString sha, bool force, Context context, Patience patience)
{
    const Call call{.method = "PATCH",
                    .path = repoPath(repo, u"/git/refs/heads/"_s + slashed(branch)),
                    .body = {{u"sha"_s, sha}, {u"force"_s, force}},
                    .doing = {.deed = Deed::WriteRef, .name = branch, .repo = repo},
                    .patience = patience};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (answer)
        co_return parse::ref(answer->json);
    if (!mayBeThere(answer.error()))
        co_return answer.error();
    const Result<Ref> there = co_await ref(repo, branch, context);
    if (there && there->sha == sha)
        co_return there;
    co_return answer.error();
}

// 204; 422 "Reference does not exist" when it is gone.
Async<> Client::deleteRef(RepoName repo, QString branch, Context context)
{
    const Call call{.method = "DELETE",
                    .path = repoPath(repo, u"/git/refs/heads/"_s + slashed(branch)),
                    .doing = {.deed = Deed::DeleteRef, .name = branch, .repo = repo}};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer && answer.error().kind != Error::Kind::Missing)
        co_return answer.error();
    co_return {};
}

Async<PublicKey> Client::publicKey(RepoName repo, Context context, Patience patience)
{
    const Call call{.path = repoPath(repo, u"/actions/secrets/public-key"_s),
                    .doing = {.deed = Deed::ReadKey, .name = repo.full(), .repo = repo},
                    .patience = patience};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    co_return parse::publicKey(answer->json);
}

Async<> Client::putSecret(RepoName repo, QString name, SealedSecret secret, Context context, Patience patience)
{
    const Call call{.method = "PUT",
                    .path = repoPath(repo, u"/actions/secrets/"_s + segment(name)),
                    .body = {{u"encrypted_value"_s, QString::fromLatin1(secret.encryptedValue)}, {u"key_id"_s, secret.keyId}},
                    .doing = {.deed = Deed::PutSecret, .name = name, .repo = repo},
                    .patience = patience};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    co_return {};
}

Async<> Client::deleteSecret(RepoName repo, QString name, Context context)
{
    const Call call{.method = "DELETE",
                    .path = repoPath(repo, u"/actions/secrets/"_s + segment(name)),
                    .doing = {.deed = Deed::DeleteSecret, .name = name, .repo = repo}};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer && answer.error().status != 404)
        co_return answer.error();
    co_return {};
}

Async<QStringList> Client::secretNames(RepoName repo, Context context)
{
    const Call call{.path = repoPath(repo, u"/actions/secrets"_s),
                    .query = {{u"per_page"_s, u"100"_s}},
                    .doing = {.deed = Deed::ListSecrets, .name = repo.full(), .repo = repo}};
    const Result<Pages> pages = co_await m_caller->pages(call, context);
    if (!pages)
        co_return pages.error();
    QStringList names;
    for (const QJsonValue &page : pages->pages) {
        const Result<QList<QString>> some = parse::list(page, u"secrets"_s, parse::secretName);
        if (!some)
            co_return some.error();
        names += *some;
    }
    co_return names;
}

} // namespace punchcard::github
