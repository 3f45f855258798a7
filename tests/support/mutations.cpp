// SPDX-License-Identifier: MIT
#include "tests/support/mutations.h"

#include <QJsonArray>
#include <QJsonObject>

#include <functional>
#include <limits>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

struct Replacement
{
    QString name;
    QJsonValue value;
};

const QList<Replacement> &replacements()
{
    static const QString endless(100 << 10, u'x');
    static const QList<Replacement> all{
        {u"null"_s, QJsonValue::Null},
        {u"true"_s, true},
        {u"false"_s, false},
        {u"zero"_s, 0},
        {u"negative"_s, -1},
        {u"fraction"_s, 1.5},
        {u"2^31"_s, 2147483648LL},
        {u"2^53"_s, 9007199254740992LL},
        {u"2^63-1"_s, std::numeric_limits<qint64>::max()},
        {u"-2^63"_s, std::numeric_limits<qint64>::min()},
        {u"2^63"_s, 9223372036854775808.0},
        {u"2^64"_s, 18446744073709551616.0},
        {u"1e308"_s, 1e308},
        {u"-1e308"_s, -1e308},
        {u"empty text"_s, QString()},
        {u"number as text"_s, u"7"_s},
        {u"word"_s, u"xyzzy"_s},
        {u"endless text"_s, endless},
        {u"path"_s, u"../../etc/passwd"_s},
        {u"dots"_s, u".."_s},
        {u"program"_s, u"file:///usr/bin/true"_s},
        {u"javascript"_s, u"javascript:alert(1)"_s},
        {u"late"_s, u"9999-12-31T23:59:59Z"_s},
        {u"early"_s, u"0001-01-01T00:00:00Z"_s},
        {u"later"_s, u"+300000-01-01T00:00:00Z"_s},
        {u"no time"_s, u"2026-13-45T99:99:99Z"_s},
        {u"nul"_s, QString(u"a\0b"_s)},
        {u"surrogate"_s, QString(QChar(0xD800))},
        {u"empty array"_s, QJsonArray()},
        {u"array"_s, QJsonArray{1, u"x"_s, QJsonValue::Null}},
        {u"empty object"_s, QJsonObject()},
        {u"object"_s, QJsonObject{{u"id"_s, 1}, {u"login"_s, 5}}},
    };
    return all;
}

// Calls @p take with the whole once more for each change of @p part, which @p rebuild puts into its place.
using Rebuild = std::function<QJsonValue(const QJsonValue &)>;

void mutate(const QJsonValue &part, const QString &path, const Rebuild &rebuild, QList<Mutation> &all)
{
    for (const Replacement &replacement : replacements()) {
        if (replacement.value != part)
            all.append({path + u": "_s + replacement.name, rebuild(replacement.value)});
    }
    if (part.isObject()) {
        const QJsonObject object = part.toObject();
        for (const QString &key : object.keys()) {
            QJsonObject without = object;
            without.remove(key);
            all.append({path + u'/' + key + u": missing"_s, rebuild(without)});
            const auto with = [&object, &key, &rebuild](const QJsonValue &value) {
                QJsonObject changed = object;
                changed.insert(key, value);
                return rebuild(changed);
            };
            mutate(object.value(key), path + u'/' + key, with, all);
        }
        return;
    }
    if (!part.isArray())
        return;
    const QJsonArray array = part.toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        QJsonArray without = array;
        without.removeAt(i);
        all.append({path + u"/%1: missing"_s.arg(i), rebuild(without)});
        QJsonArray twice = array;
        twice.append(array.at(i));
        all.append({path + u"/%1: twice"_s.arg(i), rebuild(twice)});
        const auto with = [&array, i, &rebuild](const QJsonValue &value) {
            QJsonArray changed = array;
            changed.replace(i, value);
            return rebuild(changed);
        };
        mutate(array.at(i), path + u"/%1"_s.arg(i), with, all);
    }
}

} // namespace

QList<Mutation> mutationsOf(const QJsonValue &json)
{
    QList<Mutation> all;
    mutate(json, {}, [](const QJsonValue &value) { return value; }, all);
    return all;
}

} // namespace punchcard::testing
