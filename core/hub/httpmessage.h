// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHttpHeaders>
#include <QIODevice>
#include <QJsonValue>
#include <QString>
#include <QUrlQuery>

#include <memory>

namespace punchcard::hub {

/// One request as it came, with nothing believed yet.
struct Request
{
    QByteArray method; ///< "GET"; empty for a verb that QHttpServer does not know
    QString path; ///< percent-encoded, begins with '/', not normalised
    QUrlQuery query;
    QHttpHeaders headers;
    QByteArray body;

    [[nodiscard]] QByteArray header(QByteArrayView name) const { return headers.value(QLatin1StringView(name)).toByteArray(); }
    /// A query item, fully decoded; empty when there is none.
    [[nodiscard]] QString item(const QString &key) const { return query.queryItemValue(key, QUrl::FullyDecoded); }
    [[nodiscard]] bool reads() const { return method == "GET" || method == "HEAD"; }
};

/// What goes back. A stream, when there is one, is the body and has the size it says.
struct Answer
{
    int status = 200;
    QHttpHeaders headers = {};
    QByteArray body = {};
    QByteArray contentType = {};
    std::unique_ptr<QIODevice> stream = {};
};

[[nodiscard]] Answer jsonAnswer(const QJsonValue &value, int status = 200);
[[nodiscard]] Answer emptyAnswer(int status);
/// GitHub's error body {message, documentation_url, status}; @p page is below docs.github.com/rest.
[[nodiscard]] Answer errorAnswer(int status, const QString &message, const QString &page = {});
[[nodiscard]] Answer notFound();
/// One entry of a 422's `errors`.
struct FieldError
{
    QString resource;
    QString code;
    QString field;
    QString message = {};
};
[[nodiscard]] Answer invalid(const QString &message, const FieldError &error, const QString &page = {});

} // namespace punchcard::hub
