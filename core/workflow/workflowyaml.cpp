// SPDX-License-Identifier: MIT
#include "core/workflow/workflowyaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QStringDecoder>

#include <limits>
#include <sstream>

using namespace Qt::StringLiterals;

namespace punchcard::workflow {
namespace {

struct Yaml
{
    Q_DECLARE_TR_FUNCTIONS(Yaml)
};

constexpr qsizetype largestFile = 1'000'000;
constexpr int mostNodes = 50'000; // Aliases multiply: what counts is the tree that they make.
constexpr int deepestNode = 100;

QJsonValue plainValue(const QString &text)
{
    static const QRegularExpression decimal(uR"(\A[-+]?[0-9]+\z)"_s);
    static const QRegularExpression octal(uR"(\A0o[0-7]+\z)"_s);
    static const QRegularExpression hexadecimal(uR"(\A0x[0-9a-fA-F]+\z)"_s);
    static const QRegularExpression real(uR"(\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z)"_s);
    static const QRegularExpression infinity(uR"(\A[-+]?\.(inf|Inf|INF)\z)"_s);
    if (text.isEmpty() || text == "~"_L1 || text == "null"_L1 || text == "Null"_L1 || text == "NULL"_L1)
        return QJsonValue(QJsonValue::Null);
    if (text == "true"_L1 || text == "True"_L1 || text == "TRUE"_L1)
        return true;
    if (text == "false"_L1 || text == "False"_L1 || text == "FALSE"_L1)
        return false;
    if (octal.match(text).hasMatch())
        return double(text.sliced(2).toULongLong(nullptr, 8));
    if (hexadecimal.match(text).hasMatch())
        return double(text.sliced(2).toULongLong(nullptr, 16));
    if (decimal.match(text).hasMatch() || real.match(text).hasMatch())
        return text.toDouble();
    if (infinity.match(text).hasMatch())
        return text.startsWith(u'-') ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    if (text == ".nan"_L1 || text == ".NaN"_L1 || text == ".NAN"_L1)
        return std::numeric_limits<double>::quiet_NaN();
    return text;
}

/// Sees only where a document's content begins.
class FirstLine : public YAML::EventHandler
{
public:
    int line = 0;

private:
    void note(const YAML::Mark &mark) { line = line > 0 ? line : mark.line + 1; }
    void OnDocumentStart(const YAML::Mark &) override { }
    void OnDocumentEnd() override { }
    void OnNull(const YAML::Mark &mark, YAML::anchor_t) override { note(mark); }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override { note(mark); }
    void OnScalar(const YAML::Mark &mark, const std::string &, YAML::anchor_t, const std::string &) override { note(mark); }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t, YAML::EmitterStyle::value) override { note(mark); }
    void OnSequenceEnd() override { }
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t, YAML::EmitterStyle::value) override { note(mark); }
    void OnMapEnd() override { }
};

struct Documents
{
    bool any = false;
    std::optional<int> second = {}; ///< the line where it begins
};

// Never more than two of them: what yaml-cpp 0.8 cannot read (",n: ") is an empty document to it, again and again, so that
// LoadAll() never ends.
Documents documentsIn(const std::string &text)
{
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    FirstLine first;
    FirstLine second;
    Documents documents{.any = parser.HandleNextDocument(first)};
    if (documents.any && parser.HandleNextDocument(second))
        documents.second = std::max(second.line, 1);
    return documents;
}

// With the mark that Qt takes away from the beginning of a text: here it is a character like any other.
QString textOf(const std::string &scalar)
{
    const QString text = QString::fromStdString(scalar);
    return scalar.starts_with("\xef\xbb\xbf") ? QChar(QChar::ByteOrderMark) + text : text;
}

class Converter
{
public:
    Result<YamlNode> convert(const YAML::Node &node, int depth)
    {
        YamlNode result{.line = node.Mark().line + 1};
        if (++m_nodes > mostNodes || depth > deepestNode)
            return workflowError(result.line, Yaml::tr("the file is nested too deeply or has too many entries"));
        switch (node.Type()) {
        case YAML::NodeType::Scalar:
            result.kind = YamlNode::Kind::Scalar;
            result.text = textOf(node.Scalar());
            result.value = node.Tag() == "?" ? plainValue(result.text) : QJsonValue(result.text);
            if (result.value.isNull())
                result.kind = YamlNode::Kind::Null;
            return result;
        case YAML::NodeType::Sequence: return list(node, result, depth);
        case YAML::NodeType::Map: return mapping(node, result, depth);
        default: return result;
        }
    }

private:
    Result<YamlNode> list(const YAML::Node &node, YamlNode result, int depth)
    {
        result.kind = YamlNode::Kind::List;
        for (const auto &entry : node) {
            Result<YamlNode> child = convert(entry, depth + 1);
            if (!child)
                return child;
            result.children.append(std::move(*child));
        }
        return result;
    }

    Result<YamlNode> mapping(const YAML::Node &node, YamlNode result, int depth)
    {
        result.kind = YamlNode::Kind::Mapping;
        QSet<QString> keys;
        for (const auto &entry : node) {
            const int line = entry.first.Mark().line + 1;
            if (!entry.first.IsScalar())
                return workflowError(line, Yaml::tr("a key must be a text"));
            const QString key = textOf(entry.first.Scalar());
            if (keys.contains(key))
                return workflowError(line, Yaml::tr("“%1” is there twice").arg(key));
            Result<YamlNode> child = convert(entry.second, depth + 1);
            if (!child)
                return child;
            if (child->kind == YamlNode::Kind::Null)
                child->line = line; // An empty value has no place of its own.
            keys.insert(key);
            result.keys.append(key);
            result.children.append(std::move(*child));
        }
        return result;
    }

    int m_nodes = 0;
};

} // namespace

Error workflowError(int line, const QString &what)
{
    return Error{.kind = Error::Kind::Malformed,
                 .what = Yaml::tr("Line %1 of the workflow file is wrong: %2.").arg(line).arg(what),
                 .remedy = Yaml::tr("Mend the workflow file and push it again."),
                 .detail = u"workflow file, line %1"_s.arg(line)};
}

const YamlNode *YamlNode::child(const QString &key) const
{
    const qsizetype at = keys.indexOf(key);
    return at < 0 ? nullptr : &children.at(at);
}

QJsonValue YamlNode::json() const
{
    switch (kind) {
    case Kind::Scalar: return value;
    case Kind::List: {
        QJsonArray array;
        for (const YamlNode &entry : children)
            array.append(entry.json());
        return array;
    }
    case Kind::Mapping: {
        QJsonObject object;
        for (qsizetype at = 0; at < keys.size(); ++at)
            object.insert(keys.at(at), children.at(at).json());
        return object;
    }
    default: return QJsonValue(QJsonValue::Null);
    }
}

Result<YamlNode> readYaml(const QByteArray &yaml)
{
    if (yaml.size() > largestFile)
        return workflowError(1, Yaml::tr("the file is larger than %1 bytes").arg(largestFile));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder(yaml);
    if (decoder.hasError() || decoded.contains(QChar(0)))
        return workflowError(1, Yaml::tr("the file is not UTF-8 text"));
    try {
        const std::string text = yaml.toStdString();
        const Documents documents = documentsIn(text);
        if (documents.second)
            return workflowError(*documents.second, Yaml::tr("a second document begins here"));
        if (!documents.any)
            return workflowError(1, Yaml::tr("the file is empty"));
        return Converter().convert(YAML::Load(text), 0);
    } catch (const YAML::Exception &e) {
        return workflowError(qMax(e.mark.line, 0) + 1, QString::fromStdString(e.msg));
    }
}

} // namespace punchcard::workflow
