// SPDX-License-Identifier: MIT
#include "core/base/errorjson.h"

#include <QJsonObject>

namespace punchcard {

using namespace Qt::StringLiterals;

QJsonObject toJson(const Error &error)
{
    QJsonObject json{{u"kind"_s, kindName(error.kind)}, {u"message"_s, error.what}, {u"remedy"_s, error.remedy}};
    if (!error.page.isEmpty())
        json.insert(u"page"_s, error.page.toString());
    if (error.retry)
        json.insert(u"retry_at"_s, isoTime(error.retry->at));
    if (error.status != 0)
        json.insert(u"status"_s, error.status);
    if (!error.said.isEmpty())
        json.insert(u"said"_s, error.said);
    if (!error.detail.isEmpty())
        json.insert(u"detail"_s, error.detail);
    return json;
}

Error errorFromJson(const QJsonObject &json)
{
    Error error{.what = json.value("message"_L1).toString(),
                .remedy = json.value("remedy"_L1).toString(),
                .page = QUrl(json.value("page"_L1).toString()),
                .status = json.value("status"_L1).toInt(),
                .said = json.value("said"_L1).toString(),
                .detail = json.value("detail"_L1).toString()};
    for (int kind = 0; kind <= int(Error::Kind::Storage); ++kind) {
        if (kindName(Error::Kind(kind)) == json.value("kind"_L1).toString())
            error.kind = Error::Kind(kind);
    }
    if (const auto at = parseTime(json.value("retry_at"_L1).toString()))
        error.retry = Retry{*at};
    return error;
}

} // namespace punchcard
