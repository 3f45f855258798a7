// SPDX-License-Identifier: MIT
#include "core/hub/httpmessage.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

QJsonObject errorBody(int status, const QString &message, const QString &page)
{
    return {{u"message"_s, message},
            {u"documentation_url"_s, page.isEmpty() ? u"https://docs.github.com/rest"_s : u"https://docs.github.com/rest/"_s + page},
            {u"status"_s, QString::number(status)}};
}

} // namespace

Answer jsonAnswer(const QJsonValue &value, int status)
{
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return Answer{.status = status, .body = document.toJson(QJsonDocument::Compact), .contentType = "application/json; charset=utf-8"};
}

Answer emptyAnswer(int status)
{
    return Answer{.status = status};
}

Answer errorAnswer(int status, const QString &message, const QString &page)
{
    return jsonAnswer(errorBody(status, message, page), status);
}

Answer notFound()
{
    return errorAnswer(404, u"Not Found"_s);
}

Answer invalid(const QString &message, const FieldError &error, const QString &page)
{
    QJsonObject entry{{u"resource"_s, error.resource}, {u"code"_s, error.code}, {u"field"_s, error.field}};
    if (!error.message.isEmpty())
        entry.insert(u"message"_s, error.message);
    QJsonObject body = errorBody(422, message, page);
    body.insert(u"errors"_s, QJsonArray{entry});
    return jsonAnswer(body, 422);
}

} // namespace punchcard::hub
