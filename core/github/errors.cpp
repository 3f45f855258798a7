// SPDX-License-Identifier: MIT
#include "core/github/errors.h"

#include "core/base/secretstring.h"
#include "core/github/quirks.h"
#include "core/github/texts.h"
#include "core/http/headers.h"
#include "core/http/retry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace punchcard::github {
namespace {

using namespace Qt::StringLiterals;
using Kind = Error::Kind;

// GitHub: "wait at least one minute" after a secondary limit that names no time.
constexpr Milliseconds secondaryWait = std::chrono::minutes(1);
// Longer than what is repeated with the same words.
constexpr Milliseconds slowMending = std::chrono::seconds(15);
constexpr Milliseconds loginBlockWait = std::chrono::minutes(10);
constexpr Milliseconds loginPageWait = std::chrono::minutes(1);
// GitHub's is an hour; an Enterprise Server's may be set.
constexpr Milliseconds longestWindow = std::chrono::days(1);
constexpr qint64 latestSecond = 1'000'000'000'000;

// A server or a proxy may say whatever it was told, the token's header too; and what it says is shown, stored and sent on.
QString withoutOurs(const QString &text)
{
    return QString::fromUtf8(withoutSecrets(text.toUtf8()));
}

/// One refusal on its way to becoming an Error.
struct Case
{
    const http::Reply &reply;
    const Doing &doing;
    Time now;
    QString said;

    [[nodiscard]] Error make(Kind kind, const QString &reason, const QString &remedy, Page page = Page::None) const
    {
        return Error{.kind = kind,
                     .what = Github::tr("%1: %2.").arg(failureOf(doing), reason),
                     .remedy = remedy,
                     .page = pageOf(page, doing),
                     .status = reply.status,
                     .said = said,
                     .detail = u"%1 %2"_s.arg(reply.url.toString(QUrl::RemoveQuery | QUrl::RemoveUserInfo)).arg(reply.status)};
    }
    [[nodiscard]] Error later(Kind kind, const QString &reason, const QString &remedy, Time at, Page page = Page::None) const
    {
        Error error = make(kind, reason, remedy, page);
        error.retry = Retry{at};
        return error;
    }
    [[nodiscard]] bool says(const char *words) const { return said.contains(QLatin1StringView(words), Qt::CaseInsensitive); }
    [[nodiscard]] QString has(const char *header) const { return withoutOurs(QString::fromLatin1(reply.header(header))).trimmed(); }
};

QStringList splitScopes(const QString &list)
{
    QStringList scopes;
    for (const QString &scope : list.split(u',', Qt::SkipEmptyParts))
        scopes.append(scope.trimmed());
    scopes.removeAll(QString());
    return scopes;
}

// 403 and 429 that have nothing to do with rights: the token is fine.
std::optional<Error> throttled(const Case &c)
{
    if (c.reply.status != 403 && c.reply.status != 429)
        return std::nullopt;
    const std::optional<Time> told = http::retryAfter(c.reply, c.now);
    if (c.says("login attempts exceeded"))
        return c.later(Kind::Throttled, Github::tr("GitHub refuses every login of this account for a while, after several wrong ones"),
                       Github::tr("Wait; it goes on by itself. Check that no other program uses an old token."),
                       told.value_or(c.now + loginBlockWait));
    if (c.says("secondary rate limit") || c.says("abuse detection"))
        return c.later(Kind::Throttled, Github::tr("too many requests came at once"), Github::tr("Wait; it goes on by itself."),
                       told.value_or(c.now + secondaryWait));
    const std::optional<Quota> quota = quotaOf(c.reply, c.now);
    if (quota && quota->remaining == 0)
        return c.later(Kind::Throttled, Github::tr("this hour's %1 requests are used up").arg(quota->limit),
                       Github::tr("Wait until the limit is renewed; it goes on by itself."),
                       std::max(told.value_or(quota->reset), quota->reset) + std::chrono::seconds(1));
    if (told || c.reply.status == 429 || c.says("rate limit exceeded"))
        return c.later(Kind::Throttled, Github::tr("too many requests were sent"), Github::tr("Wait; it goes on by itself."),
                       told.value_or(c.now + secondaryWait));
    return std::nullopt;
}

Error denied(const Case &c)
{
    static const QRegularExpression url(u"url=(\\S+)"_s);
    if (const QString sso = c.has("x-github-sso"); sso.contains(u"required"_s)) {
        Error error
            = c.make(Kind::Denied, Github::tr("the token is not authorised for the organisation's single sign-on"),
                     Github::tr("Open the page and authorise the token (the link is good for an hour), then try again."), Page::Tokens);
        if (const QUrl page(url.match(sso).captured(1)); page.scheme() == u"https"_s)
            error.page = page;
        return error;
    }
    const QString permissions = c.has("x-accepted-github-permissions");
    if (c.says("not accessible by"))
        return c.make(
            Kind::Denied, Github::tr("the token lacks a permission that this takes"),
            permissions.isEmpty()
                ? Github::tr("Give the token read and write access to Administration, Contents, Workflows, Secrets and Actions of "
                             "all your repositories.")
                : Github::tr("Give the token this permission: %1.")
                      .arg(QString(permissions).replace(u", "_s, Github::tr(" and ")).replace(u"; "_s, Github::tr(" or "))),
            Page::Tokens);
    const std::optional<QStringList> held = scopesOf(c.reply);
    const QStringList accepted = splitScopes(c.has("x-accepted-oauth-scopes"));
    const bool covered = held && std::ranges::any_of(accepted, [&](const QString &scope) {
                             // A parent scope covers what is named after it.
                             return held->contains(scope) || (scope == u"public_repo"_s && held->contains(u"repo"_s))
                                 || (scope == u"read:org"_s && (held->contains(u"admin:org"_s) || held->contains(u"write:org"_s)));
                         });
    if (held && !accepted.isEmpty() && !covered)
        return c.make(Kind::Denied, Github::tr("the token lacks a scope (it has: %1)").arg(held->join(u", "_s)),
                      Github::tr("Give the token one of these scopes: %1.").arg(accepted.join(u", "_s)), Page::Tokens);
    return c.make(Kind::Denied, Github::tr("GitHub refused it"),
                  Github::tr("Check the token's rights and the owner's rules; what GitHub said: %1").arg(c.said), Page::Tokens);
}

Error missing(const Case &c)
{
    const Deed deed = c.doing.deed;
    // Bare 404 and not 403: so it answers to a token without the scope.
    if (c.doing.writesWorkflow)
        return c.make(Kind::Missing, Github::tr("the token most likely lacks the “workflow” scope"),
                      Github::tr("Add the scope to the token (fine-grained: “Workflows: write”), then try again."), Page::Tokens);
    if (deed == Deed::SaveLog)
        return c.make(Kind::Missing, Github::tr("there is none, not yet or not any more"),
                      Github::tr("A log exists once its job has ended, and for as long as the repository keeps it (90 days as a rule)."));
    if (deed == Deed::SaveArtifact)
        return c.make(Kind::Missing, Github::tr("it has been deleted"), Github::tr("Run the job again to make it anew."));
    if (deed == Deed::CreateRepository)
        return c.make(Kind::Missing, Github::tr("there is no such organisation, or the token may not see it"),
                      Github::tr("Check the owner's name; a fine-grained token must be made for that owner, and an OAuth application "
                                 "approved by it."),
                      Page::Tokens);
    if (deed == Deed::ReadUser || deed == Deed::ListOrganisations || deed == Deed::ReadQuota)
        return c.make(Kind::Missing, Github::tr("the server does not know such a request"),
                      Github::tr("Check the API's address: for an Enterprise Server it ends in /api/v3."));
    return c.make(Kind::Missing, Github::tr("it is not there, or the token may not see it"),
                  Github::tr("Check whether it has been deleted or renamed, and that the token has access to private repositories."),
                  Page::Repository);
}

Error gone(const Case &c)
{
    if (c.doing.deed == Deed::SaveLog || c.doing.deed == Deed::SaveArtifact)
        return c.make(Kind::Missing, Github::tr("GitHub keeps it no longer: its retention has run out"),
                      Github::tr("Run the job again to make it anew; the retention can be raised in the repository's settings."),
                      Page::RepositorySettings);
    return c.make(Kind::Missing, Github::tr("GitHub no longer has it"), Github::tr("Update this program if this happens with everything."));
}

Error unprocessable(const Case &c)
{
    return c.make(Kind::Refused,
                  c.said.isEmpty() ? Github::tr("GitHub found it not valid") : Github::tr("GitHub found it not valid (%1)").arg(c.said),
                  Github::tr("Change what GitHub names, then try again."));
}

Error serverTrouble(const Case &c)
{
    return c.later(Kind::Unreachable, Github::tr("the server is in trouble (status %1)").arg(c.reply.status),
                   Github::tr("Wait; it goes on by itself. The status page tells whether others see it too."),
                   http::retryAfter(c.reply, c.now).value_or(c.now), Page::Status);
}

} // namespace

Error errorOf(const http::Reply &reply, const Doing &doing, Time now)
{
    const Case c{.reply = reply, .doing = doing, .now = now, .said = saidBy(reply)};
    if (reply.status >= 500)
        return serverTrouble(c);
    if (std::optional<Error> wait = throttled(c))
        return *wait;
    // The sign-on page is in a header: better than what the words alone give.
    const bool sso = reply.status == 403 && c.has("x-github-sso").contains(u"required"_s);
    if (const Quirk *quirk = sso ? nullptr : findQuirk(reply.status, doing.deed, c.said)) {
        QString reason = Github::tr(quirk->reason);
        if (reason.contains(u"%1"_s))
            reason = reason.arg(c.said);
        Error error = c.make(quirk->kind, reason, Github::tr(quirk->remedy), quirk->page);
        // Another key: sealed with that one, it will do.
        if (doing.deed == Deed::PutSecret && quirk->kind == Kind::Conflict)
            error.retry = Retry{now + slowMending};
        return error;
    }
    switch (reply.status) {
    case 400:
        return c.make(Kind::Malformed, Github::tr("the server did not understand the request"),
                      Github::tr("Report this with Help › Diagnostics."));
    case 401:
        return c.make(Kind::Denied, Github::tr("the token is not valid (any more)"), Github::tr("Give the account a new token."),
                      Page::Tokens);
    case 403: return denied(c);
    case 404: return missing(c);
    case 407:
        return c.make(Kind::Denied, Github::tr("the proxy wants a password"),
                      Github::tr("Set name and password of the proxy in the system's settings."));
    case 408: return serverTrouble(c);
    case 409: {
        Error conflict = c.make(Kind::Conflict, Github::tr("the server is busy with something that contradicts it"),
                                Github::tr("Try again in a while."), Page::Repository);
        if (doing.deed == Deed::DeleteRepository)
            conflict.retry = Retry{now + std::chrono::seconds(2)};
        return conflict;
    }
    case 410: return gone(c);
    case 413:
        return c.make(Kind::Refused, Github::tr("it is too large for GitHub"),
                      Github::tr("Leave big files out, or let the script fetch them."));
    case 422: return unprocessable(c);
    case 451:
        return c.make(Kind::Denied, Github::tr("the law forbids GitHub to serve it (trade restrictions or a takedown)"),
                      Github::tr("Choose a public repository or another owner; GitHub's support knows more."));
    default: break;
    }
    // A gateway's as a rule, and it goes by.
    return c.later(Kind::Malformed, Github::tr("the server answered with status %1, which nobody expects here").arg(reply.status),
                   Github::tr("Check that the address is that of a GitHub API."), now);
}

Error malformed(const http::Reply &reply, const Doing &doing, const QString &why, Time now)
{
    const Case c{.reply = reply, .doing = doing, .now = now, .said = {}};
    const bool isPage = http::mediaTypeOf(reply.header("content-type")) == u"text/html"_s || reply.body.trimmed().startsWith("<");
    Error error = isPage ? c.later(Kind::Malformed, Github::tr("a web page came instead of an answer"),
                                   Github::tr("Log in to this network if it wants that, and check the API's address."), now + loginPageWait)
                         : c.later(Kind::Malformed, Github::tr("the answer cannot be understood"),
                                   Github::tr("Try again; if that does not help, check the API's address."), now);
    error.detail += u": "_s + why;
    return error;
}

Error unknownFate(const Error &lost, const Doing &doing)
{
    Error error = lost;
    error.kind = Error::Kind::Unreachable;
    error.what = Github::tr("%1 for certain: the answer was lost, and it may have been done all the same.").arg(failureOf(doing));
    error.remedy = Github::tr("Look whether it has begun before you try again.");
    error.page = pageOf(Page::Repository, doing);
    error.retry.reset();
    error.detail += u" ("_s + lost.what + u')';
    return error;
}

QString saidBy(const http::Reply &reply)
{
    const QJsonObject body = QJsonDocument::fromJson(reply.body).object();
    QStringList parts;
    const auto add = [&parts](const QString &text) {
        if (!text.isEmpty() && !parts.contains(text))
            parts.append(text);
    };
    add(body.value(u"message"_s).toString());
    const QJsonValue errors = body.value(u"errors"_s);
    add(errors.toString());
    for (const QJsonValue one : errors.toArray()) {
        add(one.toString());
        const QString message = one.toObject().value(u"message"_s).toString();
        const QStringList place{one.toObject().value(u"resource"_s).toString(), one.toObject().value(u"field"_s).toString(),
                                one.toObject().value(u"code"_s).toString()};
        add(message.isEmpty() ? place.join(u' ').simplified() : message);
    }
    // Push protection names itself by a key, not in words.
    if (body.value(u"metadata"_s).toObject().contains(u"secret_scanning"_s))
        add(u"secret_scanning"_s);
    if (parts.isEmpty() && body.isEmpty()) {
        static const QRegularExpression tag(u"<[^>]*>"_s);
        add(withoutOurs(QString::fromUtf8(reply.body.left(2000)).replace(tag, u" "_s).simplified()).left(300));
    }
    return withoutOurs(parts.join(u"; "_s)).left(1000);
}

std::optional<Quota> quotaOf(const http::Reply &reply, Time now)
{
    const auto count = [&reply](const char *header) {
        bool known = false;
        const int number = reply.header(header).toInt(&known);
        return known && number >= 0 ? number : -1;
    };
    const int limit = count("x-ratelimit-limit");
    const int remaining = count("x-ratelimit-remaining");
    const qint64 seconds = reply.header("x-ratelimit-reset").toLongLong();
    // What is none would stop everything until a day that never comes.
    if (limit < 0 || remaining < 0 || seconds <= 0 || seconds > latestSecond)
        return std::nullopt;
    const Time theirs = http::parseHttpDate(reply.header("date")).value_or(now);
    const Milliseconds until = Time(std::chrono::seconds(seconds)) - theirs;
    if (until > longestWindow)
        return std::nullopt;
    return Quota{.limit = limit,
                 .remaining = remaining,
                 .used = std::max(count("x-ratelimit-used"), 0),
                 .reset = now + std::max(until, -longestWindow),
                 .resource = QString::fromLatin1(reply.header("x-ratelimit-resource"))};
}

std::optional<QStringList> scopesOf(const http::Reply &reply)
{
    const QStringList scopes = splitScopes(withoutOurs(QString::fromLatin1(reply.header("x-oauth-scopes"))));
    return scopes.isEmpty() ? std::nullopt : std::optional(scopes);
}

} // namespace punchcard::github
