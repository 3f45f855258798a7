// SPDX-License-Identifier: MIT
// ${{ }} in a workflow, with values that a script can choose.
#include "core/workflow/expressions.h"
#include "tests/fuzz/harness.h"

#include <QJsonArray>

using namespace punchcard;
using namespace Qt::StringLiterals;

namespace {

workflow::Scope scopeOf(const QString &text)
{
    workflow::Scope scope;
    scope.contexts = {
        {u"github"_s, QJsonObject{{u"ref"_s, u"refs/heads/main"_s}, {u"event"_s, QJsonObject{{u"text"_s, text}}}}},
        {u"matrix"_s, QJsonObject{{u"task"_s, 3}, {u"list"_s, QJsonArray{1, u"b"_s, QJsonValue()}}}},
        {u"secrets"_s, QJsonObject{{u"KEY"_s, u"swordfish"_s}}},
        {u"env"_s, QJsonObject()},
        {u"steps"_s, QJsonObject()},
    };
    return scope;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const QString text = QString::fromUtf8(QByteArrayView(data, qsizetype(size)));
    const workflow::Scope scope = scopeOf(text);
    const Result<QJsonValue> value = workflow::evaluate(text, scope);
    if (value)
        (void)workflow::asText(*value);
    const Result<> good = workflow::checkText(text);
    const Result<QString> whole = workflow::interpolate(text, scope);
    fuzz::require(good || !whole, "what cannot be checked cannot be evaluated");
    if (!text.contains("${{"_L1))
        fuzz::require(whole && *whole == text, "a text without expressions stays as it is");
    (void)workflow::conditionHolds(text, scope);
    // A value is never evaluated once more.
    const Result<QString> inserted = workflow::interpolate(u"${{ github.event.text }}"_s, scope);
    fuzz::require(inserted && *inserted == text, "a value is text, whatever stands in it");
    return 0;
}
