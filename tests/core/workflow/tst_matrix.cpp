// SPDX-License-Identifier: MIT
#include "core/workflow/matrix.h"
#include "tests/support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::workflow;

namespace {

Result<Job> jobWith(const QByteArray &strategy, const QByteArray &more = {})
{
    const QByteArray yaml = "on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n" + more + strategy + "    steps: [{run: 'true'}]\n";
    const Result<WorkflowFile> file = parseWorkflow(yaml);
    if (!file)
        return file.error();
    return file->jobs.first();
}

QStringList names(const Job &job, const Plan &plan)
{
    QStringList result;
    for (const Entries &combination : plan.combinations)
        result.append(*displayName(job, combination, {.contexts = {{u"matrix"_s, toContext(combination)}}}));
    return result;
}

} // namespace

class TstMatrix : public QObject
{
    Q_OBJECT

private slots:
    void noMatrixIsOneJob();
    void product();
    void includeAndExclude();
    void includeAlone();
    void fromAnExpression();
    void limits();
    void strategyContext();
    void namesAndRunners();
};

void TstMatrix::noMatrixIsOneJob()
{
    const Result<Job> job = jobWith("    strategy: {fail-fast: false}\n");
    QVERIFY(job);
    const Result<Plan> plan = expandMatrix(job->strategy, {});
    QVERIFY(plan);
    QCOMPARE(plan->combinations.size(), 1);
    QVERIFY(plan->combinations.first().isEmpty());
    QVERIFY(!plan->failFast);
    QCOMPARE(names(*job, *plan), QStringList{u"build"_s});
}

void TstMatrix::product()
{
    const Result<Job> job
        = jobWith("    strategy:\n      max-parallel: 2\n      matrix:\n        os: [zoo, ant]\n        python: [3.10, '3.10']\n");
    QVERIFY(job);
    const Result<Plan> plan = expandMatrix(job->strategy, {});
    QVERIFY(plan);
    QCOMPARE(plan->maxParallel, 2);
    QVERIFY(plan->failFast);
    // In the file's order, and 3.10 without quotes is the number 3.1, as on GitHub.
    QCOMPARE(names(*job, *plan),
             (QStringList{u"build (zoo, 3.1)"_s, u"build (zoo, 3.10)"_s, u"build (ant, 3.1)"_s, u"build (ant, 3.10)"_s}));
    QVERIFY(toContext(plan->combinations.first()).value(u"python"_s).isDouble());
}

// The example of GitHub's own documentation.
void TstMatrix::includeAndExclude()
{
    const Result<Job> job = jobWith(R"(    strategy:
      matrix:
        fruit: [apple, pear]
        animal: [cat, dog]
        include:
          - color: green
          - {color: pink, animal: cat}
          - {fruit: apple, shape: circle}
          - {fruit: banana}
          - {fruit: banana, animal: cat}
)");
    QVERIFY(job);
    const Result<Plan> plan = expandMatrix(job->strategy, {});
    QVERIFY(plan);
    QStringList seen;
    for (const Entries &combination : plan->combinations)
        seen.append(QString::fromUtf8(QJsonDocument(toContext(combination)).toJson(QJsonDocument::Compact)));
    QCOMPARE(seen,
             (QStringList{uR"({"animal":"cat","color":"pink","fruit":"apple","shape":"circle"})"_s,
                          uR"({"animal":"dog","color":"green","fruit":"apple","shape":"circle"})"_s,
                          uR"({"animal":"cat","color":"pink","fruit":"pear"})"_s, uR"({"animal":"dog","color":"green","fruit":"pear"})"_s,
                          uR"({"fruit":"banana"})"_s, uR"({"animal":"cat","fruit":"banana"})"_s}));

    const Result<Job> thinned
        = jobWith("    strategy:\n      matrix:\n        a: [1, 2]\n        b: [x, y]\n        exclude: [{a: 1}, {a: 2, b: y}]\n");
    QVERIFY(thinned);
    QCOMPARE(names(*thinned, *expandMatrix(thinned->strategy, {})), QStringList{u"build (2, x)"_s});
}

void TstMatrix::includeAlone()
{
    const Result<Job> job = jobWith("    strategy:\n      matrix:\n        include: [{site: one, dc: a}, {site: two}]\n");
    QVERIFY(job);
    QCOMPARE(names(*job, *expandMatrix(job->strategy, {})), (QStringList{u"build (one, a)"_s, u"build (two)"_s}));
}

void TstMatrix::fromAnExpression()
{
    const Scope scope{
        .contexts
        = {{u"needs"_s,
            QJsonDocument::fromJson(R"({"plan": {"outputs": {"parts": "[1, 2, 3]", "all": "{\"p\": [7], \"include\": [{\"p\": 8}]}"}}})")
                .object()}}};
    const Result<Job> axis = jobWith("    strategy:\n      matrix:\n        part: ${{ fromJSON(needs.plan.outputs.parts) }}\n");
    QVERIFY(axis);
    QCOMPARE(names(*axis, *expandMatrix(axis->strategy, scope)), (QStringList{u"build (1)"_s, u"build (2)"_s, u"build (3)"_s}));
    const Result<Job> whole = jobWith("    strategy:\n      matrix: ${{ fromJSON(needs.plan.outputs.all) }}\n");
    QVERIFY(whole);
    QCOMPARE(names(*whole, *expandMatrix(whole->strategy, scope)), (QStringList{u"build (7)"_s, u"build (8)"_s}));
    const Result<Job> text = jobWith("    strategy:\n      matrix: ${{ 'no mapping' }}\n");
    QVERIFY(text);
    QVERIFY(!expandMatrix(text->strategy, scope));
}

void TstMatrix::limits()
{
    QByteArray list;
    for (int part = 1; part <= 256; ++part)
        list += QByteArray::number(part) + ", ";
    const Result<Job> most = jobWith("    strategy: {matrix: {part: [" + list.chopped(2) + "]}}\n");
    QVERIFY(most);
    QCOMPARE(expandMatrix(most->strategy, {})->combinations.size(), 256);
    const Result<Job> tooMany = jobWith("    strategy: {matrix: {part: [" + list + "257]}}\n");
    QVERIFY(!expandMatrix(tooMany->strategy, {}));
    const Result<Job> explosion
        = jobWith("    strategy: {matrix: {a: [" + list + "0], b: [" + list + "0], c: [" + list + "0], d: [" + list + "0]}}\n");
    QVERIFY(!expandMatrix(explosion->strategy, {}));
    QVERIFY(!jobWith("    strategy: {matrix: {part: []}}\n"));
    QVERIFY(!jobWith("    strategy: {matrix: {part: 3}}\n"));
    const Result<Job> none = jobWith("    strategy: {matrix: {part: [1], exclude: [{part: 1}]}}\n");
    QVERIFY(!expandMatrix(none->strategy, {}));
}

void TstMatrix::strategyContext()
{
    const Result<Job> job = jobWith("    strategy: {fail-fast: false, max-parallel: 1, matrix: {part: [1, 2]}}\n");
    const Result<Plan> plan = expandMatrix(job->strategy, {});
    QVERIFY(plan);
    QCOMPARE(plan->strategyContext(1),
             (QJsonObject{{u"fail-fast"_s, false}, {u"job-index"_s, 1}, {u"job-total"_s, 2}, {u"max-parallel"_s, 1}}));
}

void TstMatrix::namesAndRunners()
{
    const Result<Job> named = jobWith("    strategy: {matrix: {part: [1]}}\n", "    name: part ${{ matrix.part }}\n");
    QVERIFY(named);
    QCOMPARE(names(*named, *expandMatrix(named->strategy, {})), QStringList{u"part 1"_s});
    const Scope scope{.contexts
                      = {{u"matrix"_s, QJsonObject{{u"os"_s, u"macos-26"_s}, {u"many"_s, QJsonArray{u"self-hosted"_s, u"x64"_s}}}}}};
    Job job;
    job.labels = {u"${{ matrix.os }}"_s};
    QCOMPARE(resolveRunsOn(job, scope)->labels, QStringList{u"macos-26"_s});
    job.labels = {u"${{ matrix.many }}"_s};
    QCOMPARE(resolveRunsOn(job, scope)->labels, (QStringList{u"self-hosted"_s, u"x64"_s}));
    job.labels = {u"${{ secrets.x }}"_s};
    QVERIFY(!resolveRunsOn(job, scope));
}

PUNCHCARD_TEST(TstMatrix, tst_matrix)
#include "tst_matrix.moc"
