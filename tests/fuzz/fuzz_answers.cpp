// SPDX-License-Identifier: MIT
// What a server answers: JSON where we expect some, and header lines.
#include "core/github/parse.h"
#include "core/http/headers.h"
#include "tests/fuzz/harness.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

using namespace punchcard;
namespace parse = punchcard::github::parse;

namespace {

template<typename T>
void readOne(const QJsonValue &json, Result<T> (*one)(const QJsonValue &))
{
    const Result<T> parsed = one(json);
    fuzz::require(parsed || !parsed.error().what.isEmpty(), "a refusal says why");
}

template<typename T>
void readMany(const QJsonValue &json, const char *key, Result<T> (*one)(const QJsonValue &))
{
    readOne(json, one);
    const Result<QList<T>> parsed = parse::list<T>(json, QString::fromLatin1(key), one);
    fuzz::require(parsed || !parsed.error().what.isEmpty(), "a refusal says why");
}

void readAll(const QJsonValue &json)
{
    readOne(json, parse::user);
    readMany(json, "organisations", parse::organisation);
    readOne(json, parse::quota);
    readMany(json, "repositories", parse::repository);
    readMany(json, "refs", parse::ref);
    readOne(json, parse::commit);
    readOne(json, parse::sha);
    readOne(json, parse::publicKey);
    readMany(json, "secrets", parse::secretName);
    readMany(json, "workflow_runs", parse::run);
    readMany(json, "jobs", parse::job);
    readMany(json, "artifacts", parse::artifact);
    readMany(json, "runners", parse::selfHostedRunner);
    readMany(json, "runners", parse::largerRunner);
    readMany(json, "runner_groups", parse::runnerGroup);
    readMany(json, "annotations", parse::annotation);
    (void)parse::actionsPermissions(json, json);
}

void readHeaders(const QByteArray &text)
{
    (void)http::parseHttpDate(text);
    (void)http::nextPage(text, QUrl(QStringLiteral("https://api.example.com/a?page=1")));
    if (const auto range = http::parseContentRange(text))
        fuzz::require(range->first >= 0 && range->last >= -1 && range->total >= -1, "a range has its places");
    const QString name = http::fileNameOf(text);
    fuzz::require(!name.contains(u'/') && name != QStringLiteral("..") && name != QStringLiteral("."), "a file's name is no path");
    (void)http::mediaTypeOf(text);
    (void)http::rangeValidator(text, text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    readHeaders(bytes);
    const QJsonDocument document = QJsonDocument::fromJson(bytes);
    if (document.isArray())
        readAll(document.array());
    else
        readAll(document.object());
    readAll(QString::fromUtf8(bytes));
    return 0;
}
