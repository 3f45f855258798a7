// SPDX-License-Identifier: MIT
#include "core/hub/faults.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcFaults, "punchcard.hub.faults", QtInfoMsg)

namespace {

struct KindName
{
    Fault::Kind kind;
    QLatin1StringView name;
};

constexpr KindName kindNames[] = {
    {Fault::Kind::Status, "status"_L1}, {Fault::Kind::Drop, "drop"_L1}, {Fault::Kind::DropAfter, "drop-after"_L1},
    {Fault::Kind::Delay, "delay"_L1},   {Fault::Kind::Hang, "hang"_L1}, {Fault::Kind::Hold, "hold"_L1},
    {Fault::Kind::Fresh, "fresh"_L1},   {Fault::Kind::Cut, "cut"_L1},   {Fault::Kind::Shorten, "shorten"_L1},
    {Fault::Kind::Garble, "garble"_L1}, {Fault::Kind::Slow, "slow"_L1}, {Fault::Kind::Rewrite, "rewrite"_L1},
};

Fault faultFrom(const QJsonObject &json)
{
    Fault fault;
    for (const KindName &entry : kindNames) {
        if (json.value(u"fault"_s).toString() == entry.name)
            fault.kind = entry.kind;
    }
    fault.status = json.value(u"status"_s).toInt(500);
    fault.delay = Milliseconds{json.value(u"ms"_s).toInteger(1000)};
    fault.rate = json.value(u"rate"_s).toInt(0);
    const QJsonValue body = json.value(u"body"_s);
    fault.body = body.isObject() ? QJsonDocument(body.toObject()).toJson(QJsonDocument::Compact) : body.toString().toUtf8();
    fault.contentType = "application/json; charset=utf-8";
    const QJsonArray edits = json.value(u"edits"_s).toArray();
    fault.edits.reserve(edits.size());
    for (const QJsonValue edit : edits)
        fault.edits.append({.path = edit[u"at"].toString().split(u'/').sliced(1), .value = edit[u"value"]});
    const QJsonObject headers = json.value(u"headers"_s).toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it) {
        if (it.key().compare("content-type"_L1, Qt::CaseInsensitive) == 0)
            fault.contentType = it.value().toString().toLatin1();
        else
            fault.headers.append(it.key(), it.value().toString());
    }
    QFile file(json.value(u"file"_s).toString());
    if (!file.fileName().isEmpty() && file.open(QIODevice::ReadOnly))
        fault.body = file.readAll();
    return fault;
}

QJsonValue edited(const QJsonValue &json, const QStringList &path, const QJsonValue &value)
{
    if (path.isEmpty() || path == QStringList(QString()))
        return value;
    const QStringList rest = path.sliced(1);
    if (json.isObject()) {
        QJsonObject object = json.toObject();
        if (rest.isEmpty() && value.isUndefined())
            object.remove(path.constFirst());
        else
            object.insert(path.constFirst(), edited(object.value(path.constFirst()), rest, value));
        return object;
    }
    QJsonArray array = json.toArray();
    for (qsizetype i = array.size() - 1; i >= 0; --i) {
        if (path.constFirst() != "*"_L1 && path.constFirst() != QString::number(i))
            continue;
        if (rest.isEmpty() && value.isUndefined())
            array.removeAt(i);
        else
            array.replace(i, edited(array.at(i), rest, value));
    }
    return array;
}

} // namespace

void rewrite(const Fault &fault, Answer &answer)
{
    for (qsizetype i = 0; i < fault.headers.size(); ++i)
        answer.headers.replaceOrAppend(fault.headers.nameAt(i), fault.headers.valueAt(i));
    const QJsonDocument document = QJsonDocument::fromJson(answer.body);
    if (fault.edits.isEmpty() || document.isNull())
        return;
    QJsonValue json = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    for (const Edit &edit : fault.edits)
        json = edited(json, edit.path, edit.value);
    answer.body = jsonAnswer(json).body;
}

QByteArray Fault::kindName() const
{
    for (const KindName &entry : kindNames) {
        if (entry.kind == kind)
            return entry.name.data();
    }
    return "unknown";
}

Faults::Faults(QString file)
    : m_file(std::move(file))
{
}

void Faults::readAgain()
{
    QFile file(m_file);
    const QByteArray content = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    if (content == m_content)
        return;
    m_content = content;
    ++m_changes;
    m_rules.clear();
    QJsonParseError error;
    const QJsonArray rules = QJsonDocument::fromJson(content, &error).array();
    if (!content.isEmpty() && error.error != QJsonParseError::NoError)
        qCWarning(lcFaults) << "the faults file is not JSON:" << error.errorString();
    for (const QJsonValue value : rules) {
        const QJsonObject json = value.toObject();
        m_rules.append(Rule{.match = QRegularExpression(json.value(u"match"_s).toString()),
                            .skip = json.value(u"skip"_s).toInt(0),
                            .times = json.value(u"times"_s).toInt(1),
                            .fault = faultFrom(json)});
    }
}

int Faults::changes()
{
    readAgain();
    return m_changes;
}

std::optional<Fault> Faults::next(const Request &request)
{
    readAgain();
    const QString subject = QString::fromLatin1(request.method) + u' ' + request.path;
    for (Rule &rule : m_rules) {
        if (rule.times == 0 || !rule.match.match(subject).hasMatch())
            continue;
        if (rule.skip > 0) {
            --rule.skip;
            continue;
        }
        --rule.times;
        return rule.fault;
    }
    return std::nullopt;
}

} // namespace punchcard::hub
