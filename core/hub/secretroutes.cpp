// SPDX-License-Identifier: MIT
#include "core/hub/routes.h"

#include <QRegularExpression>

#include <sodium.h>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype valueLimit = 48 * 1024;
constexpr qsizetype countLimit = 100;

std::optional<SecretRecord> find(const State &state, Id repository, const QString &name)
{
    for (const SecretRecord &secret : state.secrets(repository)) {
        if (secret.name == name)
            return secret;
    }
    return std::nullopt;
}

Answer putSecret(State &state, Call &call)
{
    static const QRegularExpression form(u"\\A[A-Z_][A-Z0-9_]*\\z"_s);
    const QString name = call.parameter(u"name"_s).toUpper();
    if (!form.match(name).hasMatch() || name.startsWith("GITHUB_"_L1)) {
        return invalid(u"Validation Failed"_s,
                       {.resource = u"Secret"_s,
                        .code = u"custom"_s,
                        .field = u"name"_s,
                        .message
                        = u"Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are "
                          "not allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_)."_s});
    }
    if (call.text(u"key_id"_s) != call.repository->keyId)
        return errorAnswer(422, u"The key_id does not match this repository's public key."_s);
    const auto sealed = QByteArray::fromBase64Encoding(call.text(u"encrypted_value"_s).toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!sealed || (*sealed).size() < qsizetype(crypto_box_SEALBYTES))
        return errorAnswer(422, u"Bad request - value must be an encrypted string."_s);
    if ((*sealed).size() > valueLimit + qsizetype(crypto_box_SEALBYTES))
        return errorAnswer(422, u"Value is too large. The limit is 48 KB."_s);
    const std::optional<SecretRecord> there = find(state, call.repository->id, name);
    if (!there && state.secrets(call.repository->id).size() >= countLimit)
        return errorAnswer(422, u"A repository can have at most 100 secrets."_s);
    state.putSecret(call.repository->id,
                    {.name = name, .sealed = *sealed, .createdAt = there ? there->createdAt : state.now(), .updatedAt = state.now()});
    return there ? emptyAnswer(204) : jsonAnswer(QJsonObject(), 201);
}

} // namespace

void addSecretRoutes(Router &router, State &state)
{
    const QString secrets = u"/repos/{owner}/{repo}/actions/secrets"_s;
    router.add("GET", secrets + u"/public-key"_s, [](Call &call) {
        return jsonAnswer(
            QJsonObject{{u"key_id"_s, call.repository->keyId}, {u"key"_s, QString::fromLatin1(call.repository->publicKey.toBase64())}});
    });
    router.add("GET", secrets, [&state](Call &call) {
        const QList<SecretRecord> all = state.secrets(call.repository->id);
        QJsonArray list;
        for (const SecretRecord &secret : Page::of(call.request).slice(all))
            list.append(call.views.secret(secret));
        Answer answer = jsonAnswer(QJsonObject{{u"total_count"_s, all.size()}, {u"secrets"_s, list}});
        addLinks(answer, call, Page::of(call.request), all.size());
        return answer;
    });
    router.add("GET", secrets + u"/{name}"_s, [&state](Call &call) {
        const std::optional<SecretRecord> secret = find(state, call.repository->id, call.parameter(u"name"_s).toUpper());
        return secret ? jsonAnswer(call.views.secret(*secret)) : notFound();
    });
    router.add("PUT", secrets + u"/{name}"_s, [&state](Call &call) { return putSecret(state, call); });
    router.add("DELETE", secrets + u"/{name}"_s, [&state](Call &call) {
        const QString name = call.parameter(u"name"_s).toUpper();
        if (!find(state, call.repository->id, name))
            return notFound();
        state.removeSecret(call.repository->id, name);
        return emptyAnswer(204);
    });
}

} // namespace punchcard::hub
