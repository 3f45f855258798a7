// SPDX-License-Identifier: MIT
#include "tests/contract/workflowtable.h"

#include "core/base/files.h"
#include "core/job/array.h"
#include "core/workflow/elementinputs.h"
#include "core/workflow/exportworkflow.h"
#include "core/workflow/jobworkflow.h"
#include "tests/support/hostiletexts.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

struct Row
{
    QString name;
    JobSpec spec;
    bool ownShebang = true;
    int run = 1; ///< of an array with several
};

QList<Row> table()
{
    const QStringList nasties = hostileTexts();
    const QStringList blanksAndLines = hostileBlanks() + hostileLines();
    QList<Row> rows{{.name = u"plain"_s, .spec = {.name = u"fractal.sh"_s}},
                    {.name = u"run by bash"_s, .spec = {.name = u"fractal.sh"_s}, .ownShebang = false},
                    {.name = u"every right"_s, .spec = {.name = u"x"_s, .oidc = true, .packages = true}},
                    {.name = u"shortest time"_s, .spec = {.name = u"x"_s, .timeoutMinutes = 1}},
                    {.name = u"longest time"_s, .spec = {.name = u"x"_s, .timeoutMinutes = 7200}},
                    {.name = u"array of one"_s, .spec = {.name = u"x"_s, .array = 1}},
                    {.name = u"largest array"_s, .spec = {.name = u"x"_s, .array = largestMatrix}},
                    {.name = u"second run of an array"_s, .spec = {.name = u"x"_s, .array = 300}, .run = 2},
                    {.name = u"some elements"_s, .spec = {.name = u"x"_s, .each = {u"a"_s, u"b"_s, u"c"_s}, .elements = {0, 2}}},
                    {.name = u"so many at once"_s, .spec = {.name = u"x"_s, .array = 9, .maxParallel = 3, .failFast = true}},
                    {.name = u"group alone"_s, .spec = {.name = u"x"_s, .runsOn = {}, .runnerGroup = u"big machines"_s}},
                    {.name = u"group of an organisation"_s, .spec = {.name = u"x"_s, .runsOn = {u"gpu"_s}, .runnerGroup = u"org/big"_s}},
                    {.name = u"self-hosted"_s, .spec = {.name = u"x"_s, .runsOn = {u"self-hosted"_s, u"linux"_s, u"x64"_s}}},
                    {.name = u"nasty inputs together"_s, .spec = {.name = u"x"_s, .each = nasties + blanksAndLines}},
                    {.name = u"long input"_s, .spec = {.name = u"x"_s, .each = {QString(50'000, u'x'), u"y"_s}}},
                    {.name = u"longest input that looks like an expression"_s,
                     .spec = {.name = u"x"_s, .each = {u"${{"_s + QString(20'900, u'y'), u"z"_s}}},
                    {.name = u"longest input of quotes"_s, .spec = {.name = u"x"_s, .each = {u"${{"_s + QString(10'450, u'\''), u"z"_s}}},
                    {.name = u"results"_s, .spec = {.name = u"x"_s, .uploads = {u"out/"_s, u"build/app.bin"_s, u"*.png"_s}}},
                    {.name = u"results of an array"_s, .spec = {.name = u"x"_s, .uploads = {u"out"_s}, .array = 3}}};
    for (const QString &nasty : nasties) {
        rows.append({.name = u"nasty: "_s + nasty, .spec = {.name = nasty, .runsOn = {u"linux"_s, nasty}, .each = {nasty, u"plain"_s}}});
        rows.append({.name = u"nasty single label: "_s + nasty, .spec = {.name = nasty, .runsOn = {nasty}}});
        if (!nasty.contains(u'/'))
            rows.append({.name = u"nasty group: "_s + nasty, .spec = {.name = nasty, .runsOn = {u"x"_s}, .runnerGroup = nasty}});
        if (!nasty.contains(u'\\') && !nasty.startsWith(u'~') && !nasty.startsWith(u'!'))
            rows.append({.name = u"nasty result: "_s + nasty, .spec = {.name = nasty, .uploads = {u"out/"_s + nasty}}});
    }
    JobSpec table{.name = u"x"_s, .params = {.names = {u"A"_s, u"task"_s, u"_0"_s, u"yes"_s}}};
    for (const QString &nasty : nasties + blanksAndLines)
        table.params.rows.append({nasty, u"plain"_s, nasty, QString()});
    rows.append({.name = u"nasty table"_s, .spec = table});
    table.params.rows = {{u"${{"_s + QString(20'900, u'y'), u"z"_s, QString(100'000, u'x'), u"z"_s}};
    rows.append({.name = u"long values of a table"_s, .spec = table});
    JobSpec own{.name = u"x"_s, .inputs = {{.path = u"/c"_s, .name = u"common ${{ github.token }} *"_s}}, .each = nasties};
    for (const QString &nasty : nasties)
        own.inputs.append({.path = u"/x"_s, .name = nasty});
    rows.append({.name = u"inputs of their own"_s, .spec = own});
    own.each = {u"${{"_s + QString(10'000, u'*'), u"y"_s};
    own.inputs = {{.path = u"/x"_s, .name = own.each.first()}, {.path = u"/c"_s, .name = u"${{"_s + QString(20'800, u'c')}};
    rows.append({.name = u"long inputs of their own"_s, .spec = own});
    for (const QString &text : blanksAndLines)
        rows.append({.name = u"several lines: "_s + text, .spec = {.name = text, .each = {text, u"plain"_s}}});
    Row secrets{.name = u"secrets"_s, .spec = {.name = u"x"_s}};
    for (const QString &name : {u"A"_s, u"_"_s, u"lower_case"_s, u"YES"_s, u"NULL"_s, u"E1"_s, u"_0"_s, u"ON"_s})
        secrets.spec.secrets.append({.name = name, .from = SecretSource::From::File, .where = u"/x"_s});
    rows.append(secrets);
    Row many{.name = u"a hundred secrets"_s, .spec = {.name = u"x"_s}};
    for (int i = 0; i < 100; ++i)
        many.spec.secrets.append({.name = u"SECRET_%1"_s.arg(i), .from = SecretSource::From::File, .where = u"/x"_s});
    rows.append(many);
    return rows;
}

QJsonObject expected(const Row &row)
{
    const JobSpec &spec = row.spec;
    QJsonArray secrets;
    for (const SecretSource &secret : spec.secrets)
        secrets.append(secret.name);
    QJsonObject permissions{{u"contents"_s, u"read"_s}};
    if (spec.oidc)
        permissions.insert(u"id-token"_s, u"write"_s);
    if (spec.packages)
        permissions.insert(u"packages"_s, u"write"_s);
    QJsonArray tasks;
    QJsonArray inputs;
    QJsonArray values;
    QJsonArray own;
    for (const int element : elementsOfRun(spec, row.run)) {
        tasks.append(element);
        if (!spec.each.isEmpty())
            inputs.append(spec.each.at(element));
        if (workflow::hasOwnInputs(spec))
            own.append(workflow::sparsePattern(spec.each.at(element)));
        if (!spec.params.rows.isEmpty())
            values.append(QJsonArray::fromStringList(spec.params.rows.at(element)));
    }
    QJsonArray kept{QJsonObject{{u"name"_s, u"uploads"_s}, {u"path"_s, u"uploads"_s}}};
    for (QString path : spec.uploads) {
        const QString artifact = workflow::artifactOfUpload(path);
        if (path.endsWith(u'/'))
            path.chop(1);
        kept.append(QJsonObject{{u"name"_s, artifact}, {u"path"_s, path}});
    }
    return {{u"name"_s, row.name},
            {u"kept"_s, kept},
            {u"call"_s, row.ownShebang ? u"./job.sh"_s : u"bash ./job.sh"_s},
            {u"runName"_s, spec.name.simplified()},
            {u"labels"_s, QJsonArray::fromStringList(spec.runsOn)},
            {u"group"_s, spec.runnerGroup},
            {u"secrets"_s, secrets},
            {u"size"_s, arraySize(spec)},
            {u"tasks"_s, tasks},
            {u"inputs"_s, inputs},
            {u"own"_s, own},
            {u"common"_s, workflow::sparsePatterns(spec, {})},
            {u"columns"_s, QJsonArray::fromStringList(spec.params.names)},
            {u"rows"_s, values},
            {u"failFast"_s, arraySize(spec) > 0 ? QJsonValue(spec.failFast) : QJsonValue()},
            {u"maxParallel"_s, spec.maxParallel ? QJsonValue(*spec.maxParallel) : QJsonValue()},
            {u"timeout"_s, spec.timeoutMinutes ? QJsonValue(*spec.timeoutMinutes) : QJsonValue()},
            {u"permissions"_s, permissions}};
}

// The same jobs as workflows of a user's own.
Result<> writeExports(const QString &folder, const QList<Row> &rows)
{
    QJsonArray index;
    for (const Row &row : rows) {
        if (elementsOf(row.spec).size() > largestMatrix)
            continue; // refused: there is one run
        const QByteArray script
            = row.ownShebang ? "#!/usr/bin/env python3\nprint('hi')\n" : "echo one\n\nif true; then\n\techo \"two: $1\"\nfi\n";
        const auto exported = workflow::exportWorkflow(row.spec, script, u"x.yml"_s);
        if (!exported)
            return exported.error();
        QJsonObject entry = expected(row);
        const QString file = u"export-%1.yml"_s.arg(index.size());
        entry.insert(u"file"_s, file);
        entry.insert(u"script"_s, QString::fromUtf8(script));
        entry.insert(u"isInline"_s, !exported->scriptPath);
        index.append(entry);
        if (const Result<> written = writePrivateFile(QDir(folder).filePath(file), exported->yaml); !written)
            return written;
    }
    return writePrivateFile(QDir(folder).filePath(u"exports.json"_s), QJsonDocument(index).toJson());
}

} // namespace

Result<> writeWorkflows(const QString &folder)
{
    QJsonArray index;
    const QList<Row> rows = table();
    for (const Row &row : rows) {
        const Result<QByteArray> yaml = workflow::jobWorkflow(row.spec, row.ownShebang, {}, {}, {}, row.run);
        if (!yaml)
            return yaml.error();
        QJsonObject entry = expected(row);
        const QString file = u"%1.yml"_s.arg(index.size());
        entry.insert(u"file"_s, file);
        index.append(entry);
        if (const Result<> written = writePrivateFile(QDir(folder).filePath(file), *yaml); !written)
            return written;
    }
    if (const Result<> written = writeExports(folder, rows); !written)
        return written;
    return writePrivateFile(QDir(folder).filePath(u"table.json"_s), QJsonDocument(index).toJson());
}

} // namespace punchcard::testing
