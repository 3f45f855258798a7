// SPDX-License-Identifier: MIT
#include "core/script/directives.h"

#include "core/accounts/account.h"
#include "core/base/files.h"
#include "core/base/time.h"
#include "core/script/parameterfile.h"
#include "core/secrets/secretname.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct DirectivesText
{
    Q_DECLARE_TR_FUNCTIONS(Directives)
};

enum class Takes { Text, Path, Yes, YesOrText, Number, Duration, SecretName };

// A script's head may be one line of any size.
constexpr qsizetype longestLine = 4096;

struct Word
{
    DirectiveKey key;
    QLatin1StringView word;
    Takes takes;
};

constexpr std::array words{
    Word{DirectiveKey::RunsOn, "runs-on"_L1, Takes::Text},
    Word{DirectiveKey::Group, "group"_L1, Takes::Text},
    Word{DirectiveKey::Timeout, "timeout"_L1, Takes::Duration},
    Word{DirectiveKey::Upload, "upload"_L1, Takes::Path},
    Word{DirectiveKey::Secret, "secret"_L1, Takes::SecretName},
    Word{DirectiveKey::Input, "input"_L1, Takes::Path},
    Word{DirectiveKey::Array, "array"_L1, Takes::Number},
    Word{DirectiveKey::Params, "params"_L1, Takes::Path},
    Word{DirectiveKey::MaxParallel, "max-parallel"_L1, Takes::Number},
    Word{DirectiveKey::FailFast, "fail-fast"_L1, Takes::Yes},
    Word{DirectiveKey::Name, "name"_L1, Takes::Text},
    Word{DirectiveKey::Standing, "standing"_L1, Takes::YesOrText},
    Word{DirectiveKey::Private, "private"_L1, Takes::Yes},
    Word{DirectiveKey::Oidc, "oidc"_L1, Takes::Yes},
    Word{DirectiveKey::Packages, "packages"_L1, Takes::Yes},
    Word{DirectiveKey::Delete, "delete"_L1, Takes::Yes},
    Word{DirectiveKey::Race, "race"_L1, Takes::Text},
};

const QRegularExpression &directivePattern()
{
    static const QRegularExpression pattern(u"^\\s*(?:#+|/{2,}|-{2,}|;+)\\s*punchcard:(?=\\s|$)"_s);
    return pattern;
}

const Word *wordNamed(const QString &name)
{
    const auto found = std::ranges::find_if(words, [&name](const Word &word) { return word.word == name; });
    return found == words.end() ? nullptr : &*found;
}

QString knownWords()
{
    QStringList list;
    for (const Word &word : words)
        list.append(word.word);
    return list.join(u", "_s);
}

std::optional<bool> yesOrNo(const QString &value)
{
    if (value == "true"_L1 || value == "yes"_L1)
        return true;
    if (value == "false"_L1 || value == "no"_L1)
        return false;
    return std::nullopt;
}

// Whole minutes, as GitHub counts.
std::optional<int> minutesOf(const QString &value)
{
    const std::optional<Milliseconds> limit = parseDuration(value);
    if (!limit || *limit < std::chrono::minutes(1))
        return std::nullopt;
    return int(std::chrono::ceil<std::chrono::minutes>(*limit).count());
}

// Why @p value cannot be: nothing when it can.
QString faultOf(Takes takes, const QString &value)
{
    switch (takes) {
    case Takes::Text:
    case Takes::YesOrText: return value.isEmpty() ? DirectivesText::tr("Give a value behind the “=”.") : QString();
    case Takes::Path: return value.isEmpty() ? DirectivesText::tr("Give a file or folder behind the “=”.") : QString();
    case Takes::Yes: return yesOrNo(value) ? QString() : DirectivesText::tr("Write true or false.");
    case Takes::Number: {
        bool isNumber = false;
        const int number = value.toInt(&isNumber);
        return isNumber && number > 0 ? QString() : DirectivesText::tr("Give a number of elements, such as 8.");
    }
    case Takes::Duration:
        return minutesOf(value) ? QString() : DirectivesText::tr("Give a duration of at least a minute, such as 30m or 2h.");
    case Takes::SecretName: {
        const Result<> good = checkSecretName(value);
        return good ? QString() : good.error().sentence();
    }
    }
    return {};
}

/// Takes one comment line apart.
class Line
{
public:
    Line(const QString &text, int number, Directives &into)
        : m_text(text)
        , m_number(number)
        , m_into(into)
    {
    }

    void read(qsizetype from)
    {
        // A word, and behind a `=` a quoted or a bare value.
        static const QRegularExpression pattern(
            uR"re((?<key>[^\s=]+)(?:(?<sign>=)(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s"']*))(?<rest>[^\s]*))?)re"_s);
        for (auto found = pattern.globalMatch(m_text, from); found.hasNext();)
            take(found.next());
    }

private:
    void fault(const QRegularExpressionMatch &match, const QString &what, const QString &remedy)
    {
        m_into.faults.append({.line = m_number,
                              .column = int(match.capturedStart()),
                              .length = int(match.capturedLength()),
                              .what = what,
                              .remedy = remedy});
    }

    void take(const QRegularExpressionMatch &match)
    {
        const QString name = match.captured(u"key"_s);
        const Word *word = wordNamed(name);
        if (!word)
            return fault(match, DirectivesText::tr("“%1” is nothing that a script can ask for.").arg(name),
                         DirectivesText::tr("There are: %1.").arg(knownWords()));
        if (!match.captured(u"rest"_s).isEmpty())
            return fault(match, DirectivesText::tr("The quotation marks in “%1” do not match.").arg(match.captured()),
                         DirectivesText::tr("Put the whole value between two of the same kind."));
        const bool hasValue = match.hasCaptured(u"sign"_s);
        QString value = match.captured(u"double"_s) + match.captured(u"single"_s) + match.captured(u"bare"_s);
        if (!hasValue && (word->takes == Takes::Yes || word->takes == Takes::YesOrText))
            value = u"true"_s;
        const bool isArray = word->key == DirectiveKey::Array || word->key == DirectiveKey::Params;
        const DirectiveKey other = word->key == DirectiveKey::Array ? DirectiveKey::Params : DirectiveKey::Array;
        if (isArray && m_into.has(other))
            return fault(match, DirectivesText::tr("“%1” and “%2” exclude each other.").arg(wordFor(other), name),
                         DirectivesText::tr("Take one of them out."));
        if (const QString remedy = faultOf(word->takes, value); !remedy.isEmpty())
            return fault(match, DirectivesText::tr("“%1” is no value for “%2”.").arg(value, name), remedy);
        m_into.list.append({.key = word->key,
                            .value = value,
                            .line = m_number,
                            .column = int(match.capturedStart()),
                            .length = int(match.capturedLength())});
    }

    const QString &m_text;
    int m_number;
    Directives &m_into;
};

QStringList labelsOf(const QString &value)
{
    QStringList labels;
    for (const QString &label : value.split(u',', Qt::SkipEmptyParts))
        labels.append(label.trimmed());
    return labels;
}

Error faultError(const DirectiveFault &fault)
{
    return refusedError(DirectivesText::tr("Line %1 of the script: %2").arg(fault.line).arg(fault.what), fault.remedy);
}

void setPlain(JobSpec &spec, const Directive &directive)
{
    switch (directive.key) {
    case DirectiveKey::RunsOn: spec.runsOn += labelsOf(directive.value); return;
    case DirectiveKey::Group: spec.runnerGroup = directive.value; return;
    case DirectiveKey::Timeout: spec.timeoutMinutes = minutesOf(directive.value); return;
    case DirectiveKey::Array:
        // An array is one in one way.
        spec.array = directive.value.toInt();
        spec.each.clear();
        spec.params = {};
        return;
    case DirectiveKey::MaxParallel: spec.maxParallel = directive.value.toInt(); return;
    case DirectiveKey::FailFast: spec.failFast = yesOrNo(directive.value) == true; return;
    case DirectiveKey::Name: spec.name = directive.value; return;
    case DirectiveKey::Standing:
        spec.housing = yesOrNo(directive.value) == false ? Housing::Repository : Housing::Standing;
        spec.standingRepository = yesOrNo(directive.value) ? QString() : directive.value;
        return;
    case DirectiveKey::Private: spec.isPrivate = yesOrNo(directive.value) == true; return;
    case DirectiveKey::Oidc: spec.oidc = yesOrNo(directive.value) == true; return;
    case DirectiveKey::Packages: spec.packages = yesOrNo(directive.value) == true; return;
    case DirectiveKey::Delete: spec.deleteHouse = yesOrNo(directive.value) == true; return;
    case DirectiveKey::Upload: spec.uploads.append(directive.value); return;
    case DirectiveKey::Secret: // its value has to come from elsewhere: secretsAskedFor()
    case DirectiveKey::Race: // of several jobs: askedRacers()
    case DirectiveKey::Input: // files: addInput(), addTable()
    case DirectiveKey::Params: return;
    }
}

// What lies beside the script: nothing else, since a script from elsewhere must not take the user's other files along.
// @p remedy: what helps when it does not.
Result<QString> besideScript(const Directive &directive, const QString &folder, const QString &remedy)
{
    const QString name = QDir::cleanPath(directive.value);
    const QString path = QDir(folder).absoluteFilePath(name);
    const QString real = QFileInfo(path).canonicalFilePath();
    const bool isRelative = !QDir::isAbsolutePath(name) && !name.startsWith(".."_L1) && name != "."_L1;
    if (folder.isEmpty() || !isRelative || (!real.isEmpty() && !real.startsWith(QFileInfo(folder).canonicalFilePath() + u'/'))) {
        return faultError(
            {.line = directive.line,
             .what = DirectivesText::tr("“%1” does not lie beside the script, and a script may take along only what does.").arg(name),
             .remedy = remedy});
    }
    if (!real.isEmpty())
        return path;
    const QString shown = QDir::toNativeSeparators(path);
    Error missing = faultError({.line = directive.line,
                                .what = directive.key == DirectiveKey::Params ? DirectivesText::tr("there is no table “%1”.").arg(shown)
                                                                              : DirectivesText::tr("there is no input “%1”.").arg(shown),
                                .remedy = DirectivesText::tr("Check the path: it is taken from the script's folder.")});
    missing.kind = Error::Kind::Missing;
    return missing;
}

// Under the same relative name in the job.
Result<> addInput(JobSpec &spec, const Directive &directive, const QString &folder)
{
    const Result<QString> path
        = besideScript(directive, folder, DirectivesText::tr("Attach it yourself (--input), or move it into the script's folder."));
    if (!path)
        return path.error();
    const InputSource input{.path = *path, .name = QDir::cleanPath(directive.value)};
    if (!spec.inputs.contains(input))
        spec.inputs.append(input);
    return {};
}

Result<> addTable(JobSpec &spec, const Directive &directive, const QString &folder)
{
    const Result<QString> path
        = besideScript(directive, folder, DirectivesText::tr("Choose it yourself (--params), or move it into the script's folder."));
    if (!path)
        return path.error();
    const Result<Parameters> table = readParameters(*path);
    if (!table)
        return table.error();
    spec.array = 0;
    spec.each.clear();
    spec.params = *table;
    return {};
}

bool isTableOf(const JobSpec &spec, const QString &value)
{
    return spec.params.file.endsWith(u'/' + QDir::cleanPath(value));
}

bool isRunner(DirectiveKey key)
{
    return key == DirectiveKey::RunsOn || key == DirectiveKey::Group;
}

QStringList valuesOf(const Directives &directives, DirectiveKey key)
{
    QStringList values;
    for (const Directive &directive : directives.list) {
        if (directive.key == key)
            values.append(directive.value);
    }
    return values;
}

// What directives of @p key with these values had set.
void takeBack(JobSpec &spec, DirectiveKey key, const QStringList &values, const JobSpec &fresh)
{
    switch (key) {
    case DirectiveKey::RunsOn: spec.runsOn = fresh.runsOn; return;
    case DirectiveKey::Group: spec.runnerGroup = fresh.runnerGroup; return;
    case DirectiveKey::Timeout: spec.timeoutMinutes = fresh.timeoutMinutes; return;
    case DirectiveKey::Array: spec.array = fresh.array; return;
    case DirectiveKey::Params:
        if (std::ranges::any_of(values, [&spec](const QString &value) { return isTableOf(spec, value); }))
            spec.params = fresh.params;
        return;
    case DirectiveKey::MaxParallel: spec.maxParallel = fresh.maxParallel; return;
    case DirectiveKey::FailFast: spec.failFast = fresh.failFast; return;
    case DirectiveKey::Name: spec.name = fresh.name; return;
    case DirectiveKey::Standing:
        spec.housing = fresh.housing;
        spec.standingRepository = fresh.standingRepository;
        return;
    case DirectiveKey::Private: spec.isPrivate = fresh.isPrivate; return;
    case DirectiveKey::Oidc: spec.oidc = fresh.oidc; return;
    case DirectiveKey::Packages: spec.packages = fresh.packages; return;
    case DirectiveKey::Delete: spec.deleteHouse = fresh.deleteHouse; return;
    case DirectiveKey::Upload: spec.uploads.removeIf([&values](const QString &path) { return values.contains(path); }); return;
    case DirectiveKey::Input:
        for (const QString &value : values)
            spec.inputs.removeIf([name = QDir::cleanPath(value)](const InputSource &input) { return input.name == name; });
        return;
    case DirectiveKey::Secret:
        // One that was given a source stays.
        spec.secrets.removeIf(
            [&values](const SecretSource &source) { return source.from == SecretSource::From::Typed && values.contains(source.name); });
        return;
    case DirectiveKey::Race: return;
    }
}

bool hasMeaningHere(DirectiveKey key)
{
    static const QList<DirectiveKey> elsewhere{DirectiveKey::RunsOn, DirectiveKey::Group,    DirectiveKey::Standing, DirectiveKey::Private,
                                               DirectiveKey::Oidc,   DirectiveKey::Packages, DirectiveKey::Delete};
    return !elsewhere.contains(key);
}

bool isObeyed(const Directive &directive, const JobSpec &spec)
{
    if (spec.account == thisComputerId() && !hasMeaningHere(directive.key))
        return true;
    // What it would set is there already.
    JobSpec asked = spec;
    switch (directive.key) {
    case DirectiveKey::RunsOn: {
        const QStringList labels = labelsOf(directive.value);
        return std::ranges::all_of(labels, [&spec](const QString &label) { return spec.runsOn.contains(label); });
    }
    case DirectiveKey::Upload: return spec.uploads.contains(directive.value);
    case DirectiveKey::Params: return isTableOf(spec, directive.value);
    case DirectiveKey::Input: return std::ranges::contains(spec.inputs, QDir::cleanPath(directive.value), &InputSource::name);
    case DirectiveKey::Secret: // where its value comes from is for others to say
    case DirectiveKey::Race: return true; // who races is not for one of them to say
    case DirectiveKey::Standing:
        if (yesOrNo(directive.value))
            return (spec.housing == Housing::Standing) == *yesOrNo(directive.value);
        [[fallthrough]];
    case DirectiveKey::Group:
    case DirectiveKey::Timeout:
    case DirectiveKey::Array:
    case DirectiveKey::MaxParallel:
    case DirectiveKey::FailFast:
    case DirectiveKey::Name:
    case DirectiveKey::Private:
    case DirectiveKey::Oidc:
    case DirectiveKey::Packages:
    case DirectiveKey::Delete: setPlain(asked, directive); return asked == spec;
    }
    return true;
}

} // namespace

bool Directives::has(DirectiveKey key) const
{
    return std::ranges::contains(list, key, &Directive::key);
}

QString wordFor(DirectiveKey key)
{
    return std::ranges::find(words, key, &Word::key)->word;
}

Directives directivesOf(const QByteArray &script)
{
    // Before the first command, as batch systems have it: what a script writes into another one's head is not its own.
    static const QRegularExpression comment(u"^\\s*(?:#|//|--|;)"_s);
    Directives found;
    int number = 0;
    for (qsizetype at = 0; at < script.size();) {
        qsizetype end = script.indexOf('\n', at);
        end = end < 0 ? script.size() : end;
        const QString text = QString::fromUtf8(QByteArrayView(script).sliced(at, std::min(end - at, longestLine)));
        at = end + 1;
        ++number;
        if (text.trimmed().isEmpty())
            continue;
        if (!comment.match(text).hasMatch())
            break;
        if (const QRegularExpressionMatch head = directivePattern().match(text); head.hasMatch())
            Line(text, number, found).read(head.capturedEnd());
    }
    return found;
}

std::optional<DirectiveWord> directiveWordAt(const QString &line, int column)
{
    const QRegularExpressionMatch head = directivePattern().match(line);
    if (!head.hasMatch() || column <= head.capturedEnd())
        return std::nullopt;
    int start = column;
    while (start > head.capturedEnd() && !line.at(start - 1).isSpace())
        --start;
    return DirectiveWord{.start = start, .typed = line.mid(start, column - start)};
}

QStringList directiveCompletions(const QString &typed, const QStringList &labels)
{
    QStringList all;
    const qsizetype sign = typed.indexOf(u'=');
    for (const Word &word : words) {
        const QString key = word.word;
        const bool isYes = word.takes == Takes::Yes || word.takes == Takes::YesOrText;
        if (sign < 0) {
            all.append(isYes ? key : key + u'=');
        } else if (typed.left(sign) == key) {
            const QStringList values = word.key == DirectiveKey::RunsOn || word.key == DirectiveKey::Race ? labels
                : word.key == DirectiveKey::Upload ? QStringList{u"out/"_s, u"build/"_s}
                : isYes                            ? QStringList{u"true"_s, u"false"_s}
                                                   : QStringList();
            for (const QString &value : values)
                all.append(key + u'=' + value);
        }
    }
    all.removeIf([&typed](const QString &one) { return !one.startsWith(typed) || one == typed; });
    return all;
}

Result<> checkDirectives(const Directives &directives)
{
    if (directives.faults.isEmpty())
        return {};
    return faultError(directives.faults.first());
}

Result<> applyDirectives(JobSpec &spec, const Directives &directives, const QList<DirectiveKey> &given, const QString &folder)
{
    if (const Result<> good = checkDirectives(directives); !good)
        return good;
    JobSpec asked = spec;
    const bool placesRunner = !given.contains(DirectiveKey::RunsOn) && !given.contains(DirectiveKey::Group);
    if (placesRunner && (directives.has(DirectiveKey::RunsOn) || directives.has(DirectiveKey::Group))) {
        // A group alone is enough to find a runner: what the account says of the other does not go with it.
        asked.runsOn.clear();
        asked.runnerGroup.clear();
    }
    for (const Directive &directive : directives.list) {
        if (isRunner(directive.key) ? !placesRunner : given.contains(directive.key))
            continue;
        setPlain(asked, directive);
        const Result<> added = directive.key == DirectiveKey::Input ? addInput(asked, directive, folder)
            : directive.key == DirectiveKey::Params                 ? addTable(asked, directive, folder)
                                                                    : Result<>();
        if (!added)
            return added;
    }
    spec = asked;
    return {};
}

Result<> followDirectives(JobSpec &spec, const Directives &before, const Directives &now, const JobSpec &fresh, const QString &folder)
{
    if (const Result<> good = checkDirectives(now); !good)
        return good;
    JobSpec asked = spec;
    QList<DirectiveKey> same;
    for (const Word &word : words) {
        const bool differs = isRunner(word.key) ? valuesOf(before, DirectiveKey::RunsOn) != valuesOf(now, DirectiveKey::RunsOn)
                || valuesOf(before, DirectiveKey::Group) != valuesOf(now, DirectiveKey::Group)
                                                : valuesOf(before, word.key) != valuesOf(now, word.key);
        if (differs)
            takeBack(asked, word.key, valuesOf(before, word.key), fresh);
        else
            same.append(word.key);
    }
    if (const Result<> applied = applyDirectives(asked, now, same, folder); !applied)
        return applied;
    const QStringList lacking = secretsAskedFor(now, asked);
    for (const QString &name : lacking)
        asked.secrets.append({.name = name, .from = SecretSource::From::Typed});
    spec = asked;
    return {};
}

QStringList overruled(const Directives &directives, const JobSpec &spec)
{
    QStringList told;
    for (const Directive &directive : directives.list) {
        if (!isObeyed(directive, spec))
            told.append(DirectivesText::tr("Line %1 of the script asks for %2=%3; what was chosen for this job counts.")
                            .arg(directive.line)
                            .arg(wordFor(directive.key), directive.value));
    }
    return told;
}

QString askedName(const Directives &directives)
{
    const QStringList names = valuesOf(directives, DirectiveKey::Name);
    return names.isEmpty() ? QString() : names.constLast();
}

QStringList askedRacers(const Directives &directives)
{
    return valuesOf(directives, DirectiveKey::Race);
}

QStringList secretsAskedFor(const Directives &directives, const JobSpec &spec)
{
    QStringList names;
    for (const Directive &directive : directives.list) {
        if (directive.key != DirectiveKey::Secret || names.contains(directive.value, Qt::CaseInsensitive))
            continue;
        const auto isIt
            = [&directive](const SecretSource &source) { return source.name.compare(directive.value, Qt::CaseInsensitive) == 0; };
        if (std::ranges::none_of(spec.secrets, isIt))
            names.append(directive.value);
    }
    return names;
}

} // namespace punchcard
