// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/httpmessage.h"
#include "core/hub/views.h"

#include <QHash>
#include <QJsonObject>

#include <functional>
#include <optional>

namespace punchcard::hub {

struct JobGrant;

/// A request that has passed the door, on its way to the handler of its route.
struct Call
{
    const Request &request;
    const Views &views;
    QString path; ///< below the API's root, as it came
    QHash<QString, QString> parameters = {}; ///< what stands where the pattern has {name}, decoded
    QJsonObject body = {};
    const JobGrant *grant = nullptr; ///< of the job whose token came with the request; nullptr: the owner's did
    RepositoryRecord *repository = nullptr; ///< for routes below /repos/{owner}/{repo}: there, or the answer was 404

    [[nodiscard]] QString parameter(const QString &name) const { return parameters.value(name); }
    [[nodiscard]] Id id(const QString &name) const { return parameters.value(name).toLongLong(); }
    [[nodiscard]] QString text(const QString &key) const { return body.value(key).toString(); }
};

using Handler = std::function<Answer(Call &call)>;

/// Which handler serves a method and a path. Patterns: "/repos/{owner}/{repo}/git/ref/{ref*}"; a last {name*} takes the rest.
class Router
{
public:
    struct Match
    {
        const Handler *handler;
        QHash<QString, QString> parameters;
    };

    void add(const QByteArray &methods, const QString &pattern, Handler handler);
    [[nodiscard]] std::optional<Match> find(const QByteArray &method, const QString &path) const;

private:
    struct Route
    {
        QList<QByteArray> methods;
        QStringList parts;
        Handler handler;
    };
    QList<Route> m_routes;
};

/// The part of a list that a client asks for with per_page and page.
struct Page
{
    int number = 1;
    int size = 30;

    [[nodiscard]] static Page of(const Request &request);
    template<typename List>
    [[nodiscard]] List slice(const List &list) const
    {
        return list.mid(qsizetype(number - 1) * size, size);
    }
};

/// Adds GitHub's Link header to a part of a list with @p total entries.
void addLinks(Answer &answer, const Call &call, const Page &page, qsizetype total);

} // namespace punchcard::hub
