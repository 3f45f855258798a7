// SPDX-License-Identifier: MIT
#include "tests/hub/jobbench.h"

#include "core/hub/ownthread.h"

#include <QDir>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace punchcard::testing {
JobBench::JobBench(const QByteArray &steps, const QByteArray &more, const QByteArray &top)
{
    const QByteArray yaml = "on: push\n" + top + "jobs:\n  work:\n    runs-on: ubuntu-24.04\n" + more + "    steps:\n" + steps;
    const Result<workflow::WorkflowFile> file = workflow::parseWorkflow(yaml);
    if (!file)
        qFatal("%s", qPrintable(file.error().what));
    request.folder = m_folder.path();
    request.walls = hub::Walls::Wanted;
    request.job = file->jobs.first();
    request.name = request.job.id;
    request.env = file->env;
    request.defaults = file->defaults;
    request.github
        = {{u"repository"_s, u"me/my.repo"_s}, {u"sha"_s, u"0123abcd"_s},    {u"run_id"_s, u"12"_s},
           {u"ref"_s, u"refs/heads/main"_s},   {u"event_name"_s, u"push"_s}, {u"event"_s, QJsonObject{{u"after"_s, u"0123abcd"_s}}}};
    request.files = [](const QString &) -> Result<QList<hub::RepositoryFile>> {
        const auto text = [](const QByteArray &bytes) { return [bytes]() -> Result<QByteArray> { return bytes; }; };
        return QList<hub::RepositoryFile>{{.path = u"job.sh"_s, .mode = 0100755, .content = text("#!/bin/bash\necho from the script\n")},
                                          {.path = u"data/in.txt"_s, .content = text("input\n")},
                                          {.path = u"link"_s, .mode = 0120000, .content = text("data/in.txt")}};
    };
}

JobBench::~JobBench()
{
    drop();
}

void JobBench::drop()
{
    m_runner.reset();
    for (int rest = 0; rest < 5; ++rest) {
        hub::jobThreads().waitForDone();
        QCoreApplication::processEvents();
    }
}

void JobBench::start()
{
    m_runner = std::make_unique<hub::JobRunner>(request);
    QObject::connect(m_runner.get(), &hub::JobRunner::stepChanged, m_runner.get(),
                     [this](const hub::StepState &step) { changes.append(step); });
    QObject::connect(m_runner.get(), &hub::JobRunner::artifactReady, m_runner.get(),
                     [this](const hub::Artifact &one) { artifacts.append(one); });
    QObject::connect(m_runner.get(), &hub::JobRunner::annotated, m_runner.get(),
                     [this](const hub::Annotation &one) { annotations.append(one); });
    QObject::connect(m_runner.get(), &hub::JobRunner::finished, m_runner.get(), [this](const hub::JobEnd &how) { end = how; });
    m_runner->start();
}

void JobBench::run(const std::function<void(hub::JobRunner &)> &during)
{
    start();
    if (during)
        during(*m_runner);
    if (!waitForEnd())
        qFatal("the job did not end:\n%s", rawLog().constData());
}

bool JobBench::waitForEnd(int seconds)
{
    return QTest::qWaitFor([this] { return end.has_value(); }, seconds * 1000);
}

bool JobBench::waitForLog(int step, const QByteArray &text, int seconds)
{
    return QTest::qWaitFor([this, step, text] { return rawLog(step).contains(text); }, seconds * 1000);
}

QByteArray JobBench::rawLog(int number) const
{
    return content(folder() + u"/logs/"_s + (number == 0 ? u"job"_s : QString::number(number)) + u".txt"_s);
}

QByteArray JobBench::log(int number) const
{
    QByteArray result;
    QByteArray raw = rawLog(number);
    if (raw.startsWith("\xEF\xBB\xBF"))
        raw.remove(0, 3);
    for (const QByteArray &line : raw.split('\n'))
        result += (line.size() > 28 && line.at(4) == '-' && line.at(27) == 'Z' ? line.sliced(29) : line) + '\n';
    return result.chopped(1);
}

QString JobBench::stepConclusions() const
{
    QStringList result;
    const QList<hub::StepState> steps = m_runner->steps();
    for (const hub::StepState &step : steps.sliced(1, steps.size() - 2))
        result.append(step.conclusion ? hub::conclusionName(*step.conclusion) : u"-"_s);
    return result.join(u',');
}

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray uniqueMarker()
{
    return QUuid::createUuid().toByteArray(QUuid::Id128);
}

int processesWith(const QByteArray &marker)
{
    int count = 0;
    for (const QString &name : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        if (name.toInt() > 0 && content(u"/proc/"_s + name + u"/cmdline"_s).contains(marker))
            ++count;
    }
    return count;
}

} // namespace punchcard::testing
